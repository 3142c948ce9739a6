import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { barsFile, bundleCli, folderWith, root, start, until } from './schemaflow.ts'

const bars = join(root, 'bench/recipes/bars.yaml')
/** Large enough that no machine is done before it is interrupted: some 70 MB. */
const TIMES = 60

const { folder, remove } = folderWith({
  'streamed.yaml': 'schemaflow: 1\nrules: [{ type: not_null, column: email }]\ndestination: { type: csv }\n',
  'staged.yaml': 'schemaflow: 1\nrules: [{ type: unique, column: email }]\n',
})
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
beforeAll(async () => {
  bundleCli()
  const small = join(folder, 'small.csv')
  await barsFile(small, 10_000)
  const text = readFileSync(small, 'utf8')
  const header = text.indexOf('\n') + 1
  writeFileSync(join(folder, 'large.csv'), text.slice(0, header) + text.slice(header).repeat(TIMES))
})
afterAll(remove)

const scratch = (): readonly string[] => readdirSync(join(folder, '.tmp'))

/** There is a pipe of records. */
const isPiped = (): boolean => scratch().some(name => existsSync(join(folder, '.tmp', name, 'records')))
/** There are pages of valid rows. */
const isWritten = (): boolean => existsSync(join(folder, 'out')) && readdirSync(join(folder, 'out')).some(name => name.startsWith('.valid.parquet') && statSync(join(folder, 'out', name)).size > 1_000)

test.each([
  ['an interrupted run that writes most rows itself', bars, 'SIGINT', isWritten],
  ['an interrupted streamed run', 'streamed.yaml', 'SIGINT', isPiped],
  ['an interrupted staged run', 'staged.yaml', 'SIGTERM', isPiped],
] as const)('%s leaves nothing behind', async (_what, recipe, signal, isUnderWay) => {
  const running = start(folder, 'run', recipe, '--input', 'large.csv', '--out', 'out')
  await until(isUnderWay)
  running.process.kill(signal)
  expect(await running.ended).toEqual({ code: 130, out: '', err: 'schemaflow: the run was interrupted; no output was changed.\n' })
  expect(readdirSync(join(folder, 'out'))).toEqual([])
  expect(scratch()).toEqual([])
})

test('an interrupted profile leaves nothing behind', async () => {
  const running = start(folder, 'profile', 'large.csv')
  await until(() => scratch().length > 0)
  running.process.kill('SIGINT')
  expect(await running.ended).toEqual({ code: 130, out: '', err: 'schemaflow: the profile of large.csv was interrupted.\n' })
  expect(scratch()).toEqual([])
})
