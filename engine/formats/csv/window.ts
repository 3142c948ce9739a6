import { LF } from './grammar.ts'

const INITIAL_BYTES = 1 << 16

/** The part of a file's text that is read but not consumed, with room behind it for more. */
export class ByteWindow {
  bytes = new Uint8Array(INITIAL_BYTES)
  /** The same memory, two bytes a word. */
  protected words = new Uint16Array(this.bytes.buffer)
  /** The window is `[start, end)` of `bytes`; `bytes[end]` is a line end, a sentinel that stops every loop. */
  protected start = 0
  protected end = 0
  /** No more bytes follow. */
  protected isFinal = false

  /** Adds bytes behind the window; what was consumed before may be overwritten. */
  protected append(piece: Uint8Array): void {
    const needed = this.end - this.start + piece.length + 2
    if (this.end + piece.length + 2 > this.bytes.length) this.makeRoom(needed)
    this.bytes.set(piece, this.end)
    this.end += piece.length
    this.bytes[this.end] = LF
  }

  protected empty(): void {
    this.start = 0
    this.end = 0
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
    this.shift(this.start)
  }

  /** The window has moved to the front: every position in it is `by` less. */
  protected shift(by: number): void {
    this.start -= by
    this.end -= by
  }
}
