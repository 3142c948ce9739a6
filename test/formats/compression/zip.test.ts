import { deflateRawSync } from 'node:zlib'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../../../engine/formats/compression/checksums.ts'
import { decompress, displayName, listMembers, readMember } from '../../../engine/formats/compression/index.ts'
import { collect, csv, failure, hasTool, memorySource, noise, packedSmall, small, zipOf, type PackedMember } from './support.ts'

const deflated = (name: string | Uint8Array, content: Buffer, more: Partial<PackedMember> = {}): PackedMember => ({ name, method: 8, packed: deflateRawSync(content), content, ...more })
const stored = (name: string | Uint8Array, content: Buffer, more: Partial<PackedMember> = {}): PackedMember => ({ name, method: 0, packed: content, content, ...more })

describe('the list', () => {
  test('says what is there, in its order', async () => {
    const archive = zipOf([stored('data/', Buffer.alloc(0)), deflated('data/b.csv', small), stored('a.csv', Buffer.from('x\n1\n')), stored('secret', Buffer.from('?'), { flags: 0x801 })])
    expect(await listMembers(memorySource(archive))).toEqual([
      { name: 'data/', size: 0, compressedSize: 0, isDirectory: true, isEncrypted: false },
      { name: 'data/b.csv', size: small.length, compressedSize: deflateRawSync(small).length, isDirectory: false, isEncrypted: false },
      { name: 'a.csv', size: 4, compressedSize: 4, isDirectory: false, isEncrypted: false },
      { name: 'secret', size: 1, compressedSize: 1, isDirectory: false, isEncrypted: true },
    ])
  })

  test('is all that is read', async () => {
    const source = memorySource(zipOf([stored('large.bin', noise(2_000_000)), stored('small.csv', small)]))
    await listMembers(source)
    const numRead = source.ranges.reduce((sum, [start, end]) => sum + end - start, 0)
    expect(numRead).toBeLessThan(200_000)
  })

  test('of an empty archive is empty', async () => {
    expect(await listMembers(memorySource(zipOf([])))).toEqual([])
  })

  test('of something else is an error', async () => {
    const error = await failure((async function* () { yield* (await listMembers(memorySource(Buffer.from('PK\x03\x04 and no more'), { name: 'a.zip' }))) as never[] })())
    expect(error.code).toBe('damaged_archive')
    expect(error.message).toContain('a.zip is no whole zip archive')
  })
})

describe('a member', () => {
  test('that gzip would go on reading behind its end, ends where the list says', async () => {
    const content = Buffer.from('x')
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(crc32(content), 0)
    trailer.writeUInt32LE(content.length, 4)
    const again = Buffer.concat([deflateRawSync(content), trailer, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]), deflateRawSync(content)])
    expect(await collect(readMember(memorySource(zipOf([deflated('twice', content, { packed: again })])), 'twice'))).toEqual(content)
  })

  const content = csv(1_500_000)

  test('packed or not, with zip64 or without', async () => {
    for (const isZip64 of [false, true]) {
      const source = memorySource(zipOf([deflated('a.csv', content, { isZip64 }), stored('b.csv', small, { isZip64 })], { isZip64 }))
      expect((await listMembers(source)).map(({ size }) => size)).toEqual([content.length, small.length])
      expect(Buffer.compare(await collect(readMember(source, 'a.csv')), content)).toBe(0)
      expect(await collect(readMember(source, 'b.csv'))).toEqual(small)
    }
  })

  test.each([['bzip2', 12], ['zstd', 93], ['xz', 95]] as const)('packed by %s', async (format, method) => {
    const source = memorySource(zipOf([{ name: 'a.csv', method, packed: packedSmall[format], content: small }]))
    expect(await collect(readMember(source, 'a.csv'))).toEqual(small)
  })

  test('packed by deflate64, as far as it is the same as deflate', async () => {
    // Fixed codes; no copy is longer than 257 bytes, from where on the two differ.
    const packed = deflateRawSync(small, { strategy: 4 })
    const source = memorySource(zipOf([{ name: 'a.csv', method: 9, packed, content: small }]))
    expect(await collect(readMember(source, 'a.csv'))).toEqual(small)
  })

  test('packed by deflate64, with a copy of its own', async () => {
    // By hand: fixed codes; literal "a", length code 285 with 16 extra bits (3 + 996 bytes), distance 1, end.
    const bits = [1, 1, 0, ...code(0x30 + 97, 8), ...code(0xc0 + 285 - 280, 8), ...extra(996, 16), ...code(0, 5), ...code(0, 7)]
    const source = memorySource(zipOf([{ name: 'a.csv', method: 9, packed: packBits(bits), content: Buffer.alloc(1000, 'a') }]))
    expect((await collect(readMember(source, 'a.csv'))).toString()).toBe('a'.repeat(1000))
  })

  test('packed in another way says so', async () => {
    const error = await failure(readMember(memorySource(zipOf([{ name: 'a.csv', method: 98, packed: small, content: small }])), 'a.csv'))
    expect(error).toMatchObject({ code: 'unsupported_compression', message: 'The compressed data cannot be read: it is packed by zip method 98' })
  })

  test('that is encrypted says so', async () => {
    const error = await failure(readMember(memorySource(zipOf([stored('secret.csv', small, { flags: 0x801 })]), { name: 'a.zip' }), 'secret.csv'))
    expect(error).toMatchObject({ code: 'encrypted_member', message: '"secret.csv" in a.zip is encrypted' })
  })

  test('that is not there says so', async () => {
    expect((await failure(readMember(memorySource(zipOf([stored('a.csv', small)])), 'b.csv'))).code).toBe('no_such_member')
  })

  test('there twice is the last one', async () => {
    expect((await collect(readMember(memorySource(zipOf([stored('a', Buffer.from('1')), stored('a', Buffer.from('2'))])), 'a'))).toString()).toBe('2')
  })

  test('whose checksum or size is wrong is an error', async () => {
    for (const wrong of [Buffer.concat([small.subarray(1), Buffer.from('!')]), small.subarray(1), Buffer.concat([small, small])]) {
      for (const method of [0, 8]) {
        const packed = method === 0 ? small : deflateRawSync(small)
        const error = await failure(readMember(memorySource(zipOf([{ name: 'a', method, packed, content: wrong }]), { name: 'a.zip' }), 'a'))
        expect(error.code).toBe('damaged_archive')
        expect(error.message).toContain('"a" in a.zip is')
      }
    }
  })

  test('stops when it is told to', async () => {
    const controller = new AbortController()
    const pieces = readMember(memorySource(zipOf([stored('a', noise(3_000_000))])), 'a', undefined, controller.signal)
    await pieces.next()
    controller.abort(new Error('enough'))
    await expect(collect(pieces)).rejects.toThrow('enough')
  })

  test.each(['../../etc/passwd', '/etc/passwd', 'C:\\Windows\\x.csv', '..\\x.csv', 'a\0b.csv', 'x\u001b[2Jy.csv', 'Ümläut 😀.csv'])('named %j is just named so', async name => {
    const source = memorySource(zipOf([deflated(name, small)]))
    expect((await listMembers(source)).map(member => member.name)).toEqual([name])
    expect(await collect(readMember(source, name))).toEqual(small)
  })

  test('named in the old code page of DOS', async () => {
    const [member] = await listMembers(memorySource(zipOf([stored(Buffer.from([0x4d, 0x81, 0x6c, 0x6c]), small, { flags: 0 })])))
    expect(member?.name).toBe('Müll')
  })
})

