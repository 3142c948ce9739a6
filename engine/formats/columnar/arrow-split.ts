import { joinBytes } from '../../base/bytes.ts'
import { assert } from '../../base/assert.ts'
import { FlatTable } from './flatbuffer.ts'

/** The schema message of an Arrow IPC stream, and its batch messages, some together. */
export interface SplitStream {
  readonly schema: Uint8Array
  readonly batches: AsyncIterable<Uint8Array>
}

const PREFIX_BYTES = 8
const MESSAGE = { header: 2, bodyLength: 3 } as const
const BATCH_ROWS = 0

/** Splits a stream that an engine of ours makes; batches go together until there are so many rows or bytes. */
export async function splitMessages(stream: AsyncIterable<Uint8Array>, limits: { readonly maxRows: number, readonly maxBytes: number }): Promise<SplitStream> {
  const messages = messagesIn(stream)
  const first = await messages.next()
  assert(first.done !== true, 'a stream begins with its schema')
  return { schema: first.value.bytes, batches: grouped(messages, limits) }
}

interface Message {
  readonly bytes: Uint8Array
  readonly rows: number
}

async function* grouped(messages: AsyncGenerator<Message>, { maxRows, maxBytes }: { readonly maxRows: number, readonly maxBytes: number }): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = []
  let [rows, size] = [0, 0]
  for await (const message of messages) {
    if (kept.length > 0 && (rows + message.rows > maxRows || size + message.bytes.length > maxBytes)) {
      yield joinBytes(kept)
      kept = []
      rows = 0
      size = 0
    }
    kept.push(message.bytes)
    rows += message.rows
    size += message.bytes.length
  }
  if (kept.length > 0) yield joinBytes(kept)
}

async function* messagesIn(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  let kept: Uint8Array[] = []
  let size = 0
  let wanted = PREFIX_BYTES
  for await (const piece of stream) {
    kept.push(piece)
    size += piece.length
    while (size >= wanted) {
      const bytes = joinBytes(kept)
      const whole = messageSize(bytes)
      if (whole === 0) return
      if (whole <= size) {
        yield { bytes: bytes.slice(0, whole), rows: rowsIn(bytes) }
        kept = [bytes.slice(whole)]
        size -= whole
        wanted = PREFIX_BYTES
      } else {
        kept = [bytes]
        wanted = whole
      }
    }
  }
  assert(size === 0, 'a stream ends behind a message')
}

const metadataOf = (bytes: Uint8Array, length: number): FlatTable => FlatTable.root(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length))
const lengthOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)

/** How many bytes the first message has, as far as the bytes tell: its metadata has to be there for the rest to be known. 0 is the end. */
function messageSize(bytes: Uint8Array): number {
  const length = lengthOf(bytes)
  if (length === 0) return 0
  const head = PREFIX_BYTES + length
  return bytes.length < head ? head : head + metadataOf(bytes, length).size(MESSAGE.bodyLength)
}

const rowsIn = (bytes: Uint8Array): number => metadataOf(bytes, lengthOf(bytes)).table(MESSAGE.header)?.size(BATCH_ROWS) ?? 0
