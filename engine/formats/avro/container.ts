import { ByteReader } from '../compression/byte-reader.ts'
import { bunzip2 } from '../compression/bzip2.ts'
import { inflate } from '../compression/inflate.ts'
import { unxz } from '../compression/xz.ts'
import { unzstd } from '../compression/zstd.ts'
import { joined } from '../columnar/buffers.ts'
import { ByteWindow } from '../columnar/byte-window.ts'
import { Damage, unsupported } from '../columnar/damage.ts'
import { decodeText } from '../columnar/utf8-texts.ts'
import type { ByteSource } from '../source.ts'
import { Cursor } from './cursor.ts'
import { unpackSnappy } from './snappy.ts'

/** Object container files: https://avro.apache.org/docs/1.12.0/specification/#object-container-files */
const MAGIC = [0x4f, 0x62, 0x6a, 1] as const
const SYNC_BYTES = 16
const FIRST_HEADER_BYTES = 1 << 16
/** Two numbers of ten bytes at most. */
const MAX_BLOCK_HEAD_BYTES = 20
/** More is not unpacked for one block. */
const MAX_BLOCK_BYTES = 1 << 30

/** Whether these are the first bytes of an Avro object container file. */
export const isAvro = (head: Uint8Array): boolean => MAGIC.every((byte, i) => head[i] === byte)

export interface ContainerHeader {
  readonly schema: string
  readonly codec: string
  readonly sync: Uint8Array
  /** Where the first block starts. */
  readonly end: number
}

export interface Block {
  readonly start: number
  readonly records: number
  /** Unpacked; valid until the next block. */
  readonly bytes: Uint8Array
}

/** @throws Damage */
export async function readHeader(source: ByteSource): Promise<ContainerHeader> {
  for (let size = Math.min(source.size, FIRST_HEADER_BYTES); ; size = Math.min(source.size, 4 * size)) {
    const cursor = new Cursor(await source.read(0, size))
    try {
      return headerOf(cursor)
    } catch (error) {
      // It may only be longer than what was read of it.
      if (size === source.size || !(error instanceof Damage)) throw error
    }
  }
}

function headerOf(cursor: Cursor): ContainerHeader {
  if (!isAvro(cursor.take(MAGIC.length))) throw new Damage('it does not begin as an Avro file does')
  const metadata = new Map<string, Uint8Array>()
  for (let count = cursor.long(); count !== 0; count = cursor.long()) {
    if (count < 0) cursor.count()
    for (let left = count < 0 ? -count : count; left > 0; left--) metadata.set(cursor.text(), cursor.take(cursor.count()))
  }
  const [schema, codec] = [metadata.get('avro.schema'), metadata.get('avro.codec')]
  const sync = cursor.take(SYNC_BYTES)
  if (!schema) throw new Damage('it has no schema')
  return { schema: decodeText(schema), codec: codec === undefined ? 'null' : decodeText(codec), sync, end: cursor.at }
}

type Unpack = (packed: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** By the name in the file's header. */
const CODECS: Readonly<Record<string, Unpack>> = {
  null: packed => packed,
  deflate: packed => collected(inflate(readerOf(packed))),
  snappy: packed => unpackSnappy(packed, MAX_BLOCK_BYTES),
  zstandard: packed => collected(unzstd(readerOf(packed))),
  bzip2: packed => collected(bunzip2(readerOf(packed))),
  xz: packed => collected(unxz(readerOf(packed))),
}

const readerOf = (bytes: Uint8Array): ByteReader => new ByteReader(once(bytes))

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    kept.push(piece)
    size += piece.length
    if (size > MAX_BLOCK_BYTES) throw new Damage(`a block unpacks to more than ${MAX_BLOCK_BYTES} bytes`)
  }
  return joined(kept)
}

/** The blocks of a file, one after the other. @throws Damage, ConnectorError `unsupported_format` */
export async function* readBlocks(source: ByteSource, { codec, sync, end }: ContainerHeader, onBlock: (start: number) => void): AsyncGenerator<Block> {
  const unpack = Object.hasOwn(CODECS, codec) ? CODECS[codec] : undefined
  if (!unpack) throw unsupported(`${source.name} is packed with ${JSON.stringify(codec)}, which is not read`, 'Have it written with deflate, Snappy or Zstandard.')
  const window = new ByteWindow(source)
  for (let start = end; start < source.size;) {
    onBlock(start)
    const head = new Cursor(await window.read(start, Math.min(source.size, start + MAX_BLOCK_HEAD_BYTES)))
    const [records, size] = [head.count(), head.count()]
    const from = start + head.at
    const whole = await window.read(from, from + size + SYNC_BYTES)
    if (!sync.every((byte, i) => whole[size + i] === byte)) throw new Damage('a block does not end with the mark that ends all blocks')
    yield { start, records, bytes: await unpack(whole.subarray(0, size)) }
    start = from + size + SYNC_BYTES
  }
}
