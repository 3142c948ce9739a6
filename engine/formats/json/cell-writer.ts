import { LineWriter } from '../line-writer.ts'
import { COMMA, ESCAPED } from './value-scanner.ts'

const QUOTE = 0x22

/** Writes JSON values as the cells of a text table, from bytes to bytes: strings as they are, all others as their JSON text. */
export class CellWriter extends LineWriter {
  /** The content `[from, to)` of a string with these flags of {@link ValueScanner}. */
  string(source: Uint8Array, from: number, to: number, flags: number): void {
    if (from === to) this.quoted(source, from, to)
    else if ((flags & ESCAPED) !== 0) this.unescaped(source, from, to)
    else if ((flags & COMMA) !== 0) this.quoted(source, from, to)
    else this.plain(source, from, to)
  }

  /** A number or a word. */
  scalar(source: Uint8Array, from: number, to: number): void {
    this.plain(source, from, to)
  }

  /** An object or an array, the spaces between its tokens left out. */
  nested(source: Uint8Array, from: number, to: number): void {
    this.room(2 * (to - from) + 2)
    const { bytes } = this
    let { length } = this
    bytes[length++] = QUOTE
    let isInString = false
    for (let at = from; at < to; at++) {
      const byte = source[at] as number
      if (byte === QUOTE) {
        isInString = !isInString
        bytes[length++] = QUOTE
      } else if (isInString && byte === 0x5c) {
        bytes[length++] = byte
        at++
        if (source[at] === QUOTE) bytes[length++] = QUOTE
        bytes[length++] = source[at] as number
        continue
      } else if (!isInString && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) continue
      bytes[length++] = byte
    }
    bytes[length++] = QUOTE
    this.length = length
  }

  /** Quoted whatever it holds: escapes mostly stand for line ends and quotes. */
  private unescaped(source: Uint8Array, from: number, to: number): void {
    // An escape of six bytes gives three at most, a doubled quote two for two.
    this.room(to - from + 2)
    this.bytes[this.length++] = QUOTE
    for (let at = from; at < to;) {
      const byte = source[at] as number
      if (byte !== 0x5c) {
        this.bytes[this.length++] = byte
        at++
        continue
      }
      const kind = source[at + 1] as number
      if (kind === 0x75) at = this.unicode(source, at, to)
      else {
        const character = SHORT_ESCAPES[kind] as number
        if (character === QUOTE) this.bytes[this.length++] = QUOTE
        this.bytes[this.length++] = character
        at += 2
      }
    }
    this.bytes[this.length++] = QUOTE
  }

  /** The escape \uXXXX at `at`, with the one behind it where both make one character; half of one becomes U+FFFD. */
  private unicode(source: Uint8Array, at: number, to: number): number {
    const unit = hex(source, at + 2)
    if (unit >= 0xd800 && unit < 0xdc00 && at + 12 <= to && source[at + 6] === 0x5c && source[at + 7] === 0x75) {
      const low = hex(source, at + 8)
      if (low >= 0xdc00 && low < 0xe000) {
        this.codePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
        return at + 12
      }
    }
    this.codePoint(unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit)
    return at + 6
  }

  private codePoint(point: number): void {
    const { bytes } = this
    if (point === QUOTE) bytes[this.length++] = QUOTE
    if (point < 0x80) bytes[this.length++] = point
    else if (point < 0x800) {
      bytes[this.length++] = 0xc0 | (point >> 6)
      bytes[this.length++] = 0x80 | (point & 0x3f)
    } else if (point < 0x10000) {
      bytes[this.length++] = 0xe0 | (point >> 12)
      bytes[this.length++] = 0x80 | ((point >> 6) & 0x3f)
      bytes[this.length++] = 0x80 | (point & 0x3f)
    } else {
      bytes[this.length++] = 0xf0 | (point >> 18)
      bytes[this.length++] = 0x80 | ((point >> 12) & 0x3f)
      bytes[this.length++] = 0x80 | ((point >> 6) & 0x3f)
      bytes[this.length++] = 0x80 | (point & 0x3f)
    }
  }
}

const SHORT_ESCAPES: Readonly<Record<number, number>> = { 0x22: 0x22, 0x5c: 0x5c, 0x2f: 0x2f, 0x62: 0x08, 0x66: 0x0c, 0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09 }

function hex(source: Uint8Array, at: number): number {
  let value = 0
  for (let i = 0; i < 4; i++) {
    const byte = source[at + i] as number
    value = value * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
  }
  return value
}
