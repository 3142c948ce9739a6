import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Backend } from '../../engine/backends/backend.ts'
import { keepBom } from '../../engine/sql/keep-bom.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { judgeRows, verdictSql, wordCount } from '../../engine/plan/index.ts'
import { prepareHostValues } from '../../engine/runtime/host-values.ts'
import { duckdb } from '../../engine/sql/dialects/duckdb.ts'
import { cell } from '../support/arbitrary.ts'
import { clock, planOf } from '../support/verdict.ts'
import { openWasmInNode } from '../support/wasm.ts'

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
}
const context = { dialect: duckdb, clock }

const backends: Backend[] = []
beforeAll(async () => { backends.push(await openDuckDbNative(), await openWasmInNode()) })
afterAll(async () => { for (const backend of backends) await backend.close() })

const sqlText = (text: string | null): string => text === null ? 'null' : duckdb.quoteText(text)

describe('three ways to one verdict', () => {
  test('native DuckDB and DuckDB-Wasm are the same release', () => {
    expect(new Set(backends.map(backend => backend.engine.version)).size).toBe(1)
  })

  test('row evaluator, native and Wasm agree on every bit and every text', async () => {
    const plan = planOf({ columns, recipe: recipe as never })
    const words = Array.from({ length: wordCount(plan) }, (_, word) => `w${word}`)
    const texts = plan.output.map((_, index) => `${keepBom(`o${index}`)} as o${index}`)
    const usable = cell.filter(text => text === null || !text.includes('\0'))
    const rows = fc.array(fc.tuple(...columns.map(() => usable)), { minLength: 1, maxLength: 25 })
    await fc.assert(fc.asyncProperty(rows, async table => {
      const expected = judgeRows(plan, table.map((cells, index) => ({ ordinal: index + 1, cells })), clock).map(({ dropped, words: bits, text }) => [dropped, ...bits, ...text])
      for (const backend of backends) {
        await backend.createSource(columns.length, { null_tokens: [''], quoted_nulls: true })
        await backend.query(`insert into source values ${table.map((cells, index) => `(${[String(index + 1), ...cells.map(sqlText)].join(', ')})`).join(', ')}`)
        await prepareHostValues(plan, 'source', context, backend)
        const { columns: found, numRows } = await backend.query(`select dropped, ${[...words, ...texts].join(', ')} from (${verdictSql(plan, 'source', context, 'text')}) order by ord`)
        const judged = Array.from({ length: numRows }, (_, row) => found.map(column => column[row] ?? null))
        expect(judged, backend.engine.name).toEqual(expected)
      }
    }), { numRuns: Number(process.env.FUZZ_RUNS ?? 40) })
  }, 120_000)
})
