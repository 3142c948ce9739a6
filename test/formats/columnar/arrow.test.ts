import {
  Bool, DateDay, DateMillisecond, Decimal, Dictionary, DurationMillisecond, Field, FixedSizeBinary, FixedSizeList, Float16, Float32, Float64, Int16, Int32, Int64, Int8, IntervalDayTime, LargeUtf8,
  List, makeBuilder, makeData, Map_, Null, RecordBatch, RecordBatchStreamWriter, Schema, SparseUnion, Struct, Table, tableToIPC, TimeMicrosecond, TimeMillisecond, TimeNanosecond,
  TimestampMicrosecond, TimestampMillisecond, TimestampNanosecond, TimestampSecond, Uint32, Uint64, Uint8, Utf8, Vector, vectorFromArray, type DataType,
} from 'apache-arrow'
import lz4 from 'lz4js'
import { describe, expect, test } from 'vitest'
import { ConnectorError } from '../../../engine/base/errors.ts'
import { arrowReader, isArrow } from '../../../engine/formats/columnar/index.ts'
import { ascii, batch, concat, END, INT32, ints, longs, message, NONE, schemaMessage, stream, UTF8 } from './arrow-samples.ts'
import { collect, CollectingSink, memorySource } from './collect.ts'
import { damagedCopies, readOrRefuse } from './damage.ts'

const read = (bytes: Uint8Array, maxRecords?: number) => collect(arrowReader, bytes, { maxRecords })

async function refusal(bytes: Uint8Array): Promise<ConnectorError> {
  const result = await readOrRefuse(arrowReader, bytes, {})
  if (!(result instanceof ConnectorError)) throw new Error('it was read')
  return result
}

/** One column of values as a file of two batches. */
function fileOf(vectors: Record<string, Vector>, kind: 'file' | 'stream' = 'file'): Uint8Array {
  return tableToIPC(new Table(vectors), kind)
}

/** A column of bytes as they are. */
const raw = (type: DataType, data: ArrayBufferView, length: number): Vector => new Vector([makeData({ type, length, nullCount: 0, data } as never)])

