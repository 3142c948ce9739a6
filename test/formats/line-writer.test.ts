import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineWriter } from '../../engine/formats/line-writer.ts'
import { cellsOfLines } from '../support/text-lines.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const nasty = fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.stringMatching(/^[a-z",\n\r é😀\uFEFF]{0,60}$/u))

/** What the line reads back as, a cell behind each. */
function written(write: (line: LineWriter) => void): string | null | undefined {
  const line = new LineWriter()
  write(line)
  line.separator()
  line.ascii('end')
  line.lineEnd()
  const [row] = cellsOfLines(line.bytes, line.length)
  expect(row?.[1]).toBe('end')
  return row?.[0]
}

test('texts read back as they were, from strings and from bytes', () => {
  fc.assert(fc.property(nasty, text => {
    // A lone surrogate has no UTF-8.
    const sound = decoder.decode(encoder.encode(text))
    const bytes = encoder.encode(`..${text}..`)
    expect(written(line => { line.text(text) })).toBe(sound)
    expect(written(line => { line.utf8(bytes, 2, bytes.length - 2) })).toBe(sound)
  }), { numRuns: 2000 })
})

test('bytes that are no UTF-8 read as the decoder reads them', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
    expect(written(line => { line.utf8(bytes, 0, bytes.length) })).toBe(decoder.decode(bytes))
  }), { numRuns: 2000 })
})

test('integers are written in decimal', () => {
  const limits = [0, -0, 9, 10, 99, 100, 2_147_483_647, 2_147_483_648, -2_147_483_647, -2_147_483_648, 999_999_999, 1_000_000_000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
  for (const value of limits) expect(written(line => { line.integer(value) })).toBe(String(value))
  fc.assert(fc.property(fc.maxSafeInteger(), value => { expect(written(line => { line.integer(value) })).toBe(String(value)) }))
  fc.assert(fc.property(fc.integer(), value => { expect(written(line => { line.integer(value) })).toBe(String(value)) }))
})

test('a cell that is not written is null, and room is made for long ones', () => {
  expect(written(() => undefined)).toBeNull()
  const long = 'é,'.repeat(300_000)
  expect(written(line => { line.text(long) })).toBe(long)
})
