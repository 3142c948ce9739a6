import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureOf, score, type ReadTable } from './score.ts'
import type { Truth } from './writer.ts'

const rows = [['1', 'a', 'x'], ['2', 'b', 'y'], ['3', 'c', 'z'], ['4', 'd', 'x']] as const
const truth: Truth = { header: ['id', 'name', 'kind'], otherHeaders: [], records: rows, spoiled: [] }
const read = (change: Partial<ReadTable> = {}): ReadTable => ({ header: truth.header, records: rows, ...change })
const perfect = { precision: 1, recall: 1, f1: 1 }

describe('a file that was read', () => {
  test('rightly', () => {
    expect(score(truth, read())).toEqual({ header: perfect, records: perfect, cells: perfect, overall: 1 })
  })

  test('not at all', () => {
    expect(score(truth, { header: null, records: [] }).overall).toBe(0)
  })

  test('with white space at the ends of cells, and other line ends', () => {
    const lines: Truth = { ...truth, records: [['1', 'a\nb', '']] }
    expect(score(lines, read({ records: [[' 1', 'a\r\nb ', '\t']] })).overall).toBe(1)
    expect(score(lines, read({ records: [['1', 'a b', '']] })).cells.recall).toBeCloseTo(2 / 3)
  })

  test('with one cell wrong: a record of 4 and a cell of 12', () => {
    const { records, cells } = score(truth, read({ records: [['1', 'A', 'x'], ...rows.slice(1)] }))
    expect(records).toEqual(measureOf(3, 4, 4))
    expect(cells).toEqual(measureOf(11, 12, 12))
  })

  test('with a record missing, and with one too many', () => {
    expect(score(truth, read({ records: rows.slice(1) }))).toMatchObject({ records: measureOf(3, 4, 3), cells: measureOf(9, 12, 9) })
    const more = [...rows.slice(0, 2), ['Total', '', ''], ...rows.slice(2)]
    expect(score(truth, read({ records: more }))).toMatchObject({ records: measureOf(4, 4, 5), cells: measureOf(12, 12, 15) })
  })

  test('with a record twice: the second is one too many', () => {
    expect(score(truth, read({ records: [rows[0], ...rows] })).records).toEqual(measureOf(4, 4, 5))
  })

  test('with cells in other columns: none is right', () => {
    expect(score(truth, read({ records: rows.map(cells => ['', ...cells]) })).cells).toMatchObject({ recall: 0, precision: 0 })
  })

  test('as one column', () => {
    const { records, cells } = score(truth, read({ header: ['id,name,kind'], records: rows.map(cells => [cells.join(',')]) }))
    expect([records.f1, cells.f1]).toEqual([0, 0])
  })
})

describe('header', () => {
  const headerOf = (labels: readonly string[] | null, other: Partial<Truth> = {}) => score({ ...truth, ...other }, read({ header: labels })).header

  test('labels count at their own place', () => {
    expect(headerOf(['id', 'kind', 'name'])).toEqual(measureOf(1, 3, 3))
    expect(headerOf(['id', 'name', 'kind', 'more'])).toEqual(measureOf(3, 3, 4))
  })

  test('none found where there is one, one found where there is none, none found where there is none', () => {
    expect(headerOf(null).f1).toBe(0)
    expect(headerOf(['1', 'a', 'x'], { header: null }).f1).toBe(0)
    expect(headerOf(null, { header: null }).f1).toBe(1)
  })

  test('any of several right ones', () => {
    const other = { otherHeaders: [['a id', 'a name', 'b kind']] }
    expect(headerOf(['a id', 'a name', 'b kind'], other).f1).toBe(1)
    expect(headerOf(['a id', 'name', 'b kind'], other)).toEqual(measureOf(2, 3, 3))
  })

  test('names made of empty and repeated labels, and no others', () => {
    const odd = { header: ['', 'n', 'n'] }
    for (const label of ['', 'column_1', 'column0', 'Unnamed: 0', '_1']) expect(headerOf([label, 'n', 'n_2'], odd).f1).toBe(1)
    expect(headerOf(['id', 'n', 'n'], odd).recall).toBeCloseTo(2 / 3)
    expect(headerOf(['', 'n', 'nn'], odd).recall).toBeCloseTo(2 / 3)
    expect(headerOf(['', 'n_1', 'n'], odd).recall).toBeCloseTo(2 / 3)
  })
})

describe('spoiled records', () => {
  const spoiled: Truth = { ...truth, spoiled: [2] }
  const put = (...instead: readonly (readonly string[])[]) => score(spoiled, read({ records: [...rows.slice(0, 2), ...instead, ...rows.slice(2)] }))

  test('may be rejected, or read in any way', () => {
    expect(put().overall).toBe(1)
    expect(put(['9', 'q']).overall).toBe(1)
    expect(put(['9', 'q', 'r', 's', 't']).overall).toBe(1)
    // Its cells may happen to be those of a neighbour.
    expect(put(['2', 'b', 'q']).overall).toBe(1)
  })

  test('excuse one record in their place, and no loss of others', () => {
    expect(put(['9', 'q'], ['8', 'r'])).toMatchObject({ records: measureOf(4, 4, 5), cells: { recall: 1, precision: 12 / 14 } })
    const swallowing = score(spoiled, read({ records: [...rows.slice(0, 2), ['9', 'q\n3,c,z'], rows[3]] }))
    expect(swallowing).toMatchObject({ records: measureOf(3, 4, 3), cells: { recall: 9 / 12, precision: 1 } })
  })
})

test('nothing to find and nothing found is perfect', () => {
  const empty: Truth = { ...truth, records: [] }
  expect(score(empty, read({ records: [] })).overall).toBe(1)
  expect(score(empty, read()).records).toEqual({ precision: 0, recall: 0, f1: 0 })
})

const cell = fc.constantFrom('a', 'b', 'c', '')
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 })

test('shares are between 0 and 1, and a reading is perfect if and only if it equals the truth', () => {
  fc.assert(fc.property(table, table, fc.array(fc.nat(8), { maxLength: 2 }), (records, found, places) => {
    const own: Truth = { ...truth, records, spoiled: places.filter(at => at <= records.length).sort() }
    expect(score(own, read({ records })).overall).toBe(1)
    const { cells, records: whole } = score(own, read({ records: found }))
    for (const share of [cells, whole].flatMap(({ precision, recall, f1 }) => [precision, recall, f1])) {
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
    }
    if (own.spoiled.length === 0) expect(cells.f1 === 1).toBe(JSON.stringify(records) === JSON.stringify(found))
  }))
})
