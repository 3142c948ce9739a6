import { expect, test } from 'vitest'
import { complaints, failuresOf, readA, run } from './run.ts'

const ROWS = [['1', 'x'], [null, 'x'], ['', null], [null, null], ['one', 'x']]

test('drop_nulls drops rows with any missing cell, or all', async () => {
  expect(await run(['a', 'b'], ROWS, { type: 'drop_nulls' })).toEqual([['1', 'x'], 'dropped', 'dropped', 'dropped', ['one', 'x']])
  expect(await run(['a', 'b'], ROWS, { type: 'drop_nulls', when: 'all' })).toEqual([['1', 'x'], [null, 'x'], ['', null], 'dropped', ['one', 'x']])
  expect(await run(['a', 'b'], ROWS, { type: 'drop_nulls', columns: 'a' })).toEqual([['1', 'x'], 'dropped', ['', null], 'dropped', ['one', 'x']])
})

test('an unreadable cell is not missing', async () => {
  const step = { type: 'drop_nulls', columns: 'a' }
  expect(await run(['a'], [['1'], ['one'], [null]], readA, step)).toEqual([['1'], [null], 'dropped'])
  expect(await failuresOf(['a'], [['1'], ['one'], [null]], [], readA, step)).toEqual({ cast_1: [2] })
})

test('a row is dropped once, by the first step that drops it', async () => {
  expect(await run(['a', 'b'], ROWS, { type: 'drop_nulls', columns: 'a' }, { type: 'filter', where: "a <> '1'" }, { type: 'drop_nulls' }))
    .toEqual(['dropped', 'dropped', 'dropped', 'dropped', ['one', 'x']])
})

test('drop_nulls over more columns than an expression may be deep', async () => {
  const columns = Array.from({ length: 1200 }, (_, index) => `c${index}`)
  const full = columns.map(name => name)
  const rows = [full, full.map((cell, index) => index === 1199 ? null : cell)]
  expect((await run(columns, rows, { type: 'drop_nulls' })).map(row => row === 'dropped')).toEqual([false, true])
})

test('drop_nulls says what is wrong', () => {
  expect(complaints(['a'], { type: 'drop_nulls', columns: ['b'] })).toEqual(['unknown_column columns.0'])
  expect(complaints(['a'], { type: 'drop_nulls', when: 'some' })).toEqual(['invalid_value when'])
  expect(complaints(['a'], { type: 'drop_nulls', columns: { matches: 'x' } })).toEqual(['no_columns columns'])
})
