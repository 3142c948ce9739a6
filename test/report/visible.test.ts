import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cssShare, formatDuration, formatMoment, formatShare } from '../../engine/report/figures.ts'
import { data, drawFirst, markup } from '../../engine/report/markup.ts'
import { fileName, withoutSecrets } from '../../engine/report/uri.ts'
import { visibleLine, visibleText } from '../../engine/report/visible.ts'
import { nastyText } from '../data/nasty.ts'

test.each([
  ['plain', 'plain'],
  ['a\u202eb', 'a⟨RLO⟩b'],
  ['a\u202e\u202e\u202eb', 'a⟨RLO ×3⟩b'],
  ['a\r\nb\n\nc\td', 'a⟨↵⟩b⟨↵ ×2⟩c⟨tab⟩d'],
  ['\u0000\u0007', '⟨NUL⟩⟨U+0007⟩'],
  ['\ud800', '⟨U+D800⟩'],
  ['\ud83d😀', '⟨U+D83D⟩😀'],
  ['😀\udc00', '😀⟨U+DC00⟩'],
  ['👩‍👩‍👧 می‌خواهم', '👩‍👩‍👧 می‌خواهم'],
  ['pay\u200dpal', 'pay⟨ZWJ⟩pal'],
  ['x\u{e0061}', 'x⟨U+E0061⟩'],
  ['á e\u0301', 'á e\u0301'],
])('%j reads %s', (text, line) => {
  expect(visibleLine(text, 100)).toBe(line)
})

test('spaces nobody would see are named in cells, those of a cut end are not', () => {
  expect(data('  FR ', 100).html).toBe('<bdi><i>space ×2</i>FR<i>space</i></bdi>')
  expect(data('ab cd', 3).html).toBe('<bdi>ab <i>… 2 more</i></bdi>')
})

test('a cut keeps characters whole', () => {
  expect(visibleLine('ab😀', 3)).toBe('ab…')
  expect(data('ab😀', 3).html).toBe('<bdi>ab<i>… 2 more</i></bdi>')
})

test('nothing unseen is left, nothing seen is lost', () => {
  fc.assert(fc.property(nastyText(), text => {
    const { parts, hidden } = visibleText(text, 1_000)
    const plain = parts.flatMap(part => part.kind === 'text' ? [part.text] : []).join('')
    expect(hidden).toBe(Math.max(0, text.length - 1_000))
    expect(plain).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/)
    if (/^[\u0021-\u007e]*$/.test(text)) expect(plain).toBe(text)
    expect(plain).not.toMatch(/\p{Surrogate}/u)
  }))
})

test('a template escapes texts, keeps markup, leaves out null', () => {
  expect(markup`<p title="${'"<\'`&>'}">${[markup`<b>${1}</b>`, null, 'a < b']}</p>`.html).toBe('<p title="&quot;&lt;&#39;&#96;&amp;&gt;"><b>1</b>a &lt; b</p>')
})

test('a list is drawn while there is room', () => {
  const draw = (item: string) => markup`${item}`
  expect(drawFirst(['ab', 'cd', 'ef'], { maxItems: 2, maxBytes: 100 }, draw)).toMatchObject({ drawn: [{ html: 'ab' }, { html: 'cd' }], left: 1 })
  expect(drawFirst(['éé', 'cd'], { maxItems: 9, maxBytes: 5 }, draw)).toMatchObject({ drawn: [{ html: 'éé' }], left: 1 })
})

test.each([[0, '0%'], [1, '100%'], [1e-9, '<0.0001%'], [0.000012, '0.0012%'], [0.0357, '3.6%'], [0.5, '50%'], [0.99999, '>99.9%']])('share %s is %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})

test('figures', () => {
  expect([8, 340, 12_000, 125_000, 3_840_000].map(formatDuration)).toEqual(['8 ms', '0.3 s', '12 s', '2 min 5 s', '1 h 4 min'])
  expect(formatMoment('2026-03-01T10:20:31.004Z')).toBe('1 March 2026, 10:20:31 UTC')
  expect(formatMoment('soon')).toBe('soon')
  expect([cssShare(1, 3), cssShare(5, 0), cssShare(9, 3)]).toEqual(['33.33%', '0%', '100%'])
})

test('addresses lose what lets their reader in', () => {
  expect(withoutSecrets('postgres://ada:pa@ss@db.example.org:5432/sales')).toBe('postgres://***@db.example.org:5432/sales')
  expect(withoutSecrets('s3://bucket/a.csv?X-Amz-Security-Token=abc&part=1&sig=def')).toBe('s3://bucket/a.csv?X-Amz-Security-Token=***&part=1&sig=***')
  expect(withoutSecrets('/data/o@clock.csv')).toBe('/data/o@clock.csv')
  expect(['/data/in/a.csv', 'C:\\data\\b.csv', 'https://u:p@example.org/c.csv?x=1', 'd.csv'].map(fileName)).toEqual(['a.csv', 'b.csv', 'c.csv', 'd.csv'])
})
