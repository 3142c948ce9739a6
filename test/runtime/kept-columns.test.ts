import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Backend } from '../../engine/backends/backend.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { openWorkspace } from '../../engine/runtime/workspace.ts'
import type { Workspace } from '../../engine/runtime/workspace-api.ts'
import { numberText } from '../support/arbitrary.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import { memorySource } from '../support/memory-source.ts'

let kept: Backend
let fresh: Backend
beforeAll(async () => { [kept, fresh] = [await openDuckDbNative(), await openDuckDbNative()] })
afterAll(async () => { await Promise.all([kept.close(), fresh.close()]) })

async function workspaceOn(backend: Backend, content: string, keptBytes: number): Promise<Workspace> {
  const workspace = openWorkspace({ backend, source: memorySource(content), input: webInputHost, startedAt: new Date('2024-03-01T12:00:00Z'), runId: 'run', keptBytes })
  await workspace.load({ dialect: { header: 1, delimiter: ';' } }, () => undefined)
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

test.each([400_000_000, 1_000, 0])('a workspace that edits with %i bytes of kept columns says what a new one does', async keptBytes => {
  await fc.assert(fc.asyncProperty(content, fc.array(recipe, { minLength: 2, maxLength: 5 }), async (content, recipes) => {
    const edited = await workspaceOn(kept, content, keptBytes)
    for (const [revision, recipe] of recipes.entries()) {
      const once = await workspaceOn(fresh, content, 0)
      expect(await said(edited, recipe, revision)).toEqual(await said(once, recipe, 0))
    }
  }), { numRuns: 20 })
}, 120_000)
