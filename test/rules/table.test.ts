import { describe, expect, test } from 'vitest'
import { DuckDBInstance } from '@duckdb/node-api'
import { batchSql, formatMessage, holds, measureRows } from '../../engine/plan/index.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { duckdb } from '../../engine/sql/dialects/duckdb.ts'
import { clock, planOf } from '../support/verdict.ts'
import { issueCodes } from './cases.ts'

const columns = ['x', 'y']
const rows = [['1', 'a'], ['2.5', 'b'], [null, 'a'], ['4', ''], ['bad', 'c']]

/** The figure of each batch rule by both backends, which have to agree, and whether the rule holds. */
async function figures(rules: NonNullable<Recipe['rules']>, type = 'number', given: readonly (readonly (string | null)[])[] = rows): Promise<readonly (readonly [number | null, boolean])[]> {
  const plan = planOf({ columns, recipe: { schema: { fields: [{ name: 'x', type }] }, rules } })
  const measured = measureRows(plan, given.map((cells, index) => ({ ordinal: index + 1, cells })), clock)
  const instance = await DuckDBInstance.create(':memory:')
  const db = await instance.connect()
  await db.run('create table source (ord bigint, c0 varchar, c1 varchar)')
  const literal = (cell: string | null | undefined): string => cell === null || cell === undefined ? 'null' : duckdb.quoteText(cell)
  if (given.length > 0) await db.run(`insert into source values ${given.map((cells, index) => `(${index + 1}, ${literal(cells[0])}, ${literal(cells[1])})`).join(', ')}`)
  const reader = await db.runAndReadAll(batchSql(plan, 'source', { dialect: duckdb, clock }))
  db.closeSync()
  expect(reader.getRows()[0]).toEqual(measured)
  return measured.map((figure, index) => [figure, holds(plan.batch[index]!, figure)] as const)
}

describe('row_count', () => {
  test('counts the accepted rows', async () => {
    const rules = [{ type: 'row_count', min: 4 }, { type: 'row_count', max: 3 }, { type: 'row_count', equals: 4 }, { type: 'row_count', min: 5, max: 9 }]
    expect(await figures(rules)).toEqual([[4, true], [4, false], [4, true], [4, false]])
  })

  test('an empty table has no rows', async () => {
    expect(await figures([{ type: 'row_count', min: 1 }, { type: 'row_count', equals: 0 }], 'number', [])).toEqual([[0, false], [0, true]])
  })

  test('says what is and what should be', () => {
    const [check] = planOf({ columns, recipe: { rules: [{ type: 'row_count', min: 1, max: 3 }] } }).batch
    expect(formatMessage(check!, '4')).toBe('the number of rows is "4", should be at least 1 and at most 3')
  })
})

describe('aggregate', () => {
  test.each([
    ['mean', 2.5], ['sum', 7.5], ['min', 1], ['max', 4], ['null_ratio', 0.25], ['distinct_count', 3],
  ])('%s of the accepted rows, bounds included', async (measure, figure) => {
    const rule = { type: 'aggregate', column: 'x', measure }
    expect(await figures([{ ...rule, min: figure, max: figure }, { ...rule, min: figure + 0.01 }, { ...rule, max: figure - 0.01 }])).toEqual([[figure, true], [figure, false], [figure, false]])
  })

  test('of decimals and integers', async () => {
    const rules = ['mean', 'sum', 'min', 'max', 'distinct_count'].map(measure => ({ type: 'aggregate', column: 'x', measure, min: 0 }))
    const given = [['1.5', ''], ['2.25', ''], ['2.250', '']]
    expect((await figures(rules, 'decimal', given)).map(([figure]) => figure)).toEqual([2, 6, 1.5, 2.25, 2])
    expect((await figures(rules, 'integer', [['1', ''], ['3', ''], ['3', '']])).map(([figure]) => figure)).toEqual([7 / 3, 7, 1, 3, 2])
  })

  test('of text, where that makes sense', async () => {
    const rules = [{ type: 'aggregate', column: 'y', measure: 'distinct_count', max: 3 }, { type: 'aggregate', column: 'y', measure: 'null_ratio', max: 0 }]
    expect(await figures(rules)).toEqual([[3, true], [0, true]])
  })

  test('a figure that does not exist breaks nothing', async () => {
    expect(await figures([{ type: 'aggregate', column: 'x', measure: 'mean', min: 1 }, { type: 'aggregate', column: 'x', measure: 'null_ratio', max: 1 }], 'number', [[null, 'a']])).toEqual([[null, true], [1, true]])
  })
})

test('wrong parameters are issues at their places', () => {
  expect(issueCodes({ type: 'row_count' })).toEqual([': missing_parameter'])
  expect(issueCodes({ type: 'row_count', min: 3, max: 2 })).toEqual(['max: empty_range'])
  expect(issueCodes({ type: 'row_count', equals: 3, max: 2 })).toEqual(['equals: conflicting_parameters'])
  expect(issueCodes({ type: 'row_count', min: 1.5 })).toEqual(['min: wrong_type'])
  expect(issueCodes({ type: 'row_count', min: -1 })).toEqual(['min: invalid_value'])
  expect(issueCodes({ type: 'aggregate', column: 'x', measure: 'mean', min: 1 })).toEqual([': not_numeric'])
  expect(issueCodes({ type: 'aggregate', column: 'x', measure: 'mean' }, { x: 'number' })).toEqual([': missing_parameter'])
  expect(issueCodes({ type: 'aggregate', column: 'x', measure: 'sum', min: 2, max: 1 }, { x: 'number' })).toEqual(['max: empty_range'])
  expect(issueCodes({ type: 'aggregate', column: 'x', measure: 'median', min: 2 }, { x: 'number' })).toEqual(['measure: invalid_value'])
})
