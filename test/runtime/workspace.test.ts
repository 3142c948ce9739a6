import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateMessy } from '../../bench/messy.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import type { Backend } from '../../engine/backends/backend.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { openWorkspace } from '../../engine/runtime/workspace.ts'
import type { ExportKind, Workspace, WorkspaceEvent } from '../../engine/runtime/workspace-api.ts'
import { webInputHost } from '../../engine/connectors/web/input-host.ts'
import { memorySource } from '../support/memory-source.ts'
import { openWasmInNode } from '../support/wasm.ts'

const startedAt = new Date('2024-03-01T12:00:00Z')

async function workspaceOn(backend: Backend, content: string | Uint8Array): Promise<{ workspace: Workspace, events: WorkspaceEvent[] }> {
  const workspace = openWorkspace({ backend, source: memorySource(content), input: webInputHost, startedAt, runId: 'run' })
  const events: WorkspaceEvent[] = []
  await workspace.load({}, event => events.push(event))
  return { workspace, events }
}

async function exported(workspace: Workspace, kind: ExportKind): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  for await (const piece of workspace.export(kind)) text += decoder.decode(piece, { stream: true })
  return text
}

const engines = { native: () => openDuckDbNative(), wasm: openWasmInNode }

describe.each(Object.entries(engines))('a workspace on %s', (_name, open) => {
  let backend: Backend
  beforeAll(async () => { backend = await open() })
  afterAll(async () => { await backend.close() })

  const small = 'id,name,age\n1,Ann,30\n2,,x\n3,"Bo\nb",200\n\n4,Cy,12,extra\n2,\uFEFFDee,44\n'
  const recipe: Recipe = {
    schemaflow: 1,
    schema: { fields: [{ name: 'id', type: 'integer', unique: true }, { name: 'name', type: 'string', required: true }, { name: 'age', type: 'integer', max: 120 }] },
  }

  test('a record whose repair is plain comes with it', async () => {
    const { workspace } = await workspaceOn(backend, 'id,name,age\n1,Ann,30\n2,Bob,31\n3,Cy,32\n4,Dee, Eve,33\n')
    await workspace.judge({ schemaflow: 1 }, 1)
    const { rows: [row] } = await workspace.page({ rows: 'rejected' }, 0, 1)
    const cells = [{ column: 'id', text: '4' }, { column: 'name', text: 'Dee, Eve' }, { column: 'age', text: '33' }]
    expect(row?.suggestion).toEqual({ cells, how: 'cell 2 holds a delimiter and is not quoted', confidence: 0.9 })
    const [reject] = (await exported(workspace, 'rejects.jsonl')).trimEnd().split('\n').map(line => JSON.parse(line) as { suggestion: unknown, record: unknown })
    expect(reject).toMatchObject({ record: null, suggestion: { record: { id: '4', name: 'Dee, Eve', age: '33' }, confidence: 0.9 } })
  })

  test('reads, judges and pages a small file', async () => {
    const { workspace, events } = await workspaceOn(backend, small)
    expect(events.map(event => event.type)).toEqual(expect.arrayContaining(['head', 'progress', 'loaded', 'profiled']))
    const verdict = await workspace.judge(recipe, 1)
    expect(verdict.issues).toEqual([])
    expect(verdict.counts).toEqual({ physical: 5, blank_lines: 1, valid: 1, rejected: 4, warned: 0, dropped: {} })
    expect(verdict.rules.filter(rule => rule.failed > 0).map(({ id, failed, checked }) => ({ id, failed, checked }))).toEqual([
      { id: 'parse', failed: 1, checked: 5 }, { id: 'age.type', failed: 1, checked: 4 }, { id: 'id.unique', failed: 1, checked: 4 },
      { id: 'name.required', failed: 1, checked: 4 }, { id: 'age.range', failed: 1, checked: 3 },
    ])
    const page = await workspace.page({ rows: 'rejected' }, 0, 10)
    expect(page.total).toBe(4)
    expect(page.rows.map(({ ordinal, line, cells, raw, errors }) => ({ ordinal, line, cells, raw, errors: errors.map(error => error.message) }))).toEqual([
      { ordinal: 2, line: 3, cells: ['2', null, 'x'], raw: undefined, errors: ['age is "x", which is no integer', 'name is missing'] },
      { ordinal: 3, line: 4, cells: ['3', 'Bo\nb', '200'], raw: undefined, errors: ['age is "200", should be at most 120'] },
      { ordinal: 4, line: 7, cells: [], raw: '4,Cy,12,extra', errors: ['the record has too many cells: 4 where the header has 3'] },
      { ordinal: 5, line: 8, cells: ['2', '\uFEFFDee', '44'], raw: undefined, errors: ['id "2" was seen before'] },
    ])
    expect((await workspace.page({ rows: 'rejected', rule: 'parse' }, 0, 10)).rows.map(row => row.ordinal)).toEqual([4])
    expect((await workspace.page({ rows: 'all', cell: { column: 'name', part: 'missing' } }, 0, 10)).rows.map(row => row.ordinal)).toEqual([2])
    expect(await workspace.positionOf({ rows: 'rejected' }, 4)).toBe(2)
  })

  test('evaluates again only what changed, and drops by steps', async () => {
    const { workspace } = await workspaceOn(backend, small)
    expect((await workspace.judge(recipe, 1)).evaluated).toBe(4)
    expect((await workspace.judge({ ...recipe, rules: [{ type: 'expression', expr: 'age <> 30' }] }, 2)).evaluated).toBe(1)
    expect((await workspace.judge(recipe, 3)).evaluated).toBe(0)
    const filtered = await workspace.judge({ ...recipe, transform: { steps: [{ type: 'filter', where: "name <> 'Ann'" }] } }, 4)
    expect(filtered.counts).toEqual({ physical: 5, blank_lines: 1, valid: 1, rejected: 2, warned: 0, dropped: { filter_1: 2 } })
    expect((await workspace.page({ rows: 'dropped' }, 0, 10)).rows.map(row => row.ordinal)).toEqual([1, 2])
  })

  test('a step’s own check is answered anew when a later step no longer drops rows', async () => {
    const { workspace } = await workspaceOn(backend, 'a,b\nx,\n1,\n')
    const cast = { type: 'cast', columns: ['a'], to: 'number' }
    const dropping = await workspace.judge({ schemaflow: 1, transform: { steps: [cast, { type: 'filter', where: 'b is not null' }] } }, 1)
    expect(dropping.counts).toMatchObject({ rejected: 0, dropped: { filter_2: 2 } })
    expect((await workspace.judge({ schemaflow: 1, transform: { steps: [cast] } }, 2)).counts).toMatchObject({ rejected: 1, valid: 1 })
  })

  test('exports valid rows as they were read, and rejects with their reasons', async () => {
    const { workspace } = await workspaceOn(backend, small)
    await workspace.judge({ schemaflow: 1, schema: { fields: [{ name: 'age', type: 'integer' }] } }, 1)
    expect(await exported(workspace, 'valid.csv')).toBe('id,name,age\r\n1,Ann,30\r\n3,"Bo\nb",200\r\n2,\uFEFFDee,44\r\n')
    const lines = (await exported(workspace, 'rejects.jsonl')).trimEnd().split('\n').map(line => JSON.parse(line) as { source: { line: number, byte_offset: number }, record: unknown, raw: unknown })
    expect(lines.map(({ source: { line, byte_offset: at }, record, raw }) => ({ line, at, record, raw }))).toEqual([
      { line: 3, at: 21, record: { id: '2', name: null, age: 'x' }, raw: null },
      { line: 7, at: 40, record: null, raw: '4,Cy,12,extra' },
    ])
    expect((await exported(workspace, 'rejects.csv')).split('\r\n')[1]).toBe('3,"age is ""x"", which is no integer",,2,,x')
  })

  test('refuses a header of a million cells in words', async () => {
    await expect(workspaceOn(backend, '1,'.repeat(1_000_000))).rejects.toMatchObject({ code: 'too_many_columns' })
  })

  test('counts ordinals and lines right in a messy file', async () => {
    const parts: Uint8Array[] = []
    const truth = await generateMessy({ rows: 3000, seed: 7, malformedShare: 0.01, quotedLineEndShare: 0.05, blankLineShare: 0.02 }, text => { parts.push(text) })
    const { workspace } = await workspaceOn(backend, Buffer.concat(parts))
    const verdict = await workspace.judge({ schemaflow: 1 }, 1)
    expect(verdict.counts).toMatchObject({ physical: truth.rows, rejected: truth.malformed.length, blank_lines: truth.blankLines })
    const page = await workspace.page({ rows: 'rejected' }, 0, 1000)
    expect(page.rows.map(({ ordinal, line, raw, errors }) => ({ ordinal, line, raw, code: errors[0]?.code })))
      .toEqual(truth.malformed.map(({ ordinal, line, raw, code }) => ({ ordinal, line, raw, code })))
  })
})
