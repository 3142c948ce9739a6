import type { RecordIndex } from './scan.ts'

type Positions = Pick<RecordIndex, 'ordinals' | 'lines' | 'byteOffsets'>

/** Three parallel columns of numbers that grow by doubling. */
export class PositionColumns {
  private ordinals = new Float64Array(64)
  private lines = new Float64Array(64)
  private byteOffsets = new Float64Array(64)
  private length = 0

  add(ordinal: number, line: number, byteOffset: number): void {
    if (this.length === this.ordinals.length) {
      this.ordinals = doubled(this.ordinals)
      this.lines = doubled(this.lines)
      this.byteOffsets = doubled(this.byteOffsets)
    }
    this.ordinals[this.length] = ordinal
    this.lines[this.length] = line
    this.byteOffsets[this.length] = byteOffset
    this.length++
  }

  /** A copy of what there is. */
  snapshot(): Positions {
    const { length } = this
    return { ordinals: this.ordinals.slice(0, length), lines: this.lines.slice(0, length), byteOffsets: this.byteOffsets.slice(0, length) }
  }
}

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}
