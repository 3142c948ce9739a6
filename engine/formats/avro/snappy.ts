import { Damage } from '../columnar/damage.ts'
import { crc32 } from '../compression/checksums.ts'

const CRC_BYTES = 4
/** A copy of three bytes makes 64 at most. */
const MAX_RATIO = 24

/** Snappy as Avro has it: the raw format (https://github.com/google/snappy/blob/main/format_description.txt), then a CRC-32 of the content. @throws Damage */
export function unpackSnappy(packed: Uint8Array, maxBytes: number): Uint8Array {
  if (packed.length < CRC_BYTES + 1) throw new Damage('a block of Snappy data is too short')
  const data = packed.subarray(0, packed.length - CRC_BYTES)
  const content = unpackRaw(data, maxBytes)
  const view = new DataView(packed.buffer, packed.byteOffset + data.length, CRC_BYTES)
  if (crc32(content) !== view.getUint32(0)) throw new Damage('a block is not what its checksum says')
  return content
}

function unpackRaw(data: Uint8Array, maxBytes: number): Uint8Array {
  let at = 0
  let size = 0
  for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
    byte = data[at++] ?? 0
    if (shift > 28) throw new Damage('a block of Snappy data does not say how long it is')
    size += (byte & 0x7f) * 2 ** shift
  }
  if (size > maxBytes || size > MAX_RATIO * data.length) throw new Damage(`a block of ${data.length} bytes says that it unpacks to ${size}`)
  const into = new Uint8Array(size)
  let filled = 0
  while (at < data.length) {
    const tag = data[at++] as number
    const kind = tag & 3
    if (kind === 0) {
      let length = (tag >> 2) + 1
      if (length > 60) {
        const bytes = length - 60
        length = numberAt(data, at, bytes) + 1
        at += bytes
      }
      if (length > data.length - at || length > size - filled) throw unsound()
      into.set(data.subarray(at, at + length), filled)
      at += length
      filled += length
    } else {
      const bytes = kind === 3 ? 4 : kind
      const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
      const distance = numberAt(data, at, bytes) + (kind === 1 ? (tag >> 5) << 8 : 0)
      at += bytes
      if (distance === 0 || distance > filled || length > size - filled) throw unsound()
      // A copy may overlap what it makes.
      for (let i = 0; i < length; i++) into[filled + i] = into[filled + i - distance] as number
      filled += length
    }
  }
  if (filled !== size) throw unsound()
  return into
}

const unsound = (): Damage => new Damage('a block of Snappy data is not sound')

/** Lowest byte first. */
function numberAt(data: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > data.length) throw unsound()
  let value = 0
  for (let i = 0; i < bytes; i++) value += (data[at + i] as number) * 2 ** (8 * i)
  return value
}
