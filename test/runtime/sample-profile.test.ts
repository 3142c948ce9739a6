import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Backend } from '../../engine/backends/backend.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { defaultDialect, scanSource, type CsvDialect } from '../../engine/formats/csv/index.ts'
import { profileSample, readSample, type SampleProfile } from '../../engine/runtime/sample-profile.ts'
import { memorySource } from '../support/memory-source.ts'

let backend: Backend
beforeAll(async () => { backend = await openDuckDbNative() })
afterAll(async () => { await backend.close() })

async function profileOf(content: string, change: Partial<CsvDialect> = {}): Promise<SampleProfile> {
  const dialect = { ...defaultDialect, ...change }
  const source = memorySource(content)
  const { columns, index, counts } = await scanSource(source, { dialect, onSegment: () => Promise.resolve() })
  return profileSample(await readSample({ source, dialect, columns, index }, counts.physical), backend)
}

test('a short file as a whole: null tokens, empty text, nasty cells, no malformed record', async () => {
  const { profiles, profiledRows, isSample } = await profileOf('n;t\n1;"a;""b"\n-;""\nx;y;z\n3;"two\nlines"\n', { delimiter: ';', null_tokens: ['-'] })
  expect({ profiledRows, isSample }).toEqual({ profiledRows: 3, isSample: false })
  expect(profiles.map(({ name, type, valid, missing }) => ({ name, type, valid, missing }))).toEqual([
    { name: 'n', type: 'integer', valid: 2, missing: 1 }, { name: 't', type: 'string', valid: 3, missing: 0 },
  ])
  expect(profiles[1]?.values?.map(({ value }) => value).toSorted()).toEqual(['', 'a;"b', 'two\nlines'])
})

test('a long file by a sample from its beginning to its end', async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `${i + 1},${i < 20_000 ? 'first' : 'second'}`)
  const { profiles, profiledRows, isSample } = await profileOf(`id,half\n${rows.join('\n')}\n`)
  expect({ profiledRows, isSample }).toEqual({ profiledRows: 3_000, isSample: true })
  expect(profiles[0]).toMatchObject({ type: 'integer', min: '1', max: '40000', valid: 3_000 })
  expect(profiles[1]?.top.map(({ count }) => count)).toEqual([1_500, 1_500])
})

test('no records, no profile', async () => {
  expect(await profileOf('a,b\n')).toEqual({ profiles: [], profiledRows: 0, isSample: false, numColumns: 2 })
})
