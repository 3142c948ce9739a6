import {
  CR, DELIMITERS, DOUBLE_QUOTE, HAS_ESCAPE, HAS_NUL, HAS_QUOTED, LF, NEEDS_QUOTES, NON_ASCII, NUL, STOP, standsAt, type Grammar,
} from './grammar.ts'
import { countLineEnds, findLineEnd, loneCrEndsLines } from './lines.ts'
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

/** How scanning goes on: with the next stop, with more bytes, not at all: the record ends, or is bad. */
type Step = 'on' | 'pause' | 'ends' | 'bad'

/** Bytes best fed at a time: the window then stays in the processor's cache. */
export const PIECE_BYTES = 1 << 18

const INITIAL_BYTES = 1 << 16
const UNKNOWN = -1

/**
 * Walks over the records of a CSV file: bytes are fed in, records are found one at a time, in linear time and with at most
 * `maxRecordBytes + maxCellBytes` bytes kept besides the piece just fed.
 *
 * After `next()` the public fields describe the record found; `[from, to)` of `bytes` is its text in UTF-8, line end
 * excluded, until the next `feed`. The grammar is in docs/csv.md.
 */
export class RecordCursor {
  bytes = new Uint8Array(INITIAL_BYTES)
  from = 0
  to = 0
  cells = 0
  /** The classes (grammar.ts) of all bytes of a well-formed record. */
  flags = 0
  ordinal = 0
  line = 1
  byteOffset = 0
  byteLength = 0
  /** Why the record is malformed; also set for a `header` that is. */
  trouble: MalformedCode | undefined
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
  loneCr = false

  private readonly transcoder: Transcoder
  private readonly isUtf8: boolean
  private words = new Uint16Array(this.bytes.buffer)
  /** The window: `[start, end)` of `bytes` is read but not consumed; `bytes[end]` is a sentinel line end. */
  private start = 0
  private end = 0
  private isFinal = false

  private inside: Inside = 'nothing'
  private hasBegun = false
  private preambleLeft: number
  private awaitsHeader: boolean

  // The record being scanned, so that scanning goes on where the window ended.
  private at = 0
  private cellStart = 0
  /** Where the content of the open quoted cell starts, -1 outside quotes. */
  private open = -1
  private linesInside = 0
  /** Cell by cell, with limits checked: only for records longer than a cell may be, and for delimiters of several bytes. */
  private byCell = false
  private nextStart = 0

  // The bad record.
  private searchFrom = 0
  private badFlags = 0
  private badStart = 0

