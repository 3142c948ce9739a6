import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Backend } from '../../engine/backends/backend.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { openWorkspace, type WorkspaceHost } from '../../engine/runtime/workspace.ts'
import type { Workspace } from '../../engine/runtime/workspace-api.ts'
import { numberText } from '../support/arbitrary.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import { memorySource } from '../support/memory-source.ts'

let lived: Backend
let fresh: Backend
beforeAll(async () => { [lived, fresh] = [await openDuckDbNative(), await openDuckDbNative()] })
afterAll(async () => { await Promise.all([lived.close(), fresh.close()]) })

type Limits = Pick<WorkspaceHost, 'keptBytes' | 'heldBytes' | 'judgedFirstBytes'>

async function workspaceOn(backend: Backend, content: string, limits: Limits = {}, recipe?: Recipe): Promise<Workspace> {
  const workspace = openWorkspace({ backend, source: memorySource(content), input: webInputHost, startedAt: new Date('2024-03-01T12:00:00Z'), runId: 'run', keptBytes: 0, ...limits })
  await workspace.load({ dialect: { header: 1, delimiter: ';' } }, () => undefined, { recipe })
  return workspace
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
const content = fc.array(fc.tuple(numberText, numberText, fc.constantFrom('', 'x', 'y', ' x')), { minLength: 1, maxLength: 30 })
  .map(rows => `a;b;c\n${rows.map(cells => cells.map(quoted).join(';')).join('\n')}\n`)

const type = fc.constantFrom('integer', 'number', 'decimal(12,2)', 'string')
const step = fc.constantFrom<Record<string, unknown>>(
  { type: 'filter', where: 'c is not null' }, { type: 'filter', where: "c <> 'x'" }, { type: 'deduplicate', columns: ['c'] }, { type: 'trim', columns: ['c'] },
  { type: 'cast', columns: ['a'], to: 'number' }, { type: 'add_column', name: 'd', expr: 'length(a) + length(b)' },
)
const rule = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -5, max: 5 })).map(([column, min]) => ({ type: 'between', column, min })),
  fc.constant({ type: 'unique', columns: ['c'] }), fc.constant({ type: 'unique', columns: ['a'] }),
  fc.constant({ type: 'columns_ordered', columns: ['a', 'b'] }),
  fc.integer({ min: 0, max: 9 }).map(limit => ({ type: 'expression', expr: `a > ${limit}`, where: "c = 'x'" })),
)
const recipe = fc.record({
  types: fc.tuple(type, type), steps: fc.array(step, { maxLength: 2 }), rules: fc.array(rule, { maxLength: 3 }),
}).map(({ types: [a, b], steps, rules }) => ({
  schemaflow: 1, schema: { fields: [{ name: 'a', type: a.split('(')[0], ...a.startsWith('decimal') ? { precision: 12, scale: 2 } : {} }, { name: 'b', type: b.split('(')[0], ...b.startsWith('decimal') ? { precision: 12, scale: 2 } : {} }] },
  transform: { steps }, rules,
} as unknown as Recipe))

const said = async (workspace: Workspace, recipe: Recipe, revision: number) => {
  const { counts, issues, rules } = await workspace.judge(recipe, revision)
  // A recipe that does not fit keeps the verdict of the one before.
  return issues.length > 0 ? { issues } : { counts, rules: rules.map(({ id, failed, checked }) => ({ id, failed, checked })) }
}

const LIMITS: Readonly<Record<string, Limits>> = {
  'all columns and many computed ones held': { keptBytes: 400_000_000 },
  'few computed columns held': { keptBytes: 1_000 },
  'all columns held': {},
  'one column held at a time': { heldBytes: 1 },
  'some columns held at a time': { heldBytes: 2_000 },
  'the first recipe judged while reading': { judgedFirstBytes: 0 },
  'one column held at a time and the first recipe judged while reading': { heldBytes: 1, judgedFirstBytes: 0 },
}

test('a workspace that edits says what a new one does, whatever it holds', async () => {
  await fc.assert(fc.asyncProperty(content, fc.array(recipe, { minLength: 2, maxLength: 5 }), async (content, recipes) => {
    const wanted: Awaited<ReturnType<typeof said>>[] = []
    for (const recipe of recipes) wanted.push(await said(await workspaceOn(fresh, content), recipe, 0))
    for (const [name, limits] of Object.entries(LIMITS)) {
      const edited = await workspaceOn(lived, content, limits, recipes[0])
      for (const [revision, recipe] of recipes.entries()) expect(await said(edited, recipe, revision), name).toEqual(wanted[revision])
      await edited.leave()
    }
  }), { numRuns: 20 })
}, 120_000)