const CASES: readonly (readonly [name: string, column: Vector, type: string, texts: readonly (string | null)[]])[] = [
  ['int8', vectorFromArray([-128, null, 127], new Int8()), 'integer', ['-128', null, '127']],
  ['uint8', vectorFromArray([255], new Uint8()), 'integer', ['255']],
  ['int16', vectorFromArray([-32768], new Int16()), 'integer', ['-32768']],
  ['uint32', vectorFromArray([4294967295], new Uint32()), 'integer', ['4294967295']],
  ['int64', vectorFromArray([-(2n ** 63n), 2n ** 53n, -(2n ** 53n) - 1n, -1n, null], new Int64()), 'integer', ['-9223372036854775808', '9007199254740992', '-9007199254740993', '-1', null]],
  ['uint64 of signed size', vectorFromArray([2n ** 63n - 1n, 0n], new Uint64()), 'integer', ['9223372036854775807', '0']],
  ['uint64', vectorFromArray([2n ** 64n - 1n, 1n], new Uint64()), 'decimal(20,0)', ['18446744073709551615', '1']],
  ['float16', raw(new Float16(), Uint16Array.of(0x2e66, 0x3c00), 2), 'number', ['0.1', '1']],
  ['float32', vectorFromArray([0.1, -0, NaN], new Float32()), 'number', ['0.1', '0', 'NaN']],
  ['float64', vectorFromArray([0.1, 1e21, -Infinity], new Float64()), 'number', ['0.1', '1e+21', '-Infinity']],
  ['bool', vectorFromArray([true, null, false], new Bool()), 'boolean', ['true', null, 'false']],
  ['utf8', vectorFromArray(['', '\uFEFFa', null, 'é😀', 'x'], new Utf8()), 'string', ['', '\uFEFFa', null, 'é😀', 'x']],
  ['large utf8', vectorFromArray(['a', 'ßb'], new LargeUtf8()), 'string', ['a', 'ßb']],
  ['fixed bytes', raw(new FixedSizeBinary(2), Uint8Array.of(0, 255, 1, 2), 2), 'string', ['\\x00ff', '\\x0102']],
  ['date of days', raw(new DateDay(), Int32Array.of(0, -719162, 3000000), 3), 'date', ['1970-01-01', '0001-01-01', '+10183-09-21']],
  ['date of milliseconds', raw(new DateMillisecond(), BigInt64Array.of(86400000n, -1n), 2), 'date', ['1970-01-02', '1969-12-31T23:59:59.999']],
  ['seconds', raw(new TimestampSecond(), BigInt64Array.of(-1n), 1), 'datetime', ['1969-12-31T23:59:59']],
  ['milliseconds with a zone', raw(new TimestampMillisecond('Europe/Paris'), BigInt64Array.of(1n), 1), 'timestamp', ['1970-01-01T00:00:00.001Z']],
  ['microseconds', raw(new TimestampMicrosecond(), BigInt64Array.of(253402300799999999n), 1), 'datetime', ['9999-12-31T23:59:59.999999']],
  ['nanoseconds that are microseconds', raw(new TimestampNanosecond(), BigInt64Array.of(-1000n), 1), 'datetime', ['1969-12-31T23:59:59.999999']],
  ['nanoseconds', raw(new TimestampNanosecond('UTC'), BigInt64Array.of(-1000n, 1n), 2), 'string', ['1969-12-31T23:59:59.999999Z', '1970-01-01T00:00:00.000000001Z']],
  ['time of milliseconds', raw(new TimeMillisecond(), Int32Array.of(86399999), 1), 'time', ['23:59:59.999']],
  ['time of microseconds', raw(new TimeMicrosecond(), BigInt64Array.of(1n), 1), 'time', ['00:00:00.000001']],
  ['time of nanoseconds', raw(new TimeNanosecond(), BigInt64Array.of(1n), 1), 'string', ['00:00:00.000000001']],
  ['decimal', raw(new Decimal(2, 30), BigInt64Array.of(-12345n, -1n, 0n, 1n), 2), 'decimal(30,2)', ['-123.45', '184467440737095516.16']],
  ['decimal without a fraction', raw(new Decimal(-2, 5), BigInt64Array.of(7n, 0n), 1), 'decimal(7,0)', ['700']],
  ['duration', raw(new DurationMillisecond(), BigInt64Array.of(1500n), 1), 'string', ['PT1.5S']],
  ['interval', raw(new IntervalDayTime(), Int32Array.of(2, 500), 1), 'string', ['P2DT0.5S']],
  ['dictionary', vectorFromArray(['a', null, 'b', 'a'], new Dictionary(new Utf8(), new Int32())), 'string', ['a', null, 'b', 'a']],
  ['list', vectorFromArray([[1, null], null, []], new List(new Field('item', new Int32(), true))), 'array', ['[1,null]', null, '[]']],
  ['list of texts', vectorFromArray([['"é'], ['a', 'b']], new List(new Field('item', new Utf8(), true))), 'array', ['["\\"é"]', '["a","b"]']],
  ['fixed list', vectorFromArray([[1, 2], [3, 4]], new FixedSizeList(2, new Field('item', new Int32(), true))), 'array', ['[1,2]', '[3,4]']],
  ['struct', vectorFromArray([{ a: 1, b: null }, null], new Struct([new Field('a', new Float64(), true), new Field('b', new Utf8(), true)])), 'json', ['{"a":1,"b":null}', null]],
  ['nothing', new Vector([makeData({ type: new Null(), length: 2 })]), 'string', [null, null]],
]

describe.each(['file', 'stream'] as const)('types as the reference library writes them to a %s', kind => {
  test.each(CASES)('%s', async (_, column, type, texts) => {
    const bytes = fileOf({ v: column }, kind)
    expect(isArrow(bytes)).toBe(true)
    const { types, rows } = await read(bytes)
    expect(types).toEqual([`v: ${type}`])
    expect(rows.flat()).toEqual(texts)
  })
})

