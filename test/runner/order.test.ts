import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { barsFile, bundleCli, folderWith, root, schemaflow } from './schemaflow.ts'

const { folder, remove } = folderWith({})
const recipe = readFileSync(join(root, 'bench/recipes/bars.yaml'), 'utf8')

beforeAll(async () => {
  bundleCli()
  // Several buffers of the engine's reader, which its threads share; the larger one is not left to the engine.
  await barsFile(join(folder, 'engine.csv'), 100_000)
  await barsFile(join(folder, 'direct.csv'), 150_000)
}, 120_000)
afterAll(remove)

/** So many rejects that several threads write them. */
const MANY = 120_000

async function idsIn(format: string): Promise<readonly number[]> {
  const path = join(folder, 'out', `valid.${format}`)
  if (format === 'csv') return readFileSync(path, 'utf8').split('\n').slice(1, -1).map(line => Number(line.split(',', 1)[0]))
  if (format === 'jsonl') return readFileSync(path, 'utf8').split('\n').slice(0, -1).map(line => (JSON.parse(line) as { readonly id: number }).id)
  const backend = await openDuckDbNative()
  const { columns } = await backend.query(`select id from read_parquet('${path}', file_row_number = true) order by file_row_number`)
  await backend.close()
  return Array.from(columns[0] ?? [], Number)
}

test.each([['engine.csv', 'csv'], ['engine.csv', 'jsonl'], ['engine.csv', 'parquet'], ['direct.csv', 'parquet']])('valid rows of %s are in the order of the input as %s', async (input, format) => {
  writeFileSync(join(folder, 'recipe.yaml'), recipe.replace(/destination: .*/, `destination: { type: ${format}, path: out/valid.${format}, write_mode: overwrite }`))
  expect(await schemaflow(folder, 'run', 'recipe.yaml', '--input', input, '--out', 'out', '--quiet')).toEqual({ code: 0, out: '', err: '' })
  const ids = await idsIn(format)
  expect(ids.length).toBeGreaterThan(90_000)
  expect(ids.filter((id, i) => i > 0 && id <= (ids[i - 1] ?? 0))).toEqual([])
}, 60_000)

test('rejects that several threads write are all there, in the order of the input', async () => {
  writeFileSync(join(folder, 'many.csv'), `id,name\n${Array.from({ length: MANY }, (_, i) => i % 1000 === 7 ? `${i},a,b` : `x${i},name ${i}`).join('\n')}\n`)
  writeFileSync(join(folder, 'many.yaml'), 'schemaflow: 1\nname: many\nsource: { path: many.csv }\nschema: { fields: [{ name: id, type: integer }] }\n')
  expect(await schemaflow(folder, 'run', 'many.yaml', '--out', 'out', '--quiet')).toEqual({ code: 0, out: '', err: '' })
  const rejects = readFileSync(join(folder, 'out/rejects.jsonl'), 'utf8').split('\n').slice(0, -1).map(line => JSON.parse(line) as { readonly source: { readonly ordinal: number, readonly line: number }, readonly record: { readonly id: string } | null })
  expect(rejects.map(({ source }) => source.ordinal)).toEqual(Array.from({ length: MANY }, (_, i) => i + 1))
  expect(rejects.map(({ source }) => source.line)).toEqual(Array.from({ length: MANY }, (_, i) => i + 2))
  expect(rejects.map(({ record }) => record?.id)).toEqual(Array.from({ length: MANY }, (_, i) => i % 1000 === 7 ? undefined : `x${i}`))
}, 60_000)
