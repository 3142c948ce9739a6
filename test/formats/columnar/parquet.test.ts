import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FixedSizeBinary, Field, makeData, RecordBatch, Schema, Struct, Table, tableToIPC } from 'apache-arrow'
import { Table as WasmTable, writeParquet as writeWithWasm } from 'parquet-wasm/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConnectorError } from '../../../engine/base/errors.ts'
import { isParquet } from '../../../engine/formats/columnar/index.ts'
import { i32, structIn, structs, structsIn, thriftBytes, ThriftReader, TYPE, withFields } from '../../../engine/formats/columnar/thrift.ts'
import { parquetReader, writeParquet } from '../../../engine/formats/node/parquet.ts'
import { useDuckDB } from '../../data/duckdb.ts'
import { threadsAtHand } from '../../support/threads.ts'
import { cellsOfLines } from '../../support/text-lines.ts'
import { collect, CollectingSink, columnOf, memorySource } from './collect.ts'
import { damagedCopies, readOrRefuse } from './damage.ts'

const duckdb = useDuckDB()
let folder: string
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'parquet-')) })
afterAll(() => rmSync(folder, { recursive: true }))

/** What DuckDB writes of a query. */
async function written(query: string, options = ''): Promise<Uint8Array> {
  const path = join(folder, 'file.parquet')
  await duckdb.connection().run(`copy (${query}) to '${path}' (format parquet${options})`)
  return new Uint8Array(readFileSync(path))
}

/** Read at once, which has to be as it is read in threads. */
async function read(bytes: Uint8Array, maxRecords?: number) {
  const found = await collect(parquetReader, bytes, { maxRecords })
  expect(await collect(parquetReader, bytes, { maxRecords, threads: threadsAtHand() })).toEqual(found)
  return found
}

const MANY = `select i::bigint as id, i * 1.5::double as d, (i / 3.0)::float as f, (i * 0.01)::decimal(18, 2) as dec, if(i % 7 = 0, null, 'é' || i) as name,
  i % 2 = 0 as b, date '2020-01-01' + (i % 3000)::int as day, timestamp '2020-01-01' + to_microseconds(i * 1000003) as ts from range(5000) r(i)`

test.each(['snappy', 'gzip', 'zstd', 'lz4_raw', 'brotli', 'uncompressed'])('codec %s', async codec => {
  const bytes = await written(MANY, `, codec '${codec}', row_group_size 2048`)
  expect(isParquet(bytes)).toBe(true)
  const { rows, types } = await read(bytes)
  expect(types).toEqual(['id: integer', 'd: number', 'f: number', 'dec: decimal(18,2)', 'name: string', 'b: boolean', 'day: date', 'ts: datetime'])
  expect(rows).toHaveLength(5000)
  expect(rows[7]).toEqual(['7', '10.5', '2.3333333', '0.07', null, 'false', '2020-01-08', '2020-01-01T00:00:07.000021'])
  expect(rows[4999]).toEqual(['4999', '7498.5', '1666.3334', '49.99', 'é4999', 'false', '2025-06-22', '2020-01-01T01:23:19.014997'])
  expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 5000 }, (_, i) => i))
})