test('maps: keys are names, and pairs where a key comes twice', async () => {
  const type = new Map_<Utf8, Int32>(new Field('entries', new Struct([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)]), false) as never)
  const builder = makeBuilder({ type, nullValues: [null] })
  for (const value of [new Map([['a', 1], ['b', 2]]), null, new Map()]) builder.append(value as never)
  const { rows } = await read(fileOf({ m: builder.finish().toVector() }))
  expect(rows.flat()).toEqual(['{"a":1,"b":2}', null, '{}'])
  const child = (name: string, type: object): object => ({ 0: { text: name }, 5: { tables: [] }, ...type })
  const twice = stream(1, [{
    field: { 2: { byte: 17 }, 3: { table: {} }, 5: { tables: [{ 0: { text: 'entries' }, 2: { byte: 13 }, 3: { table: {} }, 5: { tables: [child('key', INT32), child('value', INT32)] as never } }] } },
    nodes: [[1, 0], [2, 0], [2, 0], [2, 0]], buffers: [NONE, ints(0, 2), NONE, NONE, ints(7, 7), NONE, ints(1, 2)],
  }])
  expect((await read(twice)).rows).toEqual([['[{"key":7,"value":1},{"key":7,"value":2}]']])
})

describe('types that are put together by hand', () => {
  test('texts and bytes in views', async () => {
    const long = 'longer than twelve bytes'
    const views = new Uint8Array(48)
    const view = new DataView(views.buffer)
    view.setInt32(0, 3, true)
    views.set(ascii('abc'), 4)
    view.setInt32(16, long.length, true)
    views.set(ascii(long.slice(0, 4)), 20)
    view.setInt32(24, 0, true)
    view.setInt32(28, 2, true)
    const column = { nodes: [[3, 1]] as const, buffers: [Uint8Array.of(3), views, ascii(`--${long}`)], variadic: [1] }
    const { rows, types } = await read(stream(3, [{ field: { 2: { byte: 24 }, 3: { table: {} } }, ...column }, { field: { 2: { byte: 23 }, 3: { table: {} } }, ...column }]))
    expect(types).toEqual(['c0: string', 'c1: string'])
    expect(rows).toEqual([['abc', '\\x616263'], [long, `\\x${Buffer.from(long).toString('hex')}`], [null, null]])
  })

  test('runs', async () => {
    const { rows, types } = await read(stream(5, [{
      field: { 2: { byte: 22 }, 3: { table: {} }, 5: { tables: [{ 0: { text: 'ends' }, 5: { tables: [] }, ...INT32 }, { 0: { text: 'values' }, 5: { tables: [] }, ...UTF8 }] } },
      nodes: [[5, 0], [3, 0], [3, 1]], buffers: [NONE, ints(1, 4, 5), Uint8Array.of(5), ints(0, 1, 1, 2), ascii('ab')],
    }]))
    expect([types, rows.flat()]).toEqual([['c0: string'], ['a', null, null, null, 'b']])
  })

  test('unions, dense', async () => {
    const field = { 2: { byte: 14 }, 3: { table: { 0: { short: 1 } } }, 5: { tables: [{ 0: { text: 'i' }, 5: { tables: [] }, ...INT32 }, { 0: { text: 's' }, 5: { tables: [] }, ...UTF8 }] } }
    const { rows, types } = await read(stream(3, [{ field, nodes: [[3, 0], [2, 1], [1, 0]], buffers: [Uint8Array.of(0, 1, 0), ints(0, 0, 1), Uint8Array.of(1), ints(7, 0), NONE, ints(0, 1), ascii('x')] }]))
    expect([types, rows.flat()]).toEqual([['c0: json'], ['7', '"x"', 'null']])
  })

  test('a UUID and a JSON document, told by their extensions', async () => {
    const extension = (name: string): object => ({ 6: { tables: [{ 0: { text: 'ARROW:extension:name' }, 1: { text: name } }] } })
    const { rows, types } = await read(stream(1, [
      { field: { 2: { byte: 15 }, 3: { table: { 0: { int: 16 } } }, ...extension('arrow.uuid') }, nodes: [[1, 0]], buffers: [NONE, new Uint8Array(16).fill(0xab)] },
      { field: { ...UTF8, ...extension('arrow.json') }, nodes: [[1, 0]], buffers: [NONE, ints(0, 2), ascii('{}')] },
    ]))
    expect([types, rows]).toEqual([['c0: string', 'c1: json'], [['abababab-abab-abab-abab-abababababab', '{}']]])
  })

  test('texts that are no UTF-8, and one that begins within a character of the other', async () => {
    const { rows } = await read(stream(4, [{ field: UTF8, nodes: [[4, 0]], buffers: [NONE, ints(0, 1, 2, 4, 6), Uint8Array.of(0xff, 0x61, 0xc3, 0xa9, 0xc3, 0xa9)] }]))
    expect(rows.flat()).toEqual(['\uFFFD', 'a', 'é', 'é'])
    const split = await read(stream(2, [{ field: UTF8, nodes: [[2, 0]], buffers: [NONE, ints(0, 1, 2), Uint8Array.of(0xc3, 0xa9)] }]))
    expect(split.rows.flat()).toEqual(['\uFFFD', '\uFFFD'])
  })
})

