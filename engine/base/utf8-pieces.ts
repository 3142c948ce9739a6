const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Up to this length a loop takes less time than the call of an encoder, or of a copy. */
const SHORT_TEXT = 80
const SHORT_BYTES = 24

/** Room for every byte of it to be escaped is more than should be kept. */
const LONG = 1 << 16

const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c
const LAST_ASCII = 0x7f
/** By byte, for those that JSON does not have as they are. */
const ESCAPES = Array.from({ length: BACKSLASH + 1 }, (_, byte) => encoder.encode(JSON.stringify(String.fromCharCode(byte)).slice(1, -1)))
/** Bytes of `\u0000`. */
const LONGEST_ESCAPE = 6

/** Text put together from many short strings, handed on as UTF-8 in pieces of about equal size: strings die young, bytes are copied once. */
export class Utf8Pieces {
  private bytes: Uint8Array<ArrayBuffer>
  private length = 0

  /** `pieceBytes`: a piece is handed on when it is this long; it is longer only where one string is. */
  constructor(private readonly pieceBytes = 1 << 20) {
    this.bytes = new Uint8Array(pieceBytes)
  }

  add(text: string): void {
    // Three bytes a UTF-16 unit is the most that UTF-8 takes.
    const needed = this.length + text.length * 3
    if (needed > this.bytes.length) this.grow(needed)
    if (text.length <= SHORT_TEXT && this.addAscii(text)) return
    this.length += encoder.encodeInto(text, this.length === 0 ? this.bytes : this.bytes.subarray(this.length)).written
  }

  /** False, and nothing added, where not all of it is ASCII. */
  private addAscii(text: string): boolean {
    const { bytes, length } = this
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > LAST_ASCII) return false
      bytes[length + i] = unit
    }
    this.length += text.length
    return true
  }

  /** UTF-8 as it is: `[0, length)` of `bytes`. */
  addBytes(bytes: Uint8Array, length = bytes.length): void {
    if (this.length + length > this.bytes.length) this.grow(this.length + length)
    if (length <= SHORT_BYTES) {
      const { bytes: out, length: o } = this
      for (let i = 0; i < length; i++) out[o + i] = bytes[i] as number
    } else this.bytes.set(length === bytes.length ? bytes : bytes.subarray(0, length), this.length)
    this.length += length
  }

  /** A text as a string of JSON. */
  addJsonText(text: string): void {
    if (text.length > LONG) {
      this.add(JSON.stringify(text))
      return
    }
    const needed = this.length + 2 + text.length * LONGEST_ESCAPE
    if (needed > this.bytes.length) this.grow(needed)
    const out = this.bytes
    let o = this.length
    out[o++] = QUOTE
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit < SPACE || unit > LAST_ASCII || unit === QUOTE || unit === BACKSLASH) {
        this.add(JSON.stringify(text))
        return
      }
      out[o++] = unit
    }
    out[o++] = QUOTE
    this.length = o
  }

  /** The UTF-8 `[from, to)` of `bytes` as a string of JSON, as `JSON.stringify` writes it. */
  addJson(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > LONG) {
      this.add(JSON.stringify(decoder.decode(bytes.subarray(from, to))))
      return
    }
    const needed = this.length + 2 + (to - from) * LONGEST_ESCAPE
    if (needed > this.bytes.length) this.grow(needed)
    const out = this.bytes
    let o = this.length
    out[o++] = QUOTE
    for (let p = from; p < to; p++) {
      const byte = bytes[p] as number
      if (byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH) {
        out[o++] = byte
        continue
      }
      const escape = ESCAPES[byte] as Uint8Array
      out.set(escape, o)
      o += escape.length
    }
    out[o++] = QUOTE
    this.length = o
  }

  get isFull(): boolean {
    return this.length >= this.pieceBytes
  }

  /** What was added since the last time. The caller keeps it. */
  take(): Uint8Array<ArrayBuffer> {
    const piece = this.bytes.subarray(0, this.length)
    this.bytes = new Uint8Array(this.bytes.length)
    this.length = 0
    return piece
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, Math.ceil(this.pieceBytes * 1.25)))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}
