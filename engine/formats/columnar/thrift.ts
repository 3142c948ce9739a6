import { Damage } from './damage.ts'

/**
 * Thrift's compact protocol, in which Parquet's metadata is written, as plain values that can be changed and written again:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export type ThriftValue = boolean | number | bigint | Uint8Array | ThriftStruct | ThriftList

/** The fields of a struct by their numbers. */
export type ThriftStruct = Map<number, ThriftField>

export interface ThriftField {
  readonly type: number
  readonly value: ThriftValue
}

export interface ThriftList {
  readonly type: number
  /** Structs may be there as their bytes. */
  readonly items: readonly ThriftValue[]
}

export const TYPE = { yes: 1, no: 2, i8: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, set: 10, map: 11, struct: 12, uuid: 13 } as const

const MAX_DEPTH = 64

/** Reads one struct; `at` is then behind it. @throws Damage */
export class ThriftReader {
  constructor(private readonly bytes: Uint8Array, public at = 0) {}

  /** `asBytes`: a field whose list of structs is kept as the bytes of each, since there may be very many. */
  struct(depth = 0, asBytes?: number): ThriftStruct {
    if (depth > MAX_DEPTH) throw new Damage('its metadata is nested without an end')
    const fields: ThriftStruct = new Map()
    let id = 0
    for (;;) {
      const head = this.byte()
      if (head === 0) return fields
      const delta = head >> 4
      id = delta === 0 ? Number(this.zigzag()) : id + delta
      const type = head & 15
      fields.set(id, { type: type === TYPE.no ? TYPE.yes : type, value: type === TYPE.yes || type === TYPE.no ? type === TYPE.yes : this.value(type, depth, id === asBytes) })
    }
  }

  private value(type: number, depth: number, asBytes = false): ThriftValue {
    switch (type) {
      case TYPE.yes:
      case TYPE.no: return this.byte() === TYPE.yes
      case TYPE.i8: return this.byte() << 24 >> 24
      case TYPE.i16:
      case TYPE.i32: return Number(this.zigzag())
      case TYPE.i64: return this.zigzag()
      case TYPE.double: return this.take(8)
      case TYPE.uuid: return this.take(16)
      case TYPE.binary: return this.take(Number(this.varint()))
      case TYPE.list:
      case TYPE.set: return this.list(depth + 1, asBytes)
      case TYPE.struct: return this.struct(depth + 1)
      default: throw new Damage(`its metadata has a value of type ${type}`)
    }
  }

  private list(depth: number, asBytes: boolean): ThriftList {
    const head = this.byte()
    const type = head & 15
    const count = head >> 4 === 15 ? Number(this.varint()) : head >> 4
    // Every value takes a byte at least.
    if (count > this.bytes.length - this.at) throw new Damage('its metadata has a list that is longer than itself')
    return { type, items: Array.from({ length: count }, () => asBytes && type === TYPE.struct ? this.bytesOfStruct(depth) : this.value(type, depth)) }
  }

  private bytesOfStruct(depth: number): Uint8Array {
    const start = this.at
    this.struct(depth)
    return this.bytes.subarray(start, this.at)
  }

  private byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new Damage('its metadata ends in the middle')
    return byte
  }

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new Damage('its metadata ends in the middle')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  private varint(): bigint {
    let low = 0
    let byte: number
    let shift = 0
    do {
      byte = this.byte()
      low += (byte & 0x7f) * 2 ** shift
      shift += 7
    } while (byte >= 0x80 && shift < 49)
    let value = BigInt(low)
    for (let at = BigInt(shift); byte >= 0x80; at += 7n) {
      if (at > 63n) throw new Damage('its metadata has a number of more than 64 bits')
      byte = this.byte()
      value |= BigInt(byte & 0x7f) << at
    }
    return value
  }

  private zigzag(): bigint {
    const value = this.varint()
    return (value >> 1n) ^ -(value & 1n)
  }
}

/** A struct as bytes. */
export function thriftBytes(struct: ThriftStruct): Uint8Array {
  const writer = new ThriftWriter()
  writer.struct(struct)
  return writer.taken()
}

class ThriftWriter {
  private bytes = new Uint8Array(1024)
  private at = 0

  taken(): Uint8Array {
    return this.bytes.slice(0, this.at)
  }

  struct(fields: ThriftStruct): void {
    let before = 0
    for (const [id, { type, value }] of [...fields].sort(([a], [b]) => a - b)) {
      const own = type === TYPE.yes && value === false ? TYPE.no : type
      const delta = id - before
      if (delta > 0 && delta < 16) this.byte((delta << 4) | own)
      else {
        this.byte(own)
        this.zigzag(BigInt(id))
      }
      before = id
      if (type !== TYPE.yes) this.value(type, value)
    }
    this.byte(0)
  }

  private value(type: number, value: ThriftValue): void {
    if (typeof value === 'boolean') return this.byte(value ? TYPE.yes : TYPE.no)
    if (typeof value === 'bigint') return this.zigzag(value)
    if (typeof value === 'number') return type === TYPE.i8 ? this.byte(value & 0xff) : this.zigzag(BigInt(value))
    if (value instanceof Uint8Array) {
      if (type === TYPE.binary) this.varint(BigInt(value.length))
      return this.raw(value)
    }
    if (value instanceof Map) return this.struct(value)
    const { items } = value
    this.byte(Math.min(items.length, 15) << 4 | value.type)
    if (items.length >= 15) this.varint(BigInt(items.length))
    for (const item of items) this.value(value.type, item)
  }

  private zigzag(value: bigint): void {
    this.varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)))
  }

  private varint(value: bigint): void {
    let rest = value
    for (; rest >= 0x80n; rest >>= 7n) this.byte(Number(rest & 0x7fn) | 0x80)
    this.byte(Number(rest))
  }

  private raw(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  private byte(byte: number): void {
    this.reserve(1)
    this.bytes[this.at++] = byte
  }

  private reserve(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more))
    larger.set(this.bytes)
    this.bytes = larger
  }
}

/** What fields hold, by kind; undefined or nothing where there is no such field. */
export const numberIn = (struct: ThriftStruct, id: number): number | undefined => {
  const value = struct.get(id)?.value
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}
export const textIn = (struct: ThriftStruct, id: number): string | undefined => {
  const value = struct.get(id)?.value
  return value instanceof Uint8Array ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(value) : undefined
}
export const structIn = (struct: ThriftStruct, id: number): ThriftStruct | undefined => {
  const value = struct.get(id)?.value
  return value instanceof Map ? value : undefined
}
export const structsIn = (struct: ThriftStruct, id: number): readonly ThriftStruct[] => {
  const value = struct.get(id)?.value
  return value !== undefined && typeof value === 'object' && 'items' in value ? value.items.filter(item => item instanceof Map) : []
}

/** A struct with other fields; those that are undefined are left out. */
export function withFields(struct: ThriftStruct, changes: Readonly<Record<number, ThriftField | undefined>>): ThriftStruct {
  const changed: ThriftStruct = new Map(struct)
  for (const [id, field] of Object.entries(changes)) {
    if (field === undefined) changed.delete(Number(id))
    else changed.set(Number(id), field)
  }
  return changed
}

export const i32 = (value: number): ThriftField => ({ type: TYPE.i32, value })
export const i64 = (value: number | bigint): ThriftField => ({ type: TYPE.i64, value: BigInt(value) })
export const structs = (items: readonly ThriftStruct[]): ThriftField => ({ type: TYPE.list, value: { type: TYPE.struct, items } })
