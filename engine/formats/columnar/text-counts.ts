import type { SegmentBatch } from '../csv/segment-columns.ts'
import { freshWasmCode, valueOf as at } from '../wasm-code.ts'
import { addBatch, END_OF_STREAM, padded, schemaMessage, schemaTable, type ArrowFieldTyping } from './arrow-message.ts'
import { ByteSink } from './byte-sink.ts'
import { textCountsWasm } from './text-counts.wasm.ts'

/** What text-counts.as.ts exports. */
interface TextCountsExports {
  readonly memory: WebAssembly.Memory
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly maxColumns: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  count(column: number, rows: number): boolean
  write(column: number, name: number): number
  bytesOf(column: number): number
}

/** A memory for each table of counts: up to 32 MB of texts, their counts and where they are, and for a moment as much again. */
const textCountsCode = freshWasmCode(textCountsWasm) as () => TextCountsExports | undefined

/** As Schema.fbs has them: Int of 32 bits, Utf8, FloatingPoint of double precision. */
const FIELDS: readonly ArrowFieldTyping[] = [
  { name: 'col', number: 2, table: { 0: { int: 32 }, 1: { byte: 1 } } }, { name: 'v', number: 5, table: {} }, { name: 'n', number: 3, table: { 0: { short: 2 } } },
]

/** How often each different text occurs in columns, counted batch after batch. */
export class TextCounts {
  /** By their places, those that have not been given up. */
  private readonly counted: Set<number>

  private constructor(private readonly code: TextCountsExports, private readonly columns: readonly number[]) {
    this.counted = new Set(columns.keys())
  }

  /** For batches with these columns, which go by these numbers; undefined where that is for others to do. */
  static of(columns: readonly number[]): TextCounts | undefined {
    const code = textCountsCode()
    return code && columns.length <= at(code.maxColumns) ? new TextCounts(code, columns) : undefined
  }

  add({ rows, columns, body }: SegmentBatch): void {
    const { code } = this
    let from = padded(4 * rows)
    columns.forEach(({ textBytes }, place) => {
      const to = from + padded(Math.ceil(rows / 8)) + padded(4 * (rows + 1)) + padded(textBytes)
      if (this.counted.has(place) && !this.count(code, place, rows, body.subarray(from, to))) this.counted.delete(place)
      from = to
    })
  }

  private count(code: TextCountsExports, place: number, rows: number, cells: Uint8Array): boolean {
    if (cells.length > at(code.inputBytes)) return false
    new Uint8Array(code.memory.buffer).set(cells, at(code.input))
    return code.count(place, rows)
  }

  /**
   * The counts as an Arrow IPC stream with the columns `col` (a column's number, int32), `v` (text) and `n` (double), and which columns it has: those in
   * which there are cells, some of them equal, and not too many of them different. Nothing can be added afterwards.
   */
  take(): { readonly columns: readonly number[], readonly arrow: Uint8Array<ArrayBuffer> } {
    const { code } = this
    const sink = new ByteSink(1 << 16)
    sink.raw(schemaMessage(schemaTable(FIELDS)).bytes)
    const columns = [...this.counted].flatMap(place => {
      const column = this.columns[place] ?? 0
      const texts = code.write(place, column)
      if (texts === 0) return []
      const nodes = [[0, 4 * texts], [0, 4 * (texts + 1), code.bytesOf(place)], [0, 8 * texts]].map(lengths => ({ nulls: 0, lengths }))
      addBatch(sink, texts, nodes, new Uint8Array(code.memory.buffer, at(code.output), at(code.writtenTo) - at(code.output)))
      return [column]
    })
    sink.raw(END_OF_STREAM)
    return { columns, arrow: sink.written() }
  }
}
