import { once } from 'node:events'
import { deflateRawSync, deflateSync } from 'node:zlib'
import avsc from 'avsc'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConnectorError } from '../../../engine/base/errors.ts'
import { avroReader as portableReader, isAvro, writeAvro } from '../../../engine/formats/avro/index.ts'
import { avroReader } from '../../../engine/formats/node/avro.ts'
import { crc32 } from '../../../engine/formats/compression/checksums.ts'
import { collect, CollectingSink, memorySource } from '../columnar/collect.ts'
import { threadsAtHand } from '../../support/threads.ts'
import { damagedCopies, readOrRefuse } from '../columnar/damage.ts'

type Pack = (bytes: Buffer) => Buffer

interface ContainerOptions {
  readonly codec?: string
  readonly pack?: Pack
  readonly recordsABlock?: number
}

/** Records as the reference library encodes them, in a container with the whole of the schema, of which that library would keep only what it knows. */
function container(schema: unknown, records: readonly unknown[], { codec = 'null', pack = bytes => bytes, recordsABlock = 100 }: ContainerOptions = {}): Uint8Array {
  const type = avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true })
  const blocks: number[][] = []
  for (let i = 0; i < records.length; i += recordsABlock) {
    const some = records.slice(i, i + recordsABlock)
    blocks.push(blockOf(some.length, [...pack(Buffer.concat(some.map(record => type.toBuffer(record))))]))
  }
  return Uint8Array.from([headerOf(schema, codec), ...blocks].flat())
}

/** Read as in Node, which has to be as anywhere else, and as in threads. */
async function read(bytes: Uint8Array, maxRecords?: number) {
  const found = await collect(avroReader, bytes, { maxRecords })
  expect(await collect(portableReader, bytes, { maxRecords })).toEqual(found)
  expect(await collect(avroReader, bytes, { maxRecords, threads: threadsAtHand() })).toEqual(found)
  return found
}
const recordOf = (...types: unknown[]): unknown => ({ type: 'record', name: 'Row', fields: types.map((type, i) => ({ name: `c${i}`, type })) })

async function refusal(bytes: Uint8Array): Promise<ConnectorError> {
  const result = await readOrRefuse(avroReader, bytes, {})
  if (!(result instanceof ConnectorError)) throw new Error('it was read')
  return result
}

/** Parts of containers, byte by byte. */
const long = (value: bigint | number): number[] => {
  const bytes: number[] = []
  let folded = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n))
  for (; folded >= 0x80n; folded >>= 7n) bytes.push(Number(folded & 0x7fn) | 0x80)
  return [...bytes, Number(folded)]
}
const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)]
  return [...long(bytes.length), ...bytes]
}
const SYNC = Array.from({ length: 16 }, (_, i) => 200 + i)
const headerOf = (schema: unknown, codec: string): number[] => [
  ...[0x4f, 0x62, 0x6a, 1], ...long(2), ...text('avro.schema'), ...text(typeof schema === 'string' && !PRIMITIVE.test(schema) ? schema : JSON.stringify(schema)), ...text('avro.codec'), ...text(codec), 0, ...SYNC,
]
const PRIMITIVE = /^[a-z]+$/
const blockOf = (count: number, bytes: readonly number[]): number[] => [...long(count), ...long(bytes.length), ...bytes, ...SYNC]
const byHand = (schema: unknown, count: number, block: readonly number[], codec = 'null'): Uint8Array => Uint8Array.from([...headerOf(schema, codec), ...blockOf(count, block)])

const logical = (type: string, logicalType: string, more: object = {}): unknown => ({ type, logicalType, ...more })

