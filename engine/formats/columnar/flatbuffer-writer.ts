import { ByteSink } from './byte-sink.ts'

/** A field of a FlatBuffers table to be written. */
export type FlatField =
  | { readonly byte: number } | { readonly short: number } | { readonly int: number } | { readonly long: bigint }
  | { readonly text: string } | { readonly table: FlatFields } | { readonly tables: readonly FlatFields[] }
  /** Structs of eight-byte parts, as bytes. */
  | { readonly structs: Uint8Array, readonly count: number }

/** By the numbers of the fields; what is not there has its default. */
export type FlatFields = Readonly<Record<number, FlatField>>

/** A buffer with this table at its root, padded to 8 bytes. {@link https://flatbuffers.dev/internals/} */
export function flatBuffer(root: FlatFields): Uint8Array {
  const writer = new FlatWriter()
  writer.root(root)
  return writer.take()
}

const WORD = 8

/** Writes from front to back: what a table refers to comes after it, and the places it left free are filled in then. */
class FlatWriter {
  private readonly sink = new ByteSink()

  root(fields: FlatFields): void {
    this.sink.uint32(0)
    this.refer(0, this.table(fields))
  }

  take(): Uint8Array {
    this.sink.align(WORD)
    return this.sink.take()
  }

  /** Writes a table and what it refers to; gives where it is. */
  private table(fields: FlatFields): number {
    const { sink } = this
    // The largest first, behind the four bytes that lead to the vtable: each is then where its size wants it.
    const placed: { readonly id: number, readonly field: FlatField, readonly at: number }[] = []
    let size = 4
    for (const [id, field] of Object.entries(fields).sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))) {
      const own = sizeOf(field)
      size = Math.ceil(size / own) * own
      placed.push({ id: Number(id), field, at: size })
      size += own
    }
    const slots = 1 + Math.max(-1, ...placed.map(({ id }) => id))
    sink.align(2)
    const vtable = sink.at
    const offsets = new Map(placed.map(({ id, at }) => [id, at]))
    for (const value of [4 + 2 * slots, size, ...Array.from({ length: slots }, (_, id) => offsets.get(id) ?? 0)]) {
      sink.byte(value & 0xff)
      sink.byte(value >> 8)
    }
    sink.align(WORD)
    const start = sink.at
    sink.raw(new Uint8Array(size))
    this.view(start).setInt32(0, start - vtable, true)
    for (const { field, at } of placed) this.value(field, start + at)
    return start
  }

  private value(field: FlatField, at: number): void {
    if ('byte' in field) this.view(at).setUint8(0, field.byte)
    else if ('short' in field) this.view(at).setInt16(0, field.short, true)
    else if ('int' in field) this.view(at).setInt32(0, field.int, true)
    else if ('long' in field) this.view(at).setBigInt64(0, field.long, true)
    else if ('text' in field) this.refer(at, this.text(field.text))
    else if ('table' in field) this.refer(at, this.table(field.table))
    else if ('structs' in field) this.refer(at, this.structs(field.structs, field.count))
    else this.refer(at, this.tables(field.tables))
  }

  private text(text: string): number {
    const bytes = new TextEncoder().encode(text)
    const start = this.vector(bytes.length, 1)
    this.sink.raw(bytes)
    this.sink.byte(0)
    return start
  }

  private structs(bytes: Uint8Array, count: number): number {
    const start = this.vector(count, WORD)
    this.sink.raw(bytes)
    return start
  }

  private tables(tables: readonly FlatFields[]): number {
    const start = this.vector(tables.length, 4)
    const first = this.sink.at
    this.sink.raw(new Uint8Array(4 * tables.length))
    tables.forEach((fields, i) => this.refer(first + 4 * i, this.table(fields)))
    return start
  }

  /** The length of a vector whose items, which come next, are aligned. */
  private vector(count: number, alignment: number): number {
    this.sink.align(4)
    while ((this.sink.at + 4) % alignment !== 0) this.sink.byte(0)
    const start = this.sink.at
    this.sink.uint32(count)
    return start
  }

  private refer(at: number, to: number): void {
    this.view(at).setUint32(0, to - at, true)
  }

  private view(at: number): DataView {
    const bytes = this.sink.written()
    return new DataView(bytes.buffer, at)
  }
}

function sizeOf(field: FlatField): number {
  return 'long' in field ? 8 : 'short' in field ? 2 : 'byte' in field ? 1 : 4
}
