import { expect, test } from 'vitest'
import { crc32, createCrc32, createCrc64 } from '../../../engine/formats/compression/checksums.ts'
import { noise } from './support.ts'

// The check values of Ross Williams' catalogue.
const check = Buffer.from('123456789')

test('CRC-32', () => {
  expect(crc32(check)).toBe(0xcbf43926)
  expect(crc32(Buffer.alloc(0))).toBe(0)
})

test('CRC-64', () => {
  const crc = createCrc64()
  crc.update(check)
  expect(crc.value).toBe(0x995dc9bbdf1939fan)
})

test('both are the same whatever the pieces', () => {
  const bytes = noise(1000)
  const whole = { a: createCrc32(), b: createCrc64() }
  whole.a.update(bytes)
  whole.b.update(bytes)
  for (const size of [1, 3, 8, 13]) {
    const a = createCrc32()
    const b = createCrc64()
    for (let at = 0; at < bytes.length; at += size) {
      a.update(bytes.subarray(at, at + size))
      b.update(bytes.subarray(at, at + size))
    }
    expect([a.value, b.value]).toEqual([whole.a.value, whole.b.value])
  }
})