const CELLS: readonly (readonly [sql: string, type: string, text: string | null])[] = [
  ['127::tinyint', 'integer', '127'], ['(-32768)::smallint', 'integer', '-32768'], ['(-2147483648)::integer', 'integer', '-2147483648'], ['(-9223372036854775808)::bigint', 'integer', '-9223372036854775808'],
  ['255::utinyint', 'integer', '255'], ['65535::usmallint', 'integer', '65535'], ['4294967295::uinteger', 'integer', '4294967295'],
  ['9223372036854775807::ubigint', 'integer', '9223372036854775807'], ['18446744073709551615::ubigint', 'decimal(20,0)', '18446744073709551615'],
  ['0.1::float', 'number', '0.1'], ['0.1::double', 'number', '0.1'], ["'nan'::double", 'number', 'NaN'], ["'-inf'::float", 'number', '-Infinity'], ['-0.0::double', 'number', '0'], ['1e300::double', 'number', '1e+300'],
  ['-12.5::decimal(4, 1)', 'decimal(4,1)', '-12.5'], ['1.5::decimal(9, 1)', 'decimal(9,1)', '1.5'], ["'-99999999999999999999999999999999.999999'::decimal(38, 6)", 'decimal(38,6)', '-99999999999999999999999999999999.999999'], ['0::decimal(18, 3)', 'decimal(18,3)', '0.000'],
  ['true', 'boolean', 'true'], ["chr(65279) || 'a'", 'string', '\uFEFFa'], ["''", 'string', ''], ["'😀'", 'string', '😀'], ["'a'::enum('a', 'b')", 'string', 'a'],
  ["date '0001-01-01'", 'date', '0001-01-01'], ["date '12345-01-31'", 'date', '+12345-01-31'], ["date '0044-03-15 (BC)'", 'date', '-0043-03-15'],
  ["timestamp '1900-01-01 00:00:00.000001'", 'datetime', '1900-01-01T00:00:00.000001'], ["timestamptz '2020-06-01 12:00:00+02'", 'timestamp', '2020-06-01T10:00:00Z'], ["timestamptz '9999-12-31 23:59:59.999999+00'", 'timestamp', '9999-12-31T23:59:59.999999Z'],
  ["timestamp_s '2020-01-01 00:00:01'", 'datetime', '2020-01-01T00:00:01'], ["timestamp_ms '2020-01-01 00:00:00.5'", 'datetime', '2020-01-01T00:00:00.5'],
  ["timestamp_ns '2020-01-01 00:00:00.000001'", 'datetime', '2020-01-01T00:00:00.000001'], ["timestamp_ns '2020-01-01 00:00:00.000000001'", 'string', '2020-01-01T00:00:00.000000001'],
  ["time '23:59:59.999999'", 'time', '23:59:59.999999'], ["uuid '00112233-4455-6677-8899-aabbccddeeff'", 'string', '00112233-4455-6677-8899-aabbccddeeff'],
  ["'\\x00\\xFF'::blob", 'string', '\\x00ff'], ['interval 14 months + interval 3 days + interval 1500 milliseconds', 'string', 'P1Y2M3DT1.5S'],
  ["'{\"a\": [1]}'::json", 'json', '{"a": [1]}'],
  ['[1, null, 3]', 'array', '[1,null,3]'], ['[]::int[]', 'array', '[]'], ['[[1], [], null]', 'array', '[[1],[],null]'],
  ["{'a': 1, 'b': {'c': 'x\"y'}}", 'json', '{"a":1,"b":{"c":"x\\"y"}}'], ["map(['k', 'l'], [1.5::double, null])", 'json', '{"k":1.5,"l":null}'], ['map([1], [date \'2020-01-01\'])', 'json', '{"1":"2020-01-01"}'],
  ["[{'u': uuid '00112233-4455-6677-8899-aabbccddeeff', 'n': 'nan'::double}]", 'array', '[{"u":"00112233-4455-6677-8899-aabbccddeeff","n":"NaN"}]'],
  ["{'d': 1.10::decimal(5, 2), 'b': 18446744073709551615::ubigint, 't': timestamptz '2020-01-01 00:00:00+00'}", 'json', '{"d":1.10,"b":18446744073709551615,"t":"2020-01-01T00:00:00Z"}'],
  ['null::varchar', 'string', null], ['null::int[]', 'array', null], ["null::struct(a int)", 'json', null], ['null::decimal(38, 2)', 'decimal(38,2)', null],
]

describe('types as DuckDB writes them', () => {
  test.each(CELLS)('%s is %s %s', async (sql, type, text) => {
    const { types, rows } = await read(await written(`select ${sql} as v`))
    expect([types, rows]).toEqual([[`v: ${type}`], [[text]]])
  })

  test('all in one file, among nulls', async () => {
    const columns = CELLS.map(([sql], i) => `if(i % 3 = 1, ${sql}, null) as c${i}`)
    const { types, rows } = await read(await written(`select ${columns.join(', ')} from range(4000) r(i)`, ', row_group_size 2048'))
    expect(types).toEqual(CELLS.map(([, type], i) => `c${i}: ${type}`))
    const texts = CELLS.map(([, , text]) => text)
    rows.forEach((row, i) => expect(row, `row ${i}`).toEqual(i % 3 === 1 ? texts : texts.map(() => null)))
  })

  test('what was done to values is said', async () => {
    const { notes } = await read(await written("select 'a'::blob as bytes, interval 1 day as span, timestamp_ns '2020-01-01 00:00:00.000000001' as fine, 1 as plain"))
    expect(notes).toHaveLength(3)
    expect(notes.join(' ')).toMatch(/"bytes".*hexadecimal.*"span".*ISO 8601.*"fine".*nine digits/)
  })
})

