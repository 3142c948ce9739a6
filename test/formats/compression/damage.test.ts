import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decompress, readMember } from '../../../engine/formats/compression/index.ts'
import { ConnectorError } from '../../../engine/base/errors.ts'
import { collect, csv, failure, formats, hasTool, memorySource, numbers, packedSmall, runTool, small, zipOf } from './support.ts'

/** Reads to the end: the bytes, or the error if it is one of those that a damaged file may have. */
async function attempt(pieces: AsyncIterable<Uint8Array>): Promise<Buffer | string> {
  try {
    return await collect(pieces)
  } catch (error) {
    if (error instanceof ConnectorError) return error.code
    throw error
  }
}

const packedZip = zipOf([{ name: 'a.csv', method: 8, packed: deflateRawSync(small), content: small }])

describe.each(formats)('%s', format => {
  const packed = packedSmall[format]

  test('cut off anywhere is an error that says where', async () => {
    for (let size = 1; size < packed.length; size++) {
      const error = await failure(decompress(memorySource(packed.subarray(0, size), { name: 'cut' }), format))
      expect(error.code).toBe('damaged_archive')
      expect(error.message).toBe(`cut is incomplete: it ends after ${size} bytes, in the middle of its compressed data`)
      expect(error.details).toEqual({ bytesRead: size })
    }
  })

  test('with one bit flipped is an error or the same content', async () => {
    let numErrors = 0
    for (let bit = 0; bit < packed.length * 8; bit += format === 'bzip2' ? 3 : 1) {
      const flipped = Buffer.from(packed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      const got = await attempt(decompress(memorySource(flipped), format))
      if (typeof got === 'string') numErrors++
      else expect(got.equals(small), `bit ${bit}`).toBe(true)
    }
    expect(numErrors).toBeGreaterThan(packed.length)
  })

  test('with bytes overwritten, put in and left out is an error or the same content', async () => {
    const next = numbers(7)
    for (let run = 0; run < 400; run++) {
      const bytes = [...packed]
      for (let i = 1 + (next() % 4); i > 0; i--) {
        const at = next() % bytes.length
        const kind = next() % 3
        bytes.splice(at, kind === 0 ? 1 + (next() % 10) : kind === 1 ? 1 : 0, ...(kind === 0 ? [] : [next() & 255]))
      }
      const got = await attempt(decompress(memorySource(Uint8Array.from(bytes)), format))
      if (typeof got !== 'string') expect(got.equals(small), `run ${run}`).toBe(true)
    }
  })

  const isThere = hasTool(format)
  test.skipIf(!isThere)(`a larger file, damaged in the middle${isThere ? '' : ' (skipped: there is no such program)'}`, async () => {
    const content = csv(2_000_000)
    const larger = runTool(format, ['-c'], content)
    for (const at of [1000, larger.length >> 1, larger.length - 20]) {
      const damaged = Buffer.from(larger)
      damaged[at]! ^= 0x10
      expect((await failure(decompress(memorySource(damaged), format))).code).toBe('damaged_archive')
      expect((await failure(decompress(memorySource(larger.subarray(0, at)), format))).message).toContain('is incomplete: it ends after')
    }
  })
})

test('a zip archive with one bit flipped is an error or the same content', async () => {
  for (let bit = 0; bit < packedZip.length * 8; bit++) {
    const flipped = Buffer.from(packedZip)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    const got = await attempt(readMember(memorySource(flipped), 'a.csv'))
    if (typeof got !== 'string') expect(got.equals(small), `bit ${bit}`).toBe(true)
  }
}, 120_000)

test('a zip archive cut off anywhere is an error', async () => {
  for (let size = 1; size < packedZip.length; size += 7) {
    expect((await failure(readMember(memorySource(packedZip.subarray(0, size)), 'a.csv'))).code).toBe('damaged_archive')
  }
})
