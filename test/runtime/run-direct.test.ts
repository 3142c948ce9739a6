import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckDbNative, type NativeBackend } from '../../engine/backends/node/duckdb-native.ts'
import { nodeInputHost } from '../../engine/connectors/node/input-host.ts'
import { openFileSource } from '../../engine/connectors/node/file-source.ts'
import { makePipe, removePipe, scanIntoPipe } from '../../engine/connectors/node/pipe-scan.ts'
import { encodeSegment } from '../../engine/formats/node/encode-segment.ts'
import { checkRecipe, type Recipe } from '../../engine/recipe/index.ts'
import { scanFileSegments } from '../../engine/runtime/file-segments.ts'
import { writeRejectStretch } from '../../engine/runtime/reject-stretches.ts'
import { run, type RunHost } from '../../engine/runtime/run.ts'
import { keepBom } from '../../engine/sql/keep-bom.ts'
import { nastyText } from '../support/arbitrary.ts'

let folder: string
let backend: NativeBackend
let runs = 0
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'direct-'))
  backend = await openDuckDbNative()
})
afterAll(async () => {
  await backend.close()
  rmSync(folder, { recursive: true })
})

interface Ran {
  readonly ok: boolean
  readonly counts?: unknown
  readonly rules?: unknown
  readonly rejects: string
  readonly types: unknown
  readonly rows: unknown
  /** Segments that became pages without an engine. */
  readonly encoded: number
  /** Stretches of rejects that went to a thread. */
  readonly stretches: number
}

interface Ways {
  readonly segmentBytes: number
  readonly minShare: number
  readonly mayBeRefused?: boolean
}

/** A run as the command line makes it, with small segments and many threads, or all of it through the engine and by this thread. */
async function ran(recipe: Recipe, path: string, isDirect: boolean, { segmentBytes, minShare }: Ways): Promise<Ran> {
  const source = await openFileSource(path)
  const { signal } = new AbortController()
  const output = join(folder, `valid-${runs++}.parquet`)
  let encoded = -1
  let stretches = 0
  const rejects: Uint8Array[] = []
  const host: RunHost = {
    backend: Promise.resolve(backend), source, uri: 'input.csv', input: nodeInputHost(signal), format: 'parquet', runId: 'run', startedAt: new Date('2024-03-01T12:00:00Z'), memoryBytes: 5e8, signal,
    validPath: output, rssPeakBytes: () => 0, onProgress: () => undefined,
    scan: async (text, reading, onProgress, stop) => {
      const pipe = await makePipe(backend.folder, `records-${runs++}`)
      return { pipe, scanned: scanIntoPipe({ ...reading, path: text.path ?? path, size: text.size, pipe, aheadBytes: 1e6 }, onProgress, stop), remove: () => removePipe(pipe) }
    },
    direct: isDirect ? {
      minBytes: 0, minShare,
      segments: (text, reading, take, onProgress, stop) => scanFileSegments({ ...reading, path: text.path ?? path, size: text.size, segmentBytes, aheadBytes: 2.5 * segmentBytes }, take, onProgress, stop),
      encode: job => {
        encoded++
        return encodeSegment(job)
      },
      writeValid: async pieces => {
        const written: Uint8Array[] = []
        for await (const piece of pieces) written.push(piece)
        writeFileSync(output, Buffer.concat(written))
      },
    } : undefined,
    rejectThreads: isDirect ? { size: 2, stretchBytes: 3_000, minStretches: 2, write: stretch => {
      stretches++
      return writeRejectStretch(structuredClone(stretch))
    } } : undefined,
    writeRejects: async pieces => { for await (const piece of pieces) rejects.push(piece) },
  }
  const outcome = await run(recipe, host).finally(() => source.close())
  if (!outcome.ok) return { ok: false, rejects: '', types: [], rows: [], encoded, stretches }
  const described = await backend.query(`select column_name, column_type from (describe from read_parquet('${output}'))`)
  const names = Array.from(described.columns[0] ?? [], name => `"${String(name).replaceAll('"', '""')}"`)
  const { columns } = await backend.query(`select ${names.map(name => keepBom(`${name}::varchar`)).join(', ')} from read_parquet('${output}', file_row_number = true) order by file_row_number`)
  return {
    ok: true, counts: outcome.result.counts, rules: outcome.result.rules, rejects: Buffer.concat(rejects).toString(),
    types: described.columns, rows: columns.map(column => Array.from(column)), encoded, stretches,
  }
}

/** The same by both ways; gives how many segments went the direct one. */
async function expectSame(recipe: unknown, content: string, ways: Ways = { segmentBytes: 300, minShare: 0.6 }): Promise<Pick<Ran, 'encoded' | 'stretches'>> {
  const { recipe: checked, issues } = checkRecipe(recipe)
  if (!checked) throw new Error(`no recipe: ${JSON.stringify(issues)}`)
  const path = join(folder, `input-${runs++}.csv`)
  writeFileSync(path, content)
  const { encoded, stretches, ...direct } = await ran(checked, path, true, ways)
  const { encoded: none, stretches: alone, ...engine } = await ran(checked, path, false, ways)
  expect([none, alone]).toEqual([-1, 0])
  expect(direct).toEqual(engine)
  expect(direct.ok || ways.mayBeRefused === true).toBe(true)
  return { encoded, stretches }
}

