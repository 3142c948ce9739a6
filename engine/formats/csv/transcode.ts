import { multiByteTable } from '../encodings/multi-byte.ts'
import { isMultiByte, type Encoding } from '../encodings/names.ts'
import { upperHalf } from '../encodings/single-byte.ts'
import { multiByteTranscoder } from '../encodings/transcode-multi-byte.ts'
import type { Transcoder } from '../encodings/transcoder.ts'

export type { Transcoder }

const EMPTY = new Uint8Array(0)

/**
 * UTF-8 passes as it is. What cannot be decoded becomes bytes that UTF-8 forbids, so that the scanner's check for UTF-8 finds it: a byte
 * that is no character 0xFF, a lone surrogate of UTF-16 the three bytes that UTF-8 would have for it, half a unit at the end 0xFF.
 */
export function createTranscoder(encoding: Encoding): Transcoder {
  switch (encoding) {
    case 'utf-8': return { push: chunk => chunk, end: () => EMPTY }
    case 'utf-16le': return utf16(0, 1)
    case 'utf-16be': return utf16(1, 0)
    case 'utf-32le': return utf32(true)
    case 'utf-32be': return utf32(false)
    default: return isMultiByte(encoding) ? multiByteTranscoder(encoding) : singleByte(sequencesOf(encoding))
  }
}

/** Bytes the file spent on what is now `[start, end)` of the UTF-8 text. */
export function originalLength(encoding: Encoding, utf8: Uint8Array, start: number, end: number): number {
  if (encoding === 'utf-8') return end - start
  if (isMultiByte(encoding)) return multiByteLength(encoding, utf8, start, end)
  const widths = encoding.startsWith('utf-16') ? UTF16_WIDTHS : encoding.startsWith('utf-32') ? UTF32_WIDTHS : SINGLE_BYTE_WIDTHS
  let length = 0
  for (let p = start; p < end; p++) length += widths[utf8[p] as number] as number
  return length
}

function multiByteLength(encoding: Parameters<typeof multiByteTable>[0], utf8: Uint8Array, start: number, end: number): number {
  const { widths, astralWidth } = multiByteTable(encoding)
  let length = 0
  for (let p = start; p < end;) {
    const lead = utf8[p] as number
    if (lead < 0x80 || lead === 0xff) {
      length++
      p++
    } else if (lead < 0xe0) {
      length += widths[((lead & 0x1f) << 6) | ((utf8[p + 1] as number) & 0x3f)] as number
      p += 2
    } else if (lead < 0xf0) {
      length += widths[((lead & 0x0f) << 12) | (((utf8[p + 1] as number) & 0x3f) << 6) | ((utf8[p + 2] as number) & 0x3f)] as number
      p += 3
    } else {
      length += astralWidth
      p += 4
    }
  }
  return length
}

/** By UTF-8 byte: how many bytes of the file the character that starts there took; 0 for continuation bytes. */
const SINGLE_BYTE_WIDTHS = widthsByLead({ ascii: 1, two: 1, three: 1, four: 1, other: 1 })
const UTF16_WIDTHS = widthsByLead({ ascii: 2, two: 2, three: 2, four: 4, other: 1 })
const UTF32_WIDTHS = widthsByLead({ ascii: 4, two: 4, three: 4, four: 4, other: 1 })

function widthsByLead({ ascii, two, three, four, other }: Record<'ascii' | 'two' | 'three' | 'four' | 'other', number>): Uint8Array {
  return new Uint8Array(256).fill(ascii, 0, 0x80).fill(two, 0xc0).fill(three, 0xe0).fill(four, 0xf0).fill(other, 0xff)
}

const knownSequences = new Map<Encoding, Uint32Array>()
function sequencesOf(encoding: Parameters<typeof upperHalf>[0]): Uint32Array {
  const known = knownSequences.get(encoding)
  if (known) return known
  const made = sequences(upperHalf(encoding))
  knownSequences.set(encoding, made)
  return made
}

/** For the bytes 0x80–0xFF, whose characters these are, their UTF-8 bytes, first byte lowest: `b0 | b1 << 8 | b2 << 16`, 0 where there is none. */
function sequences(characters: string): Uint32Array {
  const encoder = new TextEncoder()
  return Uint32Array.from({ length: 128 }, (_, i) => {
    const character = characters[i] ?? '\uFFFD'
    if (character === '\uFFFD') return 0xff
    const [b0 = 0, b1 = 0, b2 = 0] = encoder.encode(character)
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
        if (sequence > 0xff) out[o++] = sequence >>> 8
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

/** A unit that is no code point becomes four times 0xFF, one a byte; half a unit at the end one 0xFF a byte. */
function utf32(isLittle: boolean): Transcoder {
  let rest = EMPTY
  const encoder = new TextEncoder()
  return {
    push(chunk) {
      const bytes = new Uint8Array(rest.length + chunk.length)
      bytes.set(rest)
      bytes.set(chunk, rest.length)
      const view = new DataView(bytes.buffer)
      const out = new Uint8Array(bytes.length + 4)
      let o = 0
      let p = 0
      for (; p + 4 <= bytes.length; p += 4) {
        const point = view.getUint32(p, isLittle)
        if (point < 0x80) out[o++] = point
        else if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
          out.fill(0xff, o, o + 4)
          o += 4
        } else o += encoder.encodeInto(String.fromCodePoint(point), out.subarray(o)).written
      }
      rest = bytes.slice(p)
      return out.subarray(0, o)
    },
    end() {
      const out = new Uint8Array(rest.length).fill(0xff)
      rest = EMPTY
      return out
    },
  }
}
