import { isValidUtf8 } from './csv/utf8.ts'

const COMMA = 0x2c
const CR = 0x0d
const LF = 0x0a
const QUOTE = 0x22
const MINUS = 0x2d
const INITIAL_BYTES = 1 << 16
/** A loop beats the encoder's call up to about so many characters. */
const SHORT_CHARACTERS = 48
/** Below this, digits are found with integers of 32 bits. */
const MAX_SMALL = 0x7fffffff

/** What bytes of a cell need: 1 quotes around it; 2 a look whether they are UTF-8. */
const NEEDS_QUOTES = 1
const NON_ASCII = 2
const NEEDS = new Uint8Array(256).fill(NON_ASCII, 0x80)
for (const byte of [COMMA, QUOTE, LF, CR]) NEEDS[byte] = NEEDS_QUOTES

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Writes records as lines of a text table (see `text-table.ts`), from bytes to bytes where their format has bytes: no string is made of what
 * is only passed on. A cell that is not written is null.
 */
export class LineWriter {
  bytes = new Uint8Array(INITIAL_BYTES)
  /** How many of `bytes` are written. */
  length = 0

  reset(): void {
    this.length = 0
  }

  separator(): void {
    this.room(1)
    this.bytes[this.length++] = COMMA
  }

  lineEnd(): void {
    this.room(2)
    this.bytes[this.length++] = CR
    this.bytes[this.length++] = LF
  }

  /** A text of which `[from, to)` are the bytes; what is no UTF-8 among them becomes U+FFFD. */
  utf8(source: Uint8Array, from: number, to: number): void {
    this.room(to - from + 2)
    const { bytes } = this
    let { length } = this
    let needs = 0
    for (let at = from; at < to; at++) {
      const byte = source[at] as number
      needs |= NEEDS[byte] as number
      bytes[length++] = byte
    }
    if (needs === 0 && to > from) {
      this.length = length
    } else if ((needs & NON_ASCII) !== 0 && !isValidUtf8(source, from, to)) {
      this.text(decoder.decode(source.subarray(from, to)))
    } else if ((needs & NEEDS_QUOTES) !== 0 || to === from) {
      this.quoted(source, from, to)
    } else {
      this.length = length
    }
  }

  /** Whole lines. */
  addText(lines: Uint8Array): void {
    this.room(lines.length)
    this.bytes.set(lines, this.length)
    this.length += lines.length
  }

  text(text: string): void {
    if (text.length > SHORT_CHARACTERS || !this.short(text)) {
      const utf8 = encoder.encode(text)
      this.utf8(utf8, 0, utf8.length)
    }
  }

  /** A text of ASCII that needs no quotes: a number, a date. */
  ascii(text: string): void {
    this.room(text.length)
    const { bytes } = this
    let { length } = this
    for (let i = 0; i < text.length; i++) bytes[length++] = text.charCodeAt(i)
    this.length = length
  }

  integer(value: number): void {
    if (!(value >= -MAX_SMALL && value <= MAX_SMALL)) {
      this.ascii(String(value))
      return
    }
    this.room(11)
    const { bytes } = this
    let rest = value | 0
    if (rest < 0) {
      bytes[this.length++] = MINUS
      rest = -rest
    }
    let at = this.length + digitsOf(rest)
    this.length = at
    do {
      const next = rest / 10 | 0
      bytes[--at] = 0x30 + rest - next * 10
      rest = next
    } while (rest > 0)
  }

  /** Bytes as they are. */
  protected plain(source: Uint8Array, from: number, to: number): void {
    this.room(to - from)
    const { bytes } = this
    let { length } = this
    for (let at = from; at < to; at++) bytes[length++] = source[at] as number
    this.length = length
  }

  /** Bytes in quotes, quotes among them doubled. */
  protected quoted(source: Uint8Array, from: number, to: number): void {
    this.room(2 * (to - from) + 2)
    const { bytes } = this
    let { length } = this
    bytes[length++] = QUOTE
    for (let at = from; at < to; at++) {
      const byte = source[at] as number
      if (byte === QUOTE) bytes[length++] = QUOTE
      bytes[length++] = byte
    }
    bytes[length++] = QUOTE
    this.length = length
  }

  /** Writes a text that is ASCII and needs no quotes; false, and nothing is written, for any other. */
  private short(text: string): boolean {
    this.room(text.length)
    const { bytes } = this
    let { length } = this
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f || NEEDS[unit] !== 0) return false
      bytes[length++] = unit
    }
    if (text.length === 0) return false
    this.length = length
    return true
  }

  /** Makes room for so many bytes more, which may then be written into {@link bytes}. */
  makeRoom(bytes: number): void {
    this.room(bytes)
  }

  protected room(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + bytes))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}

function digitsOf(value: number): number {
  if (value < 10) return 1
  if (value < 100) return 2
  if (value < 1000) return 3
  if (value < 10_000) return 4
  if (value < 100_000) return 5
  if (value < 1_000_000) return 6
  if (value < 10_000_000) return 7
  if (value < 100_000_000) return 8
  return value < 1_000_000_000 ? 9 : 10
}