describe('rows that no engine makes', () => {
  const mostly = (usual: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(
    { weight: 100, arbitrary: usual }, { weight: 1, arbitrary: nastyText().filter(text => !text.includes('\0')) }, { weight: 1, arbitrary: fc.constantFrom('', 'NA', ' ', 'x') })
  const row = fc.tuple(
    mostly(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 99 }).map(String) }, { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) })),
    mostly(fc.constantFrom('Ann', 'Bob', 'Zoë', 'a longer name, with a comma', 'O"Neill', 'two\nlines')),
    mostly(fc.oneof(fc.integer({ min: -50, max: 5_000 }).map(cents => (cents / 100).toFixed(2)), fc.double({ min: 0, max: 1e6, noNaN: true }).map(String))),
    mostly(fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))),
    mostly(fc.constantFrom('true', 'false', 'TRUE', 'yes', 'no')),
  )
  const written = (cell: string, quotes: boolean): string => quotes || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  const record = fc.oneof(
    { weight: 80, arbitrary: fc.tuple(row, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })).map(([cells, quotes]) => cells.map((cell, i) => written(cell, quotes[i] === true)).join(',')) },
    { weight: 1, arbitrary: fc.constantFrom('1,2', 'a,b,c,d,e,f,g', '"open,1', '"a"b,1,2,3,4') },
  )
  const field = (name: string, ...kinds: readonly Record<string, unknown>[]): fc.Arbitrary<Record<string, unknown>> => fc.constantFrom(...kinds).map(kind => ({ name, ...kind }))
  const recipe = fc.record({
    fields: fc.tuple(
      field('id', { type: 'integer', required: true }, { type: 'string' }, { type: 'integer', min: 0 }),
      field('name', { max_length: 20 }, { required: true }, { pattern: '[A-Za-zë, "]*' }),
      field('amount', { type: 'number', min: 0 }, { type: 'number' }, { type: 'decimal', precision: 12, scale: 2 }),
      field('day', { type: 'date' }, { type: 'date', min: '1950-01-01' }, { type: 'string' }),
      field('flag', { type: 'boolean' }, { type: 'string', enum: ['true', 'false', 'TRUE', 'yes', 'no'] }),
    ),
    steps: fc.subarray([
      { type: 'trim', columns: '*' }, { type: 'case', columns: ['name'], to: 'upper' }, { type: 'replace', columns: ['name'], find: 'Bob', with: '' }, { type: 'drop', columns: ['flag'] },
      { type: 'rename_columns', columns: { day: 'Day, of "it"' } }, { type: 'fill_null', columns: ['name'], value: 'nobody' },
    ]).map(steps => steps.some(({ type }) => type === 'drop' || type === 'rename_columns') ? steps.slice(0, 1) : steps),
    dialect: fc.record({ null_tokens: fc.constantFrom([''], ['', 'NA'], ['NA']), quoted_nulls: fc.boolean() }),
    rules: fc.subarray([{ type: 'between', column: 'amount', min: 1, severity: 'warn' }, { type: 'not_blank', column: 'name', severity: 'warn' }, { type: 'length', column: 'id', max: 3 }]),
  }).map(({ fields, steps, dialect, rules }) => {
    const gone = steps.some(({ type }) => type === 'drop') ? 'flag' : steps.some(({ type }) => type === 'rename_columns') ? 'day' : ''
    const amount = fields.find(({ name }) => name === 'amount')
    return {
      schemaflow: 1, source: { type: 'csv', path: 'input.csv', dialect: { delimiter: ',', quote: '"', header: 1, ...dialect } }, transform: { steps },
      schema: { fields: fields.filter(({ name }) => name !== gone) },
      rules: rules.filter(rule => rule.type === 'between' ? amount?.type === 'number' : rule.type === 'length' ? fields[0].type === 'string' : true),
    }
  })

  test('are what the engine would have written, and all that is said of the others is the same', async () => {
    let direct = 0
    let segments = 0
    let threads = 0
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 150, size: 'max' }), recipe, async (records, recipe) => {
      const { encoded, stretches } = await expectSame(recipe, `id,name,amount,day,flag\n${records.join('\n')}\n`, { segmentBytes: 300, minShare: 0, mayBeRefused: true })
      if (encoded > 0) direct++
      segments += Math.max(0, encoded)
      if (stretches > 1) threads++
    }), { numRuns: Number(process.env['DIRECT_RUNS'] ?? 25) })
    // Otherwise nothing was compared.
    expect(direct).toBeGreaterThan(8)
    expect(segments).toBeGreaterThan(2 * direct)
    expect(threads).toBeGreaterThan(4)
  }, 180_000)
})

const fields = [{ name: 'id', type: 'integer', required: true }, { name: 'name' }]
const lines = (count: number): string => Array.from({ length: count }, (_, i) => `${i},name ${i}`).join('\n')

