import type { Encoding } from './dialect.ts'

/** Turns a file's bytes into UTF-8, chunk by chunk. What is cut at a chunk's end waits for the next. What it gives holds until it is asked again. */
export interface Transcoder {
  push(chunk: Uint8Array): Uint8Array
  /** What is left at the end of input: nothing, or half a character in a form that is not UTF-8. */
  end(): Uint8Array
}

const EMPTY = new Uint8Array(0)

/**
 * UTF-8 passes as it is. The single-byte encodings know every byte. In UTF-16 a lone surrogate becomes the three bytes
 * UTF-8 forbids for it, and an odd byte at the end 0xFF, so that the scanner's check for UTF-8 finds what could not be decoded.
 */
export function createTranscoder(encoding: Encoding): Transcoder {
  switch (encoding) {
    case 'utf-8': return { push: chunk => chunk, end: () => EMPTY }
    case 'iso-8859-1': return singleByte(LATIN1_SEQUENCES)
    case 'windows-1252': return singleByte(WINDOWS_1252_SEQUENCES)
    case 'utf-16le': return utf16(0, 1)
    case 'utf-16be': return utf16(1, 0)
  }
}

/** Bytes the file spent on what is now `[start, end)` of the UTF-8 text. */
export function originalLength(encoding: Encoding, utf8: Uint8Array, start: number, end: number): number {
  if (encoding === 'utf-8') return end - start
  const widths = encoding === 'utf-16le' || encoding === 'utf-16be' ? UTF16_WIDTHS : SINGLE_BYTE_WIDTHS
  let length = 0
  for (let p = start; p < end; p++) length += widths[utf8[p] as number] as number
  return length
}

/** By UTF-8 byte: how many bytes of the file the character that starts there took; 0 for continuation bytes. */
const SINGLE_BYTE_WIDTHS = widthsByLead({ ascii: 1, two: 1, three: 1, four: 1, other: 0 })
const UTF16_WIDTHS = widthsByLead({ ascii: 2, two: 2, three: 2, four: 4, other: 1 })

function widthsByLead({ ascii, two, three, four, other }: Record<'ascii' | 'two' | 'three' | 'four' | 'other', number>): Uint8Array {
  return new Uint8Array(256).fill(ascii, 0, 0x80).fill(two, 0xc0).fill(three, 0xe0).fill(four, 0xf0).fill(other, 0xff)
}

/** 0x80–0x9F of windows-1252 (WHATWG Encoding, index-windows-1252); written out because some Node releases decode the label as Latin-1. */
const WINDOWS_1252_C1 = '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F'
  + '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

const LATIN1_SEQUENCES = sequences(byte => byte)
const WINDOWS_1252_SEQUENCES = sequences(byte => (byte < 0xa0 ? WINDOWS_1252_C1.charCodeAt(byte - 0x80) : byte))

/** For the bytes 0x80–0xFF their UTF-8 bytes, first byte lowest: `b0 | b1 << 8 | b2 << 16`, b2 = 0 where there is none. */
function sequences(codePoint: (byte: number) => number): Uint32Array {
  const encoder = new TextEncoder()
  return Uint32Array.from({ length: 128 }, (_, i) => {
    const [b0 = 0, b1 = 0, b2 = 0] = encoder.encode(String.fromCharCode(codePoint(0x80 + i)))
    return b0 | (b1 << 8) | (b2 << 16)
  })
}

function singleByte(table: Uint32Array): Transcoder {
  let out = EMPTY
  return {
    push(chunk) {
      out = atLeast(out, chunk.length * 3)
      let o = 0
      for (let p = 0; p < chunk.length; p++) {
        const byte = chunk[p] as number
        if (byte < 0x80) {
          out[o++] = byte
          continue
        }
        const sequence = table[byte - 0x80] as number
        out[o++] = sequence
        out[o++] = sequence >>> 8
        if (sequence > 0xffff) out[o++] = sequence >>> 16
      }
      return out.subarray(0, o)
    },
    end: () => EMPTY,
  }
}

const atLeast = (buffer: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> => (buffer.length >= length ? buffer : new Uint8Array(length))

function utf16(lowAt: 0 | 1, highAt: 0 | 1): Transcoder {
  /** The first byte of a unit, -1 for none. */
  let half = -1
  /** A high surrogate that waits for its partner, 0 for none. */
  let surrogate = 0
  let out = EMPTY
  let o = 0

  function writeUnit(unit: number): void {
    if (surrogate !== 0) {
      const high = surrogate
      surrogate = 0
      if (unit >= 0xdc00 && unit < 0xe000) {
        writeAstral(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00))
        return
      }
      writeThree(high)
    }
    if (unit < 0x80) out[o++] = unit
    else if (unit < 0x800) {
      out[o++] = 0xc0 | (unit >> 6)
      out[o++] = 0x80 | (unit & 0x3f)
    } else if (unit >= 0xd800 && unit < 0xdc00) surrogate = unit
    else writeThree(unit)
  }
  function writeThree(unit: number): void {
    out[o++] = 0xe0 | (unit >> 12)
    out[o++] = 0x80 | ((unit >> 6) & 0x3f)
    out[o++] = 0x80 | (unit & 0x3f)
  }
  function writeAstral(point: number): void {
    out[o++] = 0xf0 | (point >> 18)
    out[o++] = 0x80 | ((point >> 12) & 0x3f)
    out[o++] = 0x80 | ((point >> 6) & 0x3f)
    out[o++] = 0x80 | (point & 0x3f)
  }

  return {
    push(chunk) {
      // Three bytes a unit, and the units that waited.
      out = atLeast(out, ((chunk.length >> 1) + 3) * 3)
      o = 0
      let p = 0
      if (half >= 0 && chunk.length > 0) {
        const pair = [half, chunk[p++] as number] as const
        half = -1
        writeUnit(pair[lowAt] | (pair[highAt] << 8))
      }
      const stop = p + ((chunk.length - p) & ~1)
      for (; p < stop; p += 2) writeUnit((chunk[p + lowAt] as number) | ((chunk[p + highAt] as number) << 8))
      if (p < chunk.length) half = chunk[p] as number
      return out.subarray(0, o)
    },
    end() {
      out = atLeast(out, 4)
      o = 0
      if (surrogate !== 0) writeThree(surrogate)
      if (half >= 0) out[o++] = 0xff
      surrogate = 0
      half = -1
      return out.subarray(0, o)
    },
  }
}
