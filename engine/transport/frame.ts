import { decode, encode } from '@msgpack/msgpack'
import lz4 from 'lz4js'
import { TransportError } from '../base/errors.ts'

/**
 * What passes between workers, processes and machines: a small msgpack envelope and a body of bytes.
 * `magic "SF1", flags (1: body is an LZ4 frame), envelope length (u32 LE), body length as sent (u32 LE), envelope, body`.
 * The envelope's format is the MessagePack specification's; the body's compression is LZ4's frame format.
 */
export interface Frame<Envelope = unknown> {
  readonly envelope: Envelope
  readonly body: Uint8Array
}

const MAGIC = [0x53, 0x46, 0x31] as const
const HEADER_BYTES = 12
const COMPRESSED = 1

export interface EncodeOptions {
  /** Whether to try LZ4: it pays over networks, hardly ever between threads. The body goes plain when it would not shrink by a tenth. */
  readonly compress?: boolean
}

export function encodeFrame({ envelope, body }: Frame, { compress = false }: EncodeOptions = {}): Uint8Array<ArrayBuffer> {
  const head = encode(envelope)
  const packed = compress && body.byteLength > 64 ? Uint8Array.from(lz4.compress(body)) : body
  const isSmaller = packed !== body && packed.byteLength < body.byteLength * 0.9
  const sent = isSmaller ? packed : body
  const frame = new Uint8Array(HEADER_BYTES + head.byteLength + sent.byteLength)
  frame.set([...MAGIC, isSmaller ? COMPRESSED : 0])
  const view = new DataView(frame.buffer)
  view.setUint32(4, head.byteLength, true)
  view.setUint32(8, sent.byteLength, true)
  frame.set(head, HEADER_BYTES)
  frame.set(sent, HEADER_BYTES + head.byteLength)
  return frame
}

/**
 * The inverse of {@link encodeFrame}. `maxBytes` bounds what a compressed body may grow to.
 * @throws TransportError `bad_frame`
 */
export function decodeFrame(frame: Uint8Array, { maxBytes = 1 << 30 } = {}): Frame {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const bad = (what: string): TransportError => new TransportError('bad_frame', `a frame ${what}`, { details: { bytes: frame.byteLength } })
  if (frame.byteLength < HEADER_BYTES || MAGIC.some((byte, index) => frame[index] !== byte)) throw bad('does not begin as a frame does')
  const headBytes = view.getUint32(4, true)
  const bodyBytes = view.getUint32(8, true)
  if (HEADER_BYTES + headBytes + bodyBytes !== frame.byteLength) throw bad('has another length than it says')
  const sent = frame.subarray(HEADER_BYTES + headBytes)
  try {
    const envelope = decode(frame.subarray(HEADER_BYTES, HEADER_BYTES + headBytes))
    const body = ((frame[3] ?? 0) & COMPRESSED) === 0 ? sent : Uint8Array.from(lz4.decompress(sent, maxBytes))
    return { envelope, body }
  } catch (error) {
    throw new TransportError('bad_frame', 'a frame could not be decoded', { cause: error })
  }
}
