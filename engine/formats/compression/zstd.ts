import xxhash, { type XXHashAPI } from 'xxhash-wasm'
import type { ByteReader } from './byte-reader.ts'
import { Damage, Truncation, unsupported } from './damage.ts'
import { History } from './history.ts'
import { skipZeros, trailingBytes } from './trailing.ts'
import { MAX_BLOCK_BYTES, ZstdBlockDecoder } from './zstd-block.ts'

const MAGIC = 0xfd2fb528
/** A frame of anything, to be skipped: 16 numbers from here. */
export const SKIPPABLE_MAGIC = 0x184d2a50
const PIECE_BYTES = 1 << 18

/**
 * Unpacks Zstandard (RFC 8878), all frames of it.
 * @throws Damage, ConnectorError `unsupported_compression`
 */
export async function* unzstd(input: ByteReader): AsyncGenerator<Uint8Array, void> {
  const hashes = await xxhash()
  do yield* readFrame(input, hashes)
  while (await skipZeros(input))
}

async function* readFrame(input: ByteReader, hashes: XXHashAPI): AsyncGenerator<Uint8Array, void> {
  const start = input.offset
  const magic = uint(await take(input, 4))
  if (magic === MAGIC) yield* readZstdFrame(input, hashes)
  else if ((magic & ~15) === SKIPPABLE_MAGIC) await skip(input, uint(await take(input, 4)))
  else throw start === 0 ? new Damage('it does not start like Zstandard data') : trailingBytes('Zstandard')
}

/** Section 3.1.1. */
async function* readZstdFrame(input: ByteReader, hashes: XXHashAPI): AsyncGenerator<Uint8Array, void> {
  const header = await readFrameHeader(input)
  const history = new History(header.windowBytes)
  const blocks = new ZstdBlockDecoder(history)
  const maxBlock = Math.min(header.windowBytes, MAX_BLOCK_BYTES)
  const hash = header.hasChecksum ? hashes.create64() : undefined
  let size = 0
  let from = 0
  for (let isLast = false; !isLast;) {
    if (history.at + maxBlock > history.bytes.length && history.at > from) {
      yield history.bytes.slice(from, history.at)
      from = history.at
    }
    const before = history.at
    history.reserve(maxBlock)
    from -= before - history.at
    const blockStart = history.at
    isLast = await readBlock(input, history, blocks, maxBlock)
    hash?.update(history.bytes.subarray(blockStart, history.at))
    size += history.at - blockStart
    if (history.at - from >= PIECE_BYTES || (isLast && history.at > from)) {
      yield history.bytes.slice(from, history.at)
      from = history.at
    }
  }
  if (size !== (header.size ?? size)) throw new Damage('a frame is not as long as it says')
  if (hash && uint(await take(input, 4)) !== Number(hash.digest() & 0xffffffffn)) throw new Damage('the checksum of a frame does not match')
}

interface FrameHeader {
  readonly windowBytes: number
  /** Of the content. */
  readonly size: number | undefined
  readonly hasChecksum: boolean
}

async function readFrameHeader(input: ByteReader): Promise<FrameHeader> {
  const [flags = 0] = await take(input, 1)
  if (flags & 8) throw unsupported('is of a later version of Zstandard')
  const isSingleSegment = (flags & 0x20) !== 0
  const windowBytes = isSingleSegment ? undefined : windowOf((await take(input, 1))[0] as number)
  const dictionary = uint(await take(input, [0, 1, 2, 4][flags & 3] as number))
  if (dictionary !== 0) throw unsupported('needs a dictionary that is not part of it', { dictionary })
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] as number
  const size = sizeBytes === 0 ? undefined : uint(await take(input, sizeBytes)) + (sizeBytes === 2 ? 256 : 0)
  return { windowBytes: windowBytes ?? size ?? 0, size, hasChecksum: (flags & 4) !== 0 }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

/** Section 3.1.1.2. Appends a block's content and says whether it was the last one. */
async function readBlock(input: ByteReader, history: History, blocks: ZstdBlockDecoder, maxBlock: number): Promise<boolean> {
  const header = uint(await take(input, 3))
  const type = (header >> 1) & 3
  const size = header >> 3
  if (type === 3) throw new Damage('a block is of no known type')
  if (size > maxBlock) throw new Damage('a block is too long')
  const packedSize = type === 1 ? 1 : size
  if (!(await input.fill(packedSize))) throw new Truncation()
  const { bytes, at } = input
  if (type === 0) history.append(bytes.subarray(at, at + size))
  else if (type === 1) {
    history.bytes.fill(bytes[at] as number, history.at, history.at + size)
    history.at += size
  } else blocks.decode(bytes, at, at + size, maxBlock)
  input.at = at + packedSize
  return (header & 1) === 1
}

async function skip(input: ByteReader, count: number): Promise<void> {
  for (let left = count; left > 0;) {
    if (!(await input.fill(1))) throw new Truncation()
    const size = Math.min(left, input.end - input.at)
    input.at += size
    left -= size
  }
}

async function take(input: ByteReader, count: number): Promise<Uint8Array> {
  if (!(await input.fill(count))) throw new Truncation()
  const taken = input.bytes.slice(input.at, input.at + count)
  input.at += count
  return taken
}

/** An unsigned number, least byte first. Beyond 2^53 it is not exact, and nothing is that long. */
const uint = (bytes: Uint8Array): number => bytes.reduceRight((value, byte) => value * 256 + byte, 0)
