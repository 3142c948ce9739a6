import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openDuckDbNative, type Reject, type RunResult } from '../../engine/node.ts'
import { SOURCE_FORMATS, OUTPUT_FORMATS } from '../../engine/formats/formats.ts'
import { dialectSchema } from '../../engine/recipe/index.ts'
import { rules } from '../../engine/rules/index.ts'
import { steps } from '../../engine/steps/index.ts'
import { barsFile, bundleCli, folderWith, root, schemaflow } from './schemaflow.ts'

const ROWS = 5_000
/** Records of people.csv that nothing is wrong with, besides two more. */
const PLAIN = 40
const bars = join(root, 'bench/recipes/bars.yaml')
const { folder, remove } = folderWith({
  'people.csv': `id;born;note\n1;2001-02-03;a\n2;yesterday;\n3;1999-12-31;"b;c"\n4;x;y;z\n${'5;2002-03-04;d\n'.repeat(PLAIN)}`,
  'staged.yaml': [
    'source: { path: people.csv }', 'transform: { steps: [{ type: deduplicate, columns: [id] }] }', 'rules:', '  - { id: one_id, type: unique, column: id }',
    `  - { id: some, type: not_null, column: note, where: "id <> '2'" }`, '  - { id: enough, type: row_count, min: 1 }', '',
  ].join('\n'),
  'long.csv': `id,note\n${'1,a\nx,b\n'.repeat(60_000)}2,"${'c, '.repeat(500_000)}"\ny,d\n3,e\n`,
  'long.yaml': 'source: { path: long.csv }\nschema: { fields: [{ name: id, type: integer }] }\n',
  'doubtful.yaml': ['schemaflow: 1', 'source: { path: people.csv }', 'rules:', '  - { id: whole, type: not_null, columns: { type: integer } }', ''].join('\n'),
  'people.yaml': [
    'schemaflow: 1', 'name: people', 'vars: { oldest: "1990-01-01" }', 'source: { path: people.csv }',
    'schema: { fields: [{ name: born, type: date, min: "{{ var.oldest }}" }] }', 'destination: { path: out/people.jsonl }', '',
  ].join('\n'),
})
let made: Awaited<ReturnType<typeof barsFile>>

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
beforeAll(async () => {
  bundleCli()
  made = await barsFile(join(folder, 'bars.csv'), ROWS)
})
afterAll(remove)

const linesOf = (path: string): readonly string[] => readFileSync(join(folder, path), 'utf8').trimEnd().split('\n')

