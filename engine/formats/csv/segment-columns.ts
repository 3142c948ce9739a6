import { valueOf as at, wasmCode } from '../wasm-code.ts'
import { configureCells, eachBatch, type ColumnsWanted, type SegmentCells } from './segment-cells.ts'
import { segmentColumnsWasm } from './segment-columns.wasm.ts'

/** Some records of a segment, column by column. */
export interface SegmentBatch {
  readonly rows: number
  /** Of each column wanted: cells that are null, and bytes of the others. */
  readonly columns: readonly { readonly nulls: number, readonly textBytes: number }[]
  /**
   * The ordinals, 32 bits each; of each column one bit a cell that is there, from the lowest of the first byte on, where each cell ends in
   * the column's text, a 0 before the first, 32 bits each, and that text. Each of them padded to 8 bytes. A view of memory that the next
   * batch writes over.
   */
  readonly body: Uint8Array
}

/** What segment-columns.as.ts exports. */
interface SegmentColumnsExports extends SegmentCells {
  readonly facts: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  split(from: number, end: number): number
}

/** All share one memory: whoever asks is done with it before the next does. */
const segmentColumnsCode = wasmCode(segmentColumnsWasm) as () => SegmentColumnsExports | undefined

/**
 * Splits segment text (see {@link import('./scan.ts').Segment}) into columns, batch after batch. False where that is for others: there is
 * no WebAssembly with vectors, a record is longer than a megabyte, or there are more than 16,384 columns or four kilobytes of texts for null; what
 * was taken is then to be forgotten.
 */
export function splitSegment(text: Uint8Array, columns: ColumnsWanted, take: (batch: SegmentBatch) => void): boolean {
  const code = segmentColumnsCode()
  if (!code || !configureCells(code, columns)) return false
  const { wanted } = columns
  const [output, facts] = [at(code.output), at(code.facts)]
  return eachBatch(code, [text], (from, end) => code.split(from, end), rows => {
    const sizes = new Uint32Array(code.memory.buffer, facts, 2 * wanted.length)
    take({
      rows, columns: wanted.map((_, place) => ({ nulls: sizes[2 * place] ?? 0, textBytes: sizes[2 * place + 1] ?? 0 })),
      body: new Uint8Array(code.memory.buffer, output, at(code.writtenTo) - output),
    })
  })
}
