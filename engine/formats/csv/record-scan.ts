import { CR, DELIMITERS, DOUBLE_QUOTE, HAS_ESCAPE, HAS_QUOTED, LF, NEEDS_QUOTES, STOP, standsAt, type Grammar } from './grammar.ts'
import type { MalformedCode } from './scan.ts'
import { ByteWindow } from './window.ts'

/** How scanning goes on: with the next stop, with more bytes, not at all: the record ends, or is bad. */
type Step = 'on' | Stop
type Stop = 'pause' | 'ends' | 'bad'

export const UNKNOWN = -1

/** Finds where the record that starts at `start` ends. What it knows of it stays in fields, so that it goes on where the window ended. */
export class RecordScan extends ByteWindow {
  cells = 0
  /** The classes (grammar.ts) of all bytes of a well-formed record. */
  flags = 0
  /** Where the record's text ends, and the next begins. */
  to = 0
  protected nextStart = 0
  /** Why the record is malformed. It then ends at the first line end from `searchFrom`. */
  trouble: MalformedCode | undefined
  protected searchFrom = 0

  loneCr = false
  /** Line ends in quotes. */
  protected linesInside = 0
  private at = 0
  private cellStart = 0
  /** Where the content of the open quoted cell starts, -1 outside quotes. */
  private open = -1
  /** Cell by cell, with limits checked: only for records longer than a cell may be, and for delimiters of several bytes. */
  private byCell = false

  constructor(protected readonly grammar: Grammar) {
    super()
  }

  protected override shift(by: number): void {
    super.shift(by)
    this.at -= by
    this.cellStart -= by
    this.searchFrom -= by
    if (this.open >= 0) this.open -= by
  }

  /** Begins with the record at `start`. */
  protected beginRecord(byCell = this.grammar.delimiter.length > 1): void {
    this.byCell = byCell
    this.at = this.start
    this.cellStart = this.start
    this.cells = 1
    this.flags = 0
    this.open = -1
    this.linesInside = 0
  }

  /**
   * Scans on: `ends` sets `to` and `nextStart`, `bad` sets `trouble` and `searchFrom`, and `pause` says that the window ended first.
   * A record is first scanned without a look at single cells; should it grow beyond a cell's limit, once more cell by cell.
   */
  protected scan(): Stop {
    let step: Step = 'on'
    while (step === 'on') step = this.open < 0 ? this.scanPlain() : this.scanQuoted()
    if (!this.byCell && this.at - this.start > this.grammar.limits.maxCellBytes) {
      this.beginRecord(true)
      return this.scan()
    }
    if (this.byCell && step !== 'bad') step = this.checkLimits(step)
    return step
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
  private checkLimits(step: Stop): Stop {
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

  private pause(at: number): 'pause' {
    this.at = at
    return 'pause'
  }

  private ends(to: number, next: number): 'ends' {
    this.at = to
    this.to = to
    this.nextStart = next
    return 'ends'
  }

  /** The record ends at the first line end from `searchFrom`. */
  private isBad(trouble: MalformedCode, at: number, searchFrom: number): 'bad' {
    this.at = at
    this.trouble = trouble
    this.searchFrom = searchFrom
    return 'bad'
  }

  /** Whether `[…, to)` is not all here yet. */
  protected isCutOff(to: number): boolean {
    return to > this.end && !this.isFinal
  }

  private isCellStart(at: number): boolean {
    return this.byCell ? at === this.cellStart : at === this.start || this.bytes[at - 1] === this.grammar.delimiter[0]
  }

  /** Bytes of the line end at `at`, 0 if there is none, UNKNOWN if more bytes must tell. */
  protected lineEndWidth(at: number): number {
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
}
