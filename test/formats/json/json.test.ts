import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { webInputHost } from '../../../engine/connectors/web/input-host.ts'
import { convertWith } from '../../../engine/runtime/convert.ts'
import { openInput, type InputHost, type OpenedInput } from '../../../engine/runtime/open-input.ts'
import { writeJson } from '../../../engine/formats/json/index.ts'
import { expectEqual } from '../../support/equal.ts'
import { threadsAtHand } from '../../support/threads.ts'
import { memorySource } from '../../support/memory-source.ts'
import type { SourceSpec } from '../../../engine/recipe/index.ts'

const open = (content: string | Uint8Array, spec: SourceSpec = {}, pieceBytes?: number) => openInput(memorySource(content, 'data.json', pieceBytes), spec, webInputHost)

async function rowsOf(opened: OpenedInput): Promise<{ rows: (string | null)[][], broken: { line: number, code: string, message: string, byte_offset: number | null, raw: string }[] }> {
  const rows: (string | null)[][] = []
  const conversion = convertWith((_, batches) => (async function* () {
    for await (const batch of batches) rows.push(...batch.map(row => [...row]))
    yield new Uint8Array()
  })(), opened)
  for await (const _ of conversion.pieces);
  return { rows, broken: (await conversion.unread(1000)).map(({ line, code, message, byte_offset, raw }) => ({ line, code, message, byte_offset, raw })) }
}

/** Read at once, which has to be as it is read in threads. */
const table = async (content: string | Uint8Array, spec?: SourceSpec, pieceBytes?: number) => {
  const read = async (host: InputHost) => {
    const opened = await openInput(memorySource(content, 'data.json', pieceBytes), spec ?? {}, host)
    return { format: opened.detected.format, columns: opened.detected.columns, notes: opened.detected.notes, ...await rowsOf(opened) }
  }
  const found = await read(webInputHost)
  expectEqual(await read({ ...webInputHost, threads: threadsAtHand() }), found)
  return found
}

const wellFormed = (made: string): string => Buffer.from(made).toString()
const isWellFormed = (made: string): boolean => wellFormed(made) === made

/** What a cell is of a value that JSON.parse has read: only for values whose text is the shortest there is. */
const cellOf = (value: unknown): string | null => value === null || value === undefined ? null : typeof value === 'string' ? wellFormed(value) : JSON.stringify(value)

const text = fc.oneof(fc.constantFrom('', ' ', ',', '"', '\n', '\r\n', '\\', '\uFEFF', 'a,b', 'é', '😀', '\u2028', '</', '\ud800'), fc.string({ unit: 'grapheme', maxLength: 8 })).map(made => made.replaceAll('\0', ''))
const leaf = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).filter(value => !Object.is(value, -0)), fc.boolean(), fc.constant(null))
const value = fc.oneof({ weight: 6, arbitrary: leaf }, { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }) }, { weight: 1, arbitrary: fc.dictionary(text.filter(isWellFormed), leaf, { maxKeys: 3 }) })
// A name of digits alone stands first in a JavaScript object, wherever it was written.
const name = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd "e"', 'f\\', 'é', '', 'x,y'), text).filter(name => isWellFormed(name) && !/^\d+$/.test(name) && name !== '__proto__')
const record = fc.dictionary(name, value, { maxKeys: 5 })

