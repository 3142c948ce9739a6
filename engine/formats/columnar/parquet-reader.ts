import { joinBytes } from '../../base/bytes.ts'
import { ConnectorError, describeCause } from '../../base/errors.ts'
import { formatBytes } from '../../base/bytes.ts'
import type { ByteSource } from '../source.ts'
import { StretchSink, threadsFor, type Stretch, type StretchRead } from '../stretches.ts'
import type { TableReader } from '../table.ts'
import type { ArrowBatch, ArrowField, ArrowType } from './arrow-type.ts'
import { tableBatch, tableFields } from './c-data.ts'
import { asDamagedFile, Damage } from './damage.ts'
import { footerBytes, MAGIC_TEXT, movedRowGroup, readFooter, type ColumnChunk, type LeafMeaning, type ParquetFooter, type RowGroup } from './parquet-footer.ts'
import { checkPages } from './parquet-pages.ts'
import type { LoadParquet, ParquetWasm } from './parquet-wasm.ts'
import { pushTable, pushUntilExceeded, requireColumns, type ColumnarOptions } from './push-table.ts'

/** Packed bytes of one row group: they are in memory twice while they are read. */
export const MAX_ROW_GROUP_BYTES = 1_000_000_000
/** What is unpacked at a time is about so much, and no more rows than these. */
const SLICE_BYTES = 64_000_000
const SLICE_ROWS = 262_144
const BATCH_ROWS = 8192

/**
 * Reads Parquet a row group at a time. Each is handed to parquet-wasm as a small file of its own, made of the bytes of its columns and a new
 * table of contents, so that no more of the file is in memory.
 * The reader throws ConnectorError `damaged_file`, `unsupported_format`, `row_group_too_large`, `no_columns`.
 */
export function parquetReaderWith(load: LoadParquet): TableReader<ColumnarOptions> {
  return async (source, options, sink, signal) => {
    const place = { where: 'at its end' }
    try {
      const footer = await readFooter(source)
      place.where = 'in its schema'
      const wasm = await load()
      const fields = fieldsOf(wasm, footer)
      requireColumns(fields, source.name)
      const opened: Opened = { wasm, source, footer, fields, place }
      const stretches = isForThreads(source, footer, options) ? (beyond: readonly number[]) => rowGroupStretches(opened, beyond) : undefined
      return await pushTable({ fields, batches: () => batchesOf(opened), stretches }, options, sink, signal)
    } catch (error) {
      throw asDamagedFile(error, source.name, place.where)
    }
  }
}

/** In threads several row groups are in memory at a time. */
const MAX_THREADED_GROUP_BYTES = 32_000_000

function isForThreads(source: ByteSource, footer: ParquetFooter, options: ColumnarOptions): boolean {
  return threadsFor(source, options) !== undefined && source.size / Math.max(1, footer.rowGroups) <= MAX_THREADED_GROUP_BYTES
}

/** A row group as a file of its own. */
export interface ParquetStretch extends Stretch {
  readonly format: 'parquet'
  readonly name: string
  /** Which one it is, for whoever tells of an error. */
  readonly where: string
  readonly fields: readonly ArrowField[]
  readonly rows: number
  readonly slices: readonly (readonly [offset: number, limit: number])[]
  /** The columns known to have values that their plain type does not hold. */
  readonly beyond: readonly number[]
}

async function* rowGroupStretches(opened: Opened, beyond: readonly number[]): AsyncGenerator<ParquetStretch> {
  const { source, fields, place } = opened
  for await (const { group, content } of rowGroupsOf(opened)) {
    yield { format: 'parquet', content, byteOffset: 0, name: source.name, where: place.where, fields, rows: group.rows, slices: [...slicesOf(group)], beyond }
  }
}

/** Reads the rows of a row group. The lesson is which columns turned out to have values that their plain type does not hold. */
export async function readParquetStretch({ name, where, fields, rows, slices, beyond }: ParquetStretch, bytes: Uint8Array, load: LoadParquet): Promise<StretchRead<readonly number[]>> {
  try {
    const wasm = await load()
    const found = new Set(beyond)
    const sink = new StretchSink()
    const batches = async function* (): AsyncGenerator<ArrowBatch> {
      for (const [offset, limit] of slices) yield* await Promise.resolve(sliceOf(wasm, bytes, offset, limit, fields, rows))
    }
    const isWhole = await pushUntilExceeded({ fields, batches }, found, {}, sink, undefined)
    return sink.read(rows, isWhole ? undefined : [...found].filter(index => !beyond.includes(index)))
  } catch (error) {
    throw asDamagedFile(error, name, where)
  }
}

interface Opened {
  readonly wasm: ParquetWasm
  readonly source: ByteSource
  readonly footer: ParquetFooter
  readonly fields: readonly ArrowField[]
  /** What is being read, for whoever tells of an error. */
  readonly place: { where: string }
}