test('sparse unions of the reference library', async () => {
  const fields = [new Field('0', new Int32(), true), new Field('1', new Utf8(), true)]
  const type = new SparseUnion([0, 1], fields)
  const children = [vectorFromArray([1, 2], new Int32()).data[0]!, vectorFromArray(['a', 'b'], new Utf8()).data[0]!]
  const column = new Vector([makeData({ type, length: 2, nullCount: 0, typeIds: Int8Array.of(0, 1), children } as never)])
  expect((await read(fileOf({ u: column }))).rows.flat()).toEqual(['1', '"b"'])
})

describe('packed bodies', () => {
  const text = 'abc'.repeat(500)
  const columns = [{ field: INT32, nodes: [[2, 1]] as const, buffers: [Uint8Array.of(1), ints(5, 6)] }, { field: UTF8, nodes: [[2, 0]] as const, buffers: [NONE, ints(0, text.length, text.length), ascii(text)] }]
  const withSize = (bytes: Uint8Array, packed: Uint8Array): Uint8Array => concat([longs([bytes.length]), packed])
  const lz4Packed = (bytes: Uint8Array): Uint8Array => withSize(bytes, Uint8Array.from(lz4.compress(bytes)))
  /** Zstandard without any packing: a frame that says its size, and one block of bytes as they are. */
  const zstdPacked = (bytes: Uint8Array): Uint8Array =>
    withSize(bytes, concat([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0), new Uint8Array(Uint32Array.of(bytes.length).buffer), new Uint8Array(Uint32Array.of((bytes.length << 3) | 1).buffer).subarray(0, 3), bytes]))
  const stored = (bytes: Uint8Array): Uint8Array => concat([longs([-1]), bytes])

  test.each([['LZ4', 0, lz4Packed], ['Zstandard', 1, zstdPacked], ['neither', 0, stored]] as const)('%s', async (_, codec, pack) => {
    expect((await read(stream(2, columns, codec, pack))).rows).toEqual([['5', text], [null, '']])
  })

  test('what unpacks to another size, or to too much, is damage', async () => {
    expect((await refusal(stream(2, columns, 0, bytes => concat([longs([bytes.length + 1]), lz4Packed(bytes).subarray(8)])))).message).toMatch(/LZ4 data ends after/)
    expect((await refusal(stream(2, columns, 0, bytes => concat([longs([2 ** 40]), lz4Packed(bytes).subarray(8)])))).message).toMatch(/unpacks to 1099511627776 bytes/)
    expect((await refusal(stream(2, columns, 7, stored))).message).toMatch(/codec number 7/)
  })
})

