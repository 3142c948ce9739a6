import { ConnectorError } from '../../base/errors.ts'
import type { ByteSource } from '../../formats/source.ts'

const PIECE_BYTES = 4_000_000

/** A file that the user picked, or any blob. */
export function blobSource(blob: Blob, name: string): ByteSource {
  const { size } = blob
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    try {
      return new Uint8Array(await blob.slice(start, end).arrayBuffer())
    } catch (cause) {
      throw new ConnectorError('source_gone', `${name} can no longer be read`, { cause, details: { name, start }, hint: 'It was moved, changed or removed while it was being read. Open it again.' })
    }
  }
  return {
    name, size, read,
    async *stream(signal) {
      for (let start = 0; start < size; start += PIECE_BYTES) {
        signal?.throwIfAborted()
        yield await read(start, Math.min(size, start + PIECE_BYTES))
      }
    },
  }
}