describe('whatever the records, they are what JSON.parse reads', () => {
  const expected = (records: readonly Record<string, unknown>[]) => {
    const names = [...new Set(records.flatMap(record => Object.keys(record)))]
    return records.map(record => names.map(name => cellOf(Object.hasOwn(record, name) ? JSON.parse(JSON.stringify(record[name])) : null)))
  }

  test('lines of their own, however they are cut', async () => {
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 50 }), async (records, pieceBytes) => {
      fc.pre(records.some(record => Object.keys(record).length > 0))
      const { rows, broken } = await table(records.map(record => `${JSON.stringify(record)}\n`).join(''), { type: 'jsonl' }, pieceBytes)
      expect({ rows, broken }).toEqual({ rows: expected(records), broken: [] })
    }), { numRuns: 200 })
  })

  test('values one after the other, over several lines or on one', async () => {
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 2, maxLength: 6 }), fc.constantFrom(0, 2), fc.constantFrom('\n', ' ', '', '\r'), fc.integer({ min: 1, max: 50 }), async (records, indent, between, pieceBytes) => {
      fc.pre(Object.keys(records[0] ?? {}).length > 0 && records.every(record => !Object.values(record).some(value => Array.isArray(value))))
      const { rows, broken } = await table(records.map(record => JSON.stringify(record, null, indent)).join(between), { type: 'json' }, pieceBytes)
      expect({ rows, broken }).toEqual({ rows: expected(records), broken: [] })
    }), { numRuns: 200 })
  })

  test('an array somewhere in a document, written with spaces or without', async () => {
    const path = fc.array(fc.constantFrom('data', 'items', 'a b', 'é'), { maxLength: 3 })
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), path, fc.constantFrom(0, 2), fc.integer({ min: 1, max: 50 }), async (records, path, indent, pieceBytes) => {
      fc.pre(records.some(record => Object.keys(record).length > 0))
      const document = path.reduceRight<unknown>((inner, name) => ({ before: ['x', '}]'], [name]: inner, after: { '{[': 1 } }), records)
      const { rows, broken } = await table(JSON.stringify(document, null, indent), { type: 'json', records: path.join('.') }, pieceBytes)
      expect({ rows, broken }).toEqual({ rows: expected(records), broken: [] })
    }), { numRuns: 200 })
  })

  test('and what is written is read again', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.oneof(text.map(wellFormed), fc.constant(null)), fc.oneof(text.map(wellFormed), fc.constant(null))), { minLength: 1, maxLength: 5 }), fc.constantFrom('json' as const, 'jsonl' as const), async (rows, kind) => {
      const pieces: Uint8Array[] = []
      const columns = [{ name: 'a', type: { name: 'string' as const } }, { name: 'b "c"', type: { name: 'string' as const } }]
      for await (const piece of writeJson(columns, (async function* () { yield await Promise.resolve(rows) })(), kind)) pieces.push(piece)
      const read = await table(Buffer.concat(pieces), { type: kind })
      expect(read).toMatchObject({ columns: ['a', 'b "c"'], rows })
      expect(JSON.parse(kind === 'json' ? Buffer.concat(pieces).toString() : `[${Buffer.concat(pieces).toString().trimEnd().replaceAll('\n', ',')}]`)).toEqual(rows.map(([a, b]) => ({ a, 'b "c"': b })))
    }), { numRuns: 100 })
  })
})

test('numbers stay as they are written, and values of other kinds are their text', async () => {
  const { columns, rows } = await table('{"id":12345678901234567890,"x":1.50,"y":-0.0e+2,"ok":true,"none":null,"in":{"a": [1, "b c"]}}\n{"id":2}\n')
  expect(columns).toEqual(['id', 'x', 'y', 'ok', 'none', 'in'])
  expect(rows).toEqual([['12345678901234567890', '1.50', '-0.0e+2', 'true', null, '{"a":[1,"b c"]}'], ['2', null, null, null, null, null]])
})

test('a name that turns up late is a column all the same', async () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `{"id":${i},"name":"${'x'.repeat(40)}"}`)
  lines[39_990] = '{"late":"yes","id":39990}'
  lines[10] = '{"id":10,}'
  const { columns, rows, broken } = await table(lines.join('\n'))
  expect(columns).toEqual(['id', 'name', 'late'])
  expect(rows).toHaveLength(39_999)
  expect(rows[39_989]).toEqual(['39990', null, 'yes'])
  expect(broken.map(({ line }) => line)).toEqual([11])
})

