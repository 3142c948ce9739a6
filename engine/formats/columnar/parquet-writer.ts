import { present } from '../../base/assert.ts'
import { joinBytes } from '../../base/bytes.ts'
import type { RowBatches, TableWriter } from '../formats.ts'
import { END_OF_STREAM } from './arrow-message.ts'
import { batchMessages, TableBuilder } from './arrow-writer.ts'
import { splitMessages } from './arrow-split.ts'
import { footerBytes, MAGIC_TEXT, movedRowGroup, writtenRowGroups, type WrittenGroups } from './parquet-footer.ts'
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

/** The Parquet file of an Arrow schema message, and of batch messages, each of which, or each few together, are a row group. */
async function* parquetPieces(wasm: ParquetWasm, schema: Uint8Array, batches: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const file = new ParquetFile()
  const encoded = (messages: readonly Uint8Array[]): EncodedRows => encodeRows(wasm, joinBytes([schema, ...messages, END_OF_STREAM]))
  yield file.begin(encoded([]))
  for await (const batch of batches) yield file.add(encoded([batch]))
  yield file.end()
}

/** Rows as Parquet: their pages, and what a table of contents says of them. Plain data. */
export interface EncodedRows {
  readonly pages: Uint8Array<ArrayBuffer>
  readonly contents: WrittenGroups
}

/** Encodes an Arrow IPC stream with parquet-wasm, by Snappy. */
export function encodeRows(wasm: ParquetWasm, arrow: Uint8Array): EncodedRows {
  const properties = new wasm.WriterPropertiesBuilder().setCompression(wasm.Compression.SNAPPY).build()
  const file = wasm.writeParquet(wasm.Table.fromIPCStream(arrow), properties)
  const contents = writtenRowGroups(file)
  const end = Math.max(MAGIC_TEXT.length, ...contents.groups.flatMap(({ chunks }) => chunks.map(chunk => chunk.end)))
  // A copy: it may be transferred to another thread.
  return { pages: file.slice(MAGIC_TEXT.length, end), contents }
}

/**
 * Puts a file together from rows that were encoded apart, by any number of threads: their pages follow one another as they are, and their
 * tables of contents become parts of the one at the end.
 */
export class ParquetFile {
  private at = MAGIC_TEXT.length
  private rows = 0
  private metadata: ThriftStruct | undefined
  private readonly groups: ThriftStruct[] = []

  /** How it begins; of no rows at all, `empty` says what all have in common. */
  begin(empty: EncodedRows): Uint8Array<ArrayBuffer> {
    this.metadata = empty.contents.metadata
    return MAGIC_TEXT.slice()
  }

  /** What comes next. */
  add({ pages, contents }: EncodedRows): Uint8Array<ArrayBuffer> {
    const shift = this.at - MAGIC_TEXT.length
    for (const group of contents.groups) {
      this.rows += group.rows
      this.groups.push(movedRowGroup(group, () => shift, { hasStatistics: true }))
    }
    this.at += pages.length
    return pages
  }

  end(): Uint8Array<ArrayBuffer> {
    return footerBytes({ metadata: present(this.metadata, 'a file that was begun') }, this.rows, this.groups)
  }

  /** How many rows have come. */
  get numRows(): number {
    return this.rows
  }
}
