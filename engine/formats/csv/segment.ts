import { COMMA, CR, DOUBLE_QUOTE, HAS_ESCAPE, HAS_QUOTED, LF, NEEDS_QUOTES, standsAt, type Grammar } from './grammar.ts'
import type { RecordRun } from './record-run.ts'
import type { Malformed, Segment } from './scan.ts'

/** So many malformed records fill a segment whatever its text, so that a file of nothing else stays bounded too. */
const MAX_MALFORMED = 16_384
/** Room for the ordinal's digits, its comma and the line end. */
const FRAME_BYTES = 24
const INITIAL_BYTES = 1 << 18
/** Below this, a loop beats the call that copies a range. */
const SHORT_BYTES = 24

/** Collects numbered records as segment text: the ordinal, then every cell plain or in doubled double quotes, `,` between, `\n` behind. */
export class SegmentWriter {
  private text: Uint8Array<ArrayBuffer>
  private length = 0
  private records = 0
  private leftOut = 0
  private longestLineBytes = 0
  private malformed: Malformed[] = []
  private readonly unsure: Stretches | undefined
  private firstOrdinal = 1
  private readonly digits = new DecimalCounter()
  private readonly isCommaSeparated: boolean
  /** Whether records can be copied and their delimiters replaced in one go: it is one byte, and none of those of an ordinal. */
  private readonly isReplaceable: boolean
  /** Where the text starts whose delimiters still have to be replaced. */
  private unreplacedFrom = 0
  /** Flags of a record whose bytes are not segment text, not even with `,` for the delimiter. */
  private readonly rewritten: number

  constructor(private readonly grammar: Grammar, private readonly segmentBytes: number, private readonly isFileText = false, marksUnsure = false) {
    this.unsure = marksUnsure ? new Stretches() : undefined
    const { delimiter, quote } = grammar
    this.text = new Uint8Array(Math.min(INITIAL_BYTES, segmentBytes))
    this.isCommaSeparated = delimiter.length === 1 && delimiter[0] === COMMA
    this.isReplaceable = delimiter.length === 1 && !/[0-9]/.test(grammar.dialect.delimiter)
    const hasStandardQuotes = quote?.length === 1 && quote[0] === DOUBLE_QUOTE
    this.rewritten = NEEDS_QUOTES | HAS_ESCAPE | (this.isCommaSeparated && hasStandardQuotes ? 0 : HAS_QUOTED)
  }

  /** The most room a record takes: rewritten, every byte may double and every cell gain two quotes. */
  roomFor(textBytes: number, cells: number, flags: number): number {
    return FRAME_BYTES + (this.needsRewriting(flags) ? 2 * (textBytes + cells) : textBytes)
  }

  /** Whether the segment is to be taken before a record that needs `room` is added. */
  isFullFor(room: number): boolean {
    return (this.records > 0 && this.length + room > this.segmentBytes) || this.malformed.length >= MAX_MALFORMED
  }

  /** Adds the record `[from, to)` of `bytes`. */
  add(ordinal: number, bytes: Uint8Array, from: number, to: number, flags: number, room: number): void {
    if (this.length + room > this.text.length) this.grow(this.length + room)
    const lineStart = this.length
    this.records++
    if (!this.isFileText) {
      this.length = this.digits.write(ordinal, this.text, this.length)
      this.text[this.length++] = COMMA
    }
    if (this.needsRewriting(flags)) {
      this.replaceDelimiters()
      this.rewrite(bytes, from, to)
      this.unreplacedFrom = this.length
    } else this.copy(bytes, from, to)
    if (this.isFileText) this.text[this.length++] = CR
    this.text[this.length++] = LF
    if (this.length - lineStart > this.longestLineBytes) this.longestLineBytes = this.length - lineStart
    this.unsure?.add(lineStart, this.length)
  }

  /** Bytes of text that fit into the segment still. */
  get roomLeft(): number {
    return this.segmentBytes - this.length
  }