describe('which runs go this way', () => {
  test.each([
    ['checks of single columns', { schema: { fields } }, true],
    ['no checks at all', {}, true],
    ['a check of two columns', { schema: { fields }, rules: [{ type: 'expression', expr: 'length(name) > id or true' }] }, false],
    ['a step that drops rows', { transform: { steps: [{ type: 'filter', where: 'name is not null' }] } }, false],
    ['a column that is made', { transform: { steps: [{ type: 'add_column', name: 'twice', expr: 'name || name' }] } }, false],
    ['a step that changes most rows', { transform: { steps: [{ type: 'case', columns: ['name'], to: 'upper' }] } }, false],
    ['a date in a format of its own', { schema: { fields: [{ name: 'name', type: 'date', format: '%d.%m.%Y' }] } }, false],
    ['words of its own for true and false', { schema: { fields: [{ name: 'name', type: 'boolean', true_values: ['name 1'] }] } }, false],
    ['a decimal', { schema: { fields: [{ name: 'id', type: 'decimal', precision: 9, scale: 2 }] } }, false],
  ])('%s', async (_, recipe, isDirect) => {
    const { encoded } = await expectSame({ schemaflow: 1, ...recipe }, `id,name\n${lines(200)}\n`)
    expect(encoded > 0).toBe(isDirect)
  })

  test('an input of nothing but rejects, one of none, and one without records', async () => {
    expect((await expectSame({ schemaflow: 1, schema: { fields } }, `id,name\n${'x,y\n'.repeat(100)}`)).stretches).toBeGreaterThan(10)
    await expectSame({ schemaflow: 1, schema: { fields } }, `id,name\n${lines(1)}\n`)
    await expectSame({ schemaflow: 1, schema: { fields } }, 'id,name\n')
  })

  test('an input of which a later part is not sure does not', async () => {
    const { encoded } = await expectSame({ schemaflow: 1, schema: { fields } }, `id,name\n${lines(160_000)}\n${Array.from({ length: 160_000 }, (_, i) => `" ${i}",name ${i}`).join('\n')}\n`, { segmentBytes: 1_000_000, minShare: 0.6 })
    expect(encoded).toBe(-1)
  }, 60_000)

  test('an input whose middle is within a cell does', async () => {
    const cell = `"${'one of many lines\n'.repeat(200)}"`
    const source = { type: 'csv', path: 'input.csv', dialect: { delimiter: ',', quote: '"', header: 1 } }
    const { encoded } = await expectSame({ schemaflow: 1, source, schema: { fields } }, `id,name\n${Array.from({ length: 1_500 }, (_, i) => `${i},${cell}`).join('\n')}\n`, { segmentBytes: 1_000_000, minShare: 0.6 })
    expect(encoded).toBeGreaterThan(1)
  }, 60_000)

  test('where hardly a record is sure from some place on, each is looked at', async () => {
    const { encoded } = await expectSame({ schemaflow: 1, schema: { fields } }, `id,name\n${lines(90_000)}\n${Array.from({ length: 40_000 }, (_, i) => `" ${i}",${i % 50 === 0 ? '"' : ''}${i}`).join('\n')}\n`, { segmentBytes: 100_000, minShare: 0.6 })
    expect(encoded).toBeGreaterThan(1)
  }, 60_000)
})

describe('what goes wrong', () => {
  test.each<[string, Partial<NonNullable<RunHost['direct']>>]>([
    ['writing', { writeValid: async pieces => { for await (const piece of pieces) if (piece.length > 100) throw new Error('no room') } }],
    ['encoding', { encode: job => job.text.length > 0 ? Promise.reject(new Error('no room')) : encodeSegment(job) }],
    ['scanning', { segments: async (_text, _reading, take) => {
      void take({ text: new TextEncoder().encode('1,1,a\n'), unsure: new Uint32Array(0), records: 1, leftOut: 0, longestLineBytes: 6, firstOrdinal: 1, malformed: [], bytesRead: 6 })
      throw await Promise.resolve(new Error('no room'))
    } }],
  ])('in %s ends the run', async (_, ways) => {
    const path = join(folder, `input-${runs++}.csv`)
    writeFileSync(path, `id,name\n${lines(5_000)}\n`)
    const source = await openFileSource(path)
    const { signal } = new AbortController()
    const recipe = checkRecipe({ schemaflow: 1, schema: { fields } }).recipe as Recipe
    await expect(run(recipe, {
      backend: Promise.resolve(backend), source, uri: path, input: nodeInputHost(signal), format: 'parquet', runId: 'run', startedAt: new Date(), memoryBytes: 5e8, signal, validPath: '', rssPeakBytes: () => 0, onProgress: () => undefined,
      scan: () => Promise.reject(new Error('not this way')), writeRejects: () => Promise.reject(new Error('not so far')),
      direct: {
        minBytes: 0, minShare: 0.6, encode: encodeSegment, writeValid: async pieces => { for await (const piece of pieces) void piece },
        segments: (_text, reading, take, onProgress, stop) => scanFileSegments({ ...reading, path, size: source.size, segmentBytes: 5_000, aheadBytes: 12_000 }, take, onProgress, stop), ...ways,
      },
    })).rejects.toThrow('no room')
    await source.close()
  })
})
