import { crc32 } from '../compression/checksums.ts'
import { Damage } from './damage.ts'
import { numberIn, structIn, ThriftReader, type ThriftStruct } from './thrift.ts'

const HEADER = { type: 1, unpackedBytes: 2, packedBytes: 3, crc: 4, data: 5, dictionary: 7, data2: 8 } as const
const VALUES = 1
/** A page is a megabyte or so; what says that it unpacks to more than this is not unpacked. */
const MAX_PAGE_BYTES = 1 << 30

/**
 * Goes through a column chunk's pages: each has to lie in it, all values have to be there, and the checksums, where the writer gave any, have to be right.
 * @throws Damage
 */
export function checkPages(bytes: Uint8Array, values: number): void {
  let at = 0
  let found = 0
  for (let page = 1; found < values; page++) {
    if (at >= bytes.length) throw new Damage(`a column ends after ${found} of its ${values} values`)
    const reader = new ThriftReader(bytes, at)
    const header = reader.struct()
    const [packed, unpacked] = [numberIn(header, HEADER.packedBytes) ?? -1, numberIn(header, HEADER.unpackedBytes) ?? -1]
    if (packed < 0 || unpacked < 0 || unpacked > MAX_PAGE_BYTES || packed > bytes.length - reader.at) throw new Damage(`page ${page} of a column does not lie within it`)
    const body = bytes.subarray(reader.at, reader.at + packed)
    const crc = numberIn(header, HEADER.crc)
    if (crc !== undefined && crc >>> 0 !== crc32(body)) throw new Damage(`page ${page} of a column is not what its checksum says`)
    found += valuesIn(header)
    at = reader.at + packed
  }
  if (found !== values) throw new Damage(`a column has ${found} values instead of ${values}`)
}

function valuesIn(header: ThriftStruct): number {
  const data = structIn(header, HEADER.data) ?? structIn(header, HEADER.data2)
  const values = data ? numberIn(data, VALUES) ?? -1 : 0
  if (values < 0) throw new Damage('a page of a column does not say how many values it has')
  return values
}
