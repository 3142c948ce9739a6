import { EngineError } from '../../base/errors.ts'
import { decodeRaw, decodeUtf8, splitRecord } from './cells.ts'
import { PIECE_BYTES, RecordCursor } from './cursor.ts'
import type { CsvDialect } from './dialect.ts'
import { compileGrammar } from './grammar.ts'
import { entryOf, ordinalOf } from './record-index.ts'
import type { RecordIndex } from './scan.ts'

/** The file's bytes `[start, end)`. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>

interface Position {
  readonly ordinal: number
  readonly line: number
  readonly byteOffset: number
  /** Of the record's text, line end excluded. */
  readonly byteLength: number
}

/** A record found again. */
export type LocatedRecord =
  | (Position & { readonly kind: 'record', readonly cells: readonly string[], readonly quoted: readonly boolean[] })
  /** `raw` is what stands in the file, at most `maxRawBytes` of it; `isCut` says that there is more. */
  | (Position & { readonly kind: 'malformed', readonly raw: string, readonly isCut: boolean })

export interface LocateOptions {
  readonly dialect: CsvDialect
  /** How many columns the file has. */
  readonly columns: number
  /** Of a scan of the same bytes with the same dialect. */
  readonly index: RecordIndex
  /** The records wanted, ascending. Those the file does not have are passed over. */
  readonly ordinals: ArrayLike<number>
  /** Bytes asked for at a time. */
  readonly readBytes?: number
  readonly maxRawBytes?: number
}

/** A stretch of the file that is read in one go, from one indexed record to another or the end. */
export interface ReadSpan {
  readonly start: number
  readonly end: number
  /** The wanted ordinals in it: `[firstWanted, wantedEnd)` of the list. */
  readonly firstWanted: number
  readonly wantedEnd: number
}

/** Reading on over a gap this small costs less than asking anew. */
const GAP_BYTES = 1 << 18

/**
 * Finds records again by their ordinals, reading only the parts of the file that hold them, and scanning of those only the
 * indexed blocks that do.
 * @throws EngineError `file_changed` when the file gives fewer bytes than the index was made from.
 */
export async function* locateRecords(readRange: ReadRange, options: LocateOptions): AsyncGenerator<LocatedRecord, void, undefined> {
  const { dialect, columns, index, ordinals, readBytes = 4_000_000, maxRawBytes = 1_000_000 } = options
  const { loneCr, columnsFrom } = index
  const cursor = new RecordCursor(compileGrammar(dialect, index.limits))
  for (const span of planReads(index, ordinals)) {
    const ahead = new ReadAhead(readRange, span.end, readBytes)
    for (let wanted = span.firstWanted; wanted < span.wantedEnd;) {
      const block = entryOf(index, ordinals[wanted] ?? 0)
      const start = index.byteOffsets[block] ?? 0
      const end = blockEnd(index, block)
      const nextOrdinal = ordinalOf(index, block + 1)
      const isLast = block + 1 === index.lines.length
      cursor.restart({ ordinal: ordinalOf(index, block), line: index.lines[block] ?? 1, byteOffset: start, loneCr, columns, columnsFrom })
      let at = start
      while (wanted < span.wantedEnd && (isLast || (ordinals[wanted] ?? 0) < nextOrdinal)) {
        let found = cursor.next()
        if (found === 'more' && at < end) {
          const piece = ahead.held(at, end) ?? await ahead.read(at, end)
          cursor.feed(piece)
          at += piece.length
          continue
        }
        if (found === 'more') {
          cursor.finish()
          found = cursor.next()
        }
        if (found === 'more' || found === 'end') {
          // The file has no such records.
          wanted = isLast ? span.wantedEnd : wanted + 1
          continue
        }
        if (cursor.ordinal !== ordinals[wanted]) continue
        while (wanted < span.wantedEnd && ordinals[wanted] === cursor.ordinal) wanted++
        yield found === 'record' ? readFound(cursor, dialect) : await readMalformed(cursor, readRange, dialect, maxRawBytes)
      }
    }
  }
}

/** The bytes of a span, read some at a time from front to back. */
class ReadAhead {
  private bytes: Uint8Array = new Uint8Array(0)
  private from = 0

  constructor(private readonly readRange: ReadRange, private readonly spanEnd: number, private readonly readBytes: number) {}

  /** What is at hand of `[start, end)`, from its start on; undefined if that is nothing. */
  held(start: number, end: number): Uint8Array | undefined {
    const offset = start - this.from
    return offset >= 0 && offset < this.bytes.length ? this.bytes.subarray(offset, Math.min(end - this.from, offset + PIECE_BYTES)) : undefined
  }

  /** As {@link held}, after reading on from `start`. */
  async read(start: number, end: number): Promise<Uint8Array> {
    this.bytes = await readExactly(this.readRange, start, Math.min(this.spanEnd, start + this.readBytes))
    this.from = start
    return this.bytes.subarray(0, Math.min(end - start, PIECE_BYTES))
  }
}

const blockEnd = ({ byteOffsets, byteEnd }: RecordIndex, block: number): number => byteOffsets[block + 1] ?? byteEnd

/** Which stretches of the file hold the wanted records; neighbours are read as one. */
export function planReads(index: RecordIndex, wanted: ArrayLike<number>): ReadSpan[] {
  const spans: { -readonly [K in keyof ReadSpan]: ReadSpan[K] }[] = []
  for (let i = 0; i < wanted.length; i++) {
    const ordinal = wanted[i] ?? 0
    if (ordinal < 1 || index.lines.length === 0) continue
    const block = entryOf(index, ordinal)
    const start = index.byteOffsets[block] ?? 0
    const last = spans.at(-1)
    if (last !== undefined && start - last.end <= GAP_BYTES) {
      last.end = blockEnd(index, block)
      last.wantedEnd = i + 1
    } else spans.push({ start, end: blockEnd(index, block), firstWanted: i, wantedEnd: i + 1 })
  }
  return spans
}

function readFound(cursor: RecordCursor, dialect: CsvDialect): LocatedRecord {
  const { bytes, from, to } = cursor
  return { kind: 'record', ...positionOf(cursor), ...splitRecord(decodeUtf8(bytes.subarray(from, to)), dialect) }
}

async function readMalformed(cursor: RecordCursor, readRange: ReadRange, dialect: CsvDialect, maxRawBytes: number): Promise<LocatedRecord> {
  const position = positionOf(cursor)
  const { byteOffset, byteLength } = position
  const isCut = byteLength > maxRawBytes
  // UTF-8 in the window is the file's own bytes; of other encodings only the file says what could not be decoded.
  const raw = cursor.isWhole && !isCut && dialect.encoding === 'utf-8'
    ? decodeUtf8(cursor.bytes.subarray(cursor.from, cursor.to))
    : decodeRaw(await readExactly(readRange, byteOffset, byteOffset + Math.min(byteLength, maxRawBytes)), dialect)
  return { kind: 'malformed', ...position, raw, isCut }
}

const positionOf = ({ ordinal, line, byteOffset, byteLength }: RecordCursor): Position => ({ ordinal, line, byteOffset, byteLength })

async function readExactly(readRange: ReadRange, start: number, end: number): Promise<Uint8Array> {
  const bytes = await readRange(start, end)
  if (bytes.length === end - start) return bytes
  throw new EngineError('file_changed', `The file gave ${bytes.length} bytes for ${start}–${end}: it is not the one that was scanned`, {
    details: { start, end, bytes: bytes.length },
    hint: 'Scan the file again.',
  })
}
