import { EngineError } from '../../base/errors.ts'
import { decodeRaw, decodeUtf8, splitRecord } from './cells.ts'
import { PIECE_BYTES, RecordCursor } from './cursor.ts'
import type { CsvDialect } from './dialect.ts'
import { compileGrammar } from './grammar.ts'
import { blockOf, entryOf, ordinalOf } from './record-index.ts'
import type { RecordIndex } from './scan.ts'

/** The file's bytes `[start, end)`, in `into` or elsewhere. */
export type ReadRange = (start: number, end: number, into?: Uint8Array) => Promise<Uint8Array>

interface Position {
  readonly ordinal: number
  readonly line: number
  readonly byteOffset: number
  /** Of the record's text, line end excluded. */
  readonly byteLength: number
}

/** A malformed record found again: `raw` is what stands in the file, at most `maxRawBytes` of it; `isCut` says that there is more. */
interface LocatedMalformed extends Position {
  readonly kind: 'malformed'
  readonly raw: string
  readonly isCut: boolean
}

interface LocatedCells extends Position {
  readonly kind: 'record'
  readonly cells: readonly string[]
  readonly quoted: readonly boolean[]
}

/** A record found again. */
export type LocatedRecord = LocatedCells | LocatedMalformed

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
  /** Where the last block with a wanted record starts. */
  readonly lastBlock: number
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
  const locator = new RecordLocator(readRange, options)
  for (let found = locator.next(); found !== 'end'; found = locator.next()) {
    if (found === 'read') await locator.read()
    else if (found === 'record') yield { kind: 'record', ...locator.position, ...splitRecord(decodeUtf8(locator.bytes), options.dialect) }
    else yield await locator.malformed()
  }
}

/** A block of the index while it is scanned. */
interface Block {
  /** The next byte to be fed. */
  at: number
  readonly end: number
  /** The ordinal after its last record; of the last block nobody knows. */
  readonly endOrdinal: number
}

/** As {@link locateRecords}, for those who want many records: what is at hand is found without waiting. */
export class RecordLocator {
  private readonly cursor: RecordCursor
  private readonly spans: readonly ReadSpan[]
  private span = -1
  private wanted = 0
  private block: Block | undefined
  private ahead: ReadAhead | undefined
  private readonly rooms: Uint8Array[] = []

  constructor(private readonly readRange: ReadRange, private readonly options: LocateOptions) {
    const { dialect, index, ordinals } = options
    this.cursor = new RecordCursor(compileGrammar(dialect, index.limits))
    this.spans = planReads(index, ordinals)
  }

  /** The next record, `read` where bytes have to be read before it can be found, or `end`. */
  next(): 'record' | 'malformed' | 'read' | 'end' {
    const { cursor, options: { ordinals } } = this
    for (;;) {
      const block = this.block ?? this.enterBlock()
      if (block === undefined) return 'end'
      const ordinal = ordinals[this.wanted] ?? 0
      if (this.wanted >= this.wantedEnd || ordinal >= block.endOrdinal) {
        this.block = undefined
        continue
      }
      let found = cursor.next()
      if (found === 'more' && block.at < block.end) {
        const piece = this.ahead?.held(block.at, block.end)
        if (!piece) return 'read'
        cursor.feed(piece)
        block.at += piece.length
        continue
      }
      if (found === 'more') {
        cursor.finish()
        found = cursor.next()
      }
      if (found === 'more' || found === 'end') {
        // The file has no such records.
        this.wanted = block.endOrdinal === Infinity ? this.wantedEnd : this.wanted + 1
        continue
      }
      if (cursor.ordinal !== ordinal) continue
      while (this.wanted < this.wantedEnd && ordinals[this.wanted] === ordinal) this.wanted++
      return found === 'malformed' ? 'malformed' : 'record'
    }
  }

  /** Reads what {@link next} asked for. */
  async read(): Promise<void> {
    await this.ahead?.read(this.block?.at ?? 0)
  }

  /** Where the record found last stands. */
  get position(): Position {
    const { ordinal, line, byteOffset, byteLength } = this.cursor
    return { ordinal, line, byteOffset, byteLength }
  }

  /** Its text in UTF-8, if it is well-formed, line end excluded: a view of memory that the next one is written over. */
  get bytes(): Uint8Array {
    const { bytes, from, to } = this.cursor
    return bytes.subarray(from, to)
  }

