import { describe, expect, test } from 'vitest'
import {
  cellText, cleared, columnChoices, describeFilter, filterKey, isNarrowed, ruleChoices, totalOf, withColumn, withoutCell, withRows, withRule, type KindOf,
} from '../../../app/review/filter.ts'
import type { RowFilter, RuleResult } from '../../../engine/index.ts'

const counts = { physical: 100, blank_lines: 7, valid: 80, rejected: 12, warned: 5, dropped: { filter_1: 6, deduplicate_2: 2 } }
const cell = { column: 'email', part: 'mismatched' } as const

const kindOf: KindOf = kind => ({ title: `Title of ${kind}`, isAboutRows: kind !== 'row_count' })
const result = (id: string, kind: string, columns: readonly string[], failed: number, severity: RuleResult['severity'] = 'error'): RuleResult =>
  ({ id, kind, columns, severity, failed, dimension: 'validity', checked: 100, status: failed > 0 ? 'failed' : 'passed', ms: 1 })

describe('totals', () => {
  test.each([['all', 100], ['valid', 80], ['rejected', 12], ['warned', 5], ['dropped', 8]] as const)('%s: %i', (rows, total) => {
    expect(totalOf(rows, counts)).toBe(total)
  })
})

describe('changing one part of a filter', () => {
  const filter: RowFilter = { rows: 'rejected', rule: 'age.range', column: 'age', cell }

  test('a verdict keeps the rest', () => expect(withRows(filter, 'all')).toEqual({ ...filter, rows: 'all' }))
  test('a column is set and lifted', () => {
    expect(withColumn(filter, 'zip').column).toBe('zip')
    expect(withColumn(filter, undefined)).toEqual({ rows: 'rejected', rule: 'age.range', cell })
  })
  test('the cell is lifted', () => expect(withoutCell(filter)).toEqual({ rows: 'rejected', rule: 'age.range', column: 'age' }))
  test('clearing keeps the verdict', () => expect(cleared(filter)).toEqual({ rows: 'rejected' }))
  test('a filter is narrowed by any part but the verdict', () => {
    expect(isNarrowed({ rows: 'dropped' })).toBe(false)
    expect([{ rule: 'a' }, { column: 'a' }, { cell }].map(part => isNarrowed({ rows: 'all', ...part }))).toEqual([true, true, true])
  })
})

describe('choosing a rule goes where its failing rows are', () => {
  test.each([
    ['error', 'rejected', 'rejected'], ['error', 'all', 'all'], ['error', 'valid', 'rejected'], ['error', 'warned', 'rejected'], ['error', 'dropped', 'rejected'],
    ['warn', 'warned', 'warned'], ['warn', 'valid', 'valid'], ['warn', 'all', 'all'], ['warn', 'rejected', 'all'], ['warn', 'dropped', 'all'],
  ] as const)('severity %s from %s rows: %s', (severity, from, to) => {
    expect(withRule({ rows: from, column: 'a' }, { id: 'r', severity })).toEqual({ rows: to, rule: 'r', column: 'a' })
  })
  test('lifting it leaves the verdict', () => expect(withRule({ rows: 'rejected', rule: 'r' }, undefined)).toEqual({ rows: 'rejected' }))
})

describe('the key of a filter', () => {
  test('does not depend on the order of its parts', () => {
    expect(filterKey({ rows: 'all', column: 'a', rule: 'b' })).toBe(filterKey({ rule: 'b', rows: 'all', column: 'a' }))
  })
  test('differs for filters that differ', () => {
    const filters: RowFilter[] = [
      { rows: 'all' }, { rows: 'valid' }, { rows: 'all', rule: 'x' }, { rows: 'all', column: 'x' }, { rows: 'all', cell }, { rows: 'all', cell: { ...cell, part: 'valid' } },
      { rows: 'all', rule: '","x' }, { rows: 'all', rule: '', column: 'x' },
    ]
    expect(new Set(filters.map(filterKey)).size).toBe(filters.length)
  })
})

describe('a filter in words', () => {
  test.each<[RowFilter, string]>([
    [{ rows: 'rejected' }, 'rejected rows'],
    [{ rows: 'rejected', rule: 'email.format' }, 'rejected rows failing email.format'],
    [{ rows: 'rejected', rule: 'parse' }, 'rejected rows that are malformed records'],
    [{ rows: 'all', column: 'age', cell }, 'all rows with an error on age with email mismatched'],
  ])('%j', (filter, text) => expect(describeFilter(filter)).toBe(text))
  test('the cell', () => expect(cellText({ column: 'zip', part: 'missing' })).toBe('zip missing'))
})

describe('choices', () => {
  const results = [
    result('parse', 'parse', [], 3),
    result('age.range', 'between', ['age'], 0),
    result('email.format', 'format', ['email'], 1),
    result('filled', 'not_null', ['zip'], 4, 'warn'),
    result('filled', 'not_null', ['age'], 5, 'warn'),
    result('in_order', 'columns_ordered', ['start', 'age'], 2),
    result('rows', 'row_count', [], 1),
  ]

  test('rules that rows fail, most first; checks of one rule are one choice; rules about the table are none', () => {
    expect(ruleChoices(results, kindOf)).toEqual([
      { id: 'filled', severity: 'warn', title: 'Title of not_null', failing: '9 failures' },
      { id: 'parse', severity: 'error', title: 'Title of parse', failing: '3 rows' },
      { id: 'in_order', severity: 'error', title: 'Title of columns_ordered', failing: '2 rows' },
      { id: 'email.format', severity: 'error', title: 'Title of format', failing: '1 row' },
    ])
  })
  test('columns that failing rules name, in their order, then those that are gone', () => {
    expect(columnChoices(results, ['email', 'age', 'zip', 'other'], kindOf)).toEqual([
      { name: 'email', rules: 1 }, { name: 'age', rules: 2 }, { name: 'zip', rules: 1 }, { name: 'start', rules: 1 },
    ])
  })
})
