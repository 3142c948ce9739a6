import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Backend } from '../../engine/backends/backend.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import { typedField, type ColumnProfile } from '../../engine/profile/index.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import type { Workspace } from '../../engine/runtime/workspace-api.ts'
import { openWorkspace } from '../../engine/runtime/workspace.ts'
import { rowsOf } from '../support/arbitrary.ts'
import { memorySource } from '../support/memory-source.ts'
import { openWasmInNode } from '../support/wasm.ts'

let counting: Backend
let native: Backend
const asked: string[] = []
beforeAll(async () => {
  const wasm = await openWasmInNode()
  counting = Object.assign(Object.create(wasm) as Backend, {
    query: (...[sql, signal]: Parameters<Backend['query']>) => {
      asked.push(sql)
      return wasm.query(sql, signal)
    },
  })
  native = await openDuckDbNative()
})
afterAll(async () => { await Promise.all([counting.close(), native.close()]) })

const host = { input: webInputHost, startedAt: new Date('2024-03-01T12:00:00Z'), runId: 'run' }
const dialect = { header: 1, delimiter: ';' }

/** A workspace whose engine has counted the texts of the input, and the input's profile. */
async function counted(content: string, keptBytes = 400_000_000): Promise<{ workspace: Workspace, profiles: readonly ColumnProfile[] }> {
  const workspace = openWorkspace({ ...host, backend: counting, source: memorySource(content), judgedByTextsRows: 0, keptBytes })
  let profiles: readonly ColumnProfile[] = []
  await workspace.load({ dialect }, event => { if (event.type === 'profiled') profiles = event.profiles })
  return { workspace, profiles }
}

/** What a workspace says that judges rows while they are read, before anything is known of the input. */
async function judgedRowByRow(content: string, recipe: Recipe): Promise<unknown> {
  const workspace = openWorkspace({ ...host, backend: native, source: memorySource(content), judgedFirstBytes: 0 })
  await workspace.load({ dialect }, () => undefined, { recipe })
  return said(workspace, recipe, 0)
}

async function said(workspace: Workspace, recipe: Recipe, revision: number): Promise<unknown> {
  const { counts, issues, rules } = await workspace.judge(recipe, revision)
  // A recipe that does not fit keeps the verdict of the one before.
  if (issues.length > 0) return issues
  const { rows } = await workspace.page({ rows: 'rejected' }, 0, 1_000)
  return { counts, rules: rules.map(({ id, failed, checked }) => ({ id, failed, checked })), rejected: rows.map(({ ordinal, errors }) => ({ ordinal, errors: errors.map(({ message }) => message) })) }
}

const inferred = (profiles: readonly ColumnProfile[]): Recipe =>
  ({ schema: { fields: profiles.map(typedField) } })

const written = (cell: string | null): string => cell === null ? '' : `"${cell.replaceAll('"', '""')}"`
const file = (rows: readonly (readonly (string | null)[])[]): string => `a;b;c\n${rows.map(row => row.map(written).join(';')).join('\n')}\n`

const column = fc.constantFrom('a', 'b', 'c')
const rule = fc.oneof(
  fc.tuple(column, fc.integer({ min: -5, max: 5 })).map(([name, min]) => ({ type: 'between', column: name, min })),
  column.map(name => ({ type: 'not_null', column: name })),
  fc.tuple(column, fc.constantFrom('[a-zé]*', '.*\\d.*', '-?[0-9]+')).map(([name, pattern]) => ({ type: 'matches', column: name, pattern })),
  column.map(name => ({ type: 'in_set', column: name, values: ['a', 'ab', 'É', '-', "it's"] })),
  column.map(name => ({ type: 'expression', expr: `length(${name}) < 3 or ${name} like '%a%'`, severity: 'warn' })),
  fc.constant({ type: 'expression', expr: 'length(a) <= length(b)' }),
  fc.constant({ type: 'unique', columns: ['c'] }),
)
const step = fc.constantFrom(
  { type: 'trim', columns: ['a', 'b'] }, { type: 'case', columns: ['c'], to: 'lower' }, { type: 'replace_regex', columns: ['a'], pattern: '[0-9]', to: '' }, { type: 'fill_null', columns: ['b'], value: 'a' },
  { type: 'filter', where: 'c is not null' },
)
const fields = fc.tuple(...['a', 'b', 'c'].map(name => fc.constantFrom('integer', 'number', 'date', 'datetime', 'boolean', 'string').map(type => ({ name, type }))))
const recipe = fc.record({ fields, steps: fc.array(step, { maxLength: 1 }), rules: fc.array(rule, { maxLength: 4 }) })
  .map(({ fields, steps, rules }): Recipe => ({ schema: { fields }, transform: { steps }, rules } as Recipe))

