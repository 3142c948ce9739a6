import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutFooter, type Encoding } from '../../../engine/formats/csv/index.ts'
import { expectEqual } from '../../support/equal.ts'
import { memorySource } from '../../support/memory-source.ts'
import { encode } from './arbitraries.ts'

async function textWithout(lines: number, text: string, encoding: Encoding = 'utf-8'): Promise<string> {
  const source = await withoutFooter(memorySource(encode(text, encoding)), { skip_footer: lines, encoding })
  const bytes = await source.read(0, source.size)
  const pieces: Uint8Array[] = []
  for await (const piece of source.stream()) pieces.push(piece.slice())
  expectEqual(Buffer.concat(pieces), Buffer.from(bytes))
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
}

test.each<[string, number, string]>([
  ['a\nb\nc\n', 1, 'a\nb\n'], ['a\nb\nc', 1, 'a\nb\n'], ['a\nb\n\n\nc\n\n', 1, 'a\nb\n\n\n'], ['a\r\nb\r\nc\r\n', 2, 'a\r\n'], ['a\rb\rc', 1, 'a\rb\r'], ['a\nb\n', 0, 'a\nb\n'], ['a\nb\n', 2, ''], ['a\nb\n', 9, ''], ['\n\n', 1, ''],
])('%j without %i lines is %j', async (text, lines, rest) => {
  expect(await textWithout(lines, text)).toBe(rest)
})

test('line ends are those of the encoding', async () => {
  // U+0A0A and U+0D0A hold the bytes of line ends and are none.
  for (const encoding of ['utf-16le', 'utf-16be'] as const) expect(await textWithout(1, 'a\n\u0A0A\u0D0A\nb\u0A0D\n', encoding)).toBe('a\n\u0A0A\u0D0A\n')
})

test('the same as cutting lines off the text, however long they are', async () => {
  const line = fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z,"]{1,6}$/), fc.nat(200_000).map(length => 'x'.repeat(length)))
  await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.nat(4), async (lines, count) => {
    const text = lines.map(line => `${line}\n`).join('')
    let left = count
    let kept = lines.length
    while (kept > 0 && left > 0) if (lines[--kept] !== '') left--
    const isCut = left === 0
    expect(await textWithout(count, text)).toBe(isCut ? lines.slice(0, kept).map(line => `${line}\n`).join('') : '')
  }), { numRuns: 60 })
})