  constructor(private readonly grammar: Grammar, resume?: Resumption) {
    this.transcoder = createTranscoder(grammar.dialect.encoding)
    this.isUtf8 = grammar.dialect.encoding === 'utf-8'
    this.preambleLeft = resume ? 0 : grammar.dialect.skip_rows
    this.awaitsHeader = !resume && grammar.dialect.header === 1
    if (!resume) return
    this.hasBegun = true
    this.ordinal = resume.ordinal - 1
    this.nextLine = resume.line
    this.nextOffset = resume.byteOffset
    this.loneCr = resume.loneCr
    this.columns = resume.columns
    this.columnsFrom = resume.columnsFrom
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
          if (!this.scan()) return 'more'
          if (this.inside === 'record') return this.finishRecord()
          break
        case 'bad record':
          if (!this.passBadRecord()) return 'more'
          return this.finishBadRecord()
      }
    }
  }

  private append(piece: Uint8Array): void {
    const needed = this.end - this.start + piece.length + 2
    if (this.end + piece.length + 2 > this.bytes.length) this.makeRoom(needed)
    this.bytes.set(piece, this.end)
    this.end += piece.length
    this.bytes[this.end] = LF
  }

  /** Moves the window to the front, into a larger buffer unless a fifth of this one is then free: so moves pay off. */
  private makeRoom(needed: number): void {
    const from = this.bytes
    if (needed * 1.25 > from.length) {
      this.bytes = new Uint8Array(Math.ceil(needed * 0.75) * 2)
      this.words = new Uint16Array(this.bytes.buffer)
      this.bytes.set(from.subarray(this.start, this.end))
    } else {
      from.copyWithin(0, this.start, this.end)
    }
    const by = this.start
    this.start = 0
    this.end -= by
    this.at -= by
    this.cellStart -= by
    this.searchFrom -= by
    if (this.open >= 0) this.open -= by
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
    this.enterRecord(this.grammar.delimiter.length > 1)
    return undefined
  }

  private enterRecord(byCell: boolean): void {
    this.inside = 'record'
    this.byCell = byCell
    this.at = this.start
    this.cellStart = this.start
    this.cells = 1
    this.flags = 0
    this.open = -1
    this.linesInside = 0
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

  /**
   * Scans on from `at`. True: the record ends (`to`, `nextStart`) or turned out bad (`inside`). False: the window ended first.
   * A record is first scanned without a look at single cells; should it grow beyond a cell's limit, once more cell by cell.
   */
  private scan(): boolean {
    let step: Step
    do step = this.open < 0 ? this.scanPlain() : this.scanQuoted()
    while (step === 'on')
    if (!this.byCell && this.at - this.start > this.grammar.limits.maxCellBytes) {
      this.enterRecord(true)
      return this.scan()
    }
    if (this.byCell && step !== 'bad') step = this.checkLimits(step)
    if (step === 'bad') this.enterBadRecord()
    return step !== 'pause'
  }

  /** On to the next stop outside quotes. */
  private scanPlain(): Step {
    const at = this.byCell ? this.skipToCellEnd() : this.skipPlain()
    const { bytes, end } = this
    const byte = bytes[at]
    if (byte === LF) return at < end ? this.ends(at, at + 1) : this.isFinal ? this.ends(end, end) : this.pause(at)
    const { delimiter, quote } = this.grammar
    if (byte === CR) {
      const width = this.lineEndWidth(at)
      if (width === UNKNOWN) return this.pause(at)
      if (width > 0) return this.ends(at, at + width)
      this.flags |= NEEDS_QUOTES
      return this.goOn(at + 1)
    }
    if (this.byCell && byte === delimiter[0]) {
      if (this.isCutOff(at + delimiter.length)) return this.pause(at)
      if (standsAt(bytes, at, end, delimiter)) return this.endPlainCell(at)
    }
    if (quote !== undefined && byte === quote[0]) {
      if (this.isCellStart(at)) {
        if (this.isCutOff(at + quote.length)) return this.pause(at)
        if (standsAt(bytes, at, end, quote)) return this.openQuote(at + quote.length)
      }
      if (byte === DOUBLE_QUOTE) this.flags |= NEEDS_QUOTES
    }
    return this.goOn(at + 1)
  }

  private openQuote(content: number): Step {
    this.open = content
    this.flags |= HAS_QUOTED
    return this.goOn(content)
  }

  /** On to the next stop inside quotes: a line end, an escape, or a quote that may close the cell. */
  private scanQuoted(): Step {
    const at = this.skipQuoted()
    const { bytes, end } = this
    const { quote, escape } = this.grammar
    const byte = bytes[at]
    if (byte === LF) {
      if (at === end) return this.isFinal ? this.isBad('unclosed_quote', at, this.open) : this.pause(at)
      this.linesInside++
      return this.goOn(at + 1)
    }
    if (byte === CR) {
      const width = this.lineEndWidth(at)
      if (width === UNKNOWN) return this.pause(at)
      if (width > 0) this.linesInside++
      return this.goOn(at + Math.max(1, width))
    }
    if (quote === undefined) return this.goOn(at + 1)
    if (escape !== undefined && byte === escape[0]) {
      if (this.isCutOff(at + escape.length + Math.max(quote.length, escape.length))) return this.pause(at)
      if (standsAt(bytes, at, end, escape)) return this.passEscape(at + escape.length, quote, escape)
    }
    if (byte !== quote[0]) return this.goOn(at + 1)
    const after = at + quote.length
    if (this.isCutOff(after + quote.length)) return this.pause(at)
    if (!standsAt(bytes, at, end, quote)) return this.goOn(at + 1)
    if (this.grammar.isQuoteDoubled && standsAt(bytes, after, end, quote)) return this.goOn(after + quote.length)
    return this.closeQuote(at, after)
  }

  /** An escape makes a quote or itself literal; before anything else it is a character like others. */
  private passEscape(second: number, quote: Uint8Array, escape: Uint8Array): Step {
    const escaped = standsAt(this.bytes, second, this.end, quote) ? quote : standsAt(this.bytes, second, this.end, escape) ? escape : undefined
    if (escaped === undefined) return this.goOn(second)
    this.flags |= HAS_ESCAPE
    return this.goOn(second + escaped.length)
  }

  /** The quote at `at` closes its cell: a delimiter, a line end or the end of input must follow at `after`. */
  private closeQuote(at: number, after: number): Step {
    const { bytes, end, open } = this
    const { delimiter, limits } = this.grammar
    if (this.byCell && at - open > limits.maxCellBytes) return this.isBad('unclosed_quote', at, open)
    if (after === end) return this.closeRecord(end, end)
    if (bytes[after] === delimiter[0]) {
      if (this.isCutOff(after + delimiter.length)) return this.pause(at)
      if (standsAt(bytes, after, end, delimiter)) {
        this.open = -1
        return this.endCell(after)
      }
    }
    const width = this.lineEndWidth(after)
    if (width === UNKNOWN) return this.pause(at)
    return width > 0 ? this.closeRecord(after, after + width) : this.isBad('text_after_quote', at, open)
  }

  private closeRecord(to: number, next: number): Step {
    this.open = -1
    this.cellStart = to
    return this.ends(to, next)
  }

  private endPlainCell(at: number): Step {
    return at - this.cellStart > this.grammar.limits.maxCellBytes ? this.isBad('cell_too_long', at, this.cellStart) : this.endCell(at)
  }

  /** A cell ends at the delimiter `at`. */
  private endCell(at: number): Step {
    if (this.byCell && at - this.start > this.grammar.limits.maxRecordBytes) return this.isBad('record_too_long', at, at)
    const { delimiter, quote } = this.grammar
    const next = at + delimiter.length
    this.cells++
    this.cellStart = next
    // Quoted cells often come in a row: no need to stop for the quote anew.
    const isQuoted = quote?.length === 1 && next < this.end && this.bytes[next] === quote[0]
    return isQuoted ? this.openQuote(next + 1) : this.goOn(next)
  }

  /** What is still open may be too long already, what has ended may have ended too late. */
  private checkLimits(step: Step): Step {
    const { at, start, open, cellStart } = this
    const { maxCellBytes, maxRecordBytes } = this.grammar.limits
    if (open >= 0) return at - open > maxCellBytes ? this.isBad('unclosed_quote', at, open) : step
    if (at - cellStart > maxCellBytes) return this.isBad('cell_too_long', at, cellStart)
    return step === 'ends' && at - start > maxRecordBytes ? this.isBad('record_too_long', at, at) : step
  }

  private goOn(at: number): Step {
    this.at = at
    return 'on'
  }

  private pause(at: number): Step {
    this.at = at
    return 'pause'
  }

  private ends(to: number, next: number): Step {
    this.at = to
    this.to = to
    this.nextStart = next
    return 'ends'
  }

  /** The record ends at the first line end from `searchFrom`. */
  private isBad(trouble: MalformedCode, at: number, searchFrom: number): Step {
    this.at = at
    this.trouble = trouble
    this.searchFrom = searchFrom
    return 'bad'
  }

  /** Whether `[…, to)` is not all here yet. */
  private isCutOff(to: number): boolean {
    return to > this.end && !this.isFinal
  }

  private isCellStart(at: number): boolean {
    return this.byCell ? at === this.cellStart : at === this.start || this.bytes[at - 1] === this.grammar.delimiter[0]
  }

  /** Bytes of the line end at `at`, 0 if there is none, UNKNOWN if more bytes must tell. */
  private lineEndWidth(at: number): number {
    const { bytes, end } = this
    if (at >= end) return 0
    if (bytes[at] === LF) return 1
    if (bytes[at] !== CR) return 0
    if (at + 1 < end) return bytes[at + 1] === LF ? 2 : this.loneCr ? 1 : 0
    if (!this.isFinal) return UNKNOWN
    return this.loneCr ? 1 : 0
  }

  /** The next stop outside quotes, delimiters counted on the way. Two bytes a look-up; a pair with a stop is read again byte by byte. */
  private skipPlain(): number {
    const { bytes, words } = this
    const { plain, plainPairs } = this.grammar
    // Imported constants are looked up at every use under some bundlers.
    const stop = STOP
    const delimiters = DELIMITERS
    let { at: p, cells, flags } = this
    let byteClass = 0
    if ((p & 1) === 1) {
      byteClass = plain[bytes[p++] as number] as number
      cells += byteClass & delimiters
      flags |= byteClass
    }
    if (byteClass < stop) {
      let word = p >> 1
      do {
        byteClass = plainPairs[words[word++] as number] as number
        cells += byteClass & delimiters
        flags |= byteClass
      } while (byteClass < stop)
      p = (word - 1) << 1
      byteClass = plain[bytes[p++] as number] as number
      cells += byteClass & delimiters
      flags |= byteClass
      if (byteClass < stop) flags |= plain[bytes[p++] as number] as number
    }
    this.cells = cells
    this.flags = flags
    return p - 1
  }

  /** The next stop outside quotes, delimiters among the stops. */
  private skipToCellEnd(): number {
    return this.skip(this.grammar.plainByCell)
  }

  /** The next stop inside quotes. */
  private skipQuoted(): number {
    return this.skip(this.grammar.quoted)
  }

  private skip(classes: Uint8Array): number {
    const { bytes } = this
    const stop = STOP
    let { at: p, flags } = this
    let byteClass = 0
    do {
      byteClass = classes[bytes[p++] as number] as number
      flags |= byteClass
    } while (byteClass < stop)
    this.flags = flags
    return p - 1
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
    if (this.awaitsHeader) {
      this.awaitsHeader = false
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
    if (this.awaitsHeader) {
      this.awaitsHeader = false
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
