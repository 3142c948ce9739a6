import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RecordBatchStreamWriter, tableFromArrays, tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatValue } from '../../../engine/data/cast.ts'
import { MAX_DATE, MAX_DATETIME, MIN_DATE, MIN_DATETIME } from '../../../engine/data/calendar.ts'
import { formatType, type DataType } from '../../../engine/data/type.ts'
import { avroReader, writeAvro } from '../../../engine/formats/avro/index.ts'
import { arrowReader, arrowToParquetWith, writeArrow } from '../../../engine/formats/columnar/index.ts'
import { parquetReader, writeParquet } from '../../../engine/formats/node/parquet.ts'
import type { SourceColumn } from '../../../engine/formats/table.ts'
import { useDuckDB } from '../../data/duckdb.ts'
import { collect } from './collect.ts'

const duckdb = useDuckDB()
let folder: string
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'writers-')) })
afterAll(() => rmSync(folder, { recursive: true }))

type Row = readonly (string | null)[]
const FORMATS = [['parquet', writeParquet, parquetReader], ['arrow', writeArrow, arrowReader], ['avro', writeAvro, avroReader]] as const
type Writer = (typeof FORMATS)[number][1]

async function* inBatches(rows: readonly Row[], size = 3): AsyncGenerator<readonly Row[]> {
  for (let i = 0; i < rows.length; i += size) yield await Promise.resolve(rows.slice(i, i + size))
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  for await (const piece of pieces) kept.push(piece.slice())
  return new Uint8Array(Buffer.concat(kept))
}

const write = (writer: Writer, columns: readonly SourceColumn[], rows: readonly Row[]): Promise<Uint8Array> => joined(writer(columns, inBatches(rows)))

const simple = (name: Exclude<DataType['name'], 'decimal'>): DataType => ({ name })
/** Types and texts of them, as our readers write them. */
const cellsOf: readonly (readonly [DataType, fc.Arbitrary<string>])[] = [
  [simple('string'), fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\uFEFF', '\uFEFFa', 'NULL', '\0', '\r\n'))],
  [simple('integer'), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
  [simple('number'), fc.double().map(String)],
  [{ name: 'decimal', precision: 18, scale: 3 }, fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }).map(value => formatValue(value, { name: 'decimal', precision: 18, scale: 3 }) ?? '')],
  [{ name: 'decimal', precision: 38, scale: 0 }, fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }).map(String)],
  [simple('boolean'), fc.constantFrom('true', 'false')],
  [simple('date'), fc.integer({ min: MIN_DATE, max: MAX_DATE }).map(value => formatValue(value, simple('date')) ?? '')],
  [simple('datetime'), fc.bigInt({ min: MIN_DATETIME, max: MAX_DATETIME }).map(value => formatValue(value, simple('datetime')) ?? '')],
  [simple('timestamp'), fc.bigInt({ min: MIN_DATETIME, max: MAX_DATETIME }).map(value => formatValue(value, simple('timestamp')) ?? '')],
  [simple('time'), fc.bigInt({ min: 0n, max: 86_399_999_999n }).map(value => formatValue(value, simple('time')) ?? '')],
]
const COLUMNS = cellsOf.map(([type], i): SourceColumn => ({ name: `c${i}`, type }))
const row = fc.tuple(...cellsOf.map(([, cell]) => fc.option(cell)))

describe.each(FORMATS)('%s', (_, writer, reader) => {
  test('what is written is read, types and all', async () => {
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 20 }), async rows => {
      const { types, rows: found } = await collect(reader, await write(writer, COLUMNS, rows), {})
      expect(types).toEqual(COLUMNS.map(({ name, type }) => `${name}: ${formatType(type)}`))
      expect(found).toEqual(rows)
    }), { numRuns: 60 })
  })

  test('half a surrogate pair is U+FFFD', async () => {
    expect((await collect(reader, await write(writer, [{ name: 's', type: simple('string') }], [['a\uD800b'], ['\uDC00']]), {})).rows).toEqual([['a\uFFFDb'], ['\uFFFD']])
  })

  test('texts as people write them are values', async () => {
    const columns = (['integer', 'number', 'boolean', 'date', 'datetime', 'timestamp', 'time'] as const).map((name): SourceColumn => ({ name, type: simple(name) }))
    const written = await write(writer, columns, [[' +007 ', '1.50', 'TRUE', ' 2020-02-29', '2020-02-29 01:02', '2020-02-29T01:02:03+01:30', '01:02']])
    expect((await collect(reader, written, {})).rows).toEqual([['7', '1.5', 'true', '2020-02-29', '2020-02-29T01:02:00', '2020-02-28T23:32:03Z', '01:02:00']])
  })

  test('JSON and arrays are texts', async () => {
    const { types, rows } = await collect(reader, await write(writer, [{ name: 'j', type: simple('json') }, { name: 'a', type: simple('array') }], [['{"a":1}', '[1]'], [null, null]]), {})
    expect([types, rows]).toEqual([['j: string', 'a: string'], [['{"a":1}', '[1]'], [null, null]]])
  })

  test('rows that are short have nulls at their end', async () => {
    expect((await collect(reader, await write(writer, COLUMNS.slice(0, 2), [['a'], []]), {})).rows).toEqual([['a', null], [null, null]])
  })

  test.each([['integer', '1.5'], ['integer', '9223372036854775808'], ['number', 'abc'], ['boolean', 'yes'], ['date', '2020-02-30'], ['date', '+12345-01-01'], ['datetime', '2020-01-01T00:00:00.000000001'], ['timestamp', '2020-01-01T00:00:00'], ['time', '24:00:00']] as const)(
    'what is no %s is refused: %s', async (name, text) => {
      await expect(write(writer, [{ name: 'v', type: simple(name) }], [[null], [text]])).rejects.toMatchObject({ code: 'not_of_type', details: { row: 2, column: 'v' } })
    })

  test('many rows, in several batches', async () => {
    const rows = Array.from({ length: 150_000 }, (_, i): Row => [String(i), i % 3 === 0 ? null : `text ${i}`])
    const written = await joined(writer([{ name: 'i', type: simple('integer') }, { name: 's', type: simple('string') }], inBatches(rows, 1000)))
    const { rows: found } = await collect(reader, written, {})
    expect(found).toHaveLength(rows.length)
    expect(found.every((cells, i) => cells[0] === rows[i]?.[0] && cells[1] === rows[i]?.[1])).toBe(true)
  })

  test('no rows', async () => {
    const { types, rows } = await collect(reader, await write(writer, COLUMNS, []), {})
    expect([types.length, rows]).toEqual([COLUMNS.length, []])
  })
})

