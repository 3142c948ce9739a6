/** Bytes that may be looked at behind the end of what was read, so that decoders can take several at once. Their values mean nothing. */
const SLACK_BYTES = 16
const READ_AHEAD_BYTES = 1 << 18

/**
 * Reads a stream of pieces as one run of bytes: `bytes[at…end)` is what was read ahead, and the decoder moves `at`.
 * `bytes`, `at` and `end` change with every {@link fill}.
 */
export class ByteReader {
  bytes = new Uint8Array(READ_AHEAD_BYTES + SLACK_BYTES)
  at = 0
  end = 0
  /** Nothing follows `end`. */
  isExhausted = false
  private readonly pieces: AsyncIterator<Uint8Array>
  private piece = new Uint8Array(0)
  /** Bytes of the stream that were read so far, used or not. */
  numTaken = 0

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]()
  }

  /** Where `at` is in the stream, in bytes. */
  get offset(): number {
    return this.numTaken - Math.max(0, this.end - this.at)
  }

  /** Reads ahead until at least `count` bytes are there; false when the stream ends before. */
  async fill(count: number): Promise<boolean> {
    while (this.end - this.at < count && !this.isExhausted) {
      if (this.piece.length === 0) {
        const next = await this.pieces.next()
        if (next.done === true) this.isExhausted = true
        else this.piece = next.value as Uint8Array<ArrayBuffer>
      }
      this.takePiece(count)
    }
    return this.end - this.at >= count
  }

  private takePiece(count: number): void {
    const kept = this.end - this.at
    if (this.end + this.piece.length + SLACK_BYTES > this.bytes.length && this.at > 0) {
      this.bytes.copyWithin(0, this.at, this.end)
      this.at = 0
      this.end = kept
    }
    if (this.at + count + SLACK_BYTES > this.bytes.length) {
      const larger = new Uint8Array(this.at + count + READ_AHEAD_BYTES + SLACK_BYTES)
      larger.set(this.bytes.subarray(0, this.end))
      this.bytes = larger
    }
    const size = Math.min(this.piece.length, this.bytes.length - SLACK_BYTES - this.end)
    this.bytes.set(this.piece.subarray(0, size), this.end)
    this.piece = this.piece.subarray(size)
    this.end += size
    this.numTaken += size
  }

  /** Lets the stream go; whoever made the reader calls it in the end. */
  async close(): Promise<void> {
    await this.pieces.return?.()
  }
}
