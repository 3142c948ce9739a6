import { beforeAll, expect, test } from 'vitest'
import type { Backend } from '../../engine/backends/backend.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import { rehearse } from '../../engine/runtime/rehearsal.ts'
import { openWorkspace } from '../../engine/runtime/workspace.ts'
import type { ColumnProfile } from '../../engine/profile/index.ts'
import { memorySource } from '../support/memory-source.ts'
import { openWasmInNode } from '../support/wasm.ts'

let engine: Backend
beforeAll(async () => { engine = await openWasmInNode() })

/** The engine, with a word said before each question. */
const asked = (say: () => void): Backend => ({
  engine: engine.engine,
  createSource: (...args) => engine.createSource(...args), append: segment => engine.append(segment), commit: () => engine.commit(),
  look: (...args) => engine.look(...args), arrow: (...args) => engine.arrow(...args), close: () => engine.close(),
  query: (...args) => {
    say()
    return engine.query(...args)
  },
})

async function verdictOf(content: string) {
  const profiles: ColumnProfile[] = []
  const workspace = openWorkspace({ backend: engine, source: memorySource(content), input: webInputHost, startedAt: new Date(0), runId: 'run' })
  await workspace.load({}, event => { if (event.type === 'profiled') profiles.push(...event.profiles) })
  const { counts } = await workspace.judge({ schema: { fields: [{ name: 'n', type: 'integer' }] } }, 1)
  await workspace.leave()
  return { counts, types: profiles.map(({ type, valid, mismatched }) => ({ type, valid, mismatched })) }
}

const CONTENT = 'n\n1\n2\nthree\n4\n'
const EXPECTED = { counts: { physical: 4, blank_lines: 0, valid: 3, rejected: 1, warned: 0, dropped: {} }, types: [{ type: 'string', valid: 4, mismatched: 0 }] }

test('what an engine has rehearsed leaves nothing behind', async () => {
  const before = await tablesIn()
  let questions = 0
  await rehearse(asked(() => { questions++ }), webInputHost, new AbortController().signal)
  expect(questions).toBeGreaterThan(30)
  expect(await verdictOf(CONTENT)).toEqual(EXPECTED)
  expect((await tablesIn()).filter(name => !['source', ...before].includes(name) && !/^t\d+$/.test(name))).toEqual([])
})

test('ends before its next question when it is to end', async () => {
  const ending = new AbortController()
  let questions = 0
  await rehearse(asked(() => { if (++questions === 5) ending.abort() }), webInputHost, ending.signal)
  expect(questions).toBe(5)
  expect(await verdictOf(CONTENT)).toEqual(EXPECTED)
})

test('an engine that fails says so', async () => {
  await expect(rehearse(asked(() => { throw new Error('gone') }), webInputHost, new AbortController().signal)).rejects.toThrow('gone')
})

async function tablesIn(): Promise<readonly string[]> {
  const { columns: [names = []] } = await engine.query('select table_name from duckdb_tables()')
  return Array.from(names, String)
}
