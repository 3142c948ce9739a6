import type { RecordIndex } from './scan.ts'

type Positions = Pick<RecordIndex, 'every' | 'lines' | 'byteOffsets'>

/** More entries than this, and every second is dropped: 8 MB of positions for a file of any size. */
const MAX_ENTRIES = 1 << 19

/**
 * Where every n-th record starts, as two parallel columns of numbers. A short file is indexed densely, so that single records
 * are found without reading many others; with each doubling of a long one the distance doubles too.
 */
export class PositionColumns {
  private lines = new Float64Array(64)
  private byteOffsets = new Float64Array(64)
  private length = 0

  constructor(private distance: number, private readonly maxEntries = MAX_ENTRIES) {}

  /** Notes a record whose ordinal is {@link next}. */
  add(line: number, byteOffset: number): void {
    if (this.length === this.maxEntries) this.thin()
    if (this.length === this.lines.length) {
      this.lines = doubled(this.lines)
      this.byteOffsets = doubled(this.byteOffsets)
    }
    this.lines[this.length] = line
    this.byteOffsets[this.length] = byteOffset
    this.length++
  }

  /** From one record that is noted to the next. */
  get every(): number {
    return this.distance
  }

  /** The ordinal of the record to be noted next. */
  get next(): number {
    return this.length * this.distance + 1
  }

  private thin(): void {
    const kept = this.length / 2
    for (let i = 1; i < kept; i++) {
      this.lines[i] = this.lines[2 * i] as number
      this.byteOffsets[i] = this.byteOffsets[2 * i] as number
    }
    this.length = kept
    this.distance *= 2
  }

  /** A copy of what there is. */
  snapshot(): Positions {
    const { every, length } = this
    return { every, lines: this.lines.slice(0, length), byteOffsets: this.byteOffsets.slice(0, length) }
  }
}

/** Which entry of an index is the last at or before a record. */
export const entryOf = ({ every, lines }: Positions, ordinal: number): number => Math.min(lines.length - 1, Math.floor((ordinal - 1) / every))

/** The bytes `[start, end)` of the file from an entry's record to the next one's. */
export const blockOf = ({ byteOffsets, byteEnd }: Pick<RecordIndex, 'byteOffsets' | 'byteEnd'>, entry: number): { readonly start: number, readonly end: number } =>
  ({ start: byteOffsets[entry] ?? 0, end: byteOffsets[entry + 1] ?? byteEnd })

/** The ordinal of the record an entry stands for. */
export const ordinalOf = ({ every }: Positions, entry: number): number => entry * every + 1

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}
