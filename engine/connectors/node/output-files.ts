import { createWriteStream, rmSync } from 'node:fs'
import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ConnectorError, describeCause } from '../../base/errors.ts'

/**
 * Files that appear under their final names all at once, or not at all: they are written beside them as `.name.ID.partial`
 * and renamed when everything is on the disk. A killed process leaves only partial files, which the next run of the same id replaces.
 */
export class OutputFiles {
  private readonly finals = new Map<string, string>()

  constructor(private readonly id: string) {}

  /** The path to write to in place of `final`. @throws ConnectorError `cannot_write` */
  async stage(final: string): Promise<string> {
    const partial = join(dirname(final), `.${basename(final)}.${this.id}.partial`)
    await guarded(dirname(final), () => mkdir(dirname(final), { recursive: true }))
    this.finals.set(partial, final)
    return partial
  }

  async writeText(final: string, text: string): Promise<void> {
    const partial = await this.stage(final)
    await guarded(final, () => writeFile(partial, text))
  }

  /** Writes lines as they come, no faster than the disk takes them. */
  async writeLines(final: string, lines: AsyncIterable<string>): Promise<void> {
    const partial = await this.stage(final)
    await guarded(final, () => pipeline(Readable.from(batched(lines)), createWriteStream(partial)))
  }

  /** Makes everything durable and gives it its name. */
  async commit(): Promise<void> {
    for (const [partial, final] of this.finals) {
      await guarded(final, async () => {
        const file = await open(partial, 'r+')
        await file.sync()
        await file.close()
      })
    }
    for (const [partial, final] of this.finals) await guarded(final, () => rename(partial, final))
    this.finals.clear()
  }

  /** Removes what was not committed. Synchronous, so that it can run while a process is ending. */
  discard(): void {
    for (const partial of this.finals.keys()) rmSync(partial, { force: true })
    this.finals.clear()
  }
}

const BATCH_CHARACTERS = 1 << 16

async function* batched(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let waiting = ''
  for await (const line of lines) {
    waiting += line
    if (waiting.length < BATCH_CHARACTERS) continue
    yield waiting
    waiting = ''
  }
  if (waiting !== '') yield waiting
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = (cause as { code?: string }).code
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new ConnectorError('disk_full', `there is no space left for ${path}`, { cause, details: { path }, hint: 'Free some space, or write to another disk with --out.' })
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST') throw new ConnectorError('cannot_write', `${path} cannot be written: ${describeCause(cause)}`, { cause, details: { path } })
    throw cause
  }
}
