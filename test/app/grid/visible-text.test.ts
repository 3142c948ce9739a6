import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visibleText, type TextSegment } from '../../../app/grid/visible-text.ts'

/** One line for a list of segments: text as it is, spaces as dots, badges in brackets. */
const drawn = (text: string, limit?: number) => visibleText(text, limit).map(draw).join('')

function draw(segment: TextSegment): string {
  switch (segment.kind) {
    case 'text': return segment.text
    case 'space': return '·'.repeat(segment.text.length)
    case 'lineEnd': case 'code': return `[${segment.badge}]`
    case 'cut': return `…${segment.hidden}`
    case 'empty': return '∅'
  }
}

describe('what is drawn', () => {
  test.each([
    ['', '∅'],
    ['Anna Maria', 'Anna Maria'],
    [' Anna  Maria  ', '·Anna  Maria··'],
    ['   ', '···'],
    ['a\nb\r\nc\rd', 'a[⏎]b[⏎]c[⏎]d'],
    ['a  \n b c', 'a··[⏎]·b c'],
    ['\ufeffid', '[U+FEFF]id'],
    ['a\u0000b', 'a[NUL]b'],
    ['a\tb', 'a[⇥]b'],
    ['1\u00a0000', '1[NBSP]000'],
    ['\u0085', '[U+0085]'],
    ['pay\u202epal', 'pay[U+202E]pal'],
    ['שלום עולם', 'שלום עולם'],
    ['👩‍👧 می‌خواهم', '👩‍👧 می‌خواهم'],
    ['a\u200db', 'a[ZWJ]b'],
    ['\ud83d', '[U+D83D]'],
    ['x\ude00', 'x[U+DE00]'],
    ['👍', '👍'],
    ['東京\u3000都\u3000', '東京\u3000都·'],
    [' \u00a0 ', '·[NBSP]·'],
  ])('%j as %s', (text, expected) => {
    expect(drawn(text)).toBe(expected)
  })

  test('of a long text is its start, never half a character, and how much is missing', () => {
    expect(drawn('abcdef', 4)).toBe('abcd…2')
    expect(drawn('abc👍d', 4)).toBe('abc…3')
    expect(drawn('abc def', 4)).toBe('abc …3')
    expect(drawn('abcd', 4)).toBe('abcd')
  })
})

test('badges have names to be read aloud', () => {
  expect(visibleText('\ufeff')).toEqual([{ kind: 'code', text: '\ufeff', badge: 'U+FEFF', name: 'byte order mark U+FEFF' }])
  expect(visibleText('\r\n')).toEqual([{ kind: 'lineEnd', text: '\r\n', badge: '⏎', name: 'line end CR LF' }])
  expect(visibleText('\u0007')).toMatchObject([{ name: 'invisible character U+0007' }])
})

test('the segments are the text, whatever it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), text => {
    expect(visibleText(text).map(segment => 'text' in segment ? segment.text : '').join('')).toBe(text)
  }))
  const nasty = fc.array(fc.constantFrom(' ', '\r', '\n', '\t', 'a', '\u200d', '👍', '\ud83d', '\ufeff', '\u3000', 'ש'), { minLength: 1 })
  fc.assert(fc.property(nasty, parts => {
    const text = parts.join('')
    expect(visibleText(text).map(segment => 'text' in segment ? segment.text : '').join('')).toBe(text)
  }))
})

test('a text of a million characters is cut before it is looked at', () => {
  const text = ' x\u0000'.repeat(400_000)
  const started = performance.now()
  for (let i = 0; i < 1000; i++) visibleText(text, 300)
  expect(performance.now() - started).toBeLessThan(1000)
})
