const encoder = new TextEncoder()

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
    this.length += encoder.encodeInto(text, this.length === 0 ? this.bytes : this.bytes.subarray(this.length)).written
  }

  /** UTF-8 as it is: `[0, length)` of `bytes`. */
  addBytes(bytes: Uint8Array, length: number): void {
    if (this.length + length > this.bytes.length) this.grow(this.length + length)
    this.bytes.set(bytes.subarray(0, length), this.length)
    this.length += length
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