const CASES: readonly (readonly [what: string, schema: unknown, value: unknown, type: string, text: string | null])[] = [
  ['null', 'null', null, 'string', null], ['boolean', 'boolean', true, 'boolean', 'true'], ['int', 'int', -2147483648, 'integer', '-2147483648'],
  ['float', 'float', Math.fround(0.1), 'number', '0.1'], ['double', 'double', 1e300, 'number', '1e+300'], ['NaN', 'double', NaN, 'number', 'NaN'],
  ['bytes', 'bytes', Buffer.from([0, 255]), 'string', '\\x00ff'], ['string', 'string', '\uFEFFé😀', 'string', '\uFEFFé😀'], ['empty text', 'string', '', 'string', ''],
  ['long text', 'string', 'x'.repeat(5000), 'string', 'x'.repeat(5000)],
  ['fixed', { type: 'fixed', name: 'F', size: 2 }, Buffer.from([1, 2]), 'string', '\\x0102'], ['enum', { type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'B', 'string', 'B'],
  ['array', { type: 'array', items: 'int' }, [1, 2], 'array', '[1,2]'], ['empty array', { type: 'array', items: 'int' }, [], 'array', '[]'], ['array of texts', { type: 'array', items: ['null', 'string'] }, [null, { string: '"' }], 'array', '[null,"\\""]'],
  ['map', { type: 'map', values: 'double' }, { a: 1.5, b: NaN }, 'json', '{"a":1.5,"b":"NaN"}'],
  ['record', { type: 'record', name: 'In', fields: [{ name: 'a', type: 'int' }, { name: 'b', type: 'bytes' }] }, { a: 1, b: Buffer.from([7]) }, 'json', '{"a":1,"b":"\\\\x07"}'],
  ['nullable', ['null', 'string'], { string: 'x' }, 'string', 'x'], ['nullable null', ['string', 'null'], null, 'string', null],
  ['union of integers', ['null', 'int', 'long'], { long: 2 ** 40 }, 'integer', '1099511627776'], ['union of texts', ['string', { type: 'enum', name: 'E', symbols: ['A'] }], { E: 'A' }, 'string', 'A'],
  ['mixed union, text', ['null', 'string', 'int'], { string: '5' }, 'json', '"5"'], ['mixed union, number', ['null', 'string', 'int'], { int: 5 }, 'json', '5'], ['mixed union, null', ['null', 'string', 'int'], null, 'json', null],
  ['date', logical('int', 'date'), -719162, 'date', '0001-01-01'], ['time of milliseconds', logical('int', 'time-millis'), 86399999, 'time', '23:59:59.999'], ['time of microseconds', logical('long', 'time-micros'), 1, 'time', '00:00:00.000001'],
  ['milliseconds', logical('long', 'timestamp-millis'), -1, 'timestamp', '1969-12-31T23:59:59.999Z'], ['microseconds', logical('long', 'timestamp-micros'), 1, 'timestamp', '1970-01-01T00:00:00.000001Z'],
  ['local milliseconds', logical('long', 'local-timestamp-millis'), 1, 'datetime', '1970-01-01T00:00:00.001'], ['local microseconds', logical('long', 'local-timestamp-micros'), -1, 'datetime', '1969-12-31T23:59:59.999999'],
  ['nanoseconds that are microseconds', logical('long', 'timestamp-nanos'), 1000, 'timestamp', '1970-01-01T00:00:00.000001Z'], ['nanoseconds', logical('long', 'timestamp-nanos'), 1001, 'string', '1970-01-01T00:00:00.000001001Z'],
  ['local nanoseconds', ['null', logical('long', 'local-timestamp-nanos')], { long: 1 }, 'string', '1970-01-01T00:00:00.000000001'],
  ['decimal', logical('bytes', 'decimal', { precision: 20, scale: 2 }), Buffer.from([0xff]), 'decimal(20,2)', '-0.01'], ['large decimal', logical('bytes', 'decimal', { precision: 38 }), Buffer.from('7fffffffffffffffff', 'hex'), 'decimal(38,0)', '2361183241434822606847'],
  ['empty decimal', logical('bytes', 'decimal', { precision: 4, scale: 1 }), Buffer.from([]), 'decimal(4,1)', '0.0'],
  ['fixed decimal', logical('fixed', 'decimal', { name: 'D', size: 8, precision: 18, scale: 3 }), Buffer.from('fffffffffffffb2e', 'hex'), 'decimal(18,3)', '-1.234'],
  ['decimal of too many digits', logical('bytes', 'decimal', { precision: 50, scale: 1 }), Buffer.from([10]), 'string', '1.0'], ['decimal that is none', logical('bytes', 'decimal', { precision: 2, scale: 3 }), Buffer.from([10]), 'string', '\\x0a'],
  ['uuid', logical('string', 'uuid'), 'abc', 'string', 'abc'], ['uuid of bytes', logical('fixed', 'uuid', { name: 'U', size: 16 }), Buffer.alloc(16, 0xab), 'string', 'abababab-abab-abab-abab-abababababab'],
  ['duration', logical('fixed', 'duration', { name: 'P', size: 12 }), Buffer.from(Uint32Array.of(14, 3, 1500).buffer), 'string', 'P1Y2M3DT1.5S'], ['unknown logical type', logical('int', 'whatever'), 7, 'integer', '7'],
]

test.each(CASES)('%s', async (_, schema, value, type, expected) => {
  const bytes = container(recordOf(schema, 'int'), [{ c0: value, c1: 7 }, { c0: value, c1: 8 }])
  expect(isAvro(bytes)).toBe(true)
  const { types, rows } = await read(bytes)
  expect(types).toEqual([`c0: ${type}`, 'c1: integer'])
  expect(rows).toEqual([[expected, '7'], [expected, '8']])
})

test('longs of 64 bits', async () => {
  const values = [0n, -1n, 1n, 63n, 64n, -64n, -65n, 2n ** 27n, 2n ** 28n, 2n ** 52n, -(2n ** 52n), 2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n) - 1n, 2n ** 56n, 2n ** 63n - 1n, -(2n ** 63n)]
  expect((await read(byHand('"long"', values.length, values.flatMap(long)))).rows.flat()).toEqual(values.map(String))
  await fc.assert(fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async value => {
    expect((await read(byHand('"long"', 1, long(value)))).rows).toEqual([[String(value)]])
  }))
})

