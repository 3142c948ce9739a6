import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { avroReaderWith, inflateBlockOurselves, type InflateBlock } from '../avro/index.ts'

const inflateInThread = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(inflateRaw)

/** In a thread of zlib's; what it refuses our own decoder meets too, and says why, or knows better. */
const inflateBlock: InflateBlock = async (packed, maxBytes) => {
  try {
    return await inflateInThread(packed, { maxOutputLength: maxBytes })
  } catch {
    return inflateBlockOurselves(packed, maxBytes)
  }
}

/** Reads Avro; see {@link avroReaderWith}. */
export const avroReader = avroReaderWith(inflateBlock)
