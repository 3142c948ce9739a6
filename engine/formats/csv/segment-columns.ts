import { joinBytes } from '../../base/bytes.ts'
import { valueOf as at, wasmCode } from '../wasm-code.ts'
import type { CsvDialect } from './dialect.ts'
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

export interface ColumnsWanted {
  /** As many cells each record has. */
  readonly columns: number
  /** Those wanted, by position, each once. */
  readonly wanted: readonly number[]
  /** Which cells are null. */
  readonly nulls: Pick<CsvDialect, 'null_tokens' | 'quoted_nulls'>
}

/** What segment-columns.as.ts exports. */
interface SegmentColumnsExports {
  readonly memory: WebAssembly.Memory
  readonly tokens: WebAssembly.Global
  readonly tokenBytes: WebAssembly.Global
  readonly maxColumns: WebAssembly.Global
  readonly places: WebAssembly.Global
  readonly facts: WebAssembly.Global
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly readTo: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  configure(columns: number, wanted: number, tokensLength: number, quotedNulls: boolean): void
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
  if (!code || !configured(code, columns)) return false
  const { wanted } = columns
  const [input, output, facts] = [at(code.input), at(code.output), at(code.facts)]
  for (let done = 0; done < text.length;) {
    const piece = text.subarray(done, done + at(code.inputBytes))
    new Uint8Array(code.memory.buffer).set(piece, input)
    const end = input + piece.length
    // A piece is more than one batch where its cells are short, and its last record is the next one's where it is cut.
    let from = input
    for (let rows = code.split(from, end); rows > 0; rows = code.split(from, end)) {
      from = at(code.readTo)
      const sizes = new Uint32Array(code.memory.buffer, facts, 2 * wanted.length)
      take({
        rows, columns: wanted.map((_, place) => ({ nulls: sizes[2 * place] ?? 0, textBytes: sizes[2 * place + 1] ?? 0 })),
        body: new Uint8Array(code.memory.buffer, output, at(code.writtenTo) - output),
      })
    }
    if (from === input) return false
    done += from - input
  }
  return true
}

/** False where these are more columns, or more texts for null, than there is room for. */
function configured(code: SegmentColumnsExports, { columns, wanted, nulls: { null_tokens, quoted_nulls } }: ColumnsWanted): boolean {
  const tokens = packed(null_tokens)
  if (tokens.length > at(code.tokenBytes) || columns > at(code.maxColumns)) return false
  const memory = code.memory.buffer
  new Uint8Array(memory).set(tokens, at(code.tokens))
  const places = new Uint32Array(memory, at(code.places), columns).fill(0)
  wanted.forEach((column, place) => { places[column] = place + 1 })
  code.configure(columns, wanted.length, tokens.length, quoted_nulls)
  return true
}

/** Texts in UTF-8, each behind its length in 32 bits. */
function packed(texts: readonly string[]): Uint8Array {
  return joinBytes(texts.flatMap(text => {
    const bytes = new TextEncoder().encode(text)
    return [new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes]
  }))
}
