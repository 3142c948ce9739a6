import type { RowBatches } from '../formats.ts'
import type { SourceColumn } from '../table.ts'
import { batchMessage, END_OF_STREAM, long, schemaMessage, schemaTable, VERSION_5, type Message } from './arrow-message.ts'
import { ByteSink } from './byte-sink.ts'
import { columnBuilder, type ColumnBuilder } from './column-builder.ts'
import { flatBuffer, type FlatFields } from './flatbuffer-writer.ts'

/** When a batch is full. */
export interface BatchLimits {
  readonly maxRows: number
  readonly maxBytes: number
}

const defaultLimits: BatchLimits = { maxRows: 1 << 16, maxBytes: 1 << 24 }

const FILE_MAGIC = 'ARROW1'

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
    return schemaTable(this.columns.map(({ name }, i) => ({ name, ...(this.builders[i] as ColumnBuilder).typing })))
  }

  schemaMessage(): Message {
    return schemaMessage(this.schema())
  }

  takeBatch(): Message {
    const built = this.builders.map(builder => builder.take())
    const { rows } = this
    this.rows = 0
    return batchMessage(rows, built.map(({ nulls, buffers }) => ({ nulls, lengths: buffers.map(({ length }) => length) })), built.flatMap(({ buffers }) => buffers))
  }
}

const NOTHING = new Uint8Array(0)

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
