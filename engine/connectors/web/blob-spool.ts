import type { Spool } from '../../formats/spool.ts'
import { blobSource } from './blob-source.ts'

/** Pieces are joined into one blob this often: the browser moves what blobs hold to its disk, what pages hold it cannot. */
const BATCH_BYTES = 16_000_000

/** A spool in a blob. */
export function openBlobSpool(name: string): Spool {
  let blob = new Blob([])
  let batch: Uint8Array<ArrayBuffer>[] = []
  let batchBytes = 0
  const join = (): void => {
    blob = new Blob([blob, ...batch])
    batch = []
    batchBytes = 0
  }
  return {
    write(piece) {
      batch.push(piece.slice())
      batchBytes += piece.byteLength
      if (batchBytes >= BATCH_BYTES) join()
      return Promise.resolve()
    },
    finish() {
      join()
      return Promise.resolve({ ...blobSource(blob, name), close: () => { blob = new Blob([]); return Promise.resolve() } })
    },
    discard() {
      blob = new Blob([])
      batch = []
      return Promise.resolve()
    },
  }
}