describe('a record that cannot be read is one reject, and reading goes on', () => {
  test.each<[string, string, string]>([
    ['{"a":1,}', 'invalid_json', 'the record is no JSON: at character 8 a name in quotes is expected, and there is "}"'],
    ['{"a":tru}', 'invalid_json', 'the record is no JSON: at character 6 a value is expected, and there is "t"'],
    ["{'a':1}", 'invalid_json', 'the record is no JSON: at character 2 a name in quotes is expected, and there is "\'"'],
    ['{"a":01}', 'invalid_json', 'the record is no JSON: at character 7 a number is written so that it is none'],
    ['{"a":NaN}', 'invalid_json', 'the record is no JSON: at character 6 a value is expected, and there is "N"'],
    ['{"a":"\\x"}', 'invalid_json', 'the record is no JSON: at character 8 there is no such escape'],
    ['{"a":"tab\there"}', 'invalid_json', 'the record is no JSON: at character 10 there is a control character in a string'],
    ['{"a":1} {"a":2}', 'invalid_json', 'the record is no JSON: at character 9 the end of the record is expected, and there is "{"'],
    ['{"a":1', 'invalid_json', 'the record is no JSON: at character 7 a comma or } is expected, and there is the end'],
    ['[1]', 'unexpected_shape', 'it is not an object, as the others are'],
    ['{"a":1,"a":2}', 'duplicate_name', 'the name "a" stands in it twice'],
    ['{"a":1,"\\u0061":null}', 'duplicate_name', 'the name "a" stands in it twice'],
  ])('%s', async (line, code, message) => {
    const { rows, broken } = await table(`{"a":"first"}\n\n${line}\n{"a":"last"}\n`)
    expect(rows).toEqual([['first'], ['last']])
    expect(broken).toEqual([{ line: 3, code, message, byte_offset: 15, raw: line }])
  })

  test('bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"x"}\n{"a":"'), Buffer.of(0xff), Buffer.from('"}\n{"a":"y"}\n')])
    expect(await table(bytes)).toMatchObject({ rows: [['x'], ['y']], broken: [{ line: 2, code: 'invalid_json', message: 'the record is no JSON: at character 7 a string holds bytes that are no UTF-8' }] })
  })

  test('in an array too, and an element that is missing', async () => {
    const { rows, broken } = await table('[\n  {"a":1},\n  {"a":tru},,\n  {"a":3}\n]\n')
    expect(rows).toEqual([['1'], ['3']])
    expect(broken.map(({ line, code }) => [line, code])).toEqual([[3, 'invalid_json'], [3, 'invalid_json']])
  })

  test('the first line as well, and a comma that nothing follows', async () => {
    expect(await table('{"a":1,}\n{"a":2}\n{"a":3}\n')).toMatchObject({ format: 'jsonl', rows: [['2'], ['3']], broken: [{ line: 1 }] })
    expect(await table('[{"a":1},\n]')).toMatchObject({ rows: [['1']], broken: [{ line: 2, code: 'invalid_json' }] })
  })

  test('what stands behind the document is not passed over', async () => {
    await expect(table('[{"a":1}][{"a":2}]')).rejects.toMatchObject({ code: 'damaged_json', message: 'data.json is no JSON: there is more behind its end at byte 9, line 1' })
    await expect(table('{"rows":[{"a":1}]} x', { type: 'json' })).rejects.toMatchObject({ code: 'damaged_json' })
    expect((await table('{"rows":[{"a":1}]')).notes).toContain('The file ends before its last record does: it was cut off.')
  })

  test('the last of an array that was cut off, which is said', async () => {
    const { rows, broken, notes } = await table('[{"a":1},{"a":2},{"a":3')
    expect(rows).toEqual([['1'], ['2']])
    expect(broken).toHaveLength(1)
    expect(notes).toContain('The file ends before its last record does: it was cut off.')
  })
})