test('a time that is finer than the others, in a later row group, makes its column text from the first row on', async () => {
  const bytes = await written("select timestamp_ns '2020-01-01 00:00:00' + to_microseconds(i) as t, make_timestamp_ns(if(i = 9999, 1, 1000)) as fine, i from range(10000) r(i)", ', row_group_size 2048')
  const { types, rows } = await read(bytes)
  expect(types).toEqual(['t: datetime', 'fine: string', 'i: integer'])
  expect(rows).toHaveLength(10_000)
  expect([rows[0]?.[1], rows[9999]?.[1]]).toEqual(['1970-01-01T00:00:00.000001', '1970-01-01T00:00:00.000000001'])
})

/** Parquet's oldest times, as Spark and Impala write them: bytes of a fixed length whose type is then said to be INT96. */
function int96File(moments: readonly (readonly [nanos: bigint, day: number])[]): Uint8Array {
  const bytes = new Uint8Array(12 * moments.length)
  moments.forEach(([nanos, day], i) => {
    const view = new DataView(bytes.buffer, 12 * i)
    view.setBigInt64(0, nanos, true)
    view.setInt32(8, day, true)
  })
  const type = new FixedSizeBinary(12)
  const schema = new Schema([new Field('t', type, true)])
  const data = makeData({ type: new Struct(schema.fields), length: moments.length, children: [makeData({ type, length: moments.length, data: bytes })] })
  const file = writeWithWasm(WasmTable.fromIPCStream(tableToIPC(new Table([new RecordBatch(schema, data)]), 'stream')))
  const start = file.length - 8 - new DataView(file.buffer, file.byteOffset + file.length - 8).getUint32(0, true)
  const metadata = new ThriftReader(file.subarray(start, file.length - 8)).struct()
  const [root, leaf] = structsIn(metadata, 2)
  const groups = structsIn(metadata, 4).map(group => withFields(group, {
    1: structs(structsIn(group, 1).map(chunk => withFields(chunk, { 3: { type: TYPE.struct, value: withFields(structIn(chunk, 3)!, { 1: i32(3), 12: undefined }) } }))),
  }))
  const footer = thriftBytes(withFields(metadata, { 2: structs([root!, withFields(leaf!, { 1: i32(3), 2: undefined })]), 4: structs(groups), 5: undefined }))
  const length = new Uint8Array(new Uint32Array([footer.length]).buffer)
  return Uint8Array.from([...file.subarray(0, start), ...footer, ...length, ...new TextEncoder().encode('PAR1')])
}

test('INT96 keeps what nanoseconds since 1970 do not hold', async () => {
  const { types, rows } = await read(int96File([[0n, 2_440_588], [86_399_999_999_000n, 2_440_587], [1_000n, 1_721_426], [0n, 5_373_484]]))
  expect(types).toEqual(['t: datetime'])
  expect(rows.flat()).toEqual(['1970-01-01T00:00:00', '1969-12-31T23:59:59.999999', '0001-01-01T00:00:00.000001', '9999-12-31T00:00:00'])
  expect((await read(int96File([[1n, 2_440_588]]))).rows).toEqual([['1970-01-01T00:00:00.000000001']])
})

