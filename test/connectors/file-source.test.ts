import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openFileSource, rangesOf } from '../../engine/connectors/node/file-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'schemaflow-source-'))
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

test('an open file stays the same one for whoever has its number, whatever its name stands for', async () => {
  const path = join(folder, 'input.csv')
  writeFileSync(path, 'id\n1\n2\n')
  const source = await openFileSource(path)
  writeFileSync(join(folder, 'other.csv'), 'id\n8\n9\n')
  renameSync(join(folder, 'other.csv'), path)
  const read = rangesOf(source.fd, path)
  expect(Buffer.from(await read(3, 7)).toString()).toBe('1\n2\n')
  await source.close()
})

test('a file that has become shorter is said to have changed', async () => {
  const path = join(folder, 'shorter.csv')
  writeFileSync(path, 'id\n1\n2\n')
  const source = await openFileSource(path)
  truncateSync(path, 5)
  const changed = { code: 'source_changed', message: `${path} changed while it was being read` }
  await expect(source.read(3, 7)).rejects.toMatchObject(changed)
  await expect(rangesOf(source.fd, path)(3, 7)).rejects.toMatchObject(changed)
  await source.close()
})