  /** Adds records whose text is as `add` would have written it. */
  addRun({ text, records, leftOut, longestLineBytes, unsure }: RecordRun): void {
    if (this.length + text.length > this.text.length) this.grow(this.length + text.length)
    this.replaceDelimiters()
    this.text.set(text, this.length)
    if (unsure === undefined) this.unsure?.add(this.length, this.length + text.length)
    else for (let i = 0; i < unsure.length; i += 2) this.unsure?.add(this.length + (unsure[i] ?? 0), this.length + (unsure[i + 1] ?? 0))
    this.length += text.length
    this.unreplacedFrom = this.length
    this.records += records - leftOut
    this.leftOut += leftOut
    if (longestLineBytes > this.longestLineBytes) this.longestLineBytes = longestLineBytes
  }

  addMalformed(malformed: Malformed): void {
    this.malformed.push(malformed)
  }

  /** What was added since the last time as a segment, undefined if that is nothing. `bytesRead`: see {@link Segment}. */
  take(bytesRead: number): Segment | undefined {
    const { records, leftOut, longestLineBytes, firstOrdinal, malformed } = this
    if (records + malformed.length === 0) return undefined
    const text = this.takeText()
    const unsure = this.unsure?.take()
    this.records = 0
    this.leftOut = 0
    this.longestLineBytes = 0
    this.malformed = []
    this.firstOrdinal = firstOrdinal + records + leftOut + malformed.length
    return { text, records, leftOut, longestLineBytes, firstOrdinal, malformed, bytesRead, ...unsure && { unsure } }
  }

  /** A small text is copied out, so that handing it over does not take a large buffer along. */
  private takeText(): Uint8Array<ArrayBuffer> {
    this.replaceDelimiters()
    const { length } = this
    this.length = 0
    this.unreplacedFrom = 0
    if (length * 2 < this.text.length) return this.text.slice(0, length)
    const text = this.text.subarray(0, length)
    this.text = new Uint8Array(this.segmentBytes)
    return text
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, Math.min(4 * this.text.length, this.segmentBytes)))
    larger.set(this.text.subarray(0, this.length))
    this.text = larger
  }

  private needsRewriting(flags: number): boolean {
    return (flags & this.rewritten) !== 0 || !this.isReplaceable
  }

  private copy(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > SHORT_BYTES) {
      this.text.set(bytes.subarray(from, to), this.length)
      this.length += to - from
      return
    }
    const { text } = this
    let o = this.length
    for (let p = from; p < to; p++) text[o++] = bytes[p] as number
    this.length = o
  }

  /** Makes the delimiters of the records copied since the last time commas. */
  private replaceDelimiters(): void {
    if (this.isReplaceable && !this.isCommaSeparated) replaceByte(this.text, this.unreplacedFrom, this.length, this.grammar.delimiter[0] ?? COMMA, COMMA)
  }

  /** Cell by cell. The record is well-formed, so every quoted cell closes and a delimiter or the end follows. */
  private rewrite(bytes: Uint8Array, from: number, to: number): void {
    const { delimiter, quote } = this.grammar
    let p = from
    for (;;) {
      p = quote !== undefined && standsAt(bytes, p, to, quote) ? this.rewriteQuoted(bytes, p + quote.length, to, quote) : this.rewritePlain(bytes, p, to)
      if (p >= to) return
      this.text[this.length++] = COMMA
      p += delimiter.length
    }
  }

  private rewriteQuoted(bytes: Uint8Array, from: number, to: number, quote: Uint8Array): number {
    const { escape, isQuoteDoubled } = this.grammar
    this.text[this.length++] = DOUBLE_QUOTE
    let p = from
    for (;;) {
      let width = 1
      if (bytes[p] === escape?.[0] && escape !== undefined && standsAt(bytes, p, to, escape)) {
        const second = p + escape.length
        const escaped = standsAt(bytes, second, to, quote) ? quote : standsAt(bytes, second, to, escape) ? escape : undefined
        if (escaped !== undefined) {
          p = second
          width = escaped.length
        }
      } else if (bytes[p] === quote[0] && standsAt(bytes, p, to, quote)) {
        const after = p + quote.length
        if (!isQuoteDoubled || !standsAt(bytes, after, to, quote)) {
          this.text[this.length++] = DOUBLE_QUOTE
          return after
        }
        p = after
        width = quote.length
      }
      for (const stop = p + width; p < stop; p++) this.writeQuotedByte(bytes[p] as number)
    }
  }

  private rewritePlain(bytes: Uint8Array, from: number, to: number): number {
    const { delimiter } = this.grammar
    let end = from
    let needsQuotes = false
    for (; end < to; end++) {
      const byte = bytes[end]
      if (byte === delimiter[0] && standsAt(bytes, end, to, delimiter)) break
      needsQuotes ||= byte === DOUBLE_QUOTE || byte === COMMA || byte === CR
    }
    if (!needsQuotes) {
      this.copy(bytes, from, end)
      return end
    }
    this.text[this.length++] = DOUBLE_QUOTE
    for (let p = from; p < end; p++) this.writeQuotedByte(bytes[p] as number)
    this.text[this.length++] = DOUBLE_QUOTE
    return end
  }

  private writeQuotedByte(byte: number): void {
    if (byte === DOUBLE_QUOTE) this.text[this.length++] = DOUBLE_QUOTE
    this.text[this.length++] = byte
  }
}