test('a schema that is no record is a table of one column', async () => {
  const { types, rows } = await read(container('string', ['a', 'b']))
  expect([types, rows]).toEqual([['value: string'], [['a'], ['b']]])
})

test('names and namespaces; a record within itself', async () => {
  const schema = {
    type: 'record', name: 'List', namespace: 'a.b', fields: [
      { name: 'head', type: { type: 'enum', name: 'E', symbols: ['X', 'Y'] } }, { name: 'other', type: 'a.b.E' }, { name: 'near', type: 'E' },
      { name: 'node', type: ['null', { type: 'record', name: 'c.Node', fields: [{ name: 'v', type: 'int' }, { name: 'next', type: ['null', 'Node'] }] }] },
    ],
  }
  const bytes = byHand(schema, 1, [...long(0), ...long(1), ...long(0), ...long(1), ...long(1), ...long(1), ...long(2), ...long(0)])
  expect((await read(bytes)).rows).toEqual([['X', 'Y', 'X', '{"v":1,"next":{"v":2,"next":null}}']])
})

test('blocks of items that say how many bytes they have', async () => {
  const items = { type: 'array', items: 'int' }
  expect((await read(byHand(items, 1, [...long(-2), ...long(2), ...long(5), ...long(6), ...long(1), ...long(7), 0]))).rows).toEqual([['[5,6,7]']])
})

test('what was done to values is said', async () => {
  const { notes } = await read(container(recordOf('bytes', logical('fixed', 'duration', { name: 'P', size: 12 }), logical('long', 'timestamp-nanos'), ['null', 'bytes'], 'int'), [{ c0: Buffer.alloc(1), c1: Buffer.alloc(12), c2: 1, c3: null, c4: 1 }]))
  expect(notes.map(note => /Column "(c\d)" (holds|has) (\w+)/.exec(note)?.slice(1))).toEqual([['c0', 'holds', 'bytes'], ['c1', 'holds', 'durations'], ['c2', 'has', 'times'], ['c3', 'holds', 'bytes']])
})

