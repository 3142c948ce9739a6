import { StateError } from '../../base/errors.ts'

const FOLDER = 'inputs'
const PIECE_BYTES = 4_000_000

const outOfRoom = (): DOMException => new DOMException('not everything was written', 'QuotaExceededError')

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })
}

/**
 * Keeps a copy of an input in the origin private file system, so that a session survives a reload. Call it in a worker.
 * A half-written copy is never found under its key.
 * @throws StateError `storage_full`, `storage_failed`
 */
export async function keepInput(key: string, bytes: Blob): Promise<void> {
  try {
    await writeCopy(key, bytes)
  } catch (cause) {
    await folder().then(inputs => inputs.removeEntry(`${key}.part`)).catch(() => undefined)
    if (cause instanceof StateError) throw cause
    throw cause instanceof DOMException && cause.name === 'QuotaExceededError'
      ? new StateError('storage_full', 'the browser has no room to keep a copy of this file', { cause, details: { bytes: bytes.size }, hint: 'The session works, but after a reload the file has to be opened again.' })
      : new StateError('storage_failed', 'the browser could not keep a copy of this file', { cause, hint: 'After a reload the file has to be opened again.' })
  }
}

/** At a full quota any of these may fail, not only the writing. */
async function writeCopy(key: string, bytes: Blob): Promise<void> {
  const inputs = await folder()
  const handle = await inputs.getFileHandle(`${key}.part`, { create: true })
  const access = await handle.createSyncAccessHandle()
  try {
    access.truncate(0)
    for (let start = 0; start < bytes.size; start += PIECE_BYTES) {
      const piece = await bytes.slice(start, start + PIECE_BYTES).arrayBuffer()
      if (access.write(piece, { at: start }) < piece.byteLength) throw outOfRoom()
    }
    access.flush()
    // A write may claim more than it did.
    if (access.getSize() !== bytes.size) throw outOfRoom()
  } finally {
    access.close()
  }
  const finished = handle as FileSystemFileHandle & { move?: (name: string) => Promise<void> }
  if (finished.move) await finished.move(key)
  else throw new StateError('storage_failed', 'this browser cannot keep a copy of the file', { hint: 'After a reload the file has to be opened again.' })
}

/** The copy kept under a key; undefined when there is none. */
export async function storedInput(key: string): Promise<Blob | undefined> {
  try {
    return await (await (await folder()).getFileHandle(key)).getFile()
  } catch {
    return undefined
  }
}

/** Removes the copies whose key is not among these, halves of interrupted ones too. */
export async function pruneInputs(keys: readonly string[]): Promise<void> {
  const inputs = await folder()
  const kept = new Set(keys)
  for await (const name of (inputs as unknown as { keys(): AsyncIterable<string> }).keys()) {
    if (!kept.has(name)) await inputs.removeEntry(name).catch(() => undefined)
  }
}
