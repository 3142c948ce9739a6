import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleCli, folderWith, schemaflow } from './runner/schemaflow.ts'

const root = resolve(import.meta.dirname, '..')
const { folder, remove } = folderWith({})
beforeAll(bundleCli, 120_000)
afterAll(remove)

const page = readFileSync(join(root, 'examples/README.md'), 'utf8')
/** Each command of the page with the counts that stand below it. */
const examples = [...page.matchAll(/npx schemaflow (run (examples\/\S+) .*)\n```\n\n(\d+) records: ([^.]+)\./g)].map(([, , recipe = '', records = '', counts = '']) => ({ recipe, records, counts }))

test('every example is on the page', () => {
  const folders = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => `examples/${name}/recipe.yaml`)
  expect(examples.map(({ recipe }) => recipe).toSorted()).toEqual(folders.toSorted())
})

test.each(examples)('$recipe counts what its page says', async ({ recipe, records, counts }) => {
  const run = await schemaflow(folder, 'run', join(root, recipe), '--out', 'out')
  expect(run.err).toBe('')
  expect(run.out.split('\n')[0]?.replace(/ in [\d.]+ s/, '')).toBe(`${records} records: ${counts}`)
})
