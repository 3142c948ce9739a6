import { joinBytes } from '../../base/bytes.ts'
import type { RowBatches, TableWriter } from '../formats.ts'
import { END_OF_STREAM } from './arrow-message.ts'
import { batchMessages, TableBuilder } from './arrow-writer.ts'
import { splitMessages } from './arrow-split.ts'
import { footerBytes, MAGIC_TEXT, movedRowGroup, writtenRowGroups } from './parquet-footer.ts'
import type { LoadParquet, ParquetWasm } from './parquet-wasm.ts'
import type { ThriftStruct } from './thrift.ts'

/** As DuckDB has them; less when rows are large. */
const GROUP_LIMITS = { maxRows: 122_880, maxBytes: 1 << 26 } as const

/**
 * Writes rows as Parquet, Snappy, a row group at a time. The writer throws ConnectorError `not_of_type`.
 */
export function parquetWriterWith(load: LoadParquet): TableWriter {
  return async function* (columns, rows) {
    const table = new TableBuilder(columns)
    yield* parquetPieces(await load(), table.schemaMessage().bytes, arrowBatches(table, rows))
  }
}

async function* arrowBatches(table: TableBuilder, rows: RowBatches): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of batchMessages(table, rows, GROUP_LIMITS)) yield bytes
}

/** Turns an Arrow IPC stream without dictionaries, in pieces of any size, into Parquet; batches that are small share a row group. */
export function arrowToParquetWith(load: LoadParquet): (arrow: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (arrow) {
    const { schema, batches } = await splitMessages(arrow, GROUP_LIMITS)
    yield* parquetPieces(await load(), schema, batches)
  }
}

/**
 * The Parquet file of an Arrow schema message, and of batch messages, each of which, or each few together, are a row group. parquet-wasm makes
 * a file of each; its pages go out at once, and its table of contents becomes a part of the one at the end.
 */
async function* parquetPieces(wasm: ParquetWasm, schema: Uint8Array, batches: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Copies, here and below: what is handed on may be transferred to another thread, and is then empty here.
  yield MAGIC_TEXT.slice()
  let at = MAGIC_TEXT.length
  let rows = 0
  const groups: ThriftStruct[] = []
  // A file of no rows says what all have in common.
  const { metadata } = writtenRowGroups(encoded(wasm, [schema, END_OF_STREAM]))
  for await (const batch of batches) {
    const file = encoded(wasm, [schema, batch, END_OF_STREAM])
    const written = writtenRowGroups(file)
    const end = Math.max(MAGIC_TEXT.length, ...written.groups.flatMap(({ chunks }) => chunks.map(chunk => chunk.end)))
    const shift = at - MAGIC_TEXT.length
    for (const group of written.groups) {
      rows += group.rows
      groups.push(movedRowGroup(group, () => shift, { hasStatistics: true }))
    }
    yield file.slice(MAGIC_TEXT.length, end)
    at += end - MAGIC_TEXT.length
  }
  yield footerBytes({ metadata }, rows, groups)
}

function encoded(wasm: ParquetWasm, pieces: readonly Uint8Array[]): Uint8Array {
  const properties = new wasm.WriterPropertiesBuilder().setCompression(wasm.Compression.SNAPPY).build()
  return wasm.writeParquet(wasm.Table.fromIPCStream(joinBytes(pieces)), properties)
}
