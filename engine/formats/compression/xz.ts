import type { ByteReader } from './byte-reader.ts'
import { crc32, createCrc32, createCrc64, type Checksum } from './checksums.ts'
import { Damage, Truncation, unsupported } from './damage.ts'
import { History } from './history.ts'
import { LzmaDecoder } from './lzma2.ts'
import { skipZeros, trailingBytes } from './trailing.ts'

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]

/**
 * Unpacks xz, all streams of it ("The .xz File Format" 1.2.1). Reads the one filter that is in use for text, LZMA2.
 * @throws Damage, ConnectorError `unsupported_compression`
 */
export async function* unxz(input: ByteReader): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    yield* readStream(input)
    if (!(await skipZeros(input))) return
    if (!(await input.fill(2)) || input.bytes[input.at] !== MAGIC[0] || input.bytes[input.at + 1] !== MAGIC[1]) throw trailingBytes('xz')
  }
}

async function* readStream(input: ByteReader): AsyncGenerator<Uint8Array, void> {
  const header = await take(input, 12)
  if (MAGIC.some((byte, i) => header[i] !== byte)) throw new Damage('it does not start like xz data')
  const flags = header.subarray(6, 8)
  if (crc32(flags) !== uint32(header, 8)) throw new Damage('the checksum of the xz header does not match')
  if (flags[0] !== 0 || (flags[1] as number) > 15) throw unsupported('is of a later version of xz')
  const check = await checkOf(flags[1] as number)
  const index = new IndexRecords()
  for (let size = await peek(input); size !== 0; size = await peek(input)) yield* readBlock(input, check, index)
  const indexSize = await readIndex(input, index)
  const footer = await take(input, 12)
  if (footer[10] !== 0x59 || footer[11] !== 0x5a || crc32(footer.subarray(4, 10)) !== uint32(footer, 0)) throw new Damage('the end of an xz stream makes no sense')
  if (footer[8] !== flags[0] || footer[9] !== flags[1] || (uint32(footer, 4) + 1) * 4 !== indexSize) throw new Damage('the end of an xz stream contradicts the rest of it')
}

/** What a block's content is checked with. */
interface Check {
  readonly size: number
  create(): { update(piece: Uint8Array): void, digest(): Uint8Array } | undefined
}

const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

/** By the number that the header has for it; a number that nobody has defined is not checked, as the format says. */
async function checkOf(id: number): Promise<Check> {
  const size = CHECK_SIZES[id] ?? 0
  switch (id) {
    case 1: return { size, create: () => digesting(createCrc32(), (view, crc) => view.setUint32(0, crc, true), size) }
    case 4: return { size, create: () => digesting(createCrc64(), (view, crc) => view.setBigUint64(0, crc, true), size) }
    case 10: {
      const { sha256 } = await import('@noble/hashes/sha2.js')
      return { size, create: () => sha256.create() }
    }
    default: return { size, create: () => undefined }
  }
}

const digesting = <Value>(checksum: Checksum<Value>, write: (view: DataView, value: Value) => void, size: number): ReturnType<Check['create']> => ({
  update: piece => checksum.update(piece),
  digest() {
    const view = new DataView(new ArrayBuffer(size))
    write(view, checksum.value)
    return new Uint8Array(view.buffer)
  },
})

/** Section 3. */
async function* readBlock(input: ByteReader, check: Check, index: IndexRecords): AsyncGenerator<Uint8Array, void> {
  const header = await readBlockHeader(input)
  const start = input.offset
  const checksum = check.create()
  let size = 0
  for await (const piece of readLzma2(input, header.dictionaryBytes)) {
    checksum?.update(piece)
    size += piece.length
    yield piece
  }
  const packedSize = input.offset - start
  if ((header.packedSize ?? packedSize) !== packedSize || (header.size ?? size) !== size) throw new Damage('a block is not as long as it says')
  const padding = await take(input, -(packedSize + header.length) & 3)
  if (padding.some(byte => byte !== 0)) throw new Damage('a block is not filled up with zeros')
  const expected = await take(input, check.size)
  const digest = checksum?.digest() ?? expected
  if (digest.some((byte, i) => byte !== expected[i])) throw new Damage('the checksum of a block does not match')
  index.add(header.length + packedSize + check.size, size)
}

interface BlockHeader {
  readonly length: number
  readonly packedSize: number | undefined
  readonly size: number | undefined
  readonly dictionaryBytes: number
}

const LZMA2_FILTER = 0x21

