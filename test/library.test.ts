import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { validateRecords } from '../engine/index.ts'
import { bundleCli } from './runner/schemaflow.ts'

const root = resolve(import.meta.dirname, '..')
let folder: string
beforeAll(() => {
  bundleCli()
  if (!existsSync(join(root, 'dist/lib/types/index.d.ts'))) execFileSync(process.execPath, [join(root, 'scripts/bundle.mjs')])
  folder = mkdtempSync(join(tmpdir(), 'schemaflow-library-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/schemaflow'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The README's JavaScript examples, in order. */
const examples = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map(match => match[1] ?? '')

test('the example of the README runs in plain Node and prints what it says', () => {
  const [example = ''] = examples
  const claimed = [...example.matchAll(/console\.log\(.*\) +\/\/ (.*)$/gm)].map(match => match[1])
  expect(claimed.length).toBeGreaterThan(0)
  writeFileSync(join(folder, 'example.js'), example)
  expect(execFileSync(process.execPath, ['example.js'], { cwd: folder, encoding: 'utf8' }).trimEnd().split('\n')).toEqual(claimed)
})

test('a file is profiled through the door for Node', () => {
  writeFileSync(join(folder, 'people.csv'), 'id;born\n1;1990-02-03\n2;1985-12-24\n3;x\n')
  writeFileSync(join(folder, 'profile.js'), `
    import { ByteBudget, ingest, nodeInputHost, openDuckDbNative, openFileSource, openInput, profileSource } from 'schemaflow/node'
    const source = await openFileSource('people.csv')
    const backend = await openDuckDbNative()
    const { detected, text } = await openInput(source, {}, nodeInputHost())
    const { columns, counts } = await ingest(text, backend, { dialect: detected.dialect, budget: new ByteBudget(1e6) })
    const profiles = await profileSource({ backend, columns, numRows: counts.wellFormed })
    console.log(profiles.map(({ name, type, mismatched }) => [name, type, mismatched].join(' ')).join(', '))
    await backend.close()
    await source.close()
  `)
  expect(execFileSync(process.execPath, ['profile.js'], { cwd: folder, encoding: 'utf8' })).toMatch(/^id integer 0, born (date 1|string 0)\n$/)
})

test('its types are found and hold', () => {
  writeFileSync(join(folder, 'typed.ts'), `
    import { validateRecords, type RecordsVerdict } from 'schemaflow'
    import { openFileSource } from 'schemaflow/node'
    const verdict: RecordsVerdict = validateRecords({ schemaflow: 1 }, [{ a: 1 }])
    const status: 'valid' | 'rejected' | 'dropped' | undefined = verdict.results[0]?.status
    // @ts-expect-error A path is a text.
    void openFileSource(1)
    export { status }
  `)
  const compilerOptions = { noEmit: true, strict: true, target: 'es2023', module: 'nodenext', skipLibCheck: true, types: [] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }))
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { cwd: folder, encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
}, 60_000)

test('records are judged as a file of them would be', () => {
  const recipe = {
    schemaflow: 1,
    transform: { steps: [{ type: 'filter', where: "country <> 'XX'" }] },
    schema: { fields: [{ name: 'id', type: 'integer', required: true, unique: true }, { name: 'age', type: 'integer', max: 120 }] },
    rules: [{ id: 'adult', type: 'expression', expr: 'age >= 18', severity: 'warn' }],
  }
  const { results, counts, issues, ms } = validateRecords(recipe, [
    { id: 1, age: '34', country: 'FR' }, { id: '1', age: 12, country: 'DE' }, { age: 'old', country: 'FR' }, { id: 4, age: null, country: 'XX' }, { id: 5, age: 130n, country: 'FR' },
  ])
  expect(issues).toEqual([])
  expect(counts).toEqual({ physical: 5, blank_lines: 0, valid: 1, rejected: 3, warned: 0, dropped: { filter_1: 1 } })
  expect(results.map(({ status, droppedBy, errors, warnings }) => [status, droppedBy, errors.map(({ message }) => message), warnings.length])).toEqual([
    ['valid', null, [], 0],
    ['rejected', null, ['id "1" was seen before'], 1],
    ['rejected', null, ['age is "old", which is no integer', 'id is missing'], 0],
    ['dropped', 'filter_1', [], 0],
    ['rejected', null, ['age is "130", should be at most 120'], 0],
  ])
  expect(results[0]?.record).toEqual({ id: 1n, age: 34n, country: 'FR' })
  expect(ms).toBeGreaterThan(0)
})

test('a recipe with an error gives its issues and no verdict', () => {
  const { results, issues } = validateRecords('schemaflow: 1\nrules: [{ type: expression, expr: "agee > 1" }]\n', [{ age: 1 }])
  expect(results).toEqual([])
  expect(issues.map(({ code, severity, hint }) => ({ code, severity, hint }))).toEqual([{ code: 'unknown_column', severity: 'error', hint: 'Did you mean "age"?' }])
})