describe('dictionaries', () => {
  const field = { ...UTF8, 4: { table: { 0: { long: 3n }, 1: { table: { 0: { int: 32 }, 1: { byte: 1 } } } } } }
  const values = (...texts: string[]) => ({ nodes: [[texts.length, 0]] as const, buffers: [NONE, ints(0, ...texts.map((_, i) => texts.slice(0, i + 1).join('').length)), ascii(texts.join(''))] })
  const dictionary = (isDelta: boolean, ...texts: string[]): Uint8Array => {
    const { header, body } = batch(texts.length, [values(...texts)])
    return message(2, { 0: { long: 3n }, 1: { table: header }, 2: { byte: isDelta ? 1 : 0 } }, body)
  }
  const rows = (...indices: number[]): Uint8Array => {
    const { header, body } = batch(indices.length, [{ nodes: [[indices.length, 0]], buffers: [NONE, ints(...indices)] }])
    return message(3, header, body)
  }
  const schema = schemaMessage([{ 0: { text: 'd' }, 5: { tables: [] }, ...field }])

  test('grow, and are replaced', async () => {
    const bytes = concat([schema, dictionary(false, 'a', 'b'), rows(0, 1), dictionary(true, 'c', 'd'), rows(3, 0, 2), dictionary(false, 'z'), rows(0), END])
    expect((await read(bytes)).rows.flat()).toEqual(['a', 'b', 'd', 'a', 'c', 'z'])
  })

  test('an index of no value is damage', async () => {
    expect((await refusal(concat([schema, dictionary(false, 'a'), rows(1), END]))).message).toMatch(/index leads to value 1/)
    expect((await refusal(concat([schema, rows(0), END]))).message).toMatch(/index leads to value 0/)
  })
})

describe('batches', () => {
  const batches = (count: number): Table => new Table(Array.from({ length: count }, (_, i) => {
    const schema = new Schema([new Field('i', new Int32(), true), new Field('t', new TimestampNanosecond(), true)])
    const children = [makeData({ type: new Int32(), length: 3, data: Int32Array.of(3 * i, 3 * i + 1, 3 * i + 2) }), makeData({ type: new TimestampNanosecond(), length: 3, data: BigInt64Array.of(1000n, 2000n, BigInt(i === 9 ? 1 : 3000)) } as never)]
    return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 3, children }))
  }))

  test('follow one another; a finer time in a late one makes its column text from the first row on', async () => {
    const { types, rows } = await read(tableToIPC(batches(10), 'file'))
    expect(types).toEqual(['i: integer', 't: string'])
    expect(rows.map(([i]) => i)).toEqual(Array.from({ length: 30 }, (_, i) => String(i)))
    expect((await read(tableToIPC(batches(9), 'stream'))).types).toEqual(['i: integer', 't: datetime'])
    expect((await read(tableToIPC(batches(10), 'file'), 4)).rows).toHaveLength(4)
  })

  test('a large one is read in full', async () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => i % 3 === 0 ? null : `${'é'.repeat(i % 5)}${i}`)
    expect((await read(fileOf({ s: vectorFromArray(texts, new Utf8()) }))).rows.flat()).toEqual(texts)
  })

  test('one of more text than is decoded at once', async () => {
    const texts = Array.from({ length: 9000 }, (_, i) => `${i} `.repeat(500))
    expect((await read(fileOf({ s: vectorFromArray(texts, new Utf8()) }))).rows.flat()).toEqual(texts)
  })

  test('none at all', async () => {
    expect((await read(tableToIPC(batches(1).slice(0, 0), 'file'))).rows).toEqual([])
  })

  test('a reader that wants no more reads no more', async () => {
    const bytes = await RecordBatchStreamWriter.writeAll(batches(2000)).toUint8Array()
    const source = memorySource(concat([bytes.subarray(0, bytes.length)]))
    const sink = new CollectingSink(5)
    await arrowReader(source, {}, sink)
    expect(sink.rows.length).toBeGreaterThanOrEqual(5)
    expect(sink.rows.length).toBeLessThan(2000)
  })
})

