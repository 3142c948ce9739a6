import { present } from '../../base/assert.ts'
import { MALFORMED_CODES, type Malformed, type MalformedCode } from './scan.ts'

/**
 * Which records of a scan are malformed, and why: three parallel columns, 13 bytes a record, because a wrong dialect makes
 * millions of them. Ordinals ascend. Plain typed arrays: it survives `structuredClone`.
 */
export interface MalformedRecords {
  readonly ordinals: Float64Array<ArrayBuffer>
  /** Indexes of `MALFORMED_CODES`. */
  readonly codes: Uint8Array<ArrayBuffer>
  /** How many cells each has, where that is the trouble; otherwise 0. */
  readonly cells: Uint32Array<ArrayBuffer>
}

/** What is wrong with a malformed record. */
export interface Trouble {
  readonly code: MalformedCode
  readonly cells: number
}

/** Collects malformed records in order of ordinal. */
export class MalformedColumns {
  private ordinals = new Float64Array(64)
  private codes = new Uint8Array(64)
  private cells = new Uint32Array(64)
  private length = 0

  add({ ordinal, code, cells }: Pick<Malformed, 'ordinal' | 'code' | 'cells'>): void {
    if (this.length === this.ordinals.length) this.grow()
    this.ordinals[this.length] = ordinal
    this.codes[this.length] = MALFORMED_CODES.indexOf(code)
    this.cells[this.length] = cells
    this.length++
  }

  private grow(): void {
    const { ordinals, codes, cells } = this
    this.ordinals = new Float64Array(this.length * 2)
    this.ordinals.set(ordinals)
    this.codes = new Uint8Array(this.length * 2)
    this.codes.set(codes)
    this.cells = new Uint32Array(this.length * 2)
    this.cells.set(cells)
  }

  /** A copy of what there is. */
  snapshot(): MalformedRecords {
    const { length } = this
    return { ordinals: this.ordinals.slice(0, length), codes: this.codes.slice(0, length), cells: this.cells.slice(0, length) }
  }
}

/** What is wrong with the record of an ordinal; undefined when it is well-formed. */
export function troubleOf({ ordinals, codes, cells }: MalformedRecords, ordinal: number): Trouble | undefined {
  const at = firstFrom(ordinals, ordinal)
  return ordinals[at] === ordinal ? { code: present(MALFORMED_CODES[codes[at] ?? -1], 'a code'), cells: cells[at] ?? 0 } : undefined
}

/** Those from one ordinal to another, both included. */
export function malformedBetween({ ordinals, codes, cells }: MalformedRecords, first: number, last: number): MalformedRecords {
  const [from, to] = [firstFrom(ordinals, first), firstFrom(ordinals, last + 1)]
  return { ordinals: ordinals.slice(from, to), codes: codes.slice(from, to), cells: cells.slice(from, to) }
}

function firstFrom(ordinals: Float64Array, ordinal: number): number {
  let low = 0
  let high = ordinals.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ordinals[middle] as number) < ordinal) low = middle + 1
    else high = middle
  }
  return low
}