describe('what a document is', () => {
  test.each<[string, string, readonly string[]]>([
    ['[{"a":1}]', 'json', ['a']], ['{"a":1}\n{"b":2}\n', 'jsonl', ['a', 'b']], ['{"a":1}', 'jsonl', ['a']], ['{"a":{"b":1}}', 'jsonl', ['a']], ['[[1,2],[3]]', 'json', ['column_1', 'column_2']], ['["x","y"]', 'json', ['value']],
    ['{"meta":{"n":1},"rows":[{"a":1}]}', 'json', ['a']], ['{"ids":[1,2],"rows":[{"a":1}]}', 'json', ['a']], ['{"type":"FeatureCollection","features":[{"id":1,"geometry":null}]}', 'json', ['id', 'geometry']],
    ['{"deep":{"er":[{"a":1}]},"rows":[{"b":1}]}', 'json', ['b']], ['\uFEFF[{"a":1}]', 'json', ['a']], ['[1,2]\n[3,4,5]\n', 'jsonl', ['column_1', 'column_2', 'column_3']],
  ])('%s', async (document, format, columns) => {
    expect(await table(document)).toMatchObject({ format, columns, broken: [] })
  })

  test('UTF-16 by its mark', async () => {
    expect(await table(Buffer.from('\uFEFF[{"é":"😀"}]', 'utf16le'))).toMatchObject({ columns: ['é'], rows: [['😀']] })
  })

  test('what holds no records is refused with what it is', async () => {
    await expect(open('[]')).rejects.toMatchObject({ code: 'no_records', message: 'data.json is JSON, but holds no records: it is an array without elements' })
    await expect(open('[{"a":1}]', { type: 'json', records: 'data.rows' })).rejects.toMatchObject({ code: 'damaged_json' })
  })

  test('a CSV that begins with a bracket is none', async () => {
    expect(await table('[id],[name]\n1,Ann\n2,Bob\n')).toMatchObject({ format: 'csv', columns: ['[id]', '[name]'] })
  })
})

test('whatever the bytes, there is an end', async () => {
  const piece = fc.oneof(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\n', '{"a":1}', 'null', '1e5', ' '), fc.string({ maxLength: 3 }))
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.constantFrom('json' as const, 'jsonl' as const), async (pieces, type) => {
    await table(`[${pieces.join('')}`, { type }, 7).catch((error: unknown) => { expect(error).toHaveProperty('code') })
  }), { numRuns: 500 })
})

test('deep nesting is refused, not a crash', async () => {
  const { broken } = await table(`{"a":1}\n{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`)
  expect(broken).toMatchObject([{ line: 2, code: 'invalid_json' }])
})

describe('values one after the other', () => {
  test('a broken one costs itself, and each has its line', async () => {
    const found = await table('{\n "a": 1\n}\n{\n "a": tru\n}\n{"a": 3} {"a": 4}\n')
    expect(found.rows).toEqual([['1'], ['3'], ['4']])
    expect(found.broken.map(({ line, code }) => [line, code])).toEqual([[4, 'invalid_json']])
    expect(found.format).toBe('json')
  })

  test('a first line longer than what is looked at is a record like the others', async () => {
    const long = 'x'.repeat(1_500_000)
    const { rows, columns } = await table(`${JSON.stringify({ a: 1, b: long })}\n${JSON.stringify({ a: 2, b: 'y' })}\n`, undefined, 100_000)
    expect(columns).toEqual(['a', 'b'])
    expect(rows).toEqual([['1', long], ['2', 'y']])
  })

  test('one that is cut off is told', async () => {
    const { rows, broken } = await table('{\n"a": 1}\n{\n"a": 2}\n{"a": ')
    expect(rows).toEqual([['1'], ['2']])
    expect(broken.map(({ line, message }) => ({ line, isTold: message.includes('the end') }))).toEqual([{ line: 5, isTold: true }])
  })
})

describe('an element whose brackets do not match', () => {
  const document = (broken: string): string => `[{"a":1},\n${broken},\n  {"a":3},\n{"a":[4]}\n]\n`

  test.each(['{"a":[1,2}}', '{"a":{"b":2]}', '{"a":2}}', `{"a":${'['.repeat(1500)}}`])('costs itself: %s', async broken => {
    for (const pieceBytes of [1, 7, 1000]) {
      const found = await table(document(broken), undefined, pieceBytes)
      expect(found.rows).toEqual([['1'], ['3'], ['[4]']])
      expect(found.broken.map(({ line, code, raw }) => [line, code, raw])).toEqual([[2, 'invalid_json', broken]])
    }
  })

  test('is the last where no other begins on a line of its own', async () => {
    const { rows, broken } = await table('[{"a":1},\n{"a":[2},{"a":3}]')
    expect(rows).toEqual([['1']])
    expect(broken).toHaveLength(1)
  })

  test('before the end of the array leaves that in its place', async () => {
    const { rows, broken } = await table('{"data":[\n{"a":1},\n{"a":[2}\n],"n":2}')
    expect(rows).toEqual([['1']])
    expect(broken.map(({ line }) => line)).toEqual([3])
  })
})
