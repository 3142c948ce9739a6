import { gbPoint, multiByteTable, pairOf } from './multi-byte.ts'
import type { MultiByteEncoding } from './names.ts'
import type { Transcoder } from './transcoder.ts'

/** A byte that no UTF-8 holds, in place of one that is no character. */
const INVALID = 0xff

/**
 * Every byte that is no character, or no part of one, becomes one 0xFF, and reading goes on with the next byte: an ASCII character behind a
 * bad lead byte stays, so that no delimiter or line end is swallowed.
 */
export function multiByteTranscoder(encoding: MultiByteEncoding): Transcoder {
  const table = multiByteTable(encoding)
  const { oneByte, twoBytes, threeBytes } = table
  const isGb = encoding === 'gb18030'
  let rest = new Uint8Array(0)
  let out = new Uint8Array(0)
  let o = 0

  function put(point: number): void {
    if (point < 0x80) out[o++] = point
    else if (point < 0x800) {
      out[o++] = 0xc0 | (point >> 6)
      out[o++] = 0x80 | (point & 0x3f)
    } else if (point < 0x10000) {
      out[o++] = 0xe0 | (point >> 12)
      out[o++] = 0x80 | ((point >> 6) & 0x3f)
      out[o++] = 0x80 | (point & 0x3f)
    } else {
      out[o++] = 0xf0 | (point >> 18)
      out[o++] = 0x80 | ((point >> 12) & 0x3f)
      out[o++] = 0x80 | ((point >> 6) & 0x3f)
      out[o++] = 0x80 | (point & 0x3f)
    }
  }

  /** Passes the character that begins at `p`; 0 when more bytes must tell. */
  function pass(bytes: Uint8Array, p: number, isFinal: boolean): number {
    const lead = bytes[p] as number
    const alone = oneByte[lead] as number
    if (alone !== 0) {
      put(alone)
      return 1
    }
    const left = bytes.length - p
    if (left === 1) {
      if (!isFinal) return 0
      out[o++] = INVALID
      return 1
    }
    const second = bytes[p + 1] as number
    if (threeBytes !== undefined && lead === 0x8f) {
      if (left === 2 && !isFinal && second >= 0xa1) return 0
      const point = left > 2 ? threeBytes[(second << 8) | (bytes[p + 2] as number)] as number : 0
      if (point !== 0) {
        put(point)
        return 3
      }
    } else if (isGb && second >= 0x30 && second <= 0x39) {
      if (left < 4 && !isFinal) return 0
      const point = left < 4 ? 0 : gbAt(bytes, p, lead, second)
      if (point !== 0) {
        put(point)
        return 4
      }
    } else {
      const value = twoBytes[(lead << 8) | second] as number
      const pair = pairOf(table, value)
      if (pair !== undefined) {
        put(pair[0])
        put(pair[1])
        return 2
      }
      if (value !== 0) {
        put(value)
        return 2
      }
    }
    out[o++] = INVALID
    return 1
  }

  function gbAt(bytes: Uint8Array, p: number, lead: number, second: number): number {
    const third = bytes[p + 2] as number
    const fourth = bytes[p + 3] as number
    return third < 0x81 || third === 0xff || fourth < 0x30 || fourth > 0x39 ? 0 : gbPoint(table, lead, second, third, fourth)
  }

  function run(bytes: Uint8Array, isFinal: boolean): Uint8Array {
    if (out.length < bytes.length * 3 + 8) out = new Uint8Array(bytes.length * 3 + 8)
    o = 0
    let p = 0
    while (p < bytes.length) {
      const byte = bytes[p] as number
      if (byte < 0x80) {
        out[o++] = byte
        p++
        continue
      }
      const passed = pass(bytes, p, isFinal)
      if (passed === 0) break
      p += passed
    }
    rest = bytes.slice(p)
    return out.subarray(0, o)
  }

  return {
    push(chunk) {
      if (rest.length === 0) return run(chunk, false)
      const bytes = new Uint8Array(rest.length + chunk.length)
      bytes.set(rest)
      bytes.set(chunk, rest.length)
      return run(bytes, false)
    },
    end: () => run(rest, true),
  }
}
