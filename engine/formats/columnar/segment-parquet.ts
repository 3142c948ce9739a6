import { assert, present } from '../../base/assert.ts'
import { joinBytes } from '../../base/bytes.ts'
import { parseCell, type ReadColumn } from '../../data/cast.ts'
import { decodeUtf8, isNullCell, splitRecord } from '../csv/cells.ts'
import { RecordCursor } from '../csv/cursor.ts'
import { defaultDialect } from '../csv/dialect.ts'
import { compileGrammar } from '../csv/grammar.ts'
import { configureCells, eachBatch, type ColumnsWanted, type SegmentCells } from '../csv/segment-cells.ts'
import { LITERAL } from '../csv/segment-merge.ts'
import { valueOf as at, wasmCode } from '../wasm-code.ts'
import { END_OF_STREAM } from './arrow-message.ts'
import { TableBuilder } from './arrow-writer.ts'
import type { ColumnChunk } from './parquet-footer.ts'
import { chunkMetadata, contentsOf, LEAF_TYPES, pageHeader, type ColumnLeaf, type LeafType, type PageKind } from './parquet-metadata.ts'
import type { LoadParquet } from './parquet-wasm.ts'
import { encodeRows, type EncodedRows } from './parquet-writer.ts'
import { segmentPagesWasm } from './segment-pages.wasm.ts'

/** What segment text is as a table. Every cell is known to have a value of its column's type, which is a {@link LeafType}, or to be null. */
export interface SegmentTable {
  /** As many cells each record has. */
  readonly columns: number
  readonly nulls: ColumnsWanted['nulls']
  /** Of each of the segment's columns at most one. */
  readonly output: readonly ReadColumn[]
}

/** What segment-pages.as.ts exports. */
interface SegmentPagesExports extends SegmentCells {
  readonly kinds: WebAssembly.Global
  readonly states: WebAssembly.Global
  readonly STATE_BYTES: WebAssembly.Global
  readonly HAS_VALUES: WebAssembly.Global
  readonly UNREAD: WebAssembly.Global
  readonly RAW: WebAssembly.Global
  readonly raw: WebAssembly.Global
  readonly packed: WebAssembly.Global
  readonly plainBytes: WebAssembly.Global
  readonly packedBytes: WebAssembly.Global
  readonly encoding: WebAssembly.Global
  readonly count: WebAssembly.Global
  begin(columns: number): void
  findCells(from: number, end: number): number
  cellAt(place: number, row: number): number
  page(place: number, rows: number): number
  dictionaryOf(place: number): number
  dictionaryPage(dictionary: number): boolean
}

/** All share one memory: whoever asks is done with it before the next does. */
const segmentPagesCode = wasmCode(segmentPagesWasm) as () => SegmentPagesExports | undefined

/**
 * Segment text (see {@link import('../csv/scan.ts').Segment}), in parts that follow one another, as rows of Parquet: one row group, with
 * dictionaries for what occurs again and again. Segments with records of more than a megabyte, and a few others, go through parquet-wasm.
 */
export async function segmentParquet(text: readonly Uint8Array[], table: SegmentTable, load: LoadParquet): Promise<EncodedRows> {
  const code = segmentPagesCode()
  return (code && segmentPages(code, text, table)) ?? encodeRows(await load(), arrowRowByRow(joinBytes(text), table))
}

/** A column's chunk in the making. */
interface Chunk {
  readonly leaf: ColumnLeaf
  /** In the code's memory; 0 for none. */
  readonly dictionary: number
  readonly pages: Uint8Array[]
  unpackedBytes: number
  values: number
  nulls: number
  usesDictionary: boolean
}

function segmentPages(code: SegmentPagesExports, text: readonly Uint8Array[], table: SegmentTable): EncodedRows | undefined {
  const { columns, nulls, output } = table
  if (!configureCells(code, { columns, nulls, wanted: output.map(({ from }) => from) })) return undefined
  const types = output.map(({ spec }) => spec.to.name as LeafType)
  new Uint8Array(code.memory.buffer, at(code.kinds), types.length).set(types.map(type => LEAF_TYPES.indexOf(type)))
  code.begin(output.length)
  const chunks = output.map(({ name }, place): Chunk =>
    ({ leaf: { name, type: present(types[place], 'a type') }, dictionary: code.dictionaryOf(place), pages: [], unpackedBytes: 0, values: 0, nulls: 0, usesDictionary: false }))
  let numRows = 0
  const isWhole = eachBatch(code, text, (from, end) => code.findCells(from, end), rows => {
    numRows += rows
    chunks.forEach((chunk, place) => { addPage(code, chunk, place, rows, table) })
  })
  return isWhole ? assembled(chunks, numRows, code) : undefined
}

function addPage(code: SegmentPagesExports, chunk: Chunk, place: number, rows: number, { output }: SegmentTable): void {
  if (code.page(place, rows) > 0) {
    readOthers(code, place, rows, present(output[place], 'a column'))
    assert(code.page(place, rows) === 0, 'values that were read make a page')
  }
  const encoding = at(code.encoding)
  chunk.usesDictionary ||= encoding !== 0
  chunk.values += rows
  chunk.nulls += at(code.count)
  takePage(code, chunk, { kind: 'data', values: rows, encoding })
}

