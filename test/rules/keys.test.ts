import { expect, test } from 'vitest'
import { formatMessage } from '../../engine/plan/index.ts'
import { issuesOf, planOf, verdictOf } from '../support/verdict.ts'
import { issueCodes } from './cases.ts'

const rows = [['1', 'a'], ['1', 'b'], ['1', 'a'], [null, 'a'], ['2', null], [null, 'a'], ['1', 'a']]
const columns = ['id', 'line']

test('a key that was seen before fails, and so does a missing part of it', async () => {
  const rule = { id: 'key', type: 'primary_key', columns }
  const verdict = await verdictOf({ columns, rows, recipe: { rules: [rule] } })
  expect(verdict.key?.toSorted()).toEqual([3, 4, 5, 6, 7])
})

test('with whole_group all rows of a repeated key fail', async () => {
  const verdict = await verdictOf({ columns, rows, recipe: { rules: [{ id: 'key', type: 'primary_key', columns, attribution: 'whole_group' }] } })
  expect(verdict.key?.toSorted()).toEqual([1, 3, 4, 5, 6, 7])
})

test('each part of the key is a check of its own, in its own words', () => {
  const { checks } = planOf({ columns, recipe: { rules: [{ id: 'key', type: 'primary_key', columns }] } })
  expect(checks.map(check => [check.ruleId, check.fails.kind, check.columns, formatMessage(check, check.fails.kind === 'row' ? null : '1')])).toEqual([
    ['key', 'row', ['id'], 'id is missing, a primary key needs a value'],
    ['key', 'row', ['line'], 'line is missing, a primary key needs a value'],
    ['key', 'duplicates', ['id', 'line'], 'id, line "1" was seen before, a primary key should be unique'],
  ])
})

test('a message of the recipe stands in for all of them', () => {
  const { checks } = planOf({ columns, recipe: { rules: [{ type: 'primary_key', columns, message: 'bad key' }] } })
  expect(checks.map(check => check.message)).toEqual(['bad key', 'bad key', 'bad key'])
})

test('the primary key of a schema is the same rule', async () => {
  const recipe = { schema: { primary_key: ['id'], fields: [{ name: 'id', type: 'integer' }] } }
  const verdict = await verdictOf({ columns, rows: [['1', 'a'], ['01', 'b'], [null, 'c'], ['x', 'd']], recipe })
  expect(verdict).toEqual({ primary_key: [3, 2], 'id.type': [4] })
})

test('an empty text is a value and a key', async () => {
  const verdict = await verdictOf({ columns, rows: [['', 'a'], ['', 'b']], recipe: { rules: [{ id: 'key', type: 'primary_key', columns: ['id'] }] } })
  expect(verdict.key).toEqual([2])
})

test('unique lets missing values pass', async () => {
  const verdict = await verdictOf({ columns, rows, recipe: { rules: [{ id: 'one', type: 'unique', columns: ['id'] }, { id: 'both', type: 'unique', columns }] } })
  expect(verdict).toEqual({ one: [2, 3, 7], both: [3, 7] })
})

test('wrong parameters are issues at their places', () => {
  expect(issueCodes({ type: 'primary_key' })).toEqual([': missing_columns'])
  expect(issueCodes({ type: 'primary_key', columns: ['x', 'y'] })).toEqual(['columns.1: unknown_column'])
  expect(issueCodes({ type: 'primary_key', columns: ['x'], attribution: 'all' })).toEqual(['attribution: invalid_value'])
})

test('what a field says in short is pointed at where it stands', () => {
  const issues = issuesOf({ schema: { fields: [{ name: 'x', format: 'emial' }, { name: 'y', type: 'integer', min: 'low' }, { name: 'z', min_length: 3, max_length: 2 }] } }, ['x', 'y', 'z'])
  expect(issues.map(({ path, code, hint }) => [path.join('.'), code, hint])).toEqual([
    ['schema.fields.0.format', 'invalid_value', 'Did you mean "email"?'],
    ['schema.fields.1.min', 'bad_constant', undefined],
    ['schema.fields.2.min_length', 'empty_range', undefined],
  ])
})