  /** The malformed record found last. */
  async malformed(): Promise<LocatedMalformed> {
    const { cursor, position, readRange, options: { dialect, maxRawBytes = 1_000_000 } } = this
    const { byteOffset, byteLength } = position
    const isCut = byteLength > maxRawBytes
    // UTF-8 in the window is the file's own bytes; of other encodings only the file says what could not be decoded.
    const raw = cursor.isWhole && !isCut && dialect.encoding === 'utf-8'
      ? decodeUtf8(this.bytes)
      : decodeRaw(await readExactly(readRange, byteOffset, byteOffset + Math.min(byteLength, maxRawBytes)), dialect)
    return { kind: 'malformed', ...position, raw, isCut }
  }

  private get wantedEnd(): number {
    return this.spans[this.span]?.wantedEnd ?? 0
  }

  /** Goes on to the block that holds the next record wanted; undefined where no record is. */
  private enterBlock(): Block | undefined {
    const { options: { columns, index, ordinals, readBytes = 4_000_000 }, cursor } = this
    if (this.wanted >= this.wantedEnd) {
      const span = this.spans[++this.span]
      if (!span) return undefined
      this.wanted = span.firstWanted
      this.ahead = new ReadAhead(this.readRange, span, readBytes, this.rooms)
    }
    const number = entryOf(index, ordinals[this.wanted] ?? 0)
    const { start, end } = blockOf(index, number)
    const { loneCr, columnsFrom, lines } = index
    cursor.restart({ ordinal: ordinalOf(index, number), line: lines[number] ?? 1, byteOffset: start, loneCr, columns, columnsFrom })
    this.block = { at: start, end, endOrdinal: number + 1 === lines.length ? Infinity : ordinalOf(index, number + 1) }
    return this.block
  }
}

/** A part of a span that is being read, or was. */
interface Part {
  readonly from: number
  readonly bytes: Promise<Uint8Array>
  /** Room for it, which may not have been taken. */
  readonly room: Uint8Array
}

/** The bytes of a span, read some at a time from front to back, the next ones while these are looked at. */
class ReadAhead {
  private bytes: Uint8Array = new Uint8Array(0)
  private part: Part | undefined
  private next: Part | undefined

  /** `rooms` are those that nobody reads from any more: to make new ones for all of a file keeps the collector of garbage busy. */
  constructor(private readonly readRange: ReadRange, private readonly span: ReadSpan, private readonly readBytes: number, private readonly rooms: Uint8Array[]) {}

  /** What is at hand of `[start, end)`, from its start on; undefined if that is nothing. */
  held(start: number, end: number): Uint8Array | undefined {
    const offset = start - this.from
    return offset >= 0 && offset < this.bytes.length ? this.bytes.subarray(offset, Math.min(end - this.from, offset + PIECE_BYTES)) : undefined
  }

  /** Has the byte at `start` at hand. */
  async read(start: number): Promise<void> {
    const { part, next } = this
    if (part) this.rooms.push(part.room)
    const isNext = next !== undefined && start >= next.from && start < this.endOf(next.from)
    this.part = isNext ? next : this.partFrom(start)
    this.bytes = await this.part.bytes
    const after = this.from + this.bytes.length
    this.next = after <= this.span.lastBlock ? this.partFrom(after) : undefined
    // Told to whoever needs them.
    this.next?.bytes.catch(() => undefined)
  }

  private get from(): number {
    return this.part?.from ?? 0
  }

  private endOf(start: number): number {
    return Math.min(this.span.end, start + this.readBytes)
  }

  private partFrom(from: number): Part {
    const size = this.endOf(from) - from
    const free = this.rooms.pop()
    const room = free && free.length >= size ? free : new Uint8Array(size)
    return { from, room, bytes: readExactly(this.readRange, from, from + size, room) }
  }
}

/** Which stretches of the file hold the wanted records; neighbours are read as one. */
export function planReads(index: RecordIndex, wanted: ArrayLike<number>): ReadSpan[] {
  const spans: { -readonly [K in keyof ReadSpan]: ReadSpan[K] }[] = []
  for (let i = 0; i < wanted.length; i++) {
    const ordinal = wanted[i] ?? 0
    if (ordinal < 1 || index.lines.length === 0) continue
    const { start, end } = blockOf(index, entryOf(index, ordinal))
    const last = spans.at(-1)
    if (last !== undefined && start - last.end <= GAP_BYTES) {
      last.end = end
      last.lastBlock = start
      last.wantedEnd = i + 1
    } else spans.push({ start, end, lastBlock: start, firstWanted: i, wantedEnd: i + 1 })
  }
  return spans
}

async function readExactly(readRange: ReadRange, start: number, end: number, into?: Uint8Array): Promise<Uint8Array> {
  const bytes = await readRange(start, end, into)
  if (bytes.length === end - start) return bytes
  throw new EngineError('file_changed', `The file gave ${bytes.length} bytes for ${start}–${end}: it is not the one that was scanned`, {
    details: { start, end, bytes: bytes.length },
    hint: 'Scan the file again.',
  })
}
