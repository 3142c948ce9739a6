/** A checksum of bytes that come piece by piece. */
export interface Checksum<Value> {
  update(piece: Uint8Array): void
  readonly value: Value
}

/** CRC-32 as in gzip, zip and xz (ISO 3309, reflected polynomial 0xEDB88320), as an unsigned number; `crc` continues an earlier one. */
export function crc32(piece: Uint8Array, crc = 0): number {
  let c = ~crc
  let i = 0
  // Slicing by 8: eight bytes at a time, each with a table that has the following ones shifted in (Kounavis & Berry 2005).
  for (const end = piece.length - 7; i < end; i += 8) {
    const a = c ^ ((piece[i] as number) | ((piece[i + 1] as number) << 8) | ((piece[i + 2] as number) << 16) | ((piece[i + 3] as number) << 24))
    c = (CRC32[0x700 | (a & 0xff)] as number) ^ (CRC32[0x600 | ((a >>> 8) & 0xff)] as number)
      ^ (CRC32[0x500 | ((a >>> 16) & 0xff)] as number) ^ (CRC32[0x400 | (a >>> 24)] as number)
      ^ (CRC32[0x300 | (piece[i + 4] as number)] as number) ^ (CRC32[0x200 | (piece[i + 5] as number)] as number)
      ^ (CRC32[0x100 | (piece[i + 6] as number)] as number) ^ (CRC32[piece[i + 7] as number] as number)
  }
  for (; i < piece.length; i++) c = (c >>> 8) ^ (CRC32[(c ^ (piece[i] as number)) & 0xff] as number)
  return ~c >>> 0
}

/** Eight tables of 256. */
const CRC32 = slicingTables()

function slicingTables(): Int32Array {
  const tables = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let c = byte
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
    tables[byte] = c
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256] as number
    tables[i] = (before >>> 8) ^ (tables[before & 0xff] as number)
  }
  return tables
}

export function createCrc32(): Checksum<number> {
  let crc = 0
  return {
    update(piece) {
      crc = crc32(piece, crc)
    },
    get value() {
      return crc
    },
  }
}

/** By byte: what it does to a CRC-32 of bzip2, whose bits run the other way (polynomial 0x04C11DB7). */
export const BZIP2_CRC = Int32Array.from({ length: 256 }, (_, byte) => {
  let c = byte << 24
  for (let bit = 0; bit < 8; bit++) c = c < 0 ? (c << 1) ^ 0x04c11db7 : c << 1
  return c
})

/** CRC-64 as in xz (ECMA-182, reflected polynomial 0xC96C5795D7870F42), four bytes at a time as {@link crc32} takes eight. */
export function createCrc64(): Checksum<bigint> {
  let low = -1
  let high = -1
  return {
    update(piece) {
      let l = low
      let h = high
      let i = 0
      for (const end = piece.length - 3; i < end; i += 4) {
        const a = 0x300 | ((l ^ (piece[i] as number)) & 0xff)
        const b = 0x200 | (((l >>> 8) ^ (piece[i + 1] as number)) & 0xff)
        const c = 0x100 | (((l >>> 16) ^ (piece[i + 2] as number)) & 0xff)
        const d = (l >>> 24) ^ (piece[i + 3] as number)
        l = h ^ (CRC64_LOW[a] as number) ^ (CRC64_LOW[b] as number) ^ (CRC64_LOW[c] as number) ^ (CRC64_LOW[d] as number)
        h = (CRC64_HIGH[a] as number) ^ (CRC64_HIGH[b] as number) ^ (CRC64_HIGH[c] as number) ^ (CRC64_HIGH[d] as number)
      }
      for (; i < piece.length; i++) {
        const k = (l ^ (piece[i] as number)) & 0xff
        l = ((l >>> 8) | (h << 24)) ^ (CRC64_LOW[k] as number)
        h = (h >>> 8) ^ (CRC64_HIGH[k] as number)
      }
      low = l
      high = h
    },
    get value() {
      return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)
    },
  }
}

/** Four tables of 256 each, the lower and the higher halves. */
const CRC64_LOW = new Int32Array(4 * 256)
const CRC64_HIGH = new Int32Array(4 * 256)
for (let byte = 0; byte < 256; byte++) {
  let low = byte
  let high = 0
  for (let bit = 0; bit < 8; bit++) {
    const isOdd = (low & 1) === 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (isOdd) {
      low ^= 0xd7870f42
      high ^= 0xc96c5795
    }
  }
  CRC64_LOW[byte] = low
  CRC64_HIGH[byte] = high
}
for (let i = 256; i < CRC64_LOW.length; i++) {
  const low = CRC64_LOW[i - 256] as number
  const high = CRC64_HIGH[i - 256] as number
  CRC64_LOW[i] = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW[low & 0xff] as number)
  CRC64_HIGH[i] = (high >>> 8) ^ (CRC64_HIGH[low & 0xff] as number)
}
