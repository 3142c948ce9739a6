import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTranscoder, originalLength } from '../../../engine/formats/csv/transcode.ts'
import { chunksOf, concat, cuts, encode } from './arbitraries.ts'

test('UTF-16 becomes UTF-8, however it is cut, and every byte is accounted for', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), cuts, fc.constantFrom('utf-16le' as const, 'utf-16be' as const), (text, cuts, encoding) => {
    const file = encode(text, encoding)
    const transcoder = createTranscoder(encoding)
    const utf8 = concat([...chunksOf(file, cuts).map(chunk => transcoder.push(chunk).slice()), transcoder.end().slice()])
    expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8)).toBe(text)
    expect(originalLength(encoding, utf8, 0, utf8.length)).toBe(file.length)
  }))
})

test('the single-byte encodings know all 256 bytes', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  for (const encoding of ['windows-1252', 'iso-8859-1'] as const) {
    const utf8 = createTranscoder(encoding).push(all)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(utf8)
    expect(new Set(text).size).toBe(256)
    expect(text.slice(0, 128)).toBe(String.fromCharCode(...all.subarray(0, 128)))
    expect(text.slice(160)).toBe(String.fromCharCode(...all.subarray(160)))
    expect(originalLength(encoding, utf8, 0, utf8.length)).toBe(256)
  }
})
