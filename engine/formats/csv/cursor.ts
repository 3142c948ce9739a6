import { decodeUtf8, splitRecord } from './cells.ts'
import { HAS_NUL, NON_ASCII, NUL, standsAt, type Grammar } from './grammar.ts'
import { countLineEnds, findLineEnd, loneCrEndsLines } from './lines.ts'
import { RecordScan, UNKNOWN } from './record-scan.ts'
import type { RecordRun, RecordRuns, RunWanted } from './record-run.ts'
import type { MalformedCode } from './scan.ts'
import { createTranscoder, originalLength, type Transcoder } from './transcode.ts'
import { isValidUtf8, lastCharacterBoundary } from './utf8.ts'

/** What {@link RecordCursor.next} found: `more` bytes are needed, the input's `end`, or a record. */
export type Found = 'more' | 'end' | 'header' | 'record' | 'malformed'

/** Where reading begins when it does not begin with the file. */
export interface Resumption {
  readonly ordinal: number
  readonly line: number
  readonly byteOffset: number
  readonly loneCr: boolean
  readonly columns: number
  readonly columnsFrom: number
}

/** What the cursor is inside of. A bad record is one that is known to be malformed and whose line end is being looked for. */
type Inside = 'nothing' | 'record' | 'bad record' | 'skipped line'

/** Bytes best fed at a time: the window then stays in the processor's cache. */
export const PIECE_BYTES = 1 << 18

/**
 * Walks over the records of a CSV file: bytes are fed in, records are found one at a time, in linear time and with at most
 * `maxRecordBytes + maxCellBytes` bytes kept besides the piece just fed.
 *
 * After `next()` the public fields describe the record found; `[from, to)` of `bytes` is its text in UTF-8, line end
 * excluded, until the next `feed`. The grammar is in docs/csv.md.
 */
export class RecordCursor extends RecordScan {
  from = 0
  ordinal = 0
  line = 1
  byteOffset = 0
  byteLength = 0
  /** False when the text was too long to be kept: `[from, to)` is then empty. */
  isWhole = true

  /** Number of columns: settled by the header or, without one, by the first record that is otherwise well-formed. */
  columns: number | undefined
  columnsFrom = 0
  blankLines = 0
  comments = 0
  /** Line and file offset of what comes next. */
  nextLine = 1
  nextOffset = 0

  private readonly transcoder: Transcoder
  private readonly isUtf8: boolean
  private inside: Inside = 'nothing'
  private hasBegun = false
  private preambleLeft: number
  /** Records that hold labels and are still to come. */
  private headersLeft: number
  /** What the part of a bad record that is consumed already holds. */
  private badFlags = 0
  private badStart = 0

  constructor(grammar: Grammar, resume?: Resumption) {
    super(grammar)
    this.transcoder = createTranscoder(grammar.dialect.encoding)
    this.isUtf8 = grammar.dialect.encoding === 'utf-8'
    this.preambleLeft = grammar.dialect.skip_rows
    this.headersLeft = grammar.dialect.header
    if (resume) this.restart(resume)
  }

  /** Goes on at another place of the file, where a record starts; what was fed and not consumed is forgotten. */
  restart({ ordinal, line, byteOffset, loneCr, columns, columnsFrom }: Resumption): void {
    this.transcoder.end()
    this.empty()
    this.isFinal = false
    this.inside = 'nothing'
    this.hasBegun = true
    this.preambleLeft = 0
    this.headersLeft = 0
    this.ordinal = ordinal - 1
    this.nextLine = line
    this.nextOffset = byteOffset
    this.loneCr = loneCr
    this.columns = columns
    this.columnsFrom = columnsFrom
  }

  /** Appends bytes of the file. Whatever `next` found before is no longer in the window. */
  feed(chunk: Uint8Array): void {
    this.append(this.transcoder.push(chunk))
  }

  /** Says that no bytes follow: the end of input ends the last record. */
  finish(): void {
    this.append(this.transcoder.end())
    this.isFinal = true
  }

