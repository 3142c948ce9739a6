import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { CellText } from '../../../app/grid/CellText.tsx'

const markup = (text: string | null, breaksLines = false) => renderToStaticMarkup(createElement(CellText, { text, limit: 100, breaksLines }))
const words = (text: string | null, breaksLines = false) => markup(text, breaksLines).replace(/<[^>]*>/g, '')

test('a missing value, an empty text and the word null are three things, to eyes and ears', () => {
  expect(markup(null)).toMatch(/role="img" aria-label="missing"[^>]*>null</)
  expect(markup('')).toMatch(/role="img" aria-label="empty text"[^>]*>∅</)
  expect(markup('null')).toBe('null')
})

test('plain text is only text, and markup in it is text', () => {
  expect(markup('a <b> & c')).toBe('a &lt;b&gt; &amp; c')
})

test('spaces at the ends stay spaces, so that what is selected is the value', () => {
  expect(words('  a ')).toBe('  a ')
  expect(markup('  a ').match(/radial-gradient/g)).toHaveLength(2)
})

test('odd characters are badges with a name', () => {
  expect(markup('\ufeffid')).toMatch(/aria-label="byte order mark U\+FEFF"[^>]*>U\+FEFF<\/span>id/)
})

test('line ends break lines only where there is room', () => {
  expect(words('a\nb')).toBe('a⏎b')
  expect(words('a\nb', true)).toBe('a⏎\nb')
})
