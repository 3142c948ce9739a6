import { expect, test } from 'vitest'
import { recognizeCompression } from '../../../engine/formats/compression/index.ts'
import { formats, packedSmall, uint32, zipOf } from './support.ts'

test.each(formats)('%s by its content', format => {
  expect(recognizeCompression(packedSmall[format])).toBe(format)
})

test('zip, with and without members', () => {
  const content = Buffer.from('a,b\n')
  expect(recognizeCompression(zipOf([{ name: 'a.csv', method: 0, packed: content, content }]))).toBe('zip')
  expect(recognizeCompression(zipOf([]))).toBe('zip')
})

test('zstd behind frames to be skipped', () => {
  const skipped = Buffer.concat([uint32(0x184d2a53, 3), Buffer.from('abc')])
  expect(recognizeCompression(Buffer.concat([skipped, skipped, packedSmall.zstd]))).toBe('zstd')
  expect(recognizeCompression(uint32(0x184d2a50, 1_000_000))).toBe('zstd')
  // LZ4 has the same frames to be skipped.
  expect(recognizeCompression(Buffer.concat([skipped, uint32(0x184d2204)]))).toBeUndefined()
})

test.each(['', 'B', 'BZh', 'BZh9 is a bank\n', 'PK,name\n1,a\n', '\x1f\x8bx', '7zXZ', 'id,name\n1,a\n', 'P*M'])('%j is none of them', text => {
  expect(recognizeCompression(Buffer.from(text, 'latin1'))).toBeUndefined()
})
