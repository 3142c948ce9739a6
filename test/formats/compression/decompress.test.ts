import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decompress } from '../../../engine/formats/compression/index.ts'
import { gunzipMembers } from '../../../engine/formats/compression/gzip.ts'
import { ByteReader } from '../../../engine/formats/compression/byte-reader.ts'
import { collect, csv, failure, formats, hasTool, memorySource, noise, packedSmall, runTool, small, uint32 } from './support.ts'

const MAX_PIECE_BYTES = 4e6

describe.each(formats)('%s', format => {
  const packed = packedSmall[format]

  test('a small file, in pieces of every size', async () => {
    for (const pieceBytes of [1, 2, 3, 7, 100, 1 << 20]) {
      expect(await collect(decompress(memorySource(packed, { pieceBytes }), format))).toEqual(small)
    }
  })

  test('several of them one behind the other', async () => {
    const all = await collect(decompress(memorySource(Buffer.concat([packed, packed, packed])), format))
    expect(all).toEqual(Buffer.concat([small, small, small]))
  })

  test('zeros behind the end, also between two', async () => {
    const zeros = Buffer.alloc(1024)
    expect(await collect(decompress(memorySource(Buffer.concat([packed, zeros])), format))).toEqual(small)
    expect(await collect(decompress(memorySource(Buffer.concat([packed, zeros, packed, zeros])), format))).toEqual(Buffer.concat([small, small]))
  })

  test.each(['\n', 'garbage', '\0\0\0garbage', 'P'])('%j behind the end is an error', async garbage => {
    const error = await failure(decompress(memorySource(Buffer.concat([packed, Buffer.from(garbage)]), { name: 'x.csv.z' }), format))
    expect(error.code).toBe('damaged_archive')
    expect(error.message).toMatch(/^x\.csv\.z is (damaged at about byte \d+|incomplete)/)
  })

  test('can be left in the middle, and lets the source go', async () => {
    let isClosed = false
    const source = memorySource(Buffer.concat(Array.from({ length: 50 }, () => packed)))
    const watched = { ...source, async *stream() {
      try {
        yield* source.stream()
      } finally {
        isClosed = true
      }
    } }
    for await (const _ of decompress(watched, format)) break
    expect(isClosed).toBe(true)
  })

  test('an error of the source is passed on as it is', async () => {
    const source = { ...memorySource(packed), async *stream() {
      await Promise.resolve()
      yield packed.subarray(0, 20)
      throw new Error('the disk is on fire')
    } }
    await expect(collect(decompress(source, format))).rejects.toThrow('the disk is on fire')
  })

  test('stops when it is told to', async () => {
    const controller = new AbortController()
    const pieces = decompress(memorySource(Buffer.concat([packed, packed, packed])), format, undefined, controller.signal)
    await pieces.next()
    controller.abort(new Error('enough'))
    await expect(collect(pieces)).rejects.toThrow('enough')
  })

  const options = { gzip: ['-1', '-6', '-9'], bzip2: ['-1', '-9'], xz: ['-0', '-6', '-9e'], zstd: ['-1', '--fast=10', '-9', '-19', '--ultra -22', '--long=27'] }[format]
  const checks = format === 'xz' ? ['-0 --check=none', '-0 --check=crc32', '-0 --check=crc64', '-0 --check=sha256', '--lzma2=preset=0,lc=0,lp=4,pb=0', '-0 --block-size=65536'] : format === 'zstd' ? ['--no-check', '-B1KB', '--target-compressed-block-size=1500'] : []
  const contents = {
    nothing: Buffer.alloc(0), 'one byte': Buffer.from('a'), csv: csv(1_500_000), noise: noise(400_000), zeros: Buffer.alloc(3_000_000),
    'runs around a block\'s end': Buffer.concat([Buffer.alloc(99_980), noise(50), Buffer.alloc(5000, 'a'), noise(20, 2)]),
    'long repeats': Buffer.concat([noise(300_000), noise(300_000), csv(700_000), noise(300_000), csv(700_000)]),
  }
  const isThere = hasTool(format)
  test.skipIf(!isThere).each([...options, ...checks])(`what \`${format} %s\` makes${isThere ? '' : ' (skipped: there is no such program)'}`, async option => {
    for (const content of Object.values(contents)) {
      const args = format === 'gzip' || format === 'bzip2' ? [option, '-c'] : ['-c', ...(format === 'zstd' ? ['-q'] : []), ...option.split(' ')]
      const source = memorySource(runTool(format, args, content), { pieceBytes: 10_007 })
      const pieces: Uint8Array[] = []
      for await (const piece of decompress(source, format)) {
        expect(piece.length).toBeLessThan(MAX_PIECE_BYTES)
        pieces.push(piece)
      }
      expect(Buffer.compare(Buffer.concat(pieces), content)).toBe(0)
    }
  })
})

