import { read as readCallback } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { ConnectorError, describeCause } from '../../base/errors.ts'
import type { ByteSource } from '../../formats/source.ts'

const PIECE_BYTES = 1 << 20

export interface FileSource extends ByteSource {
  readonly path: string
  readonly fd: number
  close(): Promise<void>
}

/**
 * A file of this machine, held open. A file that changes or ends early while it is read is an error, not fewer rows.
 * @throws ConnectorError `source_missing`, `source_unreadable`, `source_changed`
 */
export async function openFileSource(path: string): Promise<FileSource> {
  const handle = await openForReading(path)
  const before = await handle.stat()
  const name = basename(path)
  const read = rangesOf(handle.fd, path)
  return {
    path, name, fd: handle.fd, size: before.size, read,
    async *stream(signal) {
      for (let start = 0; start < before.size; start += PIECE_BYTES) {
        signal?.throwIfAborted()
        yield await read(start, Math.min(before.size, start + PIECE_BYTES))
      }
      const after = await stat(path).catch(() => undefined)
      if (!after || after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw changed(path)
    },
    close: () => handle.close(),
  }
}

const changed = (path: string): ConnectorError => new ConnectorError('source_changed', `${path} changed while it was being read`, { details: { path }, hint: 'Run again once nothing writes to it.' })

/**
 * Reads ranges of a file that is open somewhere in this process, whatever has become of its name since.
 * The function throws ConnectorError `source_changed`.
 */
export function rangesOf(fd: number, path: string): ByteSource['read'] {
  return async (start, end, into) => {
    const size = end - start
    const bytes = into && size <= into.length ? into.subarray(0, size) : new Uint8Array(size)
    for (let filled = 0; filled < bytes.length;) {
      const { bytesRead } = await readInto(fd, bytes, filled, bytes.length - filled, start + filled)
      if (bytesRead === 0) throw changed(path)
      filled += bytesRead
    }
    return bytes
  }
}

const readInto = promisify(readCallback)

async function openForReading(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'r')
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
    throw new ConnectorError('source_unreadable', `${path} is no file`, { details: { path } })
  } catch (cause) {
    if (cause instanceof ConnectorError) throw cause
    const code = (cause as { code?: string }).code
    if (code === 'ENOENT') throw new ConnectorError('source_missing', `there is no file ${path}`, { cause, details: { path }, hint: 'Check the path, or pass another file with --input.' })
    throw new ConnectorError('source_unreadable', `${path} cannot be read: ${describeCause(cause)}`, { cause, details: { path } })
  }
}