  /** Takes a run of records at once; undefined where there is none to take, and `next` has to say what there is. */
  takeRun(runs: RecordRuns, wanted: Omit<RunWanted, 'ordinal' | 'columns'>): RecordRun | undefined {
    const { columns, start, end } = this
    const isBetweenRecords = this.hasBegun && this.inside === 'nothing' && this.preambleLeft === 0 && this.headersLeft === 0
    if (!isBetweenRecords || this.loneCr || columns === undefined || start === end) return undefined
    const run = runs.take(this.bytes, start, end, { ordinal: this.ordinal + 1, columns, ...wanted })
    if (!run) return undefined
    this.ordinal += run.records
    this.nextLine += run.lines
    this.consume(start + run.length)
    return run
  }

  next(): Found {
    if (!this.hasBegun && !this.begin()) return 'more'
    for (;;) {
      switch (this.inside) {
        case 'nothing': {
          if (this.start === this.end) return this.isFinal ? 'end' : 'more'
          const found = this.enterLine()
          if (found !== undefined) return found
          break
        }
        case 'skipped line':
          if (!this.skipLine()) return 'more'
          break
        case 'record':
          switch (this.scan()) {
            case 'pause': return 'more'
            case 'ends': return this.finishRecord()
            case 'bad': this.enterBadRecord()
          }
          break
        case 'bad record':
          if (!this.passBadRecord()) return 'more'
          return this.finishBadRecord()
      }
    }
  }

