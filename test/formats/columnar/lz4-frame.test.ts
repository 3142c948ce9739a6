import fc from 'fast-check'
import lz4 from 'lz4js'
import { expect, test } from 'vitest'
import { Damage } from '../../../engine/formats/columnar/damage.ts'
import { unpackLz4Frames } from '../../../engine/formats/columnar/lz4-frame.ts'

const packed = (bytes: Uint8Array): Uint8Array => Uint8Array.from(lz4.compress(bytes))
const repetitive = fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 300 })), { maxLength: 20 })
  .map(parts => Uint8Array.from(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => [...bytes]).flat())))

test('what was packed is unpacked', () => {
  fc.assert(fc.property(repetitive, bytes => {
    expect(unpackLz4Frames(packed(bytes), bytes.length)).toEqual(bytes)
  }))
})

test('frames may follow one another', () => {
  const [a, b] = [new Uint8Array(1000).fill(7), Uint8Array.of(1, 2, 3)]
  expect(unpackLz4Frames(Uint8Array.from([...packed(a), ...packed(b)]), 1003)).toEqual(Uint8Array.from([...a, ...b]))
})

test('another size, an end in the middle and changed bytes are damage', () => {
  const bytes = Uint8Array.from({ length: 500 }, (_, i) => i % 7)
  const whole = packed(bytes)
  expect(() => unpackLz4Frames(whole, 499)).toThrow(Damage)
  expect(() => unpackLz4Frames(whole, 501)).toThrow(Damage)
  for (let end = 1; end < whole.length; end++) expect(() => unpackLz4Frames(whole.subarray(0, end), 500)).toThrow(Damage)
  fc.assert(fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
    const changed = whole.slice()
    changed[at] = byte
    try {
      expect(unpackLz4Frames(changed, 500)).toHaveLength(500)
    } catch (error) {
      expect(error).toBeInstanceOf(Damage)
    }
  }))
})
