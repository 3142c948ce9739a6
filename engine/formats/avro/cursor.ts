import { Damage } from '../columnar/damage.ts'
import { decodeText } from '../columnar/utf8-texts.ts'
import type { LineWriter } from '../line-writer.ts'

const TWO_28 = 2 ** 28
/** Texts longer than this are decoded by themselves. */
const MAX_CUT_BYTES = 256
const CHUNK_BYTES = 8192
const MAX_IDLE_STEPS = 1_000_000

/** Reads Avro's binary encoding. Every read throws Damage when the bytes end before. https://avro.apache.org/docs/1.12.0/specification/#binary-encoding */
export class Cursor {
  at = 0
  /** How deep in values within values. */
  depth = 0
  private steppedAt = -1
  private idleSteps = 0
  private readonly view: DataView
  private characters: string | undefined

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get end(): number {
    return this.bytes.length
  }

  byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw tooShort()
    return byte
  }

  /** An int or long: a number where it is safe, a bigint where it is not. */
  long(): number | bigint {
    const { bytes } = this
    let byte = bytes[this.at++]
    if (byte === undefined) throw tooShort()
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
    let low = byte & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      byte = this.byte()
      low |= (byte & 0x7f) << shift
      if (byte < 0x80) return (low >>> 1) ^ -(low & 1)
    }
    return this.longFrom(low)
  }

  /** What follows the lowest 28 bits. */
  private longFrom(low: number): number | bigint {
    let middle = 0
    let byte = 0x80
    for (let shift = 0; byte >= 0x80 && shift < 28; shift += 7) {
      byte = this.byte()
      middle |= (byte & 0x7f) << shift
    }
    if (byte < 0x80 && middle < 2 ** 25) {
      const folded = middle * TWO_28 + low
      return (low & 1) === 0 ? folded / 2 : -(folded + 1) / 2
    }
    let top = 0
    for (let shift = 0; byte >= 0x80; shift += 7) {
      if (shift > 7) throw new Damage('a number has more than 64 bits')
      byte = this.byte()
      top |= (byte & 0x7f) << shift
    }
    const folded = BigInt.asUintN(64, (BigInt(top) << 56n) | (BigInt(middle) << 28n) | BigInt(low))
    return (folded >> 1n) ^ -(folded & 1n)
  }

  /** A length or count. */
  count(): number {
    const count = this.long()
    if (typeof count === 'bigint' || count < 0) throw new Damage(`a length of ${count} is none`)
    return count
  }

  float(): number {
    this.need(4)
    return this.view.getFloat32((this.at += 4) - 4, true)
  }

  double(): number {
    this.need(8)
    return this.view.getFloat64((this.at += 8) - 8, true)
  }

  take(length: number): Uint8Array {
    this.need(length)
    return this.bytes.subarray(this.at, this.at += length)
  }

  text(): string {
    const length = this.count()
    this.need(length)
    const start = this.at
    const end = this.at += length
    if (length > MAX_CUT_BYTES) return decodeText(this.bytes.subarray(start, end))
    for (let i = start; i < end; i++) if ((this.bytes[i] as number) >= 0x80) return decodeText(this.bytes.subarray(start, end))
    // A decoder's call takes longer than the decoding of a short text.
    this.characters ??= charactersOf(this.bytes)
    return this.characters.slice(start, end)
  }

  /** A text as the cell of a line. */
  passText(line: LineWriter): void {
    const length = this.count()
    this.need(length)
    line.utf8(this.bytes, this.at, this.at += length)
  }

  /** To be called before each value of any length, nothing too. @throws Damage when there is no end to values that take no bytes */
  step(): void {
    if (this.at !== this.steppedAt) {
      this.steppedAt = this.at
      this.idleSteps = 0
    } else if (++this.idleSteps > MAX_IDLE_STEPS) throw new Damage('it says that it has values without an end, and has no bytes for them')
  }

  private need(length: number): void {
    if (length > this.bytes.length - this.at) throw tooShort()
  }
}

const tooShort = (): Damage => new Damage('it ends in the middle of a value')

/** A character for every byte, of the same number. */
function charactersOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) text += String.fromCharCode.apply(undefined, bytes.subarray(at, at + CHUNK_BYTES) as unknown as number[])
  return text
}
