import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateMessy } from '../../bench/messy.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import type { Backend } from '../../engine/backends/backend.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import type { ByteSource } from '../../engine/formats/source.ts'
import type { Recipe, SourceSpec } from '../../engine/recipe/index.ts'
import { openWorkspace } from '../../engine/runtime/workspace.ts'
import { NOTHING_KNOWN, type Known, type RowFilter, type Verdict, type Workspace, type WorkspaceEvent } from '../../engine/runtime/workspace-api.ts'
import { memorySource } from '../support/memory-source.ts'

const recipe: Recipe = {
  schemaflow: 1,
  transform: { steps: [{ type: 'trim', columns: ['name'] }, { type: 'filter', where: "coalesce(name, '') <> 'nobody'" }] },
  schema: { fields: [{ name: 'id', type: 'integer', unique: true }, { name: 'name', type: 'string', required: true }, { name: 'age', type: 'integer', max: 120 }] },
  rules: [{ type: 'row_count', min: 1 }, { type: 'between', column: 'age', min: 18, where: 'id > 1', severity: 'warn' }],
}
const edit: Recipe = { ...recipe, rules: [...recipe.rules ?? [], { type: 'length', column: 'name', max: 2 }] }
const small = 'id,name,age\n1,Ann ,30\n2,,x\n3,"Bo\nb",200\n\n4,Cy,12,extra\n2,nobody,44\n5,\uFEFFDee,""\n'
const FILTERS: readonly RowFilter[] = [{ rows: 'all' }, { rows: 'rejected' }, { rows: 'valid' }, { rows: 'warned' }, { rows: 'dropped' }, { rows: 'all', rule: 'parse' }]

let native: Backend
beforeAll(async () => { native = await openDuckDbNative() })
afterAll(async () => { await native.close() })

/** The backend, and how often it was asked for anything. */
function counting(backend: Backend): { readonly backend: Backend, readonly calls: () => number } {
  let calls = 0
  const counted = new Proxy(backend, {
    get: (target, name) => {
      const member = Reflect.get(target, name) as unknown
      return typeof member !== 'function' ? member : (...args: unknown[]) => { calls++; return (member as (...args: unknown[]) => unknown).apply(target, args) }
    },
  })
  return { backend: counted, calls: () => calls }
}

async function opened(content: string | Uint8Array, known: Known = NOTHING_KNOWN, startedAt = new Date('2024-03-01T12:00:00Z')) {
  const { backend, calls } = counting(native)
  const workspace = openWorkspace({ backend, source: memorySource(content), input: webInputHost, startedAt, runId: 'run' })
  const events: WorkspaceEvent[] = []
  await workspace.load({}, event => events.push(event), { known })
  return { workspace, events, calls }
}

async function messy(): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  await generateMessy({ rows: 3000, seed: 3 }, piece => { pieces.push(piece) })
  return Buffer.concat(pieces)
}

const timeless = ({ ms: _, evaluated: __, ...verdict }: Verdict) => ({ ...verdict, rules: verdict.rules.map(({ ms: ___, ...rule }) => rule) })
const pagesOf = (workspace: Workspace) => Promise.all(FILTERS.map(filter => workspace.page(filter, 0, 50)))
const profilesIn = (events: readonly WorkspaceEvent[]) => events.find(event => event.type === 'profiled')

