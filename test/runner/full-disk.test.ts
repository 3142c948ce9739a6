import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { barsFile, bundleCli, folderWith, root, start } from './schemaflow.ts'

const { folder, remove } = folderWith({})
const disk = join(folder, 'disk')
mkdirSync(disk)
/** A file system of its own, which only root can make. */
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0

beforeAll(async () => {
  bundleCli()
  await barsFile(join(folder, 'bars.csv'), 100_000)
  await barsFile(join(folder, 'more.csv'), 150_000)
}, 120_000)
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk])
  remove()
})

if (!isMounted) console.warn('Not tested: a full disk, because no small file system could be mounted here.')

describe.skipIf(!isMounted)('a disk that is full', () => {
  // The valid rows fill the smaller one, the rejects the larger. Of the larger file most rows are written without an engine.
  test.each([['1m', 'bars.csv'], ['7m', 'bars.csv'], ['1m', 'more.csv'], ['9m', 'more.csv']])('of %s ends the run of %s with what to do, and leaves nothing half-written', async (size, input) => {
    spawnSync('mount', ['-o', `remount,size=${size}`, disk])
    const { code, err } = await start(folder, 'run', join(root, 'bench/recipes/bars.yaml'), '--input', input, '--out', 'disk/out', '--quiet').ended
    expect(code).toBe(3)
    expect(err).toMatch(/^schemaflow: there is no space left (on the disk|for \S+(rejects\.jsonl|valid\.parquet))\. Free some space, or write to another disk with --out\.\n$/)
    expect(readdirSync(join(disk, 'out'))).toEqual([])
  }, 60_000)
})

test('a temporary folder that is not there is named', async () => {
  const parent = join(folder, 'nowhere')
  await expect(openDuckDbNative({ tempDirectory: parent })).rejects.toMatchObject({ code: 'no_temporary_folder', message: expect.stringContaining(parent) as string })
})
