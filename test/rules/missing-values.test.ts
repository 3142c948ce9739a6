import { describe, expect, test } from 'vitest'
import { expectCells, expectRows, issueCodes, titleOf, type CellCase, type RowCase } from './cases.ts'

const cells: readonly CellCase[] = [
  { rule: { type: 'not_null' }, passes: ['a', '', ' '], fails: [null] },
  { rule: { type: 'not_blank' }, passes: ['a', ' a ', '\u200b', '0'], fails: [null, '', ' ', '\t\n\r', '\u00a0\u3000\ufeff'] },
  { rule: { type: 'not_blank' }, field: { type: 'integer' }, passes: ['1', ' 2 '], fails: [null] },
  { rule: { type: 'is_null' }, passes: [null], fails: ['a', '', ' ', '😀'] },
  { rule: { type: 'is_null' }, field: { type: 'date' }, passes: [null], fails: ['2024-02-29'] },
]

describe('one column', () => {
  test.each(cells.map(each => [titleOf(each.rule), each] as const))('%s', (_, each) => expectCells(each))
})

const rows: readonly RowCase[] = [
  {
    rule: { type: 'required_if', column: 'state', expr: "country = 'US'" }, columns: { country: 'string', state: 'string' },
    passes: [['US', 'NY'], ['US', ''], ['FR', null], ['FR', 'x'], [null, null]], fails: [['US', null]],
  },
  {
    rule: { type: 'required_if', column: 'paid_on', expr: 'amount > 0 and amount < 100' }, columns: { amount: 'number', paid_on: 'date' },
    passes: [['0', null], ['5', '2024-01-01'], ['100', null], [null, null]], fails: [['5', null]],
  },
  {
    rule: { type: 'exactly_one_of', columns: ['a', 'b', 'c'] }, columns: { a: 'string', b: 'integer', c: 'date' },
    passes: [['x', null, null], [null, '1', null], ['', null, null]], fails: [[null, null, null], ['x', '1', null], ['x', '1', '2024-01-01']],
  },
  {
    rule: { type: 'at_least_one_of', columns: ['a', 'b'] }, columns: { a: 'string', b: 'number' },
    passes: [['x', null], [null, '1'], ['x', '1'], ['', null]], fails: [[null, null]],
  },
  {
    rule: { type: 'all_or_none', columns: ['a', 'b', 'c'] }, columns: { a: 'string', b: 'string', c: 'number' },
    passes: [['x', 'y', '1'], [null, null, null], ['', '', '0']], fails: [['x', null, null], ['x', 'y', null], [null, null, '1']],
  },
]

describe('several columns', () => {
  test.each(rows.map(each => [titleOf(each.rule), each] as const))('%s', (_, each) => expectRows(each))
})

test('wrong parameters are issues at their places', () => {
  expect(issueCodes({ type: 'required_if', column: 'x' })).toEqual(['expr: missing_key'])
  expect(issueCodes({ type: 'required_if', column: 'x', expr: 'x =' })).toEqual(['expr: expression_syntax'])
  expect(issueCodes({ type: 'required_if', column: 'x', expr: "y = 'a'" })).toEqual(['expr: unknown_column'])
  expect(issueCodes({ type: 'required_if', column: 'x', expr: 'length(x)' })).toEqual(['expr: expression_type'])
  for (const type of ['exactly_one_of', 'at_least_one_of', 'all_or_none']) {
    expect(issueCodes({ type, columns: ['x'] }), type).toEqual(['columns: too_few_columns'])
    expect(issueCodes({ type, columns: ['x', 'y'] }), type).toEqual(['columns.1: unknown_column'])
    expect(issueCodes({ type }), type).toEqual([': missing_columns'])
  }
})
