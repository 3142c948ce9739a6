import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isValidUtf8, lastCharacterBoundary } from '../../../engine/formats/csv/utf8.ts'

const strict = new TextDecoder('utf-8', { fatal: true })

function decodes(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Bytes at the borders of the ranges in the Unicode Standard's table 3-7. */
const edge = fc.constantFrom(
  0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff,
)

test('valid is what the strict decoder of the platform takes', () => {
  fc.assert(fc.property(fc.array(edge, { maxLength: 8 }), (list) => {
    const bytes = Uint8Array.from(list)
    expect(isValidUtf8(bytes, 0, bytes.length)).toBe(decodes(bytes))
  }), { numRuns: 20_000 })
})

test('text cut at character boundaries is valid piece by piece exactly if it is as a whole', () => {
  fc.assert(fc.property(fc.array(edge, { maxLength: 12 }), fc.string({ unit: 'grapheme' }), fc.nat(40), (list, text, at) => {
    const bytes = Uint8Array.from([...new TextEncoder().encode(text), ...list])
    const cut = lastCharacterBoundary(bytes, 0, Math.min(at, bytes.length))
    expect(isValidUtf8(bytes, 0, cut) && isValidUtf8(bytes, cut, bytes.length)).toBe(decodes(bytes))
  }), { numRuns: 5000 })
})
