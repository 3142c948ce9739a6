import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateMessy } from '../../bench/messy.ts'
import type { Backend } from '../../engine/backends/backend.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import type { ByteSource } from '../../engine/formats/source.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { openInput } from '../../engine/runtime/open-input.ts'
import { openWorkspace, type WorkspaceHost } from '../../engine/runtime/workspace.ts'
import type { ExportKind, RowFilter, Verdict, Workspace, WorkspaceEvent } from '../../engine/runtime/workspace-api.ts'
import { memorySource } from '../support/memory-source.ts'
import { openWasmInNode } from '../support/wasm.ts'

/** Engines of which none can hold the input: one column at a time is all that fits. */
const large = { heldBytes: 1, judgedFirstBytes: 0 }
const recipe: Recipe = {
  schemaflow: 1,
  transform: { steps: [{ type: 'trim', columns: '*' }] },
  schema: { fields: [{ name: 'id', type: 'integer', unique: true }, { name: 'amount', type: 'number' }] },
  rules: [{ type: 'not_null', columns: '*' }, { type: 'row_count', min: 1 }, { type: 'expression', expr: 'amount > 10', where: 'id > 100', severity: 'warn' }],
}
const edit: Recipe = { ...recipe, rules: [...recipe.rules ?? [], { type: 'length', column: 'notes', max: 20 }] }
const FILTERS: readonly RowFilter[] = [{ rows: 'all' }, { rows: 'rejected' }, { rows: 'warned' }, { rows: 'all', rule: 'parse' }, { rows: 'all', cell: { column: 'notes', part: 'missing' } }]

let backend: Backend
let helper: Backend
beforeAll(async () => { [backend, helper] = [await openDuckDbNative(), await openDuckDbNative()] })
afterAll(async () => { await Promise.all([backend.close(), helper.close()]) })

async function messy(): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  await generateMessy({ rows: 20_000, seed: 5, malformedShare: 0.01, quotedLineEndShare: 0.05 }, piece => { pieces.push(piece) })
  return Buffer.concat(pieces)
}

async function opened(source: ByteSource, host: Partial<WorkspaceHost> = {}, recipe?: Recipe): Promise<{ readonly workspace: Workspace, readonly events: WorkspaceEvent[] }> {
  const events: WorkspaceEvent[] = []
  const workspace = openWorkspace({ backend, source, input: webInputHost, startedAt: new Date('2024-03-01T12:00:00Z'), runId: 'run', ...host })
  await workspace.load({}, event => events.push(event), { recipe })
  return { workspace, events }
}

async function exported(workspace: Workspace, kind: ExportKind): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of workspace.export(kind)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const timeless = ({ ms: _, evaluated: __, ...verdict }: Verdict) => ({ ...verdict, rules: verdict.rules.map(({ ms: ___, ...rule }) => rule) })
const typesOf = (events: readonly WorkspaceEvent[]): readonly string[] => events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1])

/** Means rounded: threads add up in whatever order. */
const profilesIn = (events: readonly WorkspaceEvent[]): unknown =>
  events.flatMap(event => event.type === 'profiled' ? event.profiles : []).map(profile => JSON.parse(JSON.stringify(profile, (key, value: unknown) => key === 'mean' ? Number(value).toPrecision(9) : value)) as unknown)

async function everything(workspace: Workspace) {
  return {
    first: timeless(await workspace.judge(recipe, 1)),
    edited: timeless(await workspace.judge(edit, 2)),
    pages: await Promise.all(FILTERS.map(filter => workspace.page(filter, 0, 50))),
    valid: await exported(workspace, 'valid.csv'),
    rejects: (await exported(workspace, 'rejects.csv')),
  }
}

let asked: Promise<Awaited<ReturnType<typeof askOneThatFits>>> | undefined
/** What an engine says that holds all of the input. */
const ofOneThatFits = () => asked ??= askOneThatFits()

async function askOneThatFits() {
  const content = await messy()
  const { workspace, events } = await opened(memorySource(content))
  const wanted = await everything(workspace)
  await workspace.leave()
  return { content, wanted, profiles: profilesIn(events) }
}

