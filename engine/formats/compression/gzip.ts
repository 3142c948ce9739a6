import type { ByteReader } from './byte-reader.ts'
import { crc32 } from './checksums.ts'
import { Damage, Truncation } from './damage.ts'
import { historyFor, inflate } from './inflate.ts'
import { nativelyFirst } from './native.ts'
import { skipZeros, trailingBytes } from './trailing.ts'

/**
 * Unpacks gzip (RFC 1952), all members of it. The platform's decoder counts when the last four bytes confirm that there was
 * one member and nothing behind it: on anything else platforms disagree.
 * @throws Damage
 */
export async function* gunzip(open: () => ByteReader): AsyncGenerator<Uint8Array, void> {
  const input = open()
  if (await isBlocked(input)) yield* gunzipMembers(input)
  else yield* nativelyFirst('gzip', input, open, (size, tail) => size % 2 ** 32 === uint32(tail), gunzipMembers)
}

/** The same by our own decoder alone, which knows what is wrong and where. */
export async function* gunzipMembers(input: ByteReader): AsyncGenerator<Uint8Array, void> {
  const history = historyFor('deflate')
  await readHeader(input)
  for (;;) {
    yield* checked(inflate(input, 'deflate', history), input)
    if (!(await skipZeros(input))) return
    if (!(await input.fill(2)) || input.bytes[input.at] !== 0x1f || input.bytes[input.at + 1] !== 0x8b) throw trailingBytes('gzip')
    await readHeader(input)
  }
}

/** Blocked gzip (bgzip, BAM) has a member for every 64 KiB and says so in its header. */
async function isBlocked(input: ByteReader): Promise<boolean> {
  if (!(await input.fill(16))) return false
  const { bytes, at } = input
  return ((bytes[at + 3] as number) & FLAG.extra) !== 0 && bytes[at + 12] === 0x42 && bytes[at + 13] === 0x43
}

const FLAG = { headerChecksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const

/** RFC 1952 section 2.3. What it says about the file's name and time is not looked at. */
async function readHeader(input: ByteReader): Promise<void> {
  let crc = 0
  const take = async (count: number): Promise<Uint8Array> => {
    if (!(await input.fill(count))) throw new Truncation()
    const taken = input.bytes.slice(input.at, input.at + count)
    input.at += count
    crc = crc32(taken, crc)
    return taken
  }
  const skipText = async (): Promise<void> => {
    while ((await take(1))[0] !== 0);
  }
  const [id1, id2, method, flags = 0] = await take(10)
  if (id1 !== 0x1f || id2 !== 0x8b) throw new Damage('it does not start like gzip data')
  if (method !== 8 || (flags & FLAG.reserved) !== 0) throw new Damage('the header of a gzip member makes no sense')
  if (flags & FLAG.extra) {
    const [low = 0, high = 0] = await take(2)
    await take(low | (high << 8))
  }
  if (flags & FLAG.name) await skipText()
  if (flags & FLAG.comment) await skipText()
  if (flags & FLAG.headerChecksum) {
    const expected = crc & 0xffff
    const [low = 0, high = 0] = await take(2)
    if ((low | (high << 8)) !== expected) throw new Damage('the checksum of a gzip header does not match')
  }
}

/** Passes on a member's content and compares it with the checksum and the size that follow. */
async function* checked(content: AsyncIterable<Uint8Array>, input: ByteReader): AsyncGenerator<Uint8Array, void> {
  let crc = 0
  let size = 0
  for await (const piece of content) {
    crc = crc32(piece, crc)
    size = (size + piece.length) % 2 ** 32
    yield piece
  }
  if (!(await input.fill(8))) throw new Truncation()
  const view = new DataView(input.bytes.buffer, input.at, 8)
  if (view.getUint32(0, true) !== crc) throw new Damage('the checksum of its content does not match')
  if (view.getUint32(4, true) !== size) throw new Damage('its content is not as long as it says')
  input.at += 8
}

const uint32 = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