describe('gzip', () => {
  test('our own decoder, on everything', async () => {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [0, 1, 2, 3, 4]) {
        for (const content of [Buffer.alloc(0), Buffer.from('a'), csv(700_000), noise(200_000), Buffer.alloc(500_000)]) {
          const all = await collect(gunzipMembers(new ByteReader(memorySource(gzipSync(content, { level, strategy }), { pieceBytes: 997 }).stream())))
          expect(Buffer.compare(all, content)).toBe(0)
        }
      }
    }
  })

  test('a header with everything in it', async () => {
    const body = gzipSync(small).subarray(10)
    const header = Buffer.from('1f8b081e000000000003' + '0400' + '41420000' + Buffer.from('name\0comment\0').toString('hex'), 'hex')
    const { crc32 } = await import('../../../engine/formats/compression/checksums.ts')
    const checksum = Buffer.from(Uint16Array.of(crc32(header) & 0xffff).buffer)
    const input = (sum: Buffer): AsyncIterable<Uint8Array> => decompress(memorySource(Buffer.concat([header, sum, body])), 'gzip')
    expect(await collect(input(checksum))).toEqual(small)
    expect((await failure(input(Buffer.from([checksum[0]! ^ 1, checksum[1]!])))).code).toBe('damaged_archive')
  })

  test('blocked gzip: many members of 64 KiB', async () => {
    const content = csv(1_000_000)
    const members: Buffer[] = []
    for (let at = 0; at < content.length; at += 65_280) {
      const body = gzipSync(content.subarray(at, at + 65_280)).subarray(10)
      members.push(Buffer.concat([Buffer.from('1f8b08040000000000ff060042430200', 'hex'), Buffer.from(Uint16Array.of(body.length + 17).buffer), body]))
    }
    expect(Buffer.compare(await collect(decompress(memorySource(Buffer.concat(members)), 'gzip')), content)).toBe(0)
  })

  test('without a decoder of the platform', async () => {
    const native = globalThis.DecompressionStream
    try {
      Reflect.deleteProperty(globalThis, 'DecompressionStream')
      expect(await collect(decompress(memorySource(packedSmall.gzip), 'gzip'))).toEqual(small)
    } finally {
      globalThis.DecompressionStream = native
    }
  })

  test('with a decoder that stops at the second member, as browsers have it', async () => {
    const native = globalThis.DecompressionStream
    try {
      // Gives what the platform makes of the first member, and then an error.
      globalThis.DecompressionStream = class {
        readable: ReadableStream
        writable: WritableStream
        constructor() {
          const through = new TransformStream<Uint8Array, Uint8Array>({
            transform(_, controller) {
              controller.enqueue(new Uint8Array(small))
            },
            flush() {
              throw new TypeError('Junk found after end of compressed data.')
            },
          })
          this.readable = through.readable
          this.writable = through.writable
        }
      }
      const all = await collect(decompress(memorySource(Buffer.concat([packedSmall.gzip, gzipSync(Buffer.from('more\n'))])), 'gzip'))
      expect(all.toString()).toBe(`${small.toString()}more\n`)
    } finally {
      globalThis.DecompressionStream = native
    }
  })
})

describe('zstd', () => {
  test('frames to be skipped, before, between and behind', async () => {
    const skipped = (size: number): Buffer => Buffer.concat([uint32(0x184d2a5f, size), noise(size)])
    const all = await collect(decompress(memorySource(Buffer.concat([skipped(0), skipped(100_000), packedSmall.zstd, skipped(7), packedSmall.zstd, skipped(1)]), { pieceBytes: 1000 }), 'zstd'))
    expect(all).toEqual(Buffer.concat([small, small]))
  })

  test('only frames to be skipped: nothing', async () => {
    expect(await collect(decompress(memorySource(Buffer.concat([uint32(0x184d2a50, 3), Buffer.from('abc')])), 'zstd'))).toEqual(Buffer.alloc(0))
  })

  test('a frame that needs a dictionary, or a window that is too large, says so', async () => {
    const dictionary = await failure(decompress(memorySource(Buffer.from('28b52ffd2107050161000000', 'hex')), 'zstd'))
    expect(dictionary).toMatchObject({ code: 'unsupported_compression', details: { dictionary: 7 } })
    const window = await failure(decompress(memorySource(Buffer.from('28b52ffd00f8010000', 'hex')), 'zstd'))
    expect(window).toMatchObject({ code: 'unsupported_compression', details: { maxBytes: 2 ** 28 } })
  })
})

test.skipIf(!hasTool('xz'))('xz with a filter that is not read says so', async () => {
  const error = await failure(decompress(memorySource(runTool('xz', ['-c', '--x86', '--lzma2'], small)), 'xz'))
  expect(error.code).toBe('unsupported_compression')
})
