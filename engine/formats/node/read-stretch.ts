import { closeSync, openSync, readSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { ConnectorError } from '../../base/errors.ts'
import { inflateBlockOurselves, readAvroStretch, type AvroStretch, type InflateBlock } from '../avro/index.ts'
import { readParquetStretch, type ParquetStretch } from '../columnar/index.ts'
import { readJsonStretch, type JsonStretch } from '../json/index.ts'
import type { StretchRead } from '../stretches.ts'
import { loadParquet } from './parquet.ts'

export type AnyStretch = JsonStretch | AvroStretch | ParquetStretch

/** Most blocks are no longer unpacked; what is comes in several such pieces. */
const CHUNK_BYTES = 1 << 18

/** A thread that does nothing else need not hand this to another. */
const inflateHere: InflateBlock = (packed, maxBytes) => {
  try {
    return Promise.resolve(inflateRawSync(packed, { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES }))
  } catch {
    return inflateBlockOurselves(packed, maxBytes)
  }
}

/** Kept between stretches: a thread reads one at a time. */
let buffer = new Uint8Array(0)

/** The bytes of a stretch, valid until the next call. @throws ConnectorError `source_changed` */
function bytesOf({ content }: AnyStretch): Uint8Array {
  if (content instanceof Uint8Array) return content
  const { path, start, end } = content
  const length = end - start
  if (buffer.length < length) buffer = new Uint8Array(length)
  const file = openSync(path, 'r')
  try {
    for (let at = 0; at < length;) {
      const read = readSync(file, buffer, at, length - at, start + at)
      if (read === 0) throw new ConnectorError('source_changed', `${path} became shorter while it was read`, { hint: 'Read it again when nobody writes to it.' })
      at += read
    }
  } finally {
    closeSync(file)
  }
  return buffer.subarray(0, length)
}

/** Reads a stretch in this thread, which is to read one at a time. */
export async function readStretch(stretch: AnyStretch): Promise<StretchRead<unknown>> {
  const bytes = bytesOf(stretch)
  switch (stretch.format) {
    case 'jsonl': return readJsonStretch(stretch, bytes)
    case 'avro': return readAvroStretch(stretch, bytes, inflateHere)
    case 'parquet': return readParquetStretch(stretch, bytes, loadParquet)
  }
}
