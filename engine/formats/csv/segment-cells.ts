import { joinBytes } from '../../base/bytes.ts'
import { valueOf as at } from '../wasm-code.ts'
import type { CsvDialect } from './dialect.ts'

/** Which cells of segment text become columns. */
export interface ColumnsWanted {
  /** As many cells each record has. */
  readonly columns: number
  /** Those wanted, by position, each once. */
  readonly wanted: readonly number[]
  /** Which cells are null. */
  readonly nulls: Pick<CsvDialect, 'null_tokens' | 'quoted_nulls'>
}

/** What modules export of segment-cells.as.ts. */
export interface SegmentCells {
  readonly memory: WebAssembly.Memory
  readonly tokens: WebAssembly.Global
  readonly tokenBytes: WebAssembly.Global
  readonly maxColumns: WebAssembly.Global
  readonly places: WebAssembly.Global
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly readTo: WebAssembly.Global
  configure(columns: number, wanted: number, tokensLength: number, quotedNulls: boolean): void
}

/** False where these are more columns, or more texts for null, than there is room for. */
export function configureCells(code: SegmentCells, { columns, wanted, nulls: { null_tokens, quoted_nulls } }: ColumnsWanted): boolean {
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

/**
 * Reads segment text, of parts that follow one another, batch after batch. `read` reads records from one place of the code's memory on, gives
 * how many (0 for none whole) and leaves in `readTo` where the next begins. False where a record is longer than the code has room for.
 */
export function eachBatch(code: SegmentCells, parts: readonly Uint8Array[], read: (from: number, end: number) => number, take: (rows: number) => void): boolean {
  const input = at(code.input)
  const text = new PartReader(parts)
  for (let end = input; ;) {
    const memory = new Uint8Array(code.memory.buffer)
    end += text.readInto(memory.subarray(end, input + at(code.inputBytes)))
    if (end === input) return true
    // What is there is more than one batch where its cells are short.
    let from = input
    for (let rows = read(from, end); rows > 0; rows = read(from, end)) {
      from = at(code.readTo)
      take(rows)
    }
    if (from === input) return false
    // Its last record is read again where it was cut.
    memory.copyWithin(input, from, end)
    end -= from - input
  }
}

/** Reads parts as if they were one. */
class PartReader {
  private part = 0
  private taken = 0

  constructor(private readonly parts: readonly Uint8Array[]) {}

  /** Fills bytes as far as there is something left, and gives how many. */
  readInto(bytes: Uint8Array): number {
    let filled = 0
    for (let part = this.parts[this.part]; part && filled < bytes.length; part = this.parts[this.part]) {
      const piece = part.subarray(this.taken, this.taken + bytes.length - filled)
      bytes.set(piece, filled)
      filled += piece.length
      this.taken += piece.length
      if (this.taken < part.length) break
      this.part++
      this.taken = 0
    }
    return filled
  }
}
