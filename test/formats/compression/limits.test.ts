import { createGzip, deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decompress, defaultLimits, readMember } from '../../../engine/formats/compression/index.ts'
import { collect, failure, hasTool, memorySource, runTool, small, packedSmall, uint32, zipOf } from './support.ts'

const tight = { maxRatio: 100, ratioFromBytes: 1_000_000, maxBytes: 10_000_000 }

describe('the ratio', () => {
  test('counts only beyond some bytes', async () => {
    const zeros = Buffer.alloc(900_000)
    expect((await collect(decompress(memorySource(gzipSync(zeros)), 'gzip', tight))).length).toBe(900_000)
  })

  test('says its figures', async () => {
    const error = await failure(decompress(memorySource(gzipSync(Buffer.alloc(5_000_000)), { name: 'bomb.gz' }), 'gzip', tight))
    expect(error.code).toBe('decompression_limit')
    expect(error.message).toMatch(/^bomb\.gz unpacks to \d+ times its size, [\d.]+ MB out of its first [\d.]+ kB; beyond 1 MB at most 100 times is allowed$/)
    expect(error.details).toMatchObject({ maxRatio: 100, ratioFromBytes: 1_000_000 })
  })
})

test('the size in all', async () => {
  const error = await failure(decompress(memorySource(packedSmall.xz, { name: 'a.xz' }), 'xz', { ...tight, maxBytes: small.length - 1 }))
  expect(error).toMatchObject({ code: 'decompression_limit', message: 'a.xz unpacks to more than 1.9 kB, the most that is allowed' })
  expect(await collect(decompress(memorySource(packedSmall.xz), 'xz', { ...tight, maxBytes: small.length }))).toEqual(small)
})

describe('bombs are stopped on the way, in little memory', () => {
  const measure = async (pieces: AsyncGenerator<Uint8Array>): Promise<{ code: string, given: number, grown: number }> => {
    const before = process.memoryUsage().rss
    let given = 0
    let grown = 0
    const watched = (async function* () {
      for await (const piece of pieces) {
        given += piece.length
        grown = Math.max(grown, process.memoryUsage().rss - before)
        yield piece
      }
    })()
    return { code: (await failure(watched)).code, given, grown }
  }

  /** A zstd frame with a block of 4 bytes for every 128 KiB. */
  const zstdBomb = (numBlocks: number): Buffer => {
    const block = Buffer.from([...uint32(0x20000 << 3 | 2).subarray(0, 3), 0x61])
    return Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), ...Array.from({ length: numBlocks }, () => block)])
  }

  test('zstd: 32,000 to 1', async () => {
    const { code, given, grown } = await measure(decompress(memorySource(zstdBomb(1_000_000)), 'zstd'))
    expect(code).toBe('decompression_limit')
    expect(given).toBeLessThan(defaultLimits.ratioFromBytes * 100)
    expect(grown).toBeLessThan(300e6)
  }, 60_000)

  test.each(['xz', 'bzip2'] as const)('%s of zeros (where there is such a program)', async format => {
    if (!hasTool(format)) return
    const bomb = runTool(format, ['-9', '-c'], Buffer.alloc(150_000_000))
    const { code, given, grown } = await measure(decompress(memorySource(bomb), format))
    expect(code).toBe('decompression_limit')
    expect(given).toBeLessThanOrEqual(defaultLimits.ratioFromBytes + 4e6)
    expect(grown).toBeLessThan(300e6)
  }, 60_000)

  test('gzip, by the size in all', async () => {
    const gzip = createGzip({ level: 9 })
    const packed: Buffer[] = []
    gzip.on('data', (piece: Buffer) => packed.push(piece))
    for (let i = 0; i < 200; i++) gzip.write(Buffer.alloc(1_000_000))
    gzip.end()
    await new Promise(resolve => gzip.on('end', resolve))
    const { code, given, grown } = await measure(decompress(memorySource(Buffer.concat(packed)), 'gzip', { ...defaultLimits, maxBytes: 50e6 }))
    expect(code).toBe('decompression_limit')
    expect(given).toBeLessThanOrEqual(50e6)
    expect(grown).toBeLessThan(300e6)
  }, 60_000)

  test('a member of a zip archive', async () => {
    const content = Buffer.alloc(50_000_000)
    const archive = zipOf([{ name: 'a.csv', method: 8, packed: deflateRawSync(content), content }])
    const { code, given } = await measure(readMember(memorySource(archive), 'a.csv', tight))
    expect(code).toBe('decompression_limit')
    expect(given).toBeLessThanOrEqual(archive.length * tight.maxRatio)
  })
})