/** A stretch is no longer, unless one record is: so they can be handed on in pieces. */
const MAX_STRETCH_BYTES = 1 << 20

/** Pairs of start and end, ascending; neighbours are one. */
class Stretches {
  private pairs = new Uint32Array(256)
  private length = 0

  add(start: number, end: number): void {
    if (this.length > 0 && this.pairs[this.length - 1] === start && end - (this.pairs[this.length - 2] ?? 0) <= MAX_STRETCH_BYTES) {
      this.pairs[this.length - 1] = end
      return
    }
    if (this.length === this.pairs.length) {
      const larger = new Uint32Array(4 * this.length)
      larger.set(this.pairs)
      this.pairs = larger
    }
    this.pairs[this.length++] = start
    this.pairs[this.length++] = end
  }

  take(): Uint32Array<ArrayBuffer> {
    const taken = this.pairs.slice(0, this.length)
    this.length = 0
    return taken
  }
}

/** Replaces an ASCII byte everywhere in `[from, to)`, four bytes at a time and without a branch: delimiters are too frequent to look for. */
function replaceByte(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, old: number, by: number): void {
  const wordsFrom = Math.ceil(from / 4) * 4
  const wordsTo = Math.max(wordsFrom, Math.floor(to / 4) * 4)
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + wordsFrom, (wordsTo - wordsFrom) / 4)
  const pattern = Math.imul(old, 0x01010101)
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number
    const difference = word ^ pattern
    // 0x80 in every byte that is equal (zero): Warren, Hacker's Delight, 6-1.
    const equal = ~(((difference & 0x7f7f7f7f) + 0x7f7f7f7f) | difference | 0x7f7f7f7f)
    words[i] = word ^ Math.imul(equal >>> 7, old ^ by)
  }
  for (let p = from; p < Math.min(wordsFrom, to); p++) if (bytes[p] === old) bytes[p] = by
  for (let p = wordsTo; p < to; p++) if (bytes[p] === old) bytes[p] = by
}

/** Writes rising numbers in decimal by counting on from the last: no division. */
class DecimalCounter {
  private value = 0
  private readonly digits = new Uint8Array(20).fill(0x30)
  private first = 19

  /** Writes `value`, which is never below the one before, at `o`; returns where it ends. */
  write(value: number, text: Uint8Array, o: number): number {
    for (; this.value < value; this.value++) this.increment()
    const { digits } = this
    for (let i = this.first; i < 20; i++) text[o++] = digits[i] as number
    return o
  }

  private increment(): void {
    const { digits } = this
    let i = 19
    for (; digits[i] === 0x39; i--) digits[i] = 0x30
    digits[i] = (digits[i] as number) + 1
    if (i < this.first) this.first = i
  }
}
