import { describe, expect, test } from 'vitest'
import { firstFrom, locate, neighbouringReject, sameRow, type RowSource } from '../../../app/review/locate.ts'
import type { RowFilter, RowView } from '../../../engine/index.ts'

/** Records 1 to 30; every fifth is rejected, every third spans two lines; the header is line 1. */
const records: readonly RowView[] = Array.from({ length: 30 }, (_, i): RowView => {
  const ordinal = i + 1
  return { ordinal, line: ordinal + 1 + Math.floor(i / 3), status: ordinal % 5 === 0 ? 'rejected' : 'valid', cells: [], errors: [] }
})
const matching = ({ rows, column }: RowFilter): readonly RowView[] =>
  records.filter(({ status, ordinal }) => (rows === 'all' || status === rows) && (column === undefined || ordinal > 12))
const source: RowSource = {
  page: (filter, start, end) => Promise.resolve({ total: matching(filter).length, columns: [], rows: matching(filter).slice(start, end) }),
  positionOf: (filter, ordinal) => Promise.resolve(matching(filter).filter(row => row.ordinal < ordinal).length),
}
const all: RowFilter = { rows: 'all' }
const rejected: RowFilter = { rows: 'rejected' }

describe('locate', () => {
  const ordinalAt = async (filter: RowFilter, unit: 'line' | 'record', number: number) => (await locate(source, filter, matching(filter).length, { unit, number }))?.row.ordinal

  test('every line at which a record starts leads to it, a line within one to the next record', async () => {
    for (const { line, ordinal } of records) expect(await ordinalAt(all, 'line', line)).toBe(ordinal)
    expect(await ordinalAt(all, 'line', 5)).toBe(4)
  })
  test('every record number leads to its record', async () => {
    for (const { ordinal } of records) expect(await ordinalAt(all, 'record', ordinal)).toBe(ordinal)
  })
  test('among filtered rows it is the next one', async () => {
    expect(await ordinalAt(rejected, 'record', 6)).toBe(10)
    expect(await ordinalAt(rejected, 'line', records[5]!.line)).toBe(10)
  })
  test('after the last it is the last', async () => {
    expect(await ordinalAt(all, 'line', 9999)).toBe(30)
    expect(await ordinalAt(rejected, 'record', 9999)).toBe(30)
  })
  test('the place among the rows comes along', async () => expect((await locate(source, rejected, 6, { unit: 'record', number: 10 }))?.rowIndex).toBe(1))
  test('nothing is in no rows', async () => expect(await locate(source, all, 0, { unit: 'line', number: 1 })).toBeUndefined())
})

describe('firstFrom', () => {
  const count = async (values: readonly number[], wanted: number, upper: number) => {
    let asked = 0
    const found = await firstFrom(wanted, upper, index => {
      asked++
      return Promise.resolve(values[index] ?? Infinity)
    })
    return { found, asked }
  }
  const values = Array.from({ length: 1_000_000 }, (_, i) => i + 3)

  test('agrees with looking at every value', async () => {
    const some = [2, 2, 5, 9, 9, 9, 12]
    for (let wanted = 0; wanted <= 13; wanted++) {
      const expected = some.filter(value => value < wanted).length
      for (let upper = expected; upper <= some.length; upper++) expect((await count(some, wanted, upper)).found).toBe(expected)
    }
  })
  test('asks a few times where every record is a line', async () => expect((await count(values, 800_000, 799_999)).asked).toBeLessThanOrEqual(4))
  test('asks of the order of a logarithm at worst', async () => expect((await count(values, 3, 1_000_000)).asked).toBeLessThanOrEqual(40))
})

describe('the neighbouring reject', () => {
  const next = async (filter: RowFilter, ordinal: number, direction: 1 | -1) => {
    const rowIndex = matching(filter).findIndex(row => row.ordinal === ordinal)
    const found = await neighbouringReject(source, filter, { rowIndex, ordinal }, direction)
    return found && [found.rowIndex, found.row.ordinal]
  }

  test('among rejects is the next row', async () => {
    expect(await next(rejected, 10, 1)).toEqual([2, 15])
    expect(await next(rejected, 10, -1)).toEqual([0, 5])
  })
  test('among all rows skips the others', async () => {
    expect(await next(all, 10, 1)).toEqual([14, 15])
    expect(await next(all, 12, 1)).toEqual([14, 15])
    expect(await next(all, 12, -1)).toEqual([9, 10])
    expect(await next(all, 10, -1)).toEqual([4, 5])
  })
  test('keeps to the rest of the filter', async () => expect(await next({ rows: 'all', column: 'late' }, 14, -1)).toBeUndefined())
  test('ends at the ends', async () => {
    expect(await next(all, 30, 1)).toBeUndefined()
    expect(await next(all, 3, -1)).toBeUndefined()
    expect(await next(rejected, 30, 1)).toBeUndefined()
    expect(await next(rejected, 5, -1)).toBeUndefined()
  })
  test('is not looked for among rows that are no rejects', async () => expect(await next({ rows: 'valid' }, 4, 1)).toBeUndefined())
})

test('a row is found again under another filter, else one starts anew', async () => {
  expect(await sameRow(source, rejected, 15)).toBe(2)
  expect(await sameRow(source, rejected, 16)).toBe(0)
  expect(await sameRow(source, rejected, 99)).toBe(0)
})