describe('reading no more than is wanted', () => {
  test('of rows', async () => {
    const bytes = await written('select i, hash(i) as h from range(100000) r(i)', ', row_group_size 10240')
    const source = memorySource(bytes)
    const sink = new CollectingSink()
    await parquetReader(source, { maxRecords: 5 }, sink)
    expect(sink.rows).toHaveLength(5)
    expect(source.bytesRead()).toBeLessThan(bytes.length / 4)
    // A sink that has enough is given no more than the stretch of rows that is under way.
    const satisfied = new CollectingSink(7)
    await parquetReader(memorySource(bytes), {}, satisfied)
    expect(satisfied.rows.length).toBeGreaterThanOrEqual(7)
    expect(satisfied.rows.length).toBeLessThan(10_240)
  })

  test('a signal stops it', async () => {
    const bytes = await written('select i from range(50000) r(i)')
    await expect(parquetReader(memorySource(bytes), {}, new CollectingSink(), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  })

  test('a large row group is unpacked in slices', async () => {
    const bytes = await written("select i, repeat(chr(97 + (i % 26)::int), 900) || i as s, [i, i + 1] as l from range(200000) r(i)", ', row_group_size 300000')
    let rows = 0
    // Too many to be kept.
    const sink = new class extends CollectingSink {
      override linesOfText(bytes: Uint8Array, length: number, _line: number, count: number): void {
        const lines = cellsOfLines(bytes, length)
        expect(lines.map(([i]) => i)).toEqual(Array.from({ length: count }, (_, at) => String(rows + at)))
        rows += count
      }
    }()
    await parquetReader(memorySource(bytes), {}, sink)
    expect(rows).toBe(200_000)
  })
})

test('a table of no rows has its columns', async () => {
  const { types, rows } = await read(await written("select 1 as a, 'x' as b where false"))
  expect([types, rows]).toEqual([['a: integer', 'b: string'], []])
})

describe('what cannot be read is said', () => {
  const refusal = async (bytes: Uint8Array): Promise<ConnectorError> => {
    const result = await readOrRefuse(parquetReader, bytes, {})
    if (!(result instanceof ConnectorError)) throw new Error('it was read')
    return result
  }

  test('a file that was cut off, anywhere', async () => {
    const bytes = await written(MANY)
    for (const end of [4, 11, 12, 100, bytes.length >> 1, bytes.length - 9, bytes.length - 1]) expect((await refusal(bytes.subarray(0, end))).code).toBe('damaged_file')
  })

  test('a changed page, and where', async () => {
    const bytes = await written(MANY, ", codec 'zstd', row_group_size 2048")
    bytes.fill(0xaa, 20, 60)
    expect((await refusal(bytes)).message).toMatch(/^file is damaged in row group 1 of 3: /)
  })

  test('encryption', async () => {
    const bytes = await written('select 1 as a')
    bytes.set(new TextEncoder().encode('PARE'), bytes.length - 4)
    expect((await refusal(bytes)).message).toBe('file is encrypted')
  })

  test('changed bytes: a table or a refusal, and sound files are read after it', async () => {
    const bytes = await written(`select ${CELLS.map(([sql], i) => `${sql} as c${i}`).join(', ')}, i from range(50) r(i)`)
    let refused = 0
    for (const copy of damagedCopies(bytes, 400, 7, 6000)) if (await readOrRefuse(parquetReader, copy, {}) instanceof ConnectorError) refused++
    expect(refused).toBeGreaterThan(100)
    expect((await read(bytes)).rows).toHaveLength(50)
  }, 60_000)

  test('random bytes behind the magic', async () => {
    for (const noise of damagedCopies(new Uint8Array(600), 200, 3)) {
      const bytes = Uint8Array.from([...new TextEncoder().encode('PAR1'), ...noise, 80, 1, 0, 0, ...new TextEncoder().encode('PAR1')])
      expect(await readOrRefuse(parquetReader, bytes, {})).toBeInstanceOf(ConnectorError)
    }
  })
})

test('columns stand in the order of the file, by whatever name', async () => {
  const result = await read(await written('select 1 as "a,b", 2 as "A B", 3 as "ä"'))
  expect(result.types).toEqual(['a,b: integer', 'A B: integer', 'ä: integer'])
  expect(columnOf(result, 'A B')).toEqual(['2'])
})

test('what is written may be transferred away piece by piece', async () => {
  const rows = (async function* () { yield await Promise.resolve([['1', 'a'], ['2', 'b']]) })()
  const columns = [{ name: 'id', type: { name: 'integer' as const } }, { name: 'name', type: { name: 'string' as const } }]
  const pieces: Uint8Array[] = []
  for await (const piece of writeParquet(columns, rows)) pieces.push(structuredClone(piece, { transfer: [piece.buffer as ArrayBuffer] }))
  const bytes = Buffer.concat(pieces)
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  const again = await collect(parquetReader, new Uint8Array(bytes), {})
  expect(again.rows).toEqual([['1', 'a'], ['2', 'b']])
})
