import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTranscoder, originalLength } from '../../../engine/formats/csv/transcode.ts'
import { createScanner, decodeRaw, defaultDialect, ENCODINGS, locateRecords, type Encoding } from '../../../engine/formats/csv/index.ts'
import { encodingNamed } from '../../../engine/formats/encodings/names.ts'
import { guessEncoding } from '../../../engine/formats/detect/encoding.ts'
import { encodeIn, isWritable } from './encode.ts'
import { corpora } from './corpora.ts'

const legacy = ENCODINGS.filter(encoding => !encoding.startsWith('utf'))
const chunked = (encoding: Encoding, bytes: Uint8Array, cuts: readonly number[]): Uint8Array => {
  const transcoder = createTranscoder(encoding)
  const edges = [0, ...cuts.map(cut => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
  const pieces = edges.slice(1).map((edge, i) => transcoder.push(bytes.subarray(edges[i], edge)).slice())
  return new Uint8Array(Buffer.concat([...pieces, transcoder.end().slice()]))
}
const cuts = fc.array(fc.nat(60), { maxLength: 5 })

describe.each(legacy)('%s', encoding => {
  test('every text it can write is read again, its length in the file known', () => {
    const characters = fc.array(fc.constantFrom(...Array.from(encodeIn.alphabet(encoding))), { maxLength: 20 }).map(list => list.join(''))
    fc.assert(fc.property(characters, cuts, (text, cuts) => {
      const bytes = encodeIn(encoding, text)
      const utf8 = chunked(encoding, bytes, cuts)
      expect(Buffer.from(utf8).toString()).toBe(text)
      expect(originalLength(encoding, utf8, 0, utf8.length)).toBe(bytes.length)
      expect(decodeRaw(bytes, { encoding })).toBe(text)
    }), { numRuns: 100 })
  })

  test('bytes that are no character are found, cost themselves alone, and swallow no ASCII', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), cuts, (noise, cuts) => {
      const bytes = Uint8Array.from([...noise, 0x2c, 0x0a, 0x61])
      const utf8 = chunked(encoding, bytes, cuts)
      expect(Array.from(utf8)).toEqual(Array.from(chunked(encoding, bytes, [])))
      expect(Array.from(utf8.subarray(-2))).toEqual([0x0a, 0x61])
      expect(originalLength(encoding, utf8, 0, utf8.length)).toBe(bytes.length)
    }), { numRuns: 200 })
  })
})

test('UTF-32 in both orders, and what is no code point', () => {
  for (const encoding of ['utf-32le', 'utf-32be'] as const) {
    const points = [0x61, 0xe9, 0x20ac, 0x1f600, 0x110000, 0xd800]
    const bytes = new Uint8Array(points.length * 4 + 1)
    points.forEach((point, i) => { new DataView(bytes.buffer).setUint32(i * 4, point, encoding === 'utf-32le') })
    const utf8 = chunked(encoding, bytes, [3, 9, 10])
    expect(Buffer.from(utf8.subarray(0, 10)).toString()).toBe('aé€😀')
    expect(utf8.subarray(10)).toEqual(new Uint8Array(9).fill(0xff))
    expect(originalLength(encoding, utf8, 0, utf8.length)).toBe(bytes.length)
  }
})

test('labels in use mean their encoding', () => {
  expect(['Latin1', 'cp1252', 'SJIS', 'gbk', 'UTF8', 'Shift_JIS', 'ISO-8859-2', 'klingon'].map(encodingNamed)).toEqual(['iso-8859-1', 'windows-1252', 'shift_jis', 'gbk', 'utf-8', 'shift_jis', 'iso-8859-2', undefined])
})

