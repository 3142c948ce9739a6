import { describe, expect, test } from 'vitest'
import { expectRows, issueCodes, titleOf, type RowCase } from './cases.ts'

const rows: readonly RowCase[] = [
  {
    rule: { type: 'columns_equal', columns: ['a', 'b'] }, columns: { a: 'string', b: 'string' },
    passes: [['x', 'x'], ['', ''], [null, 'x'], ['x', null], [null, null], ['😀', '😀']], fails: [['x', 'X'], ['x', ''], ['é', 'e\u0301']],
  },
  {
    rule: { type: 'columns_equal', columns: ['a', 'b', 'c'] }, columns: { a: 'integer', b: 'number', c: 'decimal' },
    passes: [['1', '1.0', '1'], ['1', null, '1'], [null, null, '2']], fails: [['1', '2', '1'], ['1', null, '2'], ['1', '1.5', null]],
  },
  { rule: { type: 'columns_equal', columns: ['a', 'b'] }, columns: { a: 'boolean', b: 'boolean' }, passes: [['true', 'TRUE'], [null, 'false']], fails: [['true', 'false']] },
  {
    rule: { type: 'columns_ordered', columns: ['a', 'b', 'c'] }, columns: { a: 'date', b: 'date', c: 'date' },
    passes: [['2024-01-01', '2024-01-01', '2024-01-02'], ['2024-01-01', null, '2024-01-02'], [null, null, null], [null, '2024-01-01', '2024-01-01']],
    fails: [['2024-01-02', '2024-01-01', '2024-01-03'], ['2024-01-02', null, '2024-01-01'], ['2024-01-01', '2024-01-03', '2024-01-02']],
  },
  {
    rule: { type: 'columns_ordered', columns: ['c', 'a'], strict: true }, columns: { a: 'integer', c: 'number' },
    passes: [['2', '1.5'], [null, '1'], ['-1', '-2']], fails: [['1', '1'], ['1', '1.0'], ['1', '2']],
  },
  { rule: { type: 'columns_ordered', columns: ['a', 'b'] }, columns: { a: 'string', b: 'string' }, passes: [['A', 'a'], ['\uffff', '😀'], ['', 'a']], fails: [['b', 'a'], ['😀', '\uffff']] },
  {
    rule: { type: 'columns_sum', columns: ['a', 'b'], total: 't' }, columns: { a: 'integer', b: 'integer', t: 'integer' },
    passes: [['1', '2', '3'], ['-1', '1', '0'], [null, '2', '9'], ['1', '2', null], ['9223372036854775807', '1', '0']], fails: [['1', '2', '4'], ['9007199254740993', '0', '9007199254740992']],
  },
  {
    rule: { type: 'columns_sum', columns: ['a', 'b', 'c'], total: 't' }, columns: { a: 'number', b: 'number', c: 'number', t: 'number' },
    passes: [['0.1', '0.2', '0', '0.3'], ['1e16', '1', '-1e16', '0'], ['0.1', '0.1', '0.1', '0.3']], fails: [['0.1', '0.2', '0', '0.31'], ['1', '1', '1', '3.0001']],
  },
  {
    rule: { type: 'columns_sum', columns: ['net', 'tax'], total: 'gross', tolerance: 0.01 }, columns: { net: 'decimal', tax: 'number', gross: 'decimal' },
    passes: [['100', '19', '119'], ['100', '19.006', '119.01'], ['100', '19.009', '119']], fails: [['100', '19.02', '119'], ['0', '0', '-0.02']],
  },
]

describe('several columns', () => {
  test.each(rows.map((each, index) => [index, titleOf(each.rule), each] as const))('%i %s', (_index, _title, each) => expectRows(each))
})

test('wrong parameters are issues at their places', () => {
  for (const type of ['columns_equal', 'columns_ordered']) {
    expect(issueCodes({ type, columns: ['x'] }), type).toEqual(['columns: too_few_columns'])
    expect(issueCodes({ type, columns: ['x', 'y'] }, { x: 'string', y: 'integer' }), type).toEqual(['columns: different_types'])
    expect(issueCodes({ type, columns: ['x', 'y'] }, { x: 'date', y: 'timestamp' }), type).toEqual(['columns: different_types'])
  }
  expect(issueCodes({ type: 'columns_sum', columns: ['x', 'y'] }, { x: 'integer', y: 'integer' })).toEqual(['total: missing_key'])
  expect(issueCodes({ type: 'columns_sum', columns: ['x', 'y'], total: 'z' }, { x: 'integer', y: 'integer' })).toEqual(['total: unknown_column'])
  expect(issueCodes({ type: 'columns_sum', columns: ['x', 'y'], total: 'y' }, { x: 'string', y: 'integer' })).toEqual(['columns: not_numeric'])
  expect(issueCodes({ type: 'columns_sum', columns: ['x', 'y'], total: 'z' }, { x: 'integer', y: 'integer', z: 'string' })).toEqual(['total: not_numeric'])
  expect(issueCodes({ type: 'columns_sum', columns: ['x', 'y'], total: 'y', tolerance: -1 }, { x: 'integer', y: 'integer' })).toEqual(['tolerance: invalid_value'])
})