test('a finer time in a late block makes its column text from the first row on', async () => {
  const records = Array.from({ length: 5000 }, (_, i) => ({ c0: i === 4999 ? 1 : 1000, c1: i }))
  const { types, rows } = await read(container(recordOf(logical('long', 'timestamp-nanos'), 'int'), records))
  expect([types[0], rows.length, rows[0]?.[0], rows[4999]?.[0]]).toEqual(['c0: string', 5000, '1970-01-01T00:00:00.000001Z', '1970-01-01T00:00:00.000000001Z'])
})

describe('codecs', () => {
  const schema = recordOf('int', 'string')
  const records = Array.from({ length: 500 }, (_, i) => ({ c0: i, c1: `é${i % 10}`.repeat(5) }))
  const rows = records.map(({ c0, c1 }) => [String(c0), c1])

  /** Snappy without any packing: bytes as they are, 60 at a time. */
  const snappy: Pack = bytes => {
    const out: number[] = []
    for (let size = bytes.length; ; size = Math.floor(size / 128)) {
      out.push(size >= 128 ? (size % 128) | 128 : size)
      if (size < 128) break
    }
    for (let at = 0; at < bytes.length; at += 60) {
      const piece = bytes.subarray(at, at + 60)
      out.push((piece.length - 1) << 2, ...piece)
    }
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(bytes))
    return Buffer.concat([Buffer.from(out), crc])
  }
  /** The same with Zstandard: a frame that says its size, and one block of bytes as they are. */
  const zstandard: Pack = bytes => {
    const [size, block] = [Buffer.alloc(4), Buffer.alloc(4)]
    size.writeUInt32LE(bytes.length)
    block.writeUInt32LE((bytes.length << 3) | 1)
    return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, block.subarray(0, 3), bytes])
  }
  /** zlib's head taken off and three bytes of its checksum left on, as some writers do. */
  const deflateWithMore: Pack = bytes => deflateSync(bytes).subarray(2, -1)

  test.each([['null', undefined], ['deflate', deflateRawSync], ['deflate', deflateWithMore], ['snappy', snappy], ['zstandard', zstandard]] as const)('%s', async (codec, pack) => {
    expect((await read(container(schema, records, { codec, ...pack ? { pack } : {} }))).rows).toEqual(rows)
  })

  test.each(['null', 'deflate'])('a container of the reference library (%s)', async codec => {
    const encoder = new avsc.streams.BlockEncoder(avsc.Type.forSchema(schema as avsc.Schema), { codec, blockSize: 1000 })
    const pieces: Buffer[] = []
    encoder.on('data', piece => pieces.push(piece as Buffer))
    for (const record of records) encoder.write(record)
    encoder.end()
    await once(encoder, 'end')
    expect((await read(new Uint8Array(Buffer.concat(pieces)))).rows).toEqual(rows)
  })

  test('copies in Snappy, near and far', async () => {
    // "abcd", a copy of 4 from 4 back (one-byte offset), of 5 from 1 back (two bytes), of 3 from 13 back (four bytes).
    const packed = [16, 3 << 2, 97, 98, 99, 100, (0 << 2) | 1, 4, (4 << 2) | 2, 1, 0, (2 << 2) | 3, 13, 0, 0, 0]
    const content = 'abcdabcdddddd'.split('').concat('abc'.split('')).join('')
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(new TextEncoder().encode(content)))
    expect((await read(byHand({ type: 'fixed', name: 'F', size: 16 }, 1, [...packed, ...crc], 'snappy'))).rows).toEqual([[`\\x${Buffer.from(content).toString('hex')}`]])
    expect((await refusal(byHand({ type: 'fixed', name: 'F', size: 16 }, 1, [...packed, 1, 2, 3, 4], 'snappy'))).message).toMatch(/checksum/)
  })

  test('others are named', async () => {
    const error = await refusal(byHand('"int"', 1, [2], 'lzma2'))
    expect([error.code, error.message]).toEqual(['unsupported_format', 'file is packed with "lzma2", which is not read'])
    expect((await refusal(byHand('"int"', 1, [2], 'constructor'))).code).toBe('unsupported_format')
  })
})

