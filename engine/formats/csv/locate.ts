import { EngineError } from '../../base/errors.ts'
import { decodeRaw, decodeUtf8, splitRecord } from './cells.ts'
import { PIECE_BYTES, RecordCursor } from './cursor.ts'
import type { CsvDialect } from './dialect.ts'
import { compileGrammar } from './grammar.ts'
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

/** A stretch of the file that is read in one go, from the start of an indexed record to the start of another or the end. */
export interface ReadSpan {
  readonly ordinal: number
  readonly line: number
  readonly start: number
  readonly end: number
  /** The wanted ordinals in it: `[firstWanted, wantedEnd)` of the list. */
  readonly firstWanted: number
  readonly wantedEnd: number
}

/** Reading on over a gap this small costs less than asking anew. */
const GAP_BYTES = 1 << 18

/**
 * Finds records again by their ordinals, reading only the parts of the file that hold them.
 * @throws EngineError `file_changed` when the file gives fewer bytes than the index was made from.
 */
export async function* locateRecords(readRange: ReadRange, options: LocateOptions): AsyncGenerator<LocatedRecord, void, undefined> {
  const { dialect, columns, index, ordinals, readBytes = 4_000_000, maxRawBytes = 1_000_000 } = options
  const grammar = compileGrammar(dialect, index.limits)
  for (const span of planReads(index, ordinals)) {
    const cursor = new RecordCursor(grammar, { ...span, byteOffset: span.start, columns, loneCr: index.loneCr, columnsFrom: index.columnsFrom })
    let wanted = span.firstWanted
    for await (const piece of piecesOf(readRange, span, readBytes)) {
      if (piece === undefined) cursor.finish()
      else cursor.feed(piece)
      for (let found = cursor.next(); wanted < span.wantedEnd && found !== 'more' && found !== 'end'; found = cursor.next()) {
        if (cursor.ordinal !== ordinals[wanted]) continue
        while (wanted < span.wantedEnd && ordinals[wanted] === cursor.ordinal) wanted++
        yield found === 'record' ? readFound(cursor, dialect) : await readMalformed(cursor, readRange, dialect, maxRawBytes)
      }
      if (wanted === span.wantedEnd) break
    }
  }
}

/** The span's bytes in order, then undefined for its end. */
async function* piecesOf(readRange: ReadRange, span: ReadSpan, readBytes: number): AsyncGenerator<Uint8Array | undefined, void, undefined> {
  for (let at = span.start; at < span.end; at += readBytes) {
    const bytes = await readExactly(readRange, at, Math.min(span.end, at + readBytes))
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES)
  }
  yield undefined
}

/** Which stretches of the file hold the wanted records; neighbours are read as one. */
export function planReads(index: RecordIndex, wanted: ArrayLike<number>): ReadSpan[] {
  const { ordinals, lines, byteOffsets, byteEnd } = index
  const spans: { -readonly [K in keyof ReadSpan]: ReadSpan[K] }[] = []
  let block = 0
  for (let i = 0; i < wanted.length; i++) {
    const ordinal = wanted[i] ?? 0
    while (block + 1 < ordinals.length && (ordinals[block + 1] ?? 0) <= ordinal) block++
    const start = byteOffsets[block]
    if (start === undefined || ordinal < 1) continue
    const end = byteOffsets[block + 1] ?? byteEnd
    const last = spans.at(-1)
    if (last !== undefined && start - last.end <= GAP_BYTES) {
      last.end = end
      last.wantedEnd = i + 1
    } else spans.push({ ordinal: ordinals[block] ?? 1, line: lines[block] ?? 1, start, end, firstWanted: i, wantedEnd: i + 1 })
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