describe('an input that is known', () => {
  test.each(['small', 'messy'])('is shown without the engine, as it was: %s', async name => {
    const content = name === 'small' ? small : await messy()
    const rules: Recipe = name === 'small' ? recipe : { schemaflow: 1, rules: [{ type: 'not_null', columns: '*' }] }
    const first = await opened(content)
    const verdict = await first.workspace.judge(rules, 1)
    const pages = await pagesOf(first.workspace)
    const known = structuredClone(first.workspace.known())
    await first.workspace.leave()

    const second = await opened(content, known)
    expect(timeless(await second.workspace.judge(rules, 1))).toEqual(timeless(verdict))
    expect(await pagesOf(second.workspace)).toEqual(pages)
    expect(profilesIn(second.events)).toEqual(profilesIn(first.events))
    expect(second.calls()).toBe(0)
    await second.workspace.leave()
  })

  test('is judged anew where the recipe changes, once its rows are in the engine', async () => {
    const first = await opened(small)
    await first.workspace.judge(recipe, 1)
    const known = first.workspace.known()
    const wanted = timeless(await first.workspace.judge(edit, 2))
    await first.workspace.leave()
    const second = await opened(small, known)
    await second.workspace.judge(recipe, 1)
    const verdict = await second.workspace.judge(edit, 2)
    expect(timeless(verdict)).toEqual(wanted)
    expect(verdict.evaluated).toBe(1)
    expect(second.events.map(({ type }) => type).slice(-2)).toEqual(['importing', 'imported'])
    await second.workspace.leave()
  })

  test('what depends on the day is found out again', async () => {
    const dated: Recipe = { schemaflow: 1, schema: { fields: [{ name: 'd', type: 'date' }] }, rules: [{ type: 'expression', expr: 'd <= today()', id: 'past' }] }
    const content = 'd\n2024-03-01\n2024-03-05\n'
    const first = await opened(content)
    expect((await first.workspace.judge(dated, 1)).counts.rejected).toBe(1)
    const known = first.workspace.known()
    await first.workspace.leave()
    const later = await opened(content, known, new Date('2024-03-06T00:00:00Z'))
    expect((await later.workspace.judge(dated, 1)).counts.rejected).toBe(0)
    await later.workspace.leave()
  })

  test('is not taken for another of the same size', async () => {
    const first = await opened(small)
    await first.workspace.judge(recipe, 1)
    const known = first.workspace.known()
    await first.workspace.leave()
    const second = await opened(small.replace('Ann', 'Eve'), known)
    await second.workspace.judge(recipe, 1)
    await expect(second.workspace.judge(edit, 2)).rejects.toThrow('is not what it was')
    expect(second.events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'file_changed' } })
    await second.workspace.leave()
  })

  test('regression: an input that was left does not come into the engine later', async () => {
    const first = await opened(small)
    await first.workspace.judge(recipe, 1)
    const known = first.workspace.known()
    await first.workspace.leave()
    const second = await opened(small, known)
    await second.workspace.judge(recipe, 1)
    await second.workspace.leave()
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(second.calls()).toBe(0)
    await expect(second.workspace.judge(edit, 2)).rejects.toThrow('no file has been read yet')
  })

  test.each<[string, SourceSpec, boolean]>([
    ['what was found out may be said, and it is known still', { type: 'csv', dialect: { delimiter: ',' } }, true],
    ['read in another way it is unknown', { dialect: { delimiter: ';' } }, false],
  ])('%s', async (_, spec, isKnown) => {
    const first = await opened(small)
    await first.workspace.judge(recipe, 1)
    const known = first.workspace.known()
    await first.workspace.leave()
    const { backend, calls } = counting(native)
    const workspace = openWorkspace({ backend, source: memorySource(small), input: webInputHost, startedAt: new Date(), runId: 'run' })
    await workspace.load(spec, () => undefined, { known })
    expect(calls() === 0).toBe(isKnown)
    await workspace.leave()
  })
})

test('a reading that is left brings no more rows into the engine', async () => {
  const record = new TextEncoder().encode(`${'y'.repeat(99)}\n`.repeat(10_000))
  const whole = memorySource(Buffer.concat(Array.from({ length: 60 }, () => record)))
  const source: ByteSource = {
    ...whole,
    async *stream() {
      for (let start = 0; start < whole.size; start += record.length) {
        await new Promise(resolve => setImmediate(resolve))
        yield await whole.read(start, start + record.length)
      }
    },
  }
  const appended: number[] = []
  const backend: Backend = {
    ...counting(native).backend, createSource: (...args) => native.createSource(...args), commit: () => native.commit(), query: (...args) => native.query(...args),
    append: segment => { appended.push(segment.length); return native.append(segment) },
  }
  const workspace = openWorkspace({ backend, source, input: webInputHost, startedAt: new Date(), runId: 'run' })
  const events: WorkspaceEvent[] = []
  const loading = workspace.load({}, event => events.push(event)).catch((error: unknown) => error)
  while (appended.length === 0) await new Promise(resolve => setTimeout(resolve, 1))
  await workspace.leave()
  const atLeaving = appended.length
  expect(await loading).toMatchObject({ code: 'superseded' })
  expect(appended.length).toBe(atLeaving)
  expect(atLeaving).toBeLessThan(4)
  expect(events.map(({ type }) => type)).not.toContain('failed')
})