test('a schema that is longer than what is read of a file at first', async () => {
  const types = Array.from({ length: 3000 }, () => ['null', { type: 'string', doc: 'x'.repeat(30) }])
  const { types: found, rows } = await read(container(recordOf(...types), [Object.fromEntries(types.map((_, i) => [`c${i}`, i === 2999 ? { string: 'last' } : null]))]))
  expect([found.length, rows[0]?.at(-1)]).toEqual([3000, 'last'])
})

test('a reader that wants no more reads no more', async () => {
  const bytes = container(recordOf('int', 'string'), Array.from({ length: 200_000 }, (_, i) => ({ c0: i, c1: 'some text that takes its place' })))
  expect((await read(bytes, 5)).rows).toHaveLength(5)
  const source = memorySource(bytes)
  const sink = new CollectingSink(2000)
  await avroReader(source, {}, sink)
  expect(sink.rows).toHaveLength(2000)
  expect(source.bytesRead()).toBeLessThan(bytes.length / 2)
  await expect(avroReader(memorySource(bytes), {}, new CollectingSink(), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
})

describe('what cannot be read is said', () => {
  const schema = recordOf('long', 'string', { type: 'array', items: ['null', 'double'] }, { type: 'map', values: 'string' }, logical('bytes', 'decimal', { precision: 10, scale: 2 }))
  const records = Array.from({ length: 60 }, (_, i) => ({ c0: i, c1: `text ${i}`, c2: [null, { double: i }], c3: { a: 'b' }, c4: Buffer.from([i]) }))

  test('a file that was cut off within a block; what came before has been given', async () => {
    const bytes = container(schema, records, { recordsABlock: 5 })
    for (let end = 4; end < bytes.length; end += 13) {
      const result = await readOrRefuse(avroReader, bytes.subarray(0, end), {})
      if (result instanceof ConnectorError) expect(result.code).toBe('damaged_file')
    }
    const sink = new CollectingSink()
    await expect(avroReader(memorySource(bytes.subarray(0, bytes.length - 1)), {}, sink)).rejects.toMatchObject({ code: 'damaged_file', message: expect.stringMatching(/in the block at byte \d+: it ends in the middle$/) as unknown })
    expect(sink.rows.length).toBeGreaterThan(30)
  })

  test('a mark that is another, records that are longer or shorter than their block', async () => {
    const bytes = byHand('"int"', 1, [2])
    bytes[bytes.length - 1] = 0
    expect((await refusal(bytes)).message).toMatch(/the mark that ends all blocks/)
    expect((await refusal(byHand('"int"', 1, [2, 2]))).message).toMatch(/1 bytes more/)
    expect((await refusal(byHand('"int"', 3, [2, 2]))).message).toMatch(/ends in the middle of a value/)
  })

  test('counts without an end', async () => {
    expect((await refusal(byHand('"null"', 2 ** 40, []))).code).toBe('damaged_file')
    expect((await refusal(byHand({ type: 'array', items: 'null' }, 1, [...long(2 ** 40), 0]))).code).toBe('damaged_file')
    expect((await refusal(byHand('"string"', 1, long(2 ** 50)))).code).toBe('damaged_file')
    expect((await refusal(byHand('"string"', 1, long(-5)))).code).toBe('damaged_file')
    const doubling = Array.from({ length: 40 }, (_, i) => i + 1).reduce<object>((inner, i) => ({ type: 'record', name: `R${i}`, fields: [{ name: 'a', type: inner }, { name: 'b', type: `R${i - 1}` }] }), { type: 'record', name: 'R0', fields: [] })
    expect((await refusal(byHand(doubling, 1, []))).code).toBe('damaged_file')
  }, 30_000)

  test('values nested without an end', async () => {
    const node = { type: 'record', name: 'N', fields: [{ name: 'n', type: ['null', 'N'] }] }
    expect((await refusal(byHand(node, 1, [...Array.from({ length: 100_000 }, () => 2), 0]))).message).toMatch(/nested without an end/)
  })

  test.each([['{', 'no JSON'], ['"wide"', 'does not say what that is'], ['5', 'a type that is none'], ['{"type":"enum","name":"E"}', 'without symbols'], ['{"type":"fixed","name":"F","size":-1}', 'without a size'], ['{"type":"record","name":"R","fields":[1]}', 'a field that is none'], ['['.repeat(100) + ']'.repeat(100), 'nested without an end']])(
    'schema %s', async (schema, why) => expect((await refusal(byHand(schema, 0, []))).message).toContain(why))

  test('a record without fields', async () => {
    expect((await refusal(byHand({ type: 'record', name: 'R', fields: [] }, 0, []))).code).toBe('no_columns')
  })

  test.each(['null', 'deflate'])('changed bytes: a table or a refusal (%s)', async codec => {
    const bytes = container(schema, records, { codec, recordsABlock: 10, ...codec === 'deflate' ? { pack: deflateRawSync } : {} })
    let refused = 0
    for (const copy of damagedCopies(bytes, 400, 11)) if (await readOrRefuse(avroReader, copy, {}) instanceof ConnectorError) refused++
    expect(refused).toBeGreaterThan(100)
  }, 60_000)

  test('random bytes behind the magic', async () => {
    for (const noise of damagedCopies(new Uint8Array(600), 200, 3)) {
      expect(await readOrRefuse(avroReader, Uint8Array.from([0x4f, 0x62, 0x6a, 1, ...noise]), {})).toBeInstanceOf(ConnectorError)
    }
  })
})

describe('writing', () => {
  async function* rows(): AsyncGenerator<readonly (readonly (string | null)[])[]> {
    yield await Promise.resolve([['1', '-12.50', '2020-02-29', 'x'], [null, null, null, null]])
  }
  const columns = [
    { name: 'a number', type: { name: 'integer' } }, { name: '2nd', type: { name: 'decimal', precision: 10, scale: 2 } }, { name: 'day', type: { name: 'date' } }, { name: 'a_number', type: { name: 'string' } },
  ] as const

  test.each(['deflate', 'null'] as const)('the reference library reads it, names as Avro has them (%s)', async codec => {
    const pieces: Uint8Array[] = []
    for await (const piece of writeAvro(columns, rows(), { codec })) pieces.push(piece)
    const decoder = new avsc.streams.BlockDecoder()
    const found: unknown[] = []
    let header: { fields: { name: string, doc?: string }[] } | undefined
    decoder.on('metadata', type => { header = (type as avsc.Type).schema({ exportAttrs: true }) as never })
    decoder.on('data', record => found.push(record))
    decoder.end(Buffer.concat(pieces))
    await once(decoder, 'end')
    expect(header?.fields.map(({ name }) => name)).toEqual(['a_number', '_2nd', 'day', 'a_number_2'])
    expect(JSON.parse(JSON.stringify(found))).toEqual([
      { a_number: 1, _2nd: { type: 'Buffer', data: [0xfb, 0x1e] }, day: 18321, a_number_2: 'x' },
      { a_number: null, _2nd: null, day: null, a_number_2: null },
    ])
  })

  test('the same mark gives the same bytes', async () => {
    const write = async (): Promise<string> => {
      const pieces: Uint8Array[] = []
      for await (const piece of writeAvro(columns, rows(), { sync: new Uint8Array(16) })) pieces.push(piece)
      return Buffer.concat(pieces).toString('hex')
    }
    expect(await write()).toBe(await write())
  })
})
