import { flatBuffer, type FlatFields } from '../../../engine/formats/columnar/flatbuffer-writer.ts'

/** Arrow IPC streams put together by hand, for what no library at hand writes: packed bodies, views, runs, unions. */
export interface SampleColumn {
  /** A Field table of Schema.fbs; its name and what it takes for nulls are added. */
  readonly field: FlatFields
  readonly nodes: readonly (readonly [length: number, nulls: number])[]
  readonly buffers: readonly Uint8Array[]
  readonly variadic?: readonly number[]
}

const padded = (bytes: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(Math.ceil(bytes.length / 8) * 8)
  whole.set(bytes)
  return whole
}
const longs = (values: readonly number[]): Uint8Array => new Uint8Array(new BigInt64Array(values.map(BigInt)).buffer)
const concat = (pieces: readonly Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap(piece => [...piece]))

export function message(type: number, header: FlatFields, body: Uint8Array = new Uint8Array(), version = 4): Uint8Array {
  const metadata = flatBuffer({ 0: { short: version }, 1: { byte: type }, 2: { table: header }, 3: { long: BigInt(body.length) } })
  return concat([new Uint8Array(new Uint32Array([0xffff_ffff, metadata.length]).buffer), metadata, body])
}

export const schemaMessage = (fields: readonly FlatFields[], endianness = 0): Uint8Array => message(1, { 0: { short: endianness }, 1: { tables: fields } })

/** A RecordBatch table and its body; `pack` makes each buffer a packed one. */
export function batch(rows: number, columns: readonly Omit<SampleColumn, 'field'>[], codec?: number, pack = (buffer: Uint8Array): Uint8Array => buffer): { readonly header: FlatFields, readonly body: Uint8Array } {
  const buffers = columns.flatMap(({ buffers }) => buffers).map(buffer => buffer.length === 0 ? buffer : pack(buffer))
  const nodes = columns.flatMap(({ nodes }) => nodes)
  let at = 0
  const places = buffers.flatMap(({ length }) => {
    const start = at
    at += Math.ceil(length / 8) * 8
    return [start, length]
  })
  const variadic = columns.flatMap(({ variadic = [] }) => variadic)
  return {
    header: {
      0: { long: BigInt(rows) }, 1: { structs: longs(nodes.flat()), count: nodes.length }, 2: { structs: longs(places), count: buffers.length },
      ...codec === undefined ? {} : { 3: { table: { 0: { byte: codec } } } },
      ...variadic.length === 0 ? {} : { 4: { structs: longs(variadic), count: variadic.length } },
    },
    body: concat(buffers.map(padded)),
  }
}

export const END = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

/** A stream of one batch. */
export function stream(rows: number, columns: readonly SampleColumn[], codec?: number, pack?: (buffer: Uint8Array) => Uint8Array): Uint8Array {
  const { header, body } = batch(rows, columns, codec, pack)
  return concat([schemaMessage(columns.map(({ field }, i) => ({ 0: { text: `c${i}` }, 1: { byte: 1 }, 5: { tables: [] }, ...field }))), message(3, header, body), END])
}

export { concat, longs }
export const ints = (...values: number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer)
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
export const INT32: FlatFields = { 2: { byte: 2 }, 3: { table: { 0: { int: 32 }, 1: { byte: 1 } } } }
export const UTF8: FlatFields = { 2: { byte: 5 }, 3: { table: {} } }
export const NONE = new Uint8Array()