  /** Skips the byte order mark and settles which line ends the file has. False: not enough bytes to tell. */
  private begin(): boolean {
    if (this.end < 3 && !this.isFinal) return false
    const loneCr = loneCrEndsLines(this.bytes, this.searchFrom, this.end, this.isFinal)
    this.searchFrom = this.end
    if (loneCr === undefined) return false
    this.loneCr = loneCr
    if (this.end >= 3 && this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.consume(3)
    this.hasBegun = true
    return true
  }

  /** At the start of a line: passes a blank, comment or preamble line, or enters a record. Only a blank line can be one already. */
  private enterLine(): Found | undefined {
    const { bytes, start, end } = this
    if (this.preambleLeft > 0) {
      this.preambleLeft--
      this.inside = 'skipped line'
      return undefined
    }
    const width = this.lineEndWidth(start)
    if (width === UNKNOWN) return 'more'
    if (width > 0) return this.passBlankLine(width)
    const { comment } = this.grammar
    if (comment !== undefined && bytes[start] === comment[0]) {
      if (this.isCutOff(start + comment.length)) return 'more'
      if (standsAt(bytes, start, end, comment)) {
        this.comments++
        this.inside = 'skipped line'
        return undefined
      }
    }
    this.inside = 'record'
    this.beginRecord()
    return undefined
  }

  private passBlankLine(width: number): Found | undefined {
    if (this.columns === 1 && this.ordinal >= this.columnsFrom) {
      this.cells = 1
      this.flags = 0
      this.linesInside = 0
      this.to = this.start
      this.nextStart = this.start + width
      return this.finishRecord()
    }
    this.blankLines++
    this.consume(this.start + width)
    this.nextLine++
    return undefined
  }

  /** Drops the rest of a line that belongs to no record. False: the window ended first. */
  private skipLine(): boolean {
    const { bytes, end, isFinal } = this
    const lineEnd = findLineEnd(bytes, this.start, end, isFinal, this.loneCr)
    this.consume(lineEnd.next)
    if (!lineEnd.found && !isFinal) return false
    this.nextLine++
    this.inside = 'nothing'
    return true
  }

  /** The record `[start, to)` is complete: says what it is, and consumes it. */
  private finishRecord(): Found {
    this.trouble = this.textTrouble()
    this.isWhole = true
    this.from = this.start
    this.line = this.nextLine
    this.byteOffset = this.nextOffset
    this.nextLine += this.linesInside + 1
    this.byteLength = this.width(this.start, this.to)
    this.nextOffset += this.byteLength + this.width(this.to, this.nextStart)
    this.start = this.nextStart
    this.inside = 'nothing'
    // Raw text stays whole: of a malformed record no cells are read.
    if (this.grammar.dialect.trailing_delimiter && (this.trouble === undefined || this.headersLeft > 0)) this.dropTrailingDelimiter()
    if (this.headersLeft > 0) {
      this.headersLeft--
      return 'header'
    }
    this.ordinal++
    if (this.trouble === undefined && this.cells !== this.columns) {
      if (this.columns === undefined) {
        this.columns = this.cells
        this.columnsFrom = this.ordinal
      } else this.trouble = this.cells < this.columns ? 'too_few_cells' : 'too_many_cells'
    }
    return this.trouble === undefined ? 'record' : 'malformed'
  }

  /** A last cell that is empty and not quoted is none, where records may end in a delimiter; as many cells as columns are left alone. */
  private dropTrailingDelimiter(): void {
    const { bytes, from, to, cells, columns } = this
    const { delimiter } = this.grammar
    const isOneMore = this.headersLeft > 0 || columns === undefined ? cells > 1 : cells === columns + 1
    if (!isOneMore || !standsAt(bytes, to - delimiter.length, to, delimiter) || to - delimiter.length < from) return
    // Of `;;;` the delimiter is the first `;;`: the last cell is a semicolon.
    if (delimiter.length > 1 && splitRecord(decodeUtf8(bytes.subarray(from, to)), this.grammar.dialect).cells.at(-1) !== '') return
    this.to = to - delimiter.length
    this.cells--
  }

  private textTrouble(): MalformedCode | undefined {
    if ((this.flags & HAS_NUL) !== 0) return 'nul_byte'
    if ((this.flags & NON_ASCII) !== 0 && !isValidUtf8(this.bytes, this.start, this.to)) return 'invalid_bytes'
    return undefined
  }

  /** The record that starts at `start` has a `trouble`, and ends at the first line end from `searchFrom`. */
  private enterBadRecord(): void {
    this.inside = 'bad record'
    this.badFlags = 0
    this.line = this.nextLine
    this.byteOffset = this.nextOffset
    this.isWhole = true
  }

  /**
   * Goes on to the bad record's line end. False: the window ended first; what is longer than a record may be is then dropped.
   */
  private passBadRecord(): boolean {
    const { bytes, end, isFinal, loneCr } = this
    const lineEnd = findLineEnd(bytes, this.searchFrom, end, isFinal, loneCr)
    if (lineEnd.found || isFinal) {
      this.isWhole &&= lineEnd.to - this.start <= this.grammar.limits.maxRecordBytes
      this.badStart = this.start
      this.to = lineEnd.to
      this.absorbBad(lineEnd.to)
      this.byteLength = this.nextOffset - this.byteOffset
      this.consume(lineEnd.next)
      this.nextLine++
      return true
    }
    this.searchFrom = lineEnd.next
    if (this.isWhole && end - this.start <= this.grammar.limits.maxRecordBytes) return false
    this.isWhole = false
    this.absorbBad(lastCharacterBoundary(bytes, this.start, this.searchFrom))
    return false
  }

  /** Consumes text of the bad record, noting what it holds. */
  private absorbBad(to: number): void {
    const { bytes, start } = this
    if (bytes.subarray(start, to).includes(NUL)) this.badFlags |= HAS_NUL
    if (!isValidUtf8(bytes, start, to)) this.badFlags |= NON_ASCII
    this.nextLine += countLineEnds(bytes, start, to, this.loneCr)
    this.consume(to)
  }

  private finishBadRecord(): Found {
    if ((this.badFlags & HAS_NUL) !== 0) this.trouble = 'nul_byte'
    else if ((this.badFlags & NON_ASCII) !== 0) this.trouble = 'invalid_bytes'
    this.from = this.isWhole ? this.badStart : this.to
    this.cells = 0
    this.inside = 'nothing'
    if (this.headersLeft > 0) {
      this.headersLeft--
      return 'header'
    }
    this.ordinal++
    return 'malformed'
  }

  private consume(to: number): void {
    this.nextOffset += this.width(this.start, to)
    this.start = to
  }

  /** Bytes of the file behind `[start, end)` of the window. */
  private width(start: number, end: number): number {
    return this.isUtf8 ? end - start : originalLength(this.grammar.dialect.encoding, this.bytes, start, end)
  }
}
