import type { RowBatches } from '../formats.ts'
import type { SourceColumn } from '../table.ts'
import { ByteSink } from './byte-sink.ts'
import { columnBuilder, type ColumnBuilder } from './column-builder.ts'
import { flatBuffer, type FlatFields } from './flatbuffer-writer.ts'

/** When a batch is full. */
export interface BatchLimits {
  readonly maxRows: number
  readonly maxBytes: number
}

const defaultLimits: BatchLimits = { maxRows: 1 << 16, maxBytes: 1 << 24 }

const CONTINUATION = 0xffff_ffff
const FILE_MAGIC = 'ARROW1'
const VERSION_5 = 4
const HEADER = { schema: 1, recordBatch: 3 } as const
const ALIGNMENT = 8

/** A message: what readers skip to find the next one, too. */
interface Message {
  readonly bytes: Uint8Array
  readonly metadataBytes: number
  readonly bodyBytes: number
}

/**
 * Writes rows as an Arrow IPC file, which is Feather 2 as well, a batch at a time.
 * @throws ConnectorError `not_of_type`
 */
export async function* writeArrow(columns: readonly SourceColumn[], rows: RowBatches, limits: BatchLimits = defaultLimits): AsyncGenerator<Uint8Array> {
  const magic = new TextEncoder().encode(`${FILE_MAGIC}\0\0`)
  const table = new TableBuilder(columns)
  const schema = table.schemaMessage()
  yield magic
  yield schema.bytes
  let at = magic.length + schema.bytes.length
  const blocks: (Message & { readonly at: number })[] = []
  for await (const message of batchMessages(table, rows, limits)) {
    blocks.push({ ...message, bytes: NOTHING, at })
    at += message.bytes.length
    yield message.bytes
  }
  yield END_OF_STREAM.slice()
  yield fileEnd(table, blocks)
}

/** The batches of rows, as messages. */
export async function* batchMessages(table: TableBuilder, rows: RowBatches, { maxRows, maxBytes }: BatchLimits): AsyncGenerator<Message> {
  for await (const some of rows) {
    for (const row of some) {
      table.add(row)
      if (table.rows >= maxRows || table.bytes >= maxBytes) yield table.takeBatch()
    }
  }
  if (table.rows > 0) yield table.takeBatch()
}

/** Gathers rows, and makes messages of them. */
export class TableBuilder {
  private readonly builders: readonly ColumnBuilder[]
  private done = 0
  rows = 0

  constructor(private readonly columns: readonly SourceColumn[]) {
    this.builders = columns.map(columnBuilder)
  }

  get bytes(): number {
    return this.builders.reduce((total, { bytes }) => total + bytes, 0)
  }

  /** @throws ConnectorError `not_of_type` */
  add(row: readonly (string | null)[]): void {
    this.done++
    this.rows++
    for (let i = 0; i < this.builders.length; i++) (this.builders[i] as ColumnBuilder).add(row[i] ?? null, this.done)
  }

  schema(): FlatFields {
    return {
      1: {
        tables: this.columns.map(({ name }, i) => {
          const { typing: { number, table } } = this.builders[i] as ColumnBuilder
          return { 0: { text: name }, 1: { byte: 1 }, 2: { byte: number }, 3: { table }, 5: { tables: [] } }
        }),
      },
    }
  }

  schemaMessage(): Message {
    return messageOf(HEADER.schema, this.schema(), [])
  }

  takeBatch(): Message {
    const built = this.builders.map(builder => builder.take())
    const [nodes, places] = [new ByteSink(), new ByteSink()]
    let at = 0
    for (const { nulls, buffers } of built) {
      long(nodes, this.rows)
      long(nodes, nulls)
      for (const { length } of buffers) {
        long(places, at)
        long(places, length)
        at += padded(length)
      }
    }
    const rows = BigInt(this.rows)
    this.rows = 0
    const buffers = built.flatMap(({ buffers }) => buffers)
    return messageOf(HEADER.recordBatch, {
      0: { long: rows }, 1: { structs: nodes.take(), count: built.length }, 2: { structs: places.take(), count: buffers.length },
    }, buffers)
  }
}

const NOTHING = new Uint8Array(0)
const padded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT

function long(sink: ByteSink, value: number): void {
  sink.uint32(value >>> 0)
  sink.uint32(Math.floor(value / 0x1_0000_0000))
}

function messageOf(type: number, header: FlatFields, buffers: readonly Uint8Array[]): Message {
  const bodyBytes = buffers.reduce((total, { length }) => total + padded(length), 0)
  const metadata = flatBuffer({ 0: { short: VERSION_5 }, 1: { byte: type }, 2: { table: header }, 3: { long: BigInt(bodyBytes) } })
  const sink = new ByteSink(8 + metadata.length + bodyBytes)
  sink.uint32(CONTINUATION)
  sink.uint32(metadata.length)
  sink.raw(metadata)
  for (const buffer of buffers) {
    sink.raw(buffer)
    sink.align(ALIGNMENT)
  }
  return { bytes: sink.take(), metadataBytes: 8 + metadata.length, bodyBytes }
}

/** The mark, and a message of no bytes. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

function fileEnd(table: TableBuilder, blocks: readonly (Message & { readonly at: number })[]): Uint8Array {
  const places = new ByteSink()
  for (const { at, metadataBytes, bodyBytes } of blocks) {
    long(places, at)
    long(places, metadataBytes)
    long(places, bodyBytes)
  }
  const footer = flatBuffer({
    0: { short: VERSION_5 }, 1: { table: table.schema() }, 2: { structs: NOTHING, count: 0 }, 3: { structs: places.take(), count: blocks.length },
  })
  const sink = new ByteSink(footer.length + 16)
  sink.raw(footer)
  sink.uint32(footer.length)
  sink.text(FILE_MAGIC)
  return sink.take()
}