describe('an input that does not fit into the engine', () => {
  test('says in everything what one does that fits', async () => {
    const { content, wanted, profiles } = await ofOneThatFits()
    expect(wanted.valid.length).toBeGreaterThan(500_000)
    expect(wanted.first.counts.rejected).toBeGreaterThan(200)
    let helped = 0
    const helping: Backend = { ...bound(helper), look: (...args) => { helped++; return helper.look(...args) }, close: () => Promise.resolve() }
    const { workspace, events } = await opened(memorySource(content), { ...large, openHelpers: () => [Promise.resolve(helping)] }, recipe)
    expect(await everything(workspace)).toEqual(wanted)
    expect(profilesIn(events)).toEqual(profiles)
    expect(helped).toBeGreaterThan(0)
    await workspace.leave()
  }, 120_000)

  test.each([['that holds all of it', {}], ['that does not hold it', large]])('the engine of browsers, one %s, says what the one here does', async (_, host) => {
    const { content, wanted, profiles } = await ofOneThatFits()
    const { workspace, events } = await opened(memorySource(content), { ...host, backend: await openWasmInNode() }, recipe)
    expect(await everything(workspace)).toEqual(wanted)
    expect(profilesIn(events)).toEqual(profiles)
    await workspace.leave()
  }, 120_000)

  test('most of its rows are judged without an engine, to the same verdict', async () => {
    const content = await messy()
    const plain: Recipe = {
      schemaflow: 1, transform: { steps: [{ type: 'trim', columns: ['notes'] }] },
      schema: { fields: [{ name: 'id', type: 'integer', required: true, min: 0 }, { name: 'amount', type: 'number', max: 1_000_000 }, { name: 'notes', max_length: 60 }] },
    }
    const small = await opened(memorySource(content))
    const wanted = timeless(await small.workspace.judge(plain, 1))
    await small.workspace.leave()
    let looked = 0
    const counting: Backend = {
      ...bound(backend),
      look: (segment, ...rest) => {
        looked += Buffer.from(segment).toString().split('\n').length - 1
        return backend.look(segment, ...rest)
      },
    }
    const { workspace } = await opened(memorySource(content), { backend: counting, prefilteredFirstBytes: 0 }, plain)
    expect(looked).toBeGreaterThan(0)
    expect(looked).toBeLessThan(wanted.counts.physical / 2)
    const lookedFirst = looked
    expect(timeless(await workspace.judge(plain, 1))).toEqual(wanted)
    expect(looked).toBe(lookedFirst)
    await workspace.leave()
  })

  test('has its texts counted for the profile, and not after it', async () => {
    const counted: unknown[] = []
    const noting: Backend = { ...bound(backend), createSource: (layout, options) => { counted.push(options?.isCounted); return backend.createSource(layout, options) } }
    const { workspace, events } = await opened(memorySource(await messy()), { ...large, backend: noting })
    expect(typesOf(events)).toContain('profiled')
    const forProfile = counted.splice(0)
    await workspace.judge(recipe, 1)
    expect([new Set(forProfile), new Set(counted)]).toEqual([new Set([true]), new Set([false])])
    await workspace.leave()
  })

  test('is read twice where one check looks at two columns, and engines see most rows only in those', async () => {
    const content = await messy()
    const crossed: Recipe = {
      schemaflow: 1, schema: { fields: [{ name: 'id', type: 'integer', required: true, min: 0 }, { name: 'amount', type: 'number', max: 1_000_000 }, { name: 'notes', max_length: 60 }, { name: 'email', format: 'email' }] },
      rules: [{ type: 'expression', expr: 'amount > id', severity: 'warn' }],
    }
    const small = await opened(memorySource(content))
    const wanted = timeless(await small.workspace.judge(crossed, 1))
    await small.workspace.leave()
    const looks: { readonly rows: number, readonly wanted: readonly number[] }[] = []
    const counting: Backend = {
      ...bound(backend),
      look: (segment, layout, columns, queries) => {
        looks.push({ rows: Buffer.from(segment).toString().split('\n').length - 1, wanted: columns })
        return backend.look(segment, layout, columns, queries)
      },
    }
    const { workspace, events } = await opened(memorySource(content), { ...large, backend: counting }, crossed)
    expect(timeless(await workspace.judge(crossed, 1))).toEqual(wanted)
    const few = looks.filter(({ wanted: columns }) => columns.length > 2), all = looks.filter(({ wanted: columns }) => columns.length <= 2)
    const rowsIn = (those: typeof looks): number => those.reduce((sum, { rows }) => sum + rows, 0)
    expect(rowsIn(all)).toBeGreaterThan(wanted.counts.physical * 0.9)
    expect(rowsIn(few)).toBeLessThan(rowsIn(all) / 2)
    const read = events.flatMap(event => event.type === 'progress' && event.isUnpacking === undefined ? [event.bytesRead / event.totalBytes] : [])
    expect(read).toEqual(read.toSorted((a, b) => a - b))
    expect(read.at(-1)).toBe(1)
    await workspace.leave()
  })

  test('that changes between its two readings is told', async () => {
    const crossed: Recipe = { schemaflow: 1, schema: { fields: [{ name: 'a', type: 'integer' }, { name: 'b', type: 'integer' }, { name: 'c', type: 'integer' }] }, rules: [{ type: 'expression', expr: 'd > e' }] }
    let readings = 0
    const text = (row: string): string => `a,b,c,d,e\n${row.repeat(300)}`
    const changing: ByteSource = { ...memorySource(text('1,2,3,4,5\n')), stream: () => memorySource(text(++readings === 1 ? '1,2,3,4,5\n' : '1,2,3,5,4\n')).stream() }
    await expect(opened(changing, large, crossed)).rejects.toMatchObject({ code: 'file_changed' })
    expect(readings).toBe(2)
  })

  test('is judged before its rows are brought in for the profile', async () => {
    const { workspace, events } = await opened(memorySource(await messy()), large, recipe)
    expect(typesOf(events).slice(0, 4)).toEqual(['head', 'progress', 'loaded', 'importing'])
    expect(typesOf(events).at(-1)).toBe('profiled')
    await workspace.leave()
  })

  test('without a recipe it is profiled, and judged by what is written then', async () => {
    const { workspace } = await opened(memorySource(await messy()), large)
    const { rules } = await workspace.judge(recipe, 1)
    expect(rules.find(({ id }) => id === 'parse')?.failed).toBeGreaterThan(100)
    await workspace.leave()
  })

  test('Parquet is refused in words', async () => {
    const { workspace } = await opened(memorySource('a\n1\n2\n'), { heldBytes: 0, judgedFirstBytes: 0 })
    await workspace.judge({ schemaflow: 1 }, 1)
    await workspace.leave()
    const wide = await opened(memorySource('a,b\n1,2\n2,3\n'), large)
    await wide.workspace.judge({ schemaflow: 1 }, 1)
    await expect(exported(wide.workspace, 'valid.parquet')).rejects.toMatchObject({ code: 'unsupported' })
    await wide.workspace.leave()
  })

  test('a newer recipe ends the pass of an older one', async () => {
    const { workspace } = await opened(memorySource(await messy()), large)
    const older = workspace.judge(recipe, 1).catch((error: unknown) => error)
    const newer = await workspace.judge(edit, 2)
    expect(await older).toMatchObject({ code: 'superseded' })
    expect(newer.revision).toBe(2)
    await workspace.leave()
  })

  test('a helper that cannot start is none', async () => {
    const { workspace } = await opened(memorySource(await messy()), { ...large, openHelpers: () => [Promise.reject(new Error('no memory'))] }, recipe)
    expect((await workspace.judge(recipe, 1)).counts.rejected).toBeGreaterThan(200)
    await workspace.leave()
  })

  test('a file that changed in between is told, and nothing it said is kept', async () => {
    const content = await messy()
    const source = { ...memorySource(content) }
    const plain: Recipe = { schemaflow: 1, rules: [{ type: 'not_null', columns: ['id'] }] }
    const { workspace } = await opened(source, large, plain)
    await workspace.judge(plain, 1)
    const other = Buffer.from(content)
    other[other.length - 3] = 0x37
    source.stream = signal => memorySource(other).stream(signal)
    const edits: readonly Recipe['rules'][] = [[{ type: 'length', column: 'notes', max: 20 }], [{ type: 'unique', columns: ['email'] }]]
    for (const [index, rules] of edits.entries()) {
      // Asked again it is no better.
      for (const time of [1, 2]) await expect(workspace.judge({ ...plain, rules }, 10 * index + 1 + time)).rejects.toMatchObject({ code: 'file_changed' })
    }
    await workspace.judge(plain, 30)
    await expect(exported(workspace, 'valid.csv')).rejects.toMatchObject({ code: 'file_changed' })
    await workspace.leave()
  })

  test('leaving the loop of an export ends its scan', async () => {
    const { workspace } = await opened(memorySource(await messy()), large, recipe)
    await workspace.judge(recipe, 1)
    for await (const piece of workspace.export('valid.csv')) {
      if (piece.length > 0) break
    }
    expect((await workspace.judge(edit, 2)).evaluated).toBe(1)
    await workspace.leave()
  })
})

/** Its methods without the object they belong to. */
function bound(backend: Backend): Backend {
  return {
    engine: backend.engine,
    createSource: (...args) => backend.createSource(...args), append: segment => backend.append(segment), commit: () => backend.commit(),
    look: (...args) => backend.look(...args), query: (...args) => backend.query(...args), arrow: (...args) => backend.arrow(...args), close: () => backend.close(),
  }
}

test('regression: of a file beyond 2 GiB no more than beginning and end are read to see what it is', async () => {
  const record = 'id,name\n'
  let bytesRead = 0
  const source: ByteSource = {
    name: 'endless.csv', size: 3_000_000_000,
    read: (start, end) => {
      expect(start).toBeGreaterThanOrEqual(0)
      bytesRead += end - start
      return Promise.resolve(Buffer.alloc(end - start, record.slice(start % record.length) + record.slice(0, start % record.length)))
    },
    stream: () => { throw new Error('read from beginning to end') },
  }
  const opened = await openInput(source, { dialect: { header: 1 } }, webInputHost)
  expect(opened.detected.columns).toEqual(['id', 'name'])
  expect(bytesRead).toBeLessThan(10_000_000)
})
