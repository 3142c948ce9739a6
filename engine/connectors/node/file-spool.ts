import { rmSync } from 'node:fs'
import { mkdtemp, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConnectorError, describeCause } from '../../base/errors.ts'
import type { Spool } from '../../formats/spool.ts'
import { openFileSource } from './file-source.ts'

/** A spool in a folder of its own for temporary files, gone when the source that reads it is closed or the process ends. */
export async function openFileSpool(name: string, parent = tmpdir()): Promise<Spool> {
  const folder = await guarded(parent, () => mkdtemp(join(parent, 'schemaflow-')))
  const remove = (): void => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', remove)
  const path = join(folder, 'text')
  const file = await open(path, 'wx', 0o600)
  return {
    write: piece => guarded(parent, () => file.writeFile(piece)),
    async finish() {
      await file.close()
      const source = await openFileSource(path)
      return { ...source, name, close: async () => { await source.close(); remove() } }
    },
    async discard() {
      await file.close()
      remove()
    },
  }
}

async function guarded<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = (cause as { code?: string }).code
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new ConnectorError('disk_full', `there is no space left in ${folder} for the unpacked input`, { cause, details: { path: folder }, hint: 'Free some space, or set TMPDIR to a folder with more.' })
    throw new ConnectorError('cannot_write', `the unpacked input cannot be written in ${folder}: ${describeCause(cause)}`, { cause, details: { path: folder }, hint: 'Set TMPDIR to a folder that can be written.' })
  }
}
