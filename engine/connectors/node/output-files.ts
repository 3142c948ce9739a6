import { rmSync } from 'node:fs'
import { chmod, copyFile, mkdir, open, rename, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ConnectorError, describeCause } from '../../base/errors.ts'

/**
 * Files that appear under their final names all at once, or not at all: they are written beside them as `.name.ID.partial`
 * and renamed when everything is on the disk. A killed process leaves only partial files, which the next run of the same id replaces.
 */
export class OutputFiles {
  private readonly finals = new Map<string, string>()
  /** Files that are whole, on their way to the disk: it takes its time beside other work. */
  private readonly syncing = new Map<string, Promise<void>>()

  constructor(private readonly id: string) {}

  /** The path to write to in place of `final`. @throws ConnectorError `cannot_write` */
  async stage(final: string): Promise<string> {
    const partial = join(dirname(final), `.${basename(final)}.${this.id}.partial`)
    await guarded(dirname(final), () => mkdir(dirname(final), { recursive: true }))
    this.finals.set(partial, final)
    this.syncing.delete(partial)
    return partial
  }

  async writeText(final: string, text: string): Promise<void> {
    const partial = await this.stage(final)
    await guarded(final, () => writeFile(partial, text))
  }

  /** Writes pieces as they come, no faster than the disk takes them: while one is written, the next is made. */
  async writePieces(final: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const partial = await this.stage(final)
    await guarded(final, async () => {
      const file = await open(partial, 'w')
      let writing: Promise<unknown> = Promise.resolve()
      try {
        for await (const piece of pieces) {
          await writing
          writing = file.writeFile(piece)
          // Whoever awaits it hears of its failure; nobody else has to.
          writing.catch(() => undefined)
        }
        await writing
      } catch (error) {
        await writing.catch(() => undefined)
        await file.close()
        throw error
      }
      this.sync(partial, file)
    })
  }

  /** Whether it succeeds is told by {@link commit}. */
  private sync(partial: string, file: FileHandle): void {
    const synced = file.sync().finally(() => file.close())
    synced.catch(() => undefined)
    this.syncing.set(partial, synced)
  }

  /** Takes a finished file away from where it is: it is renamed where both are on one disk, otherwise copied. */
  async takeFile(final: string, path: string): Promise<void> {
    const partial = await this.stage(final)
    await guarded(final, async () => {
      // As any new file here, whatever the rights of the one that is taken.
      await writeFile(partial, '')
      const { mode } = await stat(partial)
      await rename(path, partial).catch((cause: unknown) => {
        if ((cause as { code?: string }).code !== 'EXDEV') throw cause
        return copyFile(path, partial)
      })
      await chmod(partial, mode)
    })
  }

  /** Makes everything durable and gives it its name. */
  async commit(): Promise<void> {
    await Promise.all(Array.from(this.finals, ([partial, final]) => guarded(final, async () => {
      if (!this.syncing.has(partial)) this.sync(partial, await open(partial, 'r+'))
      await this.syncing.get(partial)
    })))
    for (const [partial, final] of this.finals) await guarded(final, () => rename(partial, final))
    this.finals.clear()
  }

  /** Removes what was not committed. Synchronous, so that it can run while a process is ending. */
  discard(): void {
    for (const partial of this.finals.keys()) rmSync(partial, { force: true })
    this.finals.clear()
  }
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
