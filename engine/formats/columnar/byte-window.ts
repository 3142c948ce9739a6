import type { ByteSource } from '../source.ts'
import { Damage } from './damage.ts'

const WINDOW_BYTES = 1 << 20

/** Reads a source from front to back in larger pieces than are asked for. What is given is valid until the next call. */
export class ByteWindow {
  private bytes: Uint8Array = new Uint8Array(0)
  private start = 0

  constructor(private readonly source: ByteSource) {}

  get size(): number {
    return this.source.size
  }

  /** The bytes `[start, end)`. @throws Damage when the source ends before */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (!(start >= 0 && end >= start && end <= this.source.size)) throw new Damage('it ends in the middle')
    if (start < this.start || end > this.start + this.bytes.length) {
      this.bytes = await this.source.read(start, Math.min(this.source.size, Math.max(end, start + WINDOW_BYTES)))
      this.start = start
    }
    return this.bytes.subarray(start - this.start, end - this.start)
  }
}
