import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { boolean, date, datetime, integer, number, string, time, timestamp, type DataType } from '../../../engine/data/type.ts'
import { writeXlsx } from '../../../engine/formats/excel/index.ts'
import { readSheet, type ReadSheet } from './make-workbook.ts'

type Rows = readonly (readonly (string | null)[])[]

async function written(columns: readonly (readonly [string, DataType])[], rows: Rows): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  async function* batches(): AsyncGenerator<Rows> {
    for (let start = 0; start < rows.length; start += 3) yield await Promise.resolve(rows.slice(start, start + 3))
  }
  for await (const piece of writeXlsx(columns.map(([name, type]) => ({ name, type })), batches())) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

const roundTrip = async (columns: readonly (readonly [string, DataType])[], rows: Rows): Promise<ReadSheet> =>
  readSheet(await written(columns, rows), { header: 1, skipRows: 0, skipFooter: 0 })

describe('what is written is read again', () => {
  test('texts, whatever is in them', async () => {
    const texts = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom('<', '&', '_x000D_', '_x005F_', '\r', '\n', '\t', '\u0001', ']]>', '"', '\uFEFF', '\uFFFE', '😀', ' ')), maxLength: 12 })
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.option(texts), fc.option(texts)), { maxLength: 12 }), async cells => {
      // A row without anything in it is no record of a sheet.
      const rows = cells.map(([a, b]) => [a, 'x', b])
      const { columns, rows: again } = await roundTrip([['a', string], ['b', string], ['c', string]], rows)
      expect(columns).toEqual(['a', 'b', 'c'])
      expect(again).toEqual(rows)
    }), { numRuns: 60 })
  })

  test('values of every type', async () => {
    const pad = (n: number): string => String(n).padStart(2, '0')
    const day = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map(d => d.toISOString().slice(0, 10))
    const clock = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.constantFrom('', '.5', '.25', '.125', '.001')).map(([h, m, s, f]) => `${pad(h)}:${pad(m)}:${pad(s)}${f}`)
    const record = fc.record({
      integer: fc.oneof(fc.maxSafeInteger().map(String), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
      number: fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => String(n === 0 ? 0 : n)), boolean: fc.boolean().map(String), date: day, datetime: fc.tuple(day, clock).map(([d, t]) => `${d}T${t}`), time: clock,
    })
    const types = { integer, number, boolean, date, datetime, time } as const
    const names = Object.keys(types) as (keyof typeof types)[]
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async records => {
      const rows = records.map(values => names.map(name => values[name]))
      expect((await roundTrip(names.map(name => [name, types[name]]), rows)).rows).toEqual(rows)
    }), { numRuns: 60 })
  })

  test('what Excel has no value for stays text', async () => {
    const rows = [['12345678901234567890', '1899-12-31', '2024-01-01T00:00:00.000001', '2024-01-01T10:00:00Z', 'yes', 'not a number', '0.1234567890123456789']]
    expect((await roundTrip([['a', integer], ['b', date], ['c', datetime], ['d', timestamp], ['e', boolean], ['f', number], ['g', { name: 'decimal', precision: 30, scale: 20 }]], rows)).rows).toEqual(rows)
  })
})

test('another reader finds numbers, booleans and dates', async () => {
  const bytes = await written([['text', string], ['n', integer], ['x', number], ['flag', boolean], ['day', date], ['at', datetime]], [['007', '42', '1.50', 'TRUE', '2024-02-29', '2024-02-29T10:30:00'], [null, '-1', '1e3', 'false', null, null]])
  const { sheets: [sheet] } = await readXlsx(bytes)
  expect(sheet?.rows[0]).toEqual(['text', 'n', 'x', 'flag', 'day', 'at'])
  expect(sheet?.rows[1]).toEqual(['007', 42, 1.5, true, new Date('2024-02-29T00:00:00Z'), new Date('2024-02-29T10:30:00Z')])
  expect(sheet?.rows[2]?.slice(0, 4)).toEqual([null, -1, 1000, false])
})

describe('limits', () => {
  test('more rows than a sheet has', async () => {
    async function* many(): AsyncGenerator<Rows> {
      const batch = Array.from({ length: 16_384 }, () => [null])
      for (let i = 0; i < 65; i++) yield await Promise.resolve(batch)
    }
    const writing = async (): Promise<void> => {
      for await (const _ of writeXlsx([{ name: 'a', type: string }], many())) { /* Only the error matters. */ }
    }
    await expect(writing()).rejects.toMatchObject({ code: 'too_many_rows' })
  })

  test('more columns, longer texts', async () => {
    await expect(written(Array.from({ length: 16_385 }, (_, i) => [`c${i}`, string] as const), [])).rejects.toMatchObject({ code: 'too_many_columns' })
    await expect(written([['a', string]], [['x'], ['y'.repeat(32_768)]])).rejects.toMatchObject({ code: 'cell_too_long', message: 'a cell of a workbook has at most 32767 characters, and column "a" has 32768 in row 3 of the sheet' })
  })
})
