import { joinBytes } from '../../base/bytes.ts'
import { ByteReader } from '../compression/byte-reader.ts'
import { bunzip2 } from '../compression/bzip2.ts'
import { inflate } from '../compression/inflate.ts'
import { nativelyFirst } from '../compression/native.ts'
import { unxz } from '../compression/xz.ts'
import { unzstd } from '../compression/zstd.ts'
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
const MAX_BLOCK_BYTES = 1 << 28

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
  /** Unpacked. */
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

/** Unpacks a whole block of raw deflate (RFC 1951) to at most `maxBytes`. */
export type InflateBlock = (packed: Uint8Array, maxBytes: number) => Promise<Uint8Array>

/** By the platform's streams, and where they fail by our own decoder, which says why. */
export const inflateBlock: InflateBlock = packed => collected(nativelyFirst('deflate-raw', readerOf(packed), () => readerOf(packed), () => true, inflate))

/** Our own decoder alone. */
export const inflateBlockOurselves: InflateBlock = packed => collected(inflate(readerOf(packed)))

/** By the name in the file's header; deflate apart. */
const CODECS: Readonly<Record<string, Unpack>> = {
  null: packed => packed,
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
  return joinBytes(kept)
}

/** Blocks that are unpacked ahead, in other threads where the platform does it; not those larger than this, packed. */
const BLOCKS_AHEAD = 4
const MAX_AHEAD_BYTES = 1 << 18

interface PackedBlock {
  readonly start: number
  readonly records: number
  readonly bytes: Promise<Uint8Array>
}

/** The blocks of a file, one after the other. @throws Damage, ConnectorError `unsupported_format` */
export async function* readBlocks(source: ByteSource, header: ContainerHeader, inflate: InflateBlock, onBlock: (start: number) => void): AsyncGenerator<Block> {
  const ahead: PackedBlock[] = []
  let isSmall = true
  for await (const { size, ...block } of packedBlocks(source, header, inflate, onBlock)) {
    ahead.push(block)
    isSmall &&= size <= MAX_AHEAD_BYTES
    if (ahead.length >= (isSmall ? BLOCKS_AHEAD : 1)) yield* unpacked(ahead.splice(0, isSmall ? 1 : ahead.length), onBlock)
  }
  yield* unpacked(ahead, onBlock)
}

async function* unpacked(blocks: readonly PackedBlock[], onBlock: (start: number) => void): AsyncGenerator<Block> {
  for (const { start, records, bytes } of blocks) {
    onBlock(start)
    yield { start, records, bytes: await bytes }
  }
}

async function* packedBlocks(source: ByteSource, { codec, sync, end }: ContainerHeader, inflate: InflateBlock, onBlock: (start: number) => void): AsyncGenerator<PackedBlock & { readonly size: number }> {
  const unpack: Unpack | undefined = codec === 'deflate' ? packed => inflate(packed, MAX_BLOCK_BYTES) : Object.hasOwn(CODECS, codec) ? CODECS[codec] : undefined
  if (!unpack) throw unsupported(`${source.name} is packed with ${JSON.stringify(codec)}, which is not read`, 'Have it written with deflate, Snappy or Zstandard.')
  const window = new ByteWindow(source)
  for (let start = end; start < source.size;) {
    onBlock(start)
    const head = new Cursor(await window.read(start, Math.min(source.size, start + MAX_BLOCK_HEAD_BYTES)))
    const [records, size] = [head.count(), head.count()]
    const from = start + head.at
    const whole = await window.read(from, from + size + SYNC_BYTES)
    if (!sync.every((byte, i) => whole[size + i] === byte)) throw new Damage('a block does not end with the mark that ends all blocks')
    // A copy: the window moves on while it is unpacked.
    const packed = whole.slice(0, size)
    const bytes = Promise.resolve(packed).then(unpack)
    // Told when its turn comes.
    bytes.catch(() => undefined)
    yield { start, records, size, bytes }
    start = from + size + SYNC_BYTES
  }
}

/** Where stretches of whole blocks start and end, each of about `stretchBytes`. @throws Damage where a block leads behind the file's end */
export async function* stretchesOfBlocks(source: ByteSource, { end }: ContainerHeader, stretchBytes: number, onBlock: (start: number) => void): AsyncGenerator<{ readonly start: number, readonly end: number }> {
  const window = new ByteWindow(source)
  let from = end
  for (let start = end; start < source.size;) {
    onBlock(start)
    const head = new Cursor(await window.read(start, Math.min(source.size, start + MAX_BLOCK_HEAD_BYTES)))
    head.count()
    const size = head.count()
    start += head.at + size + SYNC_BYTES
    if (start > source.size) throw new Damage('it ends in the middle')
    if (start - from < stretchBytes) continue
    yield { start: from, end: start }
    from = start
  }
  if (from < source.size) yield { start: from, end: source.size }
}
