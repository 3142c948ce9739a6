import { Damage } from './damage.ts'

/** A table within a FlatBuffer, read by the numbers of its fields ({@link https://flatbuffers.dev/internals/}). Every place is checked. */
export class FlatTable {
  private readonly vtable: number
  private readonly vtableEnd: number

  constructor(private readonly view: DataView, private readonly at: number) {
    this.vtable = at - this.int32(at)
    this.vtableEnd = this.vtable + this.uint16(this.vtable)
  }

  /** The table at the root of a buffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    if (bytes.length < 4) throw new Damage('its metadata is too short')
    return new FlatTable(view, view.getUint32(0, true))
  }

  byte(field: number, otherwise = 0): number {
    const at = this.field(field)
    return at === undefined ? otherwise : this.checked(at, 1).getUint8(at)
  }

  short(field: number, otherwise = 0): number {
    const at = this.field(field)
    return at === undefined ? otherwise : this.checked(at, 2).getInt16(at, true)
  }

  int(field: number, otherwise = 0): number {
    const at = this.field(field)
    return at === undefined ? otherwise : this.int32(at)
  }

  /** A count or place of 64 bits. @throws Damage when it is no such thing */
  size(field: number): number {
    const at = this.field(field)
    return at === undefined ? 0 : this.sizeAt(at)
  }

  long(field: number): bigint {
    const at = this.field(field)
    return at === undefined ? 0n : this.checked(at, 8).getBigInt64(at, true)
  }

  text(field: number): string | undefined {
    const at = this.field(field)
    if (at === undefined) return undefined
    const start = this.follow(at)
    const length = this.int32(start)
    this.checked(start + 4, length)
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start + 4, length))
  }

  table(field: number): FlatTable | undefined {
    const at = this.field(field)
    return at === undefined ? undefined : new FlatTable(this.view, this.follow(at))
  }

  tables(field: number): FlatTable[] {
    return this.vector(field, 4, at => new FlatTable(this.view, this.follow(at)))
  }

  /** The structs of a vector, each of `bytes` bytes, by what `read` makes of the place of one. */
  structs<Value>(field: number, bytes: number, read: (at: number) => Value): Value[] {
    return this.vector(field, bytes, read)
  }

  ints(field: number): number[] | undefined {
    return this.field(field) === undefined ? undefined : this.vector(field, 4, at => this.int32(at))
  }

  sizes(field: number): number[] {
    return this.vector(field, 8, at => this.sizeAt(at))
  }

  int32(at: number): number {
    return this.checked(at, 4).getInt32(at, true)
  }

  sizeAt(at: number): number {
    const value = Number(this.checked(at, 8).getBigInt64(at, true))
    if (value < 0 || !Number.isSafeInteger(value)) throw new Damage(`its metadata says ${value} where a count is due`)
    return value
  }

  private vector<Value>(field: number, bytes: number, read: (at: number) => Value): Value[] {
    const at = this.field(field)
    if (at === undefined) return []
    const start = this.follow(at)
    const count = this.int32(start)
    if (count < 0) throw new Damage('its metadata has a list of less than nothing')
    this.checked(start + 4, count * bytes)
    return Array.from({ length: count }, (_, i) => read(start + 4 + i * bytes))
  }

  /** Where a field is; undefined when it has its default. */
  private field(field: number): number | undefined {
    const slot = this.vtable + 4 + 2 * field
    if (slot + 2 > this.vtableEnd) return undefined
    const offset = this.uint16(slot)
    return offset === 0 ? undefined : this.at + offset
  }

  private follow(at: number): number {
    return at + this.checked(at, 4).getUint32(at, true)
  }

  private uint16(at: number): number {
    return this.checked(at, 2).getUint16(at, true)
  }

  private checked(at: number, bytes: number): DataView {
    if (!(at >= 0 && bytes >= 0 && at + bytes <= this.view.byteLength)) throw new Damage('its metadata leads out of itself')
    return this.view
  }
}