/** The columns as parquet-wasm gives them, and what their bytes mean. */
function fieldsOf(wasm: ParquetWasm, footer: ParquetFooter): readonly ArrowField[] {
  const file = joinBytes([MAGIC_TEXT, footerBytes(footer, 0, [])])
  const schema = attempt(() => wasm.readSchema(file).intoFFI())
  try {
    const meanings = [...footer.leaves]
    const fields = tableFields(wasm.wasmMemory().buffer, schema.addr()).map(field => withMeanings(field, meanings))
    if (meanings.length > 0) throw new Damage('its schema is not what it was taken for')
    return fields
  } finally {
    schema.free()
  }
}

/** A field whose leaves, from left to right, mean what the first of `meanings` say; these are taken off. */
function withMeanings(field: ArrowField, meanings: LeafMeaning[]): ArrowField {
  if (field.children.length > 0) return { ...field, children: field.children.map(child => withMeanings(child, meanings)) }
  const meaning = meanings.shift()
  if (meaning === undefined) return field
  return meaning === 'json' ? { ...field, isJson: true } : { ...field, type: { kind: meaning } satisfies ArrowType }
}

async function* batchesOf(opened: Opened): AsyncGenerator<ArrowBatch> {
  for await (const { group, content } of rowGroupsOf(opened)) {
    for (const [offset, limit] of slicesOf(group)) yield* sliceOf(opened.wasm, content, offset, limit, opened.fields, group.rows)
  }
}

/** The row groups that have rows, each as a file of its own. */
async function* rowGroupsOf({ source, footer, place }: Opened): AsyncGenerator<{ readonly group: RowGroup, readonly content: Uint8Array<ArrayBuffer> }> {
  let rows = 0
  for (let index = 0; index < footer.rowGroups; index++) {
    place.where = `in row group ${index + 1} of ${footer.rowGroups}`
    const group = footer.rowGroup(index)
    rows += group.rows
    if (group.rows > 0) yield { group, content: await rowGroupFile(source, footer, group, index) }
  }
  if (rows !== footer.rows) throw new Damage(`its row groups have ${rows} rows, and its table of contents says ${footer.rows}`)
}

/** Some rows of a row group that should have `rows`. */
function sliceOf(wasm: ParquetWasm, file: Uint8Array, offset: number, limit: number, fields: readonly ArrowField[], rows: number): readonly ArrowBatch[] {
  const batches = readSlice(wasm, file, offset, limit, fields)
  if (batches.reduce((total, batch) => total + batch.rows, 0) !== limit) throw new Damage(`it has not the ${rows} rows that it should have`)
  return batches
}

/** Stretches of a row group that are unpacked one after the other: from row, and how many. */
function* slicesOf({ rows, chunks }: RowGroup): Generator<readonly [offset: number, limit: number]> {
  const bytes = chunks.reduce((total, { unpackedBytes }) => total + unpackedBytes, 0)
  const size = Math.max(1, Math.min(SLICE_ROWS, Math.floor(rows * Math.min(1, SLICE_BYTES / Math.max(1, bytes)))))
  for (let offset = 0; offset < rows; offset += size) yield [offset, Math.min(size, rows - offset)]
}

/** Copies rows out of a file in memory. */
function readSlice(wasm: ParquetWasm, file: Uint8Array, offset: number, limit: number, fields: readonly ArrowField[]): readonly ArrowBatch[] {
  const table = attempt(() => wasm.readParquet(file, { batchSize: BATCH_ROWS, offset, limit }).intoFFI())
  try {
    const { buffer } = wasm.wasmMemory()
    return Array.from({ length: table.numArrays() }, (_, i) => tableBatch(buffer, table.arrayAddr(i), fields))
  } finally {
    table.free()
  }
}

/** What parquet-wasm says of bytes that it cannot read, a trap of its Rust code too, is said of the file. */
function attempt<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw new Damage(cause instanceof WebAssembly.RuntimeError ? 'it could not be unpacked' : describeCause(cause).replace(/^Parquet (argument )?error: (Parquet error: )?/, ''))
  }
}

/** A row group as a file of its own. */
async function rowGroupFile(source: ByteSource, footer: ParquetFooter, group: RowGroup, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const places = new Map<ColumnChunk, number>()
  let size = MAGIC_TEXT.length
  for (const chunk of group.chunks) {
    places.set(chunk, size)
    size += chunk.end - chunk.start
  }
  if (size > MAX_ROW_GROUP_BYTES) throw rowGroupTooLarge(source.name, index, size)
  const moved = movedRowGroup(group, chunk => (places.get(chunk) ?? 0) - chunk.start, { hasStatistics: false })
  const end = footerBytes(footer, group.rows, [moved])
  const file = new Uint8Array(size + end.length)
  file.set(MAGIC_TEXT)
  file.set(end, size)
  for (const [chunk, place] of places) {
    const bytes = await source.read(chunk.start, chunk.end)
    checkPages(bytes, chunk.values)
    file.set(bytes, place)
  }
  return file
}

function rowGroupTooLarge(name: string, index: number, size: number): ConnectorError {
  return new ConnectorError('row_group_too_large', `row group ${index + 1} of ${name} has ${formatBytes(size)}, and at most ${formatBytes(MAX_ROW_GROUP_BYTES)} can be read at once`, {
    details: { name, rowGroup: index + 1, bytes: size, maxBytes: MAX_ROW_GROUP_BYTES }, hint: 'Have it written with smaller row groups: a million rows or 128 MB are usual.',
  })
}