describe('run', () => {
  test('separates the rows of a file: every one is in exactly one output', async () => {
    const { code, out } = await schemaflow(folder, 'run', bars, '--input', 'bars.csv', '--out', 'separated')
    expect(code).toBe(0)
    expect(out).toContain(`${(ROWS - made.badRows).toLocaleString('en')} valid, ${made.badRows} rejected`)
    expect(readdirSync(join(folder, 'separated')).sort()).toEqual(['rejects.jsonl', 'report.html', 'report.json', 'valid.parquet'])
    const report = JSON.parse(readFileSync(join(folder, 'separated/report.json'), 'utf8')) as RunResult
    expect(report.counts).toEqual({ physical: ROWS, blank_lines: 0, valid: ROWS - made.badRows, rejected: made.badRows, warned: 0, dropped: {} })
    const rejects = linesOf('separated/rejects.jsonl').map(line => JSON.parse(line) as Reject)
    expect(rejects.map(({ row_id }) => row_id.ordinal)).toEqual(made.badOrdinals)
    expect(rejects.map(({ source }) => source.line)).toEqual(made.badOrdinals.map(ordinal => ordinal + 1))
    const duckdb = await openDuckDbNative()
    const { columns: [count, oldest, type] } = await duckdb.query(`select count(*), max(age), any_value(typeof(signup_date)) from '${join(folder, 'separated/valid.parquet')}'`)
    await duckdb.close()
    expect([Number(count?.[0]), Number(oldest?.[0]), type?.[0]]).toEqual([ROWS - made.badRows, 120, 'DATE'])
    expect(readdirSync(join(folder, '.tmp'))).toEqual([])
  })

  test('a record that is longer than most, far into the file, costs no row and is counted once', async () => {
    const { code, out } = await schemaflow(folder, 'run', 'long.yaml', '--json', '--out', 'long')
    expect(code).toBe(0)
    expect((JSON.parse(out) as RunResult).counts).toMatchObject({ physical: 120_003, valid: 60_002, rejected: 60_001 })
    const valid = linesOf('long/valid.csv')
    expect([valid.length, valid.at(-1), valid.at(-2)?.length]).toEqual([60_003, '3,e', '2,""'.length + 1_500_000])
    expect(linesOf('long/rejects.jsonl')).toHaveLength(60_001)
  })

  test('writes where the recipe says, and one report to stdout with --json', async () => {
    const { code, out } = await schemaflow(folder, 'run', 'people.yaml', '--json')
    expect(code).toBe(0)
    expect((JSON.parse(out) as RunResult).counts).toMatchObject({ physical: PLAIN + 4, valid: PLAIN + 2, rejected: 2 })
    expect(linesOf('out/people.jsonl').slice(0, 2).map(line => JSON.parse(line) as unknown)).toEqual([{ id: '1', born: '2001-02-03', note: 'a' }, { id: '3', born: '1999-12-31', note: 'b;c' }])
    expect(linesOf('out/people.jsonl')).toHaveLength(PLAIN + 2)
    expect(linesOf('out/rejects.jsonl')).toHaveLength(2)
  })

  test('tells the doubts that only the input raises, and runs', async () => {
    const { code, out, err } = await schemaflow(folder, 'run', 'doubtful.yaml', '--out', 'doubtful', '--json')
    expect([code, err]).toEqual([0, 'doubtful.yaml:4:5: warning no_columns: the rule "whole" selects no column (rules[0]).\n'])
    expect((JSON.parse(out) as RunResult).counts.valid).toBe(PLAIN + 3)
    expect((await schemaflow(folder, 'run', 'doubtful.yaml', '--out', 'doubtful', '--quiet')).err).toBe('')
  })

  test('fills in variables; says nothing with --quiet', async () => {
    expect(await schemaflow(folder, 'run', 'people.yaml', '--out', 'young', '--var', 'oldest=2000-01-01', '--quiet')).toEqual({ code: 0, out: '', err: '' })
    expect(linesOf('young/valid.jsonl')).toHaveLength(PLAIN + 1)
  })

  test('reads the first records only with --sample, and says so', async () => {
    const { code, out } = await schemaflow(folder, 'run', 'people.yaml', '--out', 'sampled', '--sample', '5', '--json')
    const { counts, inputs } = JSON.parse(out) as RunResult
    expect([code, counts.physical, inputs[0]?.sampled]).toEqual([0, 5, 5])
    expect((await schemaflow(folder, 'run', 'people.yaml', '--out', 'sampled', '--sample', '5')).out).toMatch(/^5 records from the beginning of the input in /)
    expect((await schemaflow(folder, 'run', 'people.yaml', '--out', 'sampled', '--sample', '0')).code).toBe(2)
  })
})

describe('validate', () => {
  test('says what it checked, and against what', async () => {
    expect(await schemaflow(folder, 'validate', 'people.yaml')).toEqual({ code: 0, out: 'people.yaml: ok, 2 checks on the 3 columns of people.csv\n', err: '' })
    const { code, out } = await schemaflow(folder, 'check', bars)
    expect([code, out]).toEqual([0, expect.stringContaining('its columns were not checked: there is no')])
  })

  test('prints the recipe with its templates filled in', async () => {
    const { code, out } = await schemaflow(folder, 'validate', 'people.yaml', '--print-resolved', '--var', 'oldest=1980-05-06')
    expect(code).toBe(0)
    expect(out).toContain('min: 1980-05-06')
    expect(out.indexOf('vars:')).toBeLessThan(out.indexOf('source:'))
  })
})

test('explain shows steps, checks with their bits, the way and the SQL', async () => {
  const { code, out } = await schemaflow(folder, 'explain', bars, '--input', 'bars.csv')
  expect(code).toBe(0)
  expect(out).toMatch(/^ {4}0 {2}error {5}id\.type {2,}id {2,}\{column\} is \{value\}, which is no integer$/m)
  expect(out).toMatch(/^ {3}11 {2}error {5}age\.range/m)
  expect(out).toContain('Way: streams.')
  expect(out).toMatch(/^select t\.ord as ord,$/m)
  expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThan(250)
})

test('explain says why a plan cannot stream', async () => {
  const { code, out } = await schemaflow(folder, 'explain', 'staged.yaml')
  expect(code).toBe(0)
  expect(out).toContain([
    'Way: staged. The records are first loaded into a table (spilled to disk when large), because:', '  - a step compares rows with each other',
    '  - one_id compares rows with each other', '  - the rows that some looks at have to be counted', '  - enough is about the whole table',
  ].join('\n'))
  expect(out).toContain('  1. Remove duplicates (deduplicate)')
})

