/** Bytes that become more. */
export class ByteSink {
  private bytes: Uint8Array<ArrayBuffer>
  private view: DataView
  /** How many there are. */
  at = 0

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity)
    this.view = new DataView(this.bytes.buffer)
  }

  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.at++] = value
  }

  uint32(value: number): void {
    this.reserve(4)
    this.view.setUint32((this.at += 4) - 4, value, true)
  }

  double(value: number): void {
    this.reserve(8)
    this.view.setFloat64((this.at += 8) - 8, value, true)
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  /** UTF-8; half a surrogate pair is U+FFFD. Gives how many bytes it took. */
  text(text: string): number {
    this.reserve(3 * text.length)
    const { written } = encoder.encodeInto(text, this.bytes.subarray(this.at))
    this.at += written
    return written
  }

  /** Zeros until the number of bytes is a multiple of `unit`. */
  align(unit: number): void {
    const zeros = (unit - this.at % unit) % unit
    this.reserve(zeros)
    this.bytes.fill(0, this.at, this.at += zeros)
  }

  /** What is there, to be read or changed until more is added. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.at)
  }

  /** Gives a copy of what is there, and begins anew. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.at)
    this.at = 0
    return taken
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more))
    larger.set(this.bytes.subarray(0, this.at))
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }
}

const encoder = new TextEncoder()