describe('what cannot be read is said', () => {
  const table = new Table({ i: vectorFromArray([1, 2, 3], new Int32()), s: vectorFromArray(['a', 'é', null], new Utf8()), l: vectorFromArray([[1], [2, 3], null], new List(new Field('item', new Int32(), true))) })

  test('Feather 1', async () => {
    const bytes = ascii('FEA1 and the rest')
    expect(isArrow(bytes)).toBe(true)
    expect((await refusal(bytes)).message).toBe('file is a Feather file of version 1, which is not read')
  })

  test('big-endian numbers, old versions, no columns', async () => {
    expect((await refusal(concat([schemaMessage([{ 0: { text: 'a' }, 5: { tables: [] }, ...INT32 }], 1), END]))).message).toMatch(/big-endian/)
    expect((await refusal(concat([message(1, { 1: { tables: [] } }, NONE, 2), END]))).message).toMatch(/before 0\.8/)
    expect((await refusal(concat([schemaMessage([]), END]))).code).toBe('no_columns')
  })

  test('a file that was cut off, anywhere', async () => {
    const bytes = tableToIPC(table, 'file')
    for (let end = 8; end < bytes.length; end += 7) expect((await refusal(bytes.subarray(0, end))).code).toBe('damaged_file')
  })

  test('a stream that was cut off: within a message it is damage, between two nobody can tell, which is said', async () => {
    const bytes = tableToIPC(table, 'stream')
    expect((await read(bytes)).notes).toEqual([])
    const cut = await read(bytes.subarray(0, bytes.length - END.length))
    expect(cut.rows).toHaveLength(3)
    expect(cut.notes.join()).toMatch(/without the mark/)
    for (let end = 16; end < bytes.length - END.length; end += 5) {
      const result = await readOrRefuse(arrowReader, bytes.subarray(0, end), {})
      expect(result instanceof ConnectorError || result.rows.length === 0).toBe(true)
    }
  })

  test('bytes behind the end of a stream', async () => {
    expect((await refusal(concat([tableToIPC(table, 'stream'), tableToIPC(table, 'stream')]))).message).toMatch(/goes on for \d+ bytes after the end/)
  })

  test('changed bytes: a table or a refusal', async () => {
    for (const kind of ['file', 'stream'] as const) {
      const bytes = tableToIPC(new Table(Object.fromEntries(CASES.filter(([, column]) => column.length === 3).map(([name, column]) => [name, column]))), kind)
      let refused = 0
      for (const copy of damagedCopies(bytes, 400, 5)) if (await readOrRefuse(arrowReader, copy, {}) instanceof ConnectorError) refused++
      expect(refused).toBeGreaterThan(50)
    }
  }, 60_000)

  test('random bytes behind the magic', async () => {
    for (const noise of damagedCopies(new Uint8Array(600), 200, 3)) {
      expect(await readOrRefuse(arrowReader, concat([ascii('ARROW1\0\0'), noise, Uint8Array.of(80, 1, 0, 0), ascii('ARROW1')]), {})).toBeInstanceOf(ConnectorError)
      expect(await readOrRefuse(arrowReader, concat([Uint8Array.of(0xff, 0xff, 0xff, 0xff, 64, 0, 0, 0), noise]), {})).toBeInstanceOf(ConnectorError)
    }
  })
})

test('other files are none', () => {
  for (const bytes of [NONE, ascii('ARROW'), ascii('PAR1aaaaaaaaaaaaaaaaaaaa'), new Uint8Array(40), new Uint8Array(40).fill(0xff)]) expect(isArrow(bytes)).toBe(false)
})
