import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cell } from '../support/arbitrary.ts'
import { planOf } from '../support/verdict.ts'
import { openBench, type Bench, type DatedCase } from './judges.ts'
import { dissentersFrom, KEEP, reportDisagreement } from './regression.ts'

const columns = ['name', 'amount', 'count', 'day', 'flag', 'doc']
const recipe = {
  transform: { steps: [{ type: 'trim', columns: ['name'] }, { type: 'filter', where: "name is null or name <> 'drop me'" }, { type: 'case', columns: ['name'], to: 'upper' }] },
  schema: { fields: [
    { name: 'name', required: true, unique: true, max_length: 6, pattern: '[^0-9]*' }, { name: 'amount', type: 'number', min: -10, max: 1000 },
    { name: 'count', type: 'integer', exclusive_min: 0 }, { name: 'day', type: 'date', min: '2000-01-01' }, { name: 'flag', type: 'boolean' }, { name: 'doc', type: 'json' },
  ] },
  rules: [
    { id: 'mixed', type: 'expression', expr: "amount / count > 0.5 or lower(name) like 'a%' or day is null" },
    { id: 'rounded', type: 'expression', expr: 'round(amount, 1) = amount', severity: 'warn' },
    { id: 'pair', type: 'unique', columns: ['count', 'day'], attribution: 'whole_group', where: 'flag' },
  ],
} as DatedCase['recipe']

let bench: Bench
beforeAll(async () => { bench = await openBench() })
afterAll(() => bench.close())

describe('three ways to one verdict', () => {
  test('native DuckDB and DuckDB-Wasm are the same release', () => {
    expect(new Set(bench.backends.map(backend => backend.engine.version)).size).toBe(1)
  })

  test('row evaluator, native and Wasm agree on every bit and every text', async () => {
    planOf({ columns, recipe })
    // A reader hands over no NUL: such a record is malformed.
    const usable = cell.filter(text => text === null || !text.includes('\0'))
    const tables = fc.array(fc.tuple(...columns.map(() => usable)), { minLength: 1, maxLength: 25 })
    const agreement = fc.asyncProperty(tables, async rows => (await dissentersFrom({ columns, rows, recipe }, bench.judges)).length === 0)
    const { failed, counterexample, seed } = await fc.check(agreement, {
      numRuns: Number(process.env.FUZZ_RUNS ?? 40), ...process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) },
    })
    const [rows] = counterexample ?? []
    if (failed) expect.fail(rows ? await reportDisagreement({ columns, rows, recipe }, bench.judges, { seed, isKept: process.env[KEEP] === '1' }) : `no table could be made (seed ${seed})`)
  }, 120_000)
})