function takePage(code: SegmentPagesExports, chunk: Chunk, page: PageKind): void {
  const [plain, packed] = [at(code.plainBytes), at(code.packedBytes)]
  const header = pageHeader(page, plain, packed)
  chunk.pages.push(header, new Uint8Array(code.memory.buffer, at(code.packed), packed).slice())
  chunk.unpackedBytes += header.length + plain
}

/** Puts in the values of cells that the code could not read. */
function readOthers(code: SegmentPagesExports, place: number, rows: number, { name, spec }: ReadColumn): void {
  const [unread, rawFlag] = [at(code.UNREAD), at(code.RAW)]
  const cells = new Uint32Array(code.memory.buffer, code.cellAt(place, 0), 2 * rows)
  const memory = new DataView(code.memory.buffer)
  let value = at(code.raw)
  for (let row = 0; row < rows; row++) {
    const [start = 0, length = 0] = [cells[2 * row], cells[2 * row + 1]]
    if (length === NULL_CELL || (length & unread) === 0) continue
    const text = decodeUtf8(new Uint8Array(code.memory.buffer, start, length & (rawFlag - 1))).replaceAll('""', '"')
    const found = present(parseCell(text, spec), `a value of column ${JSON.stringify(name)} for ${JSON.stringify(text)}`)
    switch (typeof found) {
      case 'bigint': memory.setBigInt64(value, found, true); break
      case 'boolean': memory.setUint8(value, Number(found)); break
      default:
        if (spec.to.name === 'date') memory.setInt32(value, Number(found), true)
        else memory.setFloat64(value, Number(found), true)
    }
    cells[2 * row] = value
    cells[2 * row + 1] = rawFlag
    value += 8
  }
}

const NULL_CELL = 0xffff_ffff

/** Chunk after chunk, in each its dictionary before the other pages. */
function assembled(chunks: readonly Chunk[], numRows: number, code: SegmentPagesExports): EncodedRows {
  const parts: Uint8Array[] = []
  const made: ColumnChunk[] = []
  let offset = 0
  chunks.forEach((chunk, place) => {
    const dataPages = chunk.pages.splice(0)
    if (chunk.usesDictionary && code.dictionaryPage(chunk.dictionary)) takePage(code, chunk, { kind: 'dictionary', values: at(code.count) })
    const dictionaryBytes = chunk.pages.reduce((sum, { length }) => sum + length, 0)
    const bytes = dataPages.reduce((sum, { length }) => sum + length, dictionaryBytes)
    parts.push(...chunk.pages, ...dataPages)
    made.push(chunkMetadata(chunk.leaf, { ...chunk, start: offset, dictionaryBytes, bytes, range: rangeOf(code, place, chunk.leaf) }))
    offset += bytes
  })
  return { pages: joinBytes(parts), contents: contentsOf(chunks.map(({ leaf }) => leaf), numRows === 0 ? undefined : { rows: numRows, chunks: made }) }
}

/** A column's least and greatest value, as PLAIN has them; undefined for texts, booleans, and where there are none. */
function rangeOf(code: SegmentPagesExports, place: number, { type }: ColumnLeaf): readonly [Uint8Array, Uint8Array] | undefined {
  if (type === 'string' || type === 'boolean') return undefined
  const state = at(code.states) + at(code.STATE_BYTES) * place
  const memory = new DataView(code.memory.buffer)
  if (memory.getUint32(state + at(code.HAS_VALUES), true) === 0) return undefined
  const value = (from: number): Uint8Array => new Uint8Array(code.memory.buffer, from, type === 'date' ? 4 : 8).slice()
  const range = [value(state), value(state + 8)] as const
  // Which of the zeros there are is left open: parquet.thrift, Statistics.
  if (type === 'number') {
    if (memory.getFloat64(state, true) === 0) new DataView(range[0].buffer).setFloat64(0, -0, true)
    if (memory.getFloat64(state + 8, true) === 0) new DataView(range[1].buffer).setFloat64(0, 0, true)
  }
  return range
}

function arrowRowByRow(text: Uint8Array, { nulls: { null_tokens, quoted_nulls }, output }: SegmentTable): Uint8Array {
  const builder = new TableBuilder(output.map(({ name, spec }) => ({ name, type: spec.to })))
  const dialect = { ...defaultDialect, header: 0, comment: null }
  const cursor = new RecordCursor(compileGrammar(dialect, { maxCellBytes: text.length, maxRecordBytes: text.length }))
  cursor.feed(text)
  cursor.finish()
  while (cursor.next() === 'record') {
    const { cells, quoted } = splitRecord(decodeUtf8(cursor.bytes.subarray(cursor.from, cursor.to)), dialect)
    const nulls = { null_tokens, quoted_nulls: quoted_nulls && cells[0]?.startsWith(LITERAL) !== true }
    // Behind the ordinal.
    builder.add(output.map(({ from }) => isNullCell(cells[from + 1] ?? '', quoted[from + 1] ?? false, nulls) ? null : cells[from + 1] ?? ''))
  }
  return joinBytes([builder.schemaMessage().bytes, ...builder.rows > 0 ? [builder.takeBatch().bytes] : [], END_OF_STREAM])
}