test('what is judged by its different texts is judged as row by row', async () => {
  await fc.assert(fc.asyncProperty(rowsOf(3, { maxRows: 30 }).map(file), fc.array(recipe, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 100, 1_000_000), async (content, recipes, keptBytes) => {
    const { workspace, profiles } = await counted(content, keptBytes)
    for (const [revision, recipe] of [inferred(profiles), ...recipes].entries()) {
      expect(await said(workspace, recipe, revision)).toEqual(await judgedRowByRow(content, recipe))
    }
    await workspace.leave()
  }), { numRuns: 25 })
}, 120_000)

const ROWS = 20_000
const many = file(Array.from({ length: ROWS }, (_, row) => [
  // Hardly any of the first column's texts come back: it is not counted.
  String(row * 7), row % 500 === 0 ? 'n/a' : row % 300 === 0 ? null : String(row % 90), row % 700 === 0 ? 'next week' : `2024-03-${10 + row % 20}`,
]))
const typed: Recipe = { schema: { fields: [{ name: 'a', type: 'integer' }, { name: 'b', type: 'integer', required: true, max: 80 }, { name: 'c', type: 'date' }] } }

test('of a column that was counted nothing is computed for every row, until a check of it is edited', async () => {
  const { workspace } = await counted(many)
  asked.length = 0
  expect(await said(workspace, typed, 1)).toEqual(await judgedRowByRow(many, typed))
  expect(asked.filter(sql => sql.startsWith('create table kept.'))).toEqual([])

  const edited = (max: number): Recipe => ({ ...typed, rules: [{ type: 'between', column: 'b', max }] })
  expect(await said(workspace, edited(70), 2)).toEqual(await judgedRowByRow(many, edited(70)))
  await expect.poll(() => asked.filter(sql => sql.startsWith('create table kept.')).length).toBe(1)
  asked.length = 0
  expect(await said(workspace, edited(60), 3)).toEqual(await judgedRowByRow(many, edited(60)))
  expect(asked.filter(sql => sql.includes('source_counts'))).toEqual([])
  await workspace.leave()
})

test('the profile says which types need no judging, but not where words stand for what is missing', async () => {
  const rows = Array.from({ length: 100 }, (_, row) => [String(row), row % 10 === 0 ? 'N/A' : String(row % 7), row % 2 === 0 ? 'yes' : 'no'])
  const { workspace, profiles } = await counted(file(rows))
  expect(profiles.map(({ type }) => type)).toEqual(['integer', 'integer', 'boolean'])
  const { evaluated, counts } = await workspace.judge(inferred(profiles), 1)
  expect({ evaluated, rejected: counts.rejected }).toEqual({ evaluated: 1, rejected: 10 })
  await workspace.leave()
})

test('what was counted of one input says nothing of the next', async () => {
  const words = (word: string): string => file(Array.from({ length: 50 }, (_, row) => [word, String(row % 5), null]))
  const rules: Recipe = { rules: [{ type: 'matches', column: 'a', pattern: 'old' }] }
  const first = await counted(words('old'))
  expect((await first.workspace.judge(rules, 1)).counts.rejected).toBe(0)
  const second = await counted(words('new'))
  expect((await second.workspace.judge(rules, 1)).counts.rejected).toBe(50)
  await second.workspace.leave()
})