const isThere = hasTool('zip')
test.skipIf(!isThere)(`what \`zip\` makes, also without knowing the size before${isThere ? '' : ' (skipped: there is no such program)'}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'))
  try {
    writeFileSync(join(folder, 'a.csv'), small)
    execFileSync('zip', ['-q', 'a.zip', 'a.csv'], { cwd: folder })
    expect(await collect(readMember(memorySource(readFileSync(join(folder, 'a.zip'))), 'a.csv'))).toEqual(small)
    const piped = execFileSync('zip', ['-q', '-', '-'], { cwd: folder, input: small, stdio: ['pipe', 'pipe', 'ignore'] })
    expect(await collect(readMember(memorySource(piped), '-'))).toEqual(small)
    expect(await collect(decompress(memorySource(piped), 'zip'))).toEqual(small)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('as a packed file, an archive has to hold just one', async () => {
  expect(await collect(decompress(memorySource(zipOf([stored('d/', Buffer.alloc(0)), deflated('d/a.csv', small)])), 'zip'))).toEqual(small)
  const error = await failure(decompress(memorySource(zipOf([stored('a\n.csv', small), stored('b.csv', small)]), { name: 'x.zip' }), 'zip'))
  expect(error).toMatchObject({ code: 'several_members', message: 'x.zip holds 2 files, and one is needed', hint: 'Choose one: a\\u{a}.csv, b.csv.' })
  expect((await failure(decompress(memorySource(zipOf([])), 'zip'))).code).toBe('several_members')
})

test.each([
  ['data/a.csv', 'data/a.csv'],
  ['../Ümläut 日本 😀.csv', '../Ümläut 日本 😀.csv'],
  ['a\u001b[31m\r\nb\0', 'a\\u{1b}[31m\\u{d}\\u{a}b\\u{0}'],
  ['evil\u202Evsc.exe', 'evil\\u{202e}vsc.exe'],
  ['a\u2028b\uD800c', 'a\\u{2028}b\\u{d800}c'],
  ['x'.repeat(100) + 'y'.repeat(1000), `${'x'.repeat(100)}…${'y'.repeat(99)}`],
])('the name %j is shown as %j', (name, shown) => {
  expect(displayName(name)).toBe(shown)
})

/** A code's bits, the first one highest, as deflate writes them one by one. */
const code = (value: number, length: number): number[] => Array.from({ length }, (_, i) => (value >> (length - 1 - i)) & 1)
const extra = (value: number, length: number): number[] => Array.from({ length }, (_, i) => (value >> i) & 1)
function packBits(bits: readonly number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  bits.forEach((bit, i) => { bytes[i >> 3]! |= bit << (i & 7) })
  return bytes
}
