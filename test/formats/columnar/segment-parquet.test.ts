import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinBytes } from '../../../engine/base/bytes.ts'
import { formatValue, parseCell } from '../../../engine/data/cast.ts'
import { formatDate } from '../../../engine/data/dates.ts'
import type { Value } from '../../../engine/data/type.ts'
import { ParquetFile } from '../../../engine/formats/columnar/index.ts'
import { LEAF_TYPES, type LeafType } from '../../../engine/formats/columnar/parquet-metadata.ts'
import { segmentParquet, type SegmentTable } from '../../../engine/formats/columnar/segment-parquet.ts'
import { loadParquet, parquetReader } from '../../../engine/formats/node/parquet.ts'
import { useDuckDB } from '../../data/duckdb.ts'
import { expectEqual } from '../../support/equal.ts'
import { collect } from './collect.ts'

const duckdb = useDuckDB()
let folder: string
let files = 0
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'pages-')) })
afterAll(() => rmSync(folder, { recursive: true }))

interface Cell { readonly text: string, readonly isQuoted: boolean }
type Row = readonly Cell[]
const plain = (text: string): Cell => ({ text, isQuoted: false })
const quoted = (text: string): Cell => ({ text, isQuoted: true })

/** Null is the bare word: what is in quotes is a text. */
const nulls = { null_tokens: ['NULL'], quoted_nulls: false }
const tableOf = (types: readonly LeafType[]): SegmentTable => ({ columns: types.length, nulls, output: types.map((name, from) => ({ name: `c${from} "${name}"`, from, spec: { to: { name } } })) })
const segmentOf = (rows: readonly Row[]): Uint8Array =>
  new TextEncoder().encode(rows.map((cells, row) => `${[row + 1, ...cells.map(({ text, isQuoted }) => isQuoted ? `"${text.replaceAll('"', '""')}"` : text)].join(',')}\n`).join(''))

/** Parts that follow one another, cut anywhere. */
const partsOf = (text: Uint8Array, length = 97): readonly Uint8Array[] => Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.subarray(i * length, (i + 1) * length))

/** parquet-wasm is for what the pages are not. */
const never = (): never => { throw new Error('this is not for parquet-wasm') }

async function fileOf(segments: readonly (readonly Row[])[], table: SegmentTable, load: typeof loadParquet = never): Promise<Uint8Array> {
  const file = new ParquetFile()
  const pieces = [file.begin(await segmentParquet([], table, load))]
  for (const rows of segments) pieces.push(file.add(await segmentParquet(partsOf(segmentOf(rows)), table, load)))
  pieces.push(file.end())
  expect(file.numRows).toBe(segments.flat().length)
  return joinBytes(pieces)
}

const valueOf = ({ text, isQuoted }: Cell, type: LeafType): Value | undefined => text === 'NULL' && !isQuoted ? null : parseCell(text, { to: { name: type } })
const expectedOf = (rows: readonly Row[], types: readonly LeafType[]): readonly (readonly (Value | undefined)[])[] => rows.map(cells => cells.map((cell, i) => valueOf(cell, types[i] ?? 'string')))

/** By three readers that have nothing in common: hyparquet, which drops a U+FEFF in front, DuckDB, and parquet-wasm in the reader of inputs. */
async function expectToRead(bytes: Uint8Array, expected: readonly (readonly (Value | undefined)[])[], types: readonly LeafType[]): Promise<void> {
  const table = tableOf(types)
  const names = table.output.map(({ name }) => name)
  const objects = await parquetReadObjects({ file: bytes.slice().buffer })
  expectEqual(objects.map(row => names.map((name, i) => {
    const value = (row as Record<string, unknown>)[name] ?? null
    return value instanceof Date && types[i] === 'date' ? value.getTime() / 86_400_000 : value
  })), expected.map(row => row.map(value => typeof value === 'string' ? value.replace(/^\uFEFF/, '') : value)))

  // DuckDB may keep what it knows of a file by its name.
  const path = join(folder, `file-${files++}.parquet`)
  writeFileSync(path, bytes)
  const texts = types.map((type, i) => type === 'string' ? `hex(encode("c${i} ""string"""))` : `"c${i} ""${type}"""::varchar`)
  const inDuckDb = (await duckdb.connection().runAndReadAll(`select ${texts.join(', ')} from read_parquet('${path}', file_row_number = true) order by file_row_number`)).getRows()
  expectEqual(inDuckDb.map(row => row.map((text, i) => text === null ? null : types[i] === 'string' ? Buffer.from(text as string, 'hex').toString() : parseCell(text as string, { to: { name: types[i] ?? 'string' } }))), expected)
  const described = (await duckdb.connection().runAndReadAll(`describe from '${path}'`)).getRows()
  expect(described.map(([, type]) => type)).toEqual(types.map(type => ({ string: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', boolean: 'BOOLEAN', date: 'DATE' })[type]))

  const { rows } = await collect(parquetReader, bytes, {})
  expectEqual(rows, expected.map(row => row.map((value, i) => value === undefined ? undefined : formatValue(value, { name: types[i] ?? 'string' }))))
}

describe('values of every type', () => {
  /** Often in the forms that the code reads itself, and often just beyond them. */
  const digits = (most: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`))
  const sign = fc.constantFrom('', '', '-', '+')
  const integers = fc.tuple(sign, fc.oneof(digits(2), digits(6), digits(18), fc.constantFrom('0', '007', '999999999999999999', '9223372036854775807'))).map(([a, b]) => a + b)
  const numbers = fc.oneof(
    integers, fc.tuple(sign, digits(18), digits(25)).map(([a, b, c]) => `${a}${b}.${c}`), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('-0', '.5', '5.', '-.25', '0.000001', '9007199254740993', '1e3', '-2.5E-7', '123456789012345.6', '0.1', '1.7976931348623157e308', '5e-324'),
  )
  const dates = fc.oneof(
    fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10)),
    fc.constantFrom('0001-01-01', '1969-12-31', '1970-01-01', '2000-02-29', '1900-02-28', '2024-02-29', '9999-12-31', ' 2024-01-31 '),
  )
  const booleans = fc.constantFrom('true', 'false', 'TRUE', 'False', 'tRuE', ' true')
  const strings = fc.array(fc.constantFrom('', 'a', 'NULL', '12', ' ', 'é', '€', '😀', '\uFEFF', '"', ',', '\n', '\0'.replace('\0', '\u0001'), 'a text of more than sixteen bytes', 'x'.repeat(70)), { maxLength: 4 }).map(parts => parts.join(''))
  const texts: Readonly<Record<LeafType, fc.Arbitrary<string>>> = { string: strings, integer: integers, number: numbers, date: dates, boolean: booleans }
  const cellOf = (type: LeafType): fc.Arbitrary<Cell> => fc.oneof(
    { weight: 1, arbitrary: fc.constant(plain('NULL')) },
    { weight: 4, arbitrary: fc.tuple(texts[type], fc.boolean()).map(([text, isQuoted]) => ({ text, isQuoted: isQuoted || type === 'string' })) },
  )
  const tables = fc.array(fc.constantFrom(...LEAF_TYPES), { minLength: 1, maxLength: 6 }).chain(types => fc.record({
    types: fc.constant(types),
    segments: fc.array(fc.array(fc.tuple(...types.map(cellOf)), { maxLength: 40 }), { maxLength: 3 }),
  }))

  test('are read back as they were, whoever reads them', async () => {
    await fc.assert(fc.asyncProperty(tables, async ({ types, segments }) => {
      await expectToRead(await fileOf(segments, tableOf(types)), expectedOf(segments.flat(), types), types)
    }), { numRuns: Number(process.env['PAGES_RUNS'] ?? 150) })
  }, 120_000)

  test('of every ninth day that there is', async () => {
    const days = Array.from({ length: 405_784 }, (_, i) => -719_162 + 9 * i)
    const rows = days.map(day => [plain(formatDate(day))])
    const [found] = (await duckdb.connection().runAndReadAll(`select list("c0 ""date""" - date '1970-01-01' order by file_row_number) from read_parquet('${await stored(rows, ['date'])}', file_row_number = true)`)).getRows()
    expectEqual((found?.[0] as { readonly items: readonly bigint[] }).items.map(Number), days)
  })

  test.each(['2023-02-29', '1900-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00', '0000-01-01', '2024-1-010', '20240101', 'tru', 'yes', '1_0', '', '-', '.', '1.2.3', '--1'])('%j is not taken for one that it is not', async cell => {
    for (const type of LEAF_TYPES.slice(1)) {
      const value = parseCell(cell, { to: { name: type } })
      const made = segmentParquet([segmentOf([[quoted(cell)]])], tableOf([type]), never)
      if (value === undefined) await expect(made).rejects.toThrow(JSON.stringify(cell))
      else await expectToRead(await fileOf([[[quoted(cell)]]], tableOf([type])), [[value]], [type])
    }
  })

  test('in a record that was made, what is in quotes is never null', async () => {
    const table = { ...tableOf(['string', 'string', 'string']), nulls: { null_tokens: ['', 'NA'], quoted_nulls: true } }
    const { pages, contents } = await segmentParquet([new TextEncoder().encode('1,"",NA,"NA"\n02,"",NA,"NA"\n')], table, never)
    const file = new ParquetFile()
    const bytes = joinBytes([file.begin(await segmentParquet([], table, never)), file.add({ pages, contents }), file.end()])
    await expectToRead(bytes, [[null, null, null], ['', null, 'NA']], ['string', 'string', 'string'])
  })
})

async function stored(rows: readonly Row[], types: readonly LeafType[]): Promise<string> {
  const path = join(folder, `file-${files++}.parquet`)
  writeFileSync(path, await fileOf([rows], tableOf(types)))
  return path
}

describe('pages and dictionaries', () => {
  /** The same every time, as if drawn at random. */
  const mixed = (row: number): number => Math.imul(row ^ row >>> 15, 0x2c1b3c6d) >>> 0
  const distinct = (count: number) => (row: number): Row => {
    const value = mixed(row) % count
    return [plain(String(value)), plain(`${value}.25`), quoted(`value ${value} ${'é'.repeat(value % 20)}`), plain(formatDate(value)), row % 5 === 0 ? plain('NULL') : plain(value % 2 === 0 ? 'true' : 'false')]
  }
  const types: readonly LeafType[] = ['integer', 'number', 'string', 'date', 'boolean']

  test.each([1, 2, 3, 255, 256, 257, 4095, 4096, 4097, 20_000])('%i different values', async count => {
    const rows = Array.from({ length: 30_000 }, (_, row) => distinct(count)(row))
    const bytes = await fileOf([rows], tableOf(types))
    await expectToRead(bytes, expectedOf(rows, types), types)
    const [group] = parquetMetadata(bytes.slice().buffer).row_groups
    const usesDictionaries = group?.columns.map(({ meta_data }) => meta_data?.encodings.includes('RLE_DICTIONARY')).slice(0, 2)
    if (count <= 4096 || count === 20_000) expect(usesDictionaries).toEqual([count <= 4096, count <= 4096])
  }, 30_000)

  test('a dictionary that fills up late is used as far as it goes', async () => {
    const rows = Array.from({ length: 120_000 }, (_, row) => distinct(row < 80_000 ? 500 : 50_000)(row))
    const bytes = await fileOf([rows], tableOf(types))
    await expectToRead(bytes, expectedOf(rows, types), types)
  }, 30_000)

  test('columns of nothing but null, and of one value', async () => {
    const all: readonly LeafType[] = [...LEAF_TYPES, ...LEAF_TYPES]
    const one = ['text', '5', '1.5', 'true', '2024-05-06'].map(plain)
    const rows = Array.from({ length: 3_000 }, () => [...LEAF_TYPES.map(() => plain('NULL')), ...one])
    await expectToRead(await fileOf([rows, rows.slice(0, 1)], tableOf(all)), expectedOf([...rows, ...rows.slice(0, 1)], all), all)
  })

  test('more columns than there are dictionaries', async () => {
    const many = Array.from({ length: 150 }, (_, i) => LEAF_TYPES[i % 2 === 0 ? 0 : 1] ?? 'string')
    const rows = Array.from({ length: 2_000 }, (_, row) => many.map((_, column) => plain(String((row * column) % 7))))
    await expectToRead(await fileOf([rows], tableOf(many)), expectedOf(rows, many), many)
  })

  test.each([
    ['nothing that occurs again', (i: number) => String.fromCodePoint(0x4e00 + mixed(i) % 20_000, 0x4e00 + mixed(i + 7) % 20_000, 0x4e00 + mixed(i * 3) % 20_000)],
    ['the same again and again', () => 'abcd'.repeat(50)],
    ['long runs that end anywhere', (i: number) => 'x'.repeat(mixed(i) % 300) + 'yz'.repeat(mixed(i + 1) % 40)],
    ['what stands far before', (i: number) => `${mixed(i % 1500)}-${mixed(i % 1500 + 1)}-${i}`],
  ])('compressed: %s', async (_, textOf) => {
    const rows = Array.from({ length: 9_000 }, (_, row) => [plain(`${row}`), quoted(textOf(row))])
    await expectToRead(await fileOf([rows], tableOf(['integer', 'string'])), expectedOf(rows, ['integer', 'string']), ['integer', 'string'])
  })

  test('the least and greatest values are said, and how many are missing', async () => {
    const rows = [['5', '-0', '2020-01-02', 'NULL'], ['-7', '0', '1960-05-06', 'NULL'], ['NULL', 'NULL', '2020-01-01', 'NULL']].map(row => row.map(plain))
    const { columns } = parquetMetadata((await fileOf([rows], tableOf(['integer', 'number', 'date', 'integer']))).slice().buffer).row_groups[0] ?? { columns: [] }
    expect(columns.map(({ meta_data }) => meta_data?.statistics)).toMatchObject([
      { min_value: -7n, max_value: 5n, null_count: 1n }, { min_value: -0, max_value: 0, null_count: 1n },
      { min_value: new Date('1960-05-06'), max_value: new Date('2020-01-02'), null_count: 0n }, { null_count: 3n },
    ])
  })
})

describe('what the pages are not for', () => {
  test('a record of more than a megabyte goes through parquet-wasm, into the same file', async () => {
    const types: readonly LeafType[] = ['integer', 'string', 'number', 'boolean', 'date']
    const row = (text: string): Row => [plain('12'), quoted(text), plain('1.5'), plain('TRUE'), plain('2024-02-29')]
    const segments = [[row('short')], [row('long, "'.repeat(200_000)), row('NULL')], [row('short again')]]
    await expectToRead(await fileOf(segments, tableOf(types), loadParquet), expectedOf(segments.flat(), types), types)
  })
})