test('profile shows a table; --json the profiles with what was detected', async () => {
  const shown = await schemaflow(folder, 'profile', 'people.csv')
  expect(shown.code).toBe(0)
  expect(shown.out).toMatch(/^people\.csv: 44 records of 3 columns, \d+ B \(1 malformed\)\nutf-8, semicolon between cells/)
  expect(shown.out).toMatch(/^born +date +42 +1 +0 +4 +1999-12-31 +2002-03-04 +2002-03-04 \(40\)/m)
  expect(shown.out).toContain('born: 1 cell is no date: "yesterday"')
  const json = await schemaflow(folder, 'profile', 'people.csv', 'bars.csv', '--json')
  const profiles = JSON.parse(json.out) as { file: string, records: number, detected: { dialect: { delimiter: string } }, columns: { name: string, type: string }[] }[]
  expect(profiles.map(({ file, records, detected }) => [file, records, detected.dialect.delimiter])).toEqual([['people.csv', PLAIN + 4, ';'], ['bars.csv', ROWS, ',']])
  expect(profiles[0]?.columns.map(({ name, type }) => [name, type])).toEqual([['id', 'integer'], ['born', 'date'], ['note', 'string']])
})

test('what suggest writes validates and runs', async () => {
  const printed = await schemaflow(folder, 'suggest', 'bars.csv')
  expect(printed.out).toMatch(/^source:\n {2}type: csv\n {2}path: bars\.csv$/m)
  const written = await schemaflow(folder, 'suggest', 'bars.csv', '-o', 'suggested/bars.yaml')
  expect([written.code, written.err]).toEqual([0, ''])
  expect(readFileSync(join(folder, 'suggested/bars.yaml'), 'utf8')).toContain('path: ../bars.csv')
  expect((await schemaflow(folder, 'validate', 'suggested/bars.yaml')).out).toMatch(/: ok, \d+ checks on the 12 columns/)
  expect((await schemaflow(folder, 'run', 'suggested/bars.yaml')).code).toBe(0)
  expect(existsSync(join(folder, 'suggested/out/bars.csv'))).toBe(true)
})

test('init writes a recipe that runs, and never overwrites', async () => {
  expect((await schemaflow(folder, 'init', 'start')).code).toBe(0)
  const run = await schemaflow(folder, 'run', 'start/recipe.yaml')
  expect([run.code, run.out]).toEqual([0, expect.stringMatching(/12 records in .*: 7 valid, 5 rejected \(1 with warnings\)/)])
  const { mtimeMs } = statSync(join(folder, 'start/recipe.yaml'))
  const again = await schemaflow(folder, 'init', 'start')
  expect(again.out).toContain('recipe.yaml: is there already')
  expect(statSync(join(folder, 'start/recipe.yaml')).mtimeMs).toBe(mtimeMs)
})

describe('lists', () => {
  interface Listed { readonly name: string, readonly doc: string, readonly writes?: boolean, readonly reads?: boolean, readonly params: { readonly properties: object } }
  const listed = async (verb: string): Promise<readonly Listed[]> => JSON.parse((await schemaflow(folder, verb, '--json')).out) as Listed[]

  test('every rule and step, with the schema of its parameters', async () => {
    const [foundRules, foundSteps] = await Promise.all([listed('list-rules'), listed('list-steps')])
    expect(foundRules.map(({ name }) => name)).toEqual(rules.map(({ kind }) => kind))
    expect(foundSteps.map(({ name }) => name)).toEqual(steps.map(({ kind }) => kind))
    expect(foundRules.find(({ name }) => name === 'in_set')?.params.properties).toHaveProperty('values')
    const { code, out } = await schemaflow(folder, 'list-rules')
    expect([code, out]).toEqual([0, expect.stringMatching(/^primary_key {15}Primary key\n {26}The columns together/m)])
  })

  test('the formats and connectors that recipes can name', async () => {
    const [formats, connectors] = await Promise.all([listed('list-formats'), listed('list-connectors')])
    expect(formats.filter(({ writes }) => writes).map(({ name }) => name).sort()).toEqual([...OUTPUT_FORMATS].sort())
    expect(formats.filter(({ reads }) => reads).map(({ name }) => name).sort()).toEqual([...SOURCE_FORMATS].sort())
    expect(Object.keys(formats.find(({ name }) => name === 'csv')?.params.properties ?? {})).toEqual(Object.keys(dialectSchema.shape))
    expect(connectors.map(({ name }) => name)).toEqual(['file'])
  })
})