async function readBlockHeader(input: ByteReader): Promise<BlockHeader> {
  const length = (await peek(input) + 1) * 4
  const header = await take(input, length)
  if (crc32(header.subarray(0, -4)) !== uint32(header, length - 4)) throw new Damage('the checksum of a block\'s header does not match')
  const fields = new Fields(header.subarray(2, -4))
  const flags = header[1] as number
  if (flags & 0x3c) throw unsupported('is of a later version of xz')
  const packedSize = flags & 0x40 ? fields.varint() : undefined
  const size = flags & 0x80 ? fields.varint() : undefined
  const filter = fields.varint()
  if ((flags & 3) !== 0 || filter !== LZMA2_FILTER) throw unsupported('goes through another filter than LZMA2', { filter })
  if (fields.varint() !== 1) throw new Damage('a block has settings that there are not')
  const dictionary = fields.byte()
  if (dictionary > 40) throw new Damage('a block has settings that there are not')
  const dictionaryBytes = dictionary === 40 ? 2 ** 32 - 1 : (2 | (dictionary & 1)) * 2 ** ((dictionary >> 1) + 11)
  return { length, packedSize, size, dictionaryBytes }
}

/** Chunks of at most 64 KiB that become at most 2 MiB: section 5.3.1, and the comments of XZ Embedded on the chunks. */
async function* readLzma2(input: ByteReader, dictionaryBytes: number): AsyncGenerator<Uint8Array, void> {
  const history = new History(dictionaryBytes)
  const lzma = new LzmaDecoder(history)
  let needs: 'dictionary' | 'properties' | 'state' | 'nothing' = 'dictionary'
  for (;;) {
    const control = await peek(input)
    if (control === 0) {
      await take(input, 1)
      return
    }
    if (control > 2 && control < 0x80) throw new Damage('a chunk is of no known kind')
    const isPacked = control >= 0x80
    const reset = isPacked ? (control >> 5) & 3 : control === 1 ? 3 : 0
    if (reset === 3) {
      lzma.resetDictionary()
      needs = 'properties'
    }
    if (needs === 'dictionary') throw new Damage('a chunk continues what has not begun')
    const header = await take(input, isPacked ? (reset >= 2 ? 6 : 5) : 3)
    const size = (isPacked ? (control & 0x1f) << 16 : 0) + uint16(header, 1) + 1
    history.reserve(size)
    const from = history.at
    if (isPacked) {
      if (reset >= 2) lzma.setProperties(header[5] as number)
      else if (needs === 'properties') throw new Damage('a chunk continues what has not begun')
      if (reset >= 1) lzma.resetState()
      else if (needs === 'state') throw new Damage('a chunk continues what has not begun')
      needs = 'nothing'
      lzma.decode(await take(input, uint16(header, 3) + 1), size)
    } else {
      if (needs === 'nothing') needs = 'state'
      lzma.appendUncompressed(await take(input, size))
    }
    yield history.bytes.slice(from, history.at)
  }
}

/** What the index has to say about the blocks that were read: their number, and a checksum of their sizes in the form they have there. */
class IndexRecords {
  numRecords = 0
  crc = 0

  add(packedSize: number, size: number): void {
    this.numRecords++
    this.crc = crc32(Uint8Array.from([...varint(packedSize), ...varint(size)]), this.crc)
  }
}

/** Section 4. Gives its length in bytes. */
async function readIndex(input: ByteReader, { numRecords, crc }: IndexRecords): Promise<number> {
  const start = input.offset
  let crcOfIndex = 0
  let crcOfRecords = 0
  const next = async (): Promise<Uint8Array> => {
    const taken = await take(input, 1)
    crcOfIndex = crc32(taken, crcOfIndex)
    return taken
  }
  const copyVarint = async (): Promise<number[]> => {
    const bytes: number[] = []
    do bytes.push((await next())[0] as number)
    while (((bytes.at(-1) as number) & 0x80) !== 0 && bytes.length < MAX_VARINT_BYTES)
    return bytes
  }
  await next()
  const count = new Fields(Uint8Array.from(await copyVarint())).varint()
  if (count !== numRecords) throw new Damage('the list of blocks contradicts the blocks')
  for (let i = 0; i < 2 * count; i++) crcOfRecords = crc32(Uint8Array.from(await copyVarint()), crcOfRecords)
  if (crcOfRecords !== crc) throw new Damage('the list of blocks contradicts the blocks')
  while ((input.offset - start) % 4 !== 0) if ((await next())[0] !== 0) throw new Damage('the list of blocks is not filled up with zeros')
  if (uint32(await take(input, 4), 0) !== crcOfIndex) throw new Damage('the checksum of the list of blocks does not match')
  return input.offset - start
}

const MAX_VARINT_BYTES = 9

/** Section 1.2: seven bits in a byte, the smallest first. */
function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80)
  return [...bytes, value]
}

class Fields {
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new Damage('a header is too short')
    return byte
  }

  varint(): number {
    let value = 0
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return value
    }
    throw new Damage('a number is too long')
  }
}

async function peek(input: ByteReader): Promise<number> {
  if (!(await input.fill(1))) throw new Truncation()
  return input.bytes[input.at] as number
}

/** The next `count` bytes. */
async function take(input: ByteReader, count: number): Promise<Uint8Array> {
  if (!(await input.fill(count))) throw new Truncation()
  const taken = input.bytes.slice(input.at, input.at + count)
  input.at += count
  return taken
}

const uint16 = (bytes: Uint8Array, at: number): number => ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
const uint32 = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true)