describe('an encoding is found', () => {
  const found = (bytes: Uint8Array): string => {
    const guess = guessEncoding(bytes)
    return guess.kind === 'text' ? guess.encoding : guess.what
  }
  /** The right encoding is one that gives the text. */
  const isRight = (bytes: Uint8Array, text: string): boolean => {
    const guess = guessEncoding(bytes)
    return guess.kind === 'text' && decodeRaw(bytes, { encoding: guess.encoding }) === text
  }
  const cases = corpora.flatMap(({ language, text, names, encodings }) => encodings.map(encoding => ({ language, encoding, text, table: `id,name\n${names.map((name, i) => `${i + 1},${name}\n`).join('')}` })))

  test('of whole texts', () => {
    const wrong = cases.filter(({ encoding, text }) => !isRight(encodeIn(encoding, text), text)).map(({ language, encoding, text }) => `${language} in ${encoding} taken for ${found(encodeIn(encoding, text))}`)
    expect(wrong.length / cases.length, wrong.join('\n')).toBeLessThanOrEqual(0.02)
  })

  test('of tables with some names', () => {
    const wrong = cases.filter(({ encoding, table }) => !isRight(encodeIn(encoding, table), table)).map(({ language, encoding, table }) => `${language} in ${encoding} taken for ${found(encodeIn(encoding, table))}`)
    expect(wrong.length / cases.length, wrong.join('\n')).toBeLessThanOrEqual(0.1)
  })

  test('all corpora can be written', () => {
    expect(cases.filter(({ encoding, text, table }) => !isWritable(encoding, text + table)).map(({ language, encoding }) => `${language} in ${encoding}`)).toEqual([])
  })

  test('by a mark, or by zeros, and a delimiter that is a control character is none', () => {
    const ascii = 'id,name\n1,Ann\n2,Bob\n'.repeat(5)
    expect(found(Buffer.from(`\uFEFF${ascii}`, 'utf16le'))).toBe('utf-16le')
    expect(found(Buffer.from(ascii, 'utf16le'))).toBe('utf-16le')
    const utf32 = Uint8Array.from(Array.from(ascii).flatMap(character => [0, 0, 0, character.charCodeAt(0)]))
    expect(found(utf32)).toBe('utf-32be')
    expect(found(Buffer.from(utf32).swap32())).toBe('utf-32le')
    expect(found(Buffer.from(ascii.replaceAll(',', '\u0001')))).toBe('utf-8')
    expect(found(Uint8Array.from({ length: 400 }, (_, i) => i * 7919 % 256))).toMatch(/^binary/)
  })
})

test('of two forms of a character one is read, the other is told: the place of a record in the file hangs on it', () => {
  const euro = (encoding: Encoding, ...bytes: number[]): number[] => Array.from(chunked(encoding, Uint8Array.from(bytes), []))
  const utf8 = [0xe2, 0x82, 0xac]
  expect([euro('gbk', 0x80), euro('gb18030', 0xa2, 0xe3), euro('gb18030', 0x80)]).toEqual([utf8, utf8, [0xff]])
  expect(euro('gbk', 0xa2, 0xe3)).toContain(0xff)
})

test('records of any encoding are found again in the file, malformed ones with their text', async () => {
  for (const { encodings, names } of corpora) {
    for (const encoding of encodings) {
      const dialect = { ...defaultDialect, encoding }
      const text = `id,name\n${names.map((name, i) => i % 5 === 3 ? `${i},${name},${name}\n` : `${i},"${name}\n${name}"\n`).join('')}`
      const bytes = encodeIn(encoding, text)
      const scanner = createScanner({ dialect, indexEvery: 2 })
      for (let at = 0; at < bytes.length; at += 7) scanner.push(bytes.subarray(at, at + 7))
      scanner.end()
      const found: unknown[] = []
      const ordinals = names.map((_, i) => i + 1)
      for await (const record of locateRecords((start, end) => Promise.resolve(bytes.subarray(start, end)), { dialect, columns: 2, index: scanner.index, ordinals })) {
        found.push(record.kind === 'record' ? record.cells : record.raw)
      }
      expect(found, encoding).toEqual(names.map((name, i) => i % 5 === 3 ? `${i},${name},${name}` : [String(i), `${name}\n${name}`]))
    }
  }
})