test('DuckDB reads the Parquet file: types, values, row groups and their statistics', async () => {
  const path = join(folder, 'file.parquet')
  const rows = Array.from({ length: 130_000 }, (_, i): Row => [`t${i % 10}`, String(i - 5), i % 2 === 0 ? null : `${i}.5`, '-1.250', '12345678901234567890123456789012345678', 'true', '2020-02-29', '0001-01-01T00:00:00.000001', '2020-01-01T00:00:00Z', '23:59:59.999999'])
  writeFileSync(path, await joined(writeParquet(COLUMNS, inBatches(rows, 5000))))
  const { columns, types } = await duckdb.connection().runAndReadAll(`describe select * from '${path}'`).then(found => ({ columns: found.getColumns()[0], types: found.getColumns()[1] }))
  expect(columns).toEqual(COLUMNS.map(({ name }) => name))
  expect(types).toEqual(['VARCHAR', 'BIGINT', 'DOUBLE', 'DECIMAL(18,3)', 'DECIMAL(38,0)', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', 'TIME'])
  const sums = await duckdb.connection().runAndReadAll(`select count(*)::varchar, sum(c1)::varchar, sum(c2)::varchar, min(c3)::varchar, max(c4)::varchar, min(c7)::varchar, min(c8)::varchar, min(c9)::varchar from '${path}'`)
  expect(sums.getRows()).toEqual([['130000', String(65_000 * 129_999 - 650_000), `${65_000 * 65_000 + 32_500}.0`, '-1.250', '12345678901234567890123456789012345678', '0001-01-01 00:00:00.000001', '2020-01-01 00:00:00+00', '23:59:59.999999']])
  const groups = await duckdb.connection().runAndReadAll(`select row_group_num_rows, stats_min_value, compression from parquet_metadata('${path}') where path_in_schema = 'c1' order by row_group_id`)
  expect(groups.getRows()).toEqual([[122_880n, '-5', 'SNAPPY'], [7_120n, '122875', 'SNAPPY']])
})

test('the reference library reads the Arrow file', async () => {
  const rows: readonly Row[] = [['\uFEFFä', '-9223372036854775808', '0.1', '1.250', '-1', 'true', '2020-02-29', '2020-01-01T00:00:00.000001', '2020-01-01T00:00:00Z', '23:59:59'], COLUMNS.map(() => null)]
  const table = tableFromIPC(await write(writeArrow, COLUMNS, rows))
  expect(table.schema.fields.map(({ type }) => String(type))).toEqual(['Utf8', 'Int64', 'Float64', 'Decimal[18e+3]', 'Decimal[38e0]', 'Bool', 'Date32<DAY>', 'Timestamp<MICROSECOND>', 'Timestamp<MICROSECOND, UTC>', 'Time64<MICROSECOND>'])
  const [first, second] = table.toArray() as Record<string, unknown>[]
  expect([first?.c1, first?.c2, first?.c5]).toEqual([-(2n ** 63n), 0.1, true])
  expect(COLUMNS.map(({ name }) => second?.[name])).toEqual(COLUMNS.map(() => null))
})

describe('an Arrow stream as Parquet', () => {
  const toParquet = arrowToParquetWith(() => import('parquet-wasm/node'))

  test('in pieces of any size', async () => {
    const table = tableFromArrays({ i: Int32Array.from({ length: 1000 }, (_, i) => i), d: Float64Array.from({ length: 1000 }, (_, i) => i / 2) })
    const bytes = await RecordBatchStreamWriter.writeAll([...table.batches, ...table.batches]).toUint8Array()
    for (const size of [1, 7, 1000, bytes.length]) {
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
      }
      const { types, rows } = await collect(parquetReader, await joined(toParquet(pieces())), {})
      expect(types).toEqual(['i: integer', 'd: number'])
      expect([rows.length, rows[1999]]).toEqual([2000, ['999', '499.5']])
    }
  })

  test('goes out while it comes in', async () => {
    const table = tableFromArrays({ i: Int32Array.from({ length: 100_000 }, (_, i) => i) })
    let given = 0
    const stream = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of RecordBatchStreamWriter.writeAll(Array.from({ length: 8 }, () => table.batches[0]!))) {
        given++
        yield piece
      }
    }
    const pieces = toParquet(stream())
    await pieces.next()
    await pieces.next()
    const early = given
    for await (const _ of pieces);
    expect(early).toBeLessThan(given / 2)
  })
})
