import { Damage } from './damage.ts'

/**
 * LZ4 in frames, as Arrow packs its buffers: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, and lz4_Block_format.md beside it.
 * Checksums are not looked at.
 */
const MAGIC = 0x184d2204
const FLAG = { contentSize: 0x08, blockChecksum: 0x10, contentChecksum: 0x04, dictionary: 0x01 } as const
const STORED = 0x8000_0000
const MIN_MATCH = 4

/** Unpacks frames into `size` bytes. @throws Damage when they are not sound, or hold more or less */
export function unpackLz4Frames(packed: Uint8Array, size: number): Uint8Array {
  const into = new Uint8Array(size)
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length)
  let at = 0
  let filled = 0
  while (at < packed.length) [at, filled] = unpackFrame(view, packed, at, into, filled)
  if (filled !== size) throw new Damage(`LZ4 data ends after ${filled} bytes of ${size}`)
  return into
}

function unpackFrame(view: DataView, packed: Uint8Array, start: number, into: Uint8Array, filledBefore: number): [at: number, filled: number] {
  if (uint32(view, start) !== MAGIC) throw new Damage('LZ4 data does not begin as such')
  const flags = packed[start + 4] ?? 0
  if (flags >> 6 !== 1 || flags & FLAG.dictionary) throw new Damage('LZ4 data is of a kind that Arrow does not have')
  let at = start + 7 + (flags & FLAG.contentSize ? 8 : 0)
  let filled = filledBefore
  for (;;) {
    const word = uint32(view, at)
    at += 4
    if (word === 0) return [at + (flags & FLAG.contentChecksum ? 4 : 0), filled]
    const bytes = word & ~STORED
    if (at + bytes > packed.length) throw new Damage('LZ4 data ends in the middle')
    const block = packed.subarray(at, at + bytes)
    filled = word & STORED ? store(block, into, filled) : unpackBlock(block, into, filled)
    at += bytes + (flags & FLAG.blockChecksum ? 4 : 0)
  }
}

function uint32(view: DataView, at: number): number {
  if (at + 4 > view.byteLength) throw new Damage('LZ4 data ends in the middle')
  return view.getUint32(at, true)
}

function store(bytes: Uint8Array, into: Uint8Array, at: number): number {
  if (at + bytes.length > into.length) throw new Damage('LZ4 data holds more than it says')
  into.set(bytes, at)
  return at + bytes.length
}

/** Unpacks a block behind what is there, which it may refer to; gives where it ends. */
function unpackBlock(block: Uint8Array, into: Uint8Array, start: number): number {
  let at = 0
  let filled = start
  while (at < block.length) {
    const token = block[at++] as number
    let literals = token >> 4
    if (literals === 15) {
      let more: number
      do {
        more = block[at++] ?? 0
        literals += more
      } while (more === 255)
    }
    if (at + literals > block.length) throw new Damage('LZ4 data ends in the middle')
    filled = store(block.subarray(at, at + literals), into, filled)
    at += literals
    // The last sequence has no match.
    if (at === block.length) return filled
    const distance = (block[at] as number) | ((block[at + 1] ?? 0) << 8)
    at += 2
    let length = (token & 15) + MIN_MATCH
    if ((token & 15) === 15) {
      let more: number
      do {
        more = block[at++] ?? 0
        length += more
      } while (more === 255)
    }
    if (distance === 0 || distance > filled) throw new Damage('LZ4 data refers to what is before it')
    if (filled + length > into.length) throw new Damage('LZ4 data holds more than it says')
    // A match may overlap what it makes.
    if (distance >= length) into.copyWithin(filled, filled - distance, filled - distance + length)
    else for (let i = 0; i < length; i++) into[filled + i] = into[filled + i - distance] as number
    filled += length
  }
  return filled
}
