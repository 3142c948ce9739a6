import { describe, expect, test } from 'vitest'
import { expectCells, issueCodes, titleOf, type CellCase } from './cases.ts'

/** The tests' clock stands at 2024-03-01T12:00:00Z. */
const cells: readonly CellCase[] = [
  { rule: { type: 'not_in_future' }, field: { type: 'date' }, passes: ['2024-03-01', '0001-01-01', null], fails: ['2024-03-02', '9999-12-31'] },
  { rule: { type: 'not_in_future' }, field: { type: 'datetime' }, passes: ['2024-03-01T23:59', '2024-02-29T00:00', null], fails: ['2024-03-02T00:00'] },
  { rule: { type: 'not_in_future' }, field: { type: 'timestamp' }, passes: ['2024-03-01T12:00:00Z', '2024-03-01T13:59:59+02:00', null], fails: ['2024-03-01T12:00:00.000001Z', '2024-03-01T10:30-02:00'] },
  { rule: { type: 'not_older_than', days: 1 }, field: { type: 'date' }, passes: ['2024-02-29', '2024-03-01', '2030-01-01', null], fails: ['2024-02-28', '0001-01-01'] },
  { rule: { type: 'not_older_than', days: 0 }, field: { type: 'datetime' }, passes: ['2024-03-01T00:00', null], fails: ['2024-02-29T23:59:59'] },
  { rule: { type: 'not_older_than', days: 1 }, field: { type: 'timestamp' }, passes: ['2024-02-29T00:00Z', null], fails: ['2024-02-29T01:00+02:00'] },
  { rule: { type: 'weekday', days: [1, 2, 3, 4, 5] }, field: { type: 'date' }, passes: ['2024-03-01', '2024-03-04', null], fails: ['2024-03-02', '2024-03-03', '1969-12-28'] },
  { rule: { type: 'weekday', days: [7] }, field: { type: 'datetime' }, passes: ['2024-03-03T23:59', null], fails: ['2024-03-04T00:00'] },
  { rule: { type: 'weekday', days: [4] }, field: { type: 'timestamp' }, passes: ['2024-03-01T01:00+02:00', null], fails: ['2024-03-01T01:00Z'] },
]

describe('one column', () => {
  test.each(cells.map((each, index) => [index, titleOf(each.rule), each.field?.type, each] as const))('%i %s on %s', (_index, _title, _type, each) => expectCells(each))
})

test('wrong parameters are issues at their places', () => {
  for (const [type, params] of [['not_in_future', {}], ['not_older_than', { days: 3 }], ['weekday', { days: [1] }]] as const) {
    expect(issueCodes({ type, column: 'x', ...params }), type).toEqual([': not_temporal'])
    expect(issueCodes({ type, column: 'x', ...params }, { x: 'time' }), type).toEqual([': not_temporal'])
  }
  expect(issueCodes({ type: 'not_older_than', column: 'x' }, { x: 'date' })).toEqual(['days: missing_key'])
  expect(issueCodes({ type: 'not_older_than', column: 'x', days: -1 }, { x: 'date' })).toEqual(['days: invalid_value'])
  expect(issueCodes({ type: 'weekday', column: 'x', days: [0] }, { x: 'date' })).toEqual(['days.0: invalid_value'])
  expect(issueCodes({ type: 'weekday', column: 'x', days: [] }, { x: 'date' })).toEqual(['days: invalid_value'])
})
