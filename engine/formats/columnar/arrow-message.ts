import { ByteSink } from './byte-sink.ts'
import { flatBuffer, type FlatFields } from './flatbuffer-writer.ts'

const CONTINUATION = 0xffff_ffff
export const VERSION_5 = 4
const HEADER = { schema: 1, recordBatch: 3 } as const
const ALIGNMENT = 8

/** A message: what readers skip to find the next one, too. */
export interface Message {
  readonly bytes: Uint8Array
  readonly metadataBytes: number
  readonly bodyBytes: number
}

/** A field of a schema: its name, the number of its type in the union `Type`, and that type's table. */
export interface ArrowFieldTyping {
  readonly name: string
  readonly number: number
  readonly table: FlatFields
}

/** What a batch has of a column: how many values are null, and how many bytes each of its buffers has. */
export interface ArrowNode {
  readonly nulls: number
  readonly lengths: readonly number[]
}

/** The mark, and a message of no bytes. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

/** How much room a buffer takes. */
export const padded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT

export function schemaTable(fields: readonly ArrowFieldTyping[]): FlatFields {
  return { 1: { tables: fields.map(({ name, number, table }) => ({ 0: { text: name }, 1: { byte: 1 }, 2: { byte: number }, 3: { table }, 5: { tables: [] } })) } }
}

export function schemaMessage(schema: FlatFields): Message {
  return messageOf(HEADER.schema, schema, [])
}

export function batchMessage(rows: number, columns: readonly ArrowNode[], buffers: readonly Uint8Array[]): Message {
  return messageOf(HEADER.recordBatch, batchTable(rows, columns), buffers)
}

/** Adds a batch whose buffers, of these columns one after another, are in one piece, each padded. */
export function addBatch(sink: ByteSink, rows: number, columns: readonly ArrowNode[], body: Uint8Array): void {
  addMessage(sink, HEADER.recordBatch, batchTable(rows, columns), [body])
}

function batchTable(rows: number, columns: readonly ArrowNode[]): FlatFields {
  const [nodes, places] = [new ByteSink(16 * columns.length), new ByteSink(48 * columns.length)]
  let at = 0
  for (const { nulls, lengths } of columns) {
    long(nodes, rows)
    long(nodes, nulls)
    for (const length of lengths) {
      long(places, at)
      long(places, length)
      at += padded(length)
    }
  }
  const buffers = columns.reduce((count, { lengths }) => count + lengths.length, 0)
  return { 0: { long: BigInt(rows) }, 1: { structs: nodes.take(), count: columns.length }, 2: { structs: places.take(), count: buffers } }
}

export function long(sink: ByteSink, value: number): void {
  sink.uint32(value >>> 0)
  sink.uint32(Math.floor(value / 0x1_0000_0000))
}

function messageOf(type: number, header: FlatFields, buffers: readonly Uint8Array[]): Message {
  const sink = new ByteSink()
  const sizes = addMessage(sink, type, header, buffers)
  return { bytes: sink.take(), ...sizes }
}

function addMessage(sink: ByteSink, type: number, header: FlatFields, buffers: readonly Uint8Array[]): Omit<Message, 'bytes'> {
  const bodyBytes = buffers.reduce((total, { length }) => total + padded(length), 0)
  const metadata = flatBuffer({ 0: { short: VERSION_5 }, 1: { byte: type }, 2: { table: header }, 3: { long: BigInt(bodyBytes) } })
  sink.reserve(8 + metadata.length + bodyBytes)
  sink.uint32(CONTINUATION)
  sink.uint32(metadata.length)
  sink.raw(metadata)
  for (const buffer of buffers) {
    sink.raw(buffer)
    sink.align(ALIGNMENT)
  }
  return { metadataBytes: 8 + metadata.length, bodyBytes }
}
