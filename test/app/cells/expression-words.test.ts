import { describe, expect, test } from 'vitest'
import { parseExpression } from '../../../engine/algebra/parse.ts'
import { columnText, expressionWords, wordBefore, wordsFor } from '../../../app/cells/forms/expression-words.ts'

describe('the word before the cursor', () => {
  test.each([
    ['age > le', { from: 6, typed: 'le' }],
    ['', { from: 0, typed: '' }],
    ['age >= 18', undefined],
    ["name = 'le", undefined],
    ["name = 'it''s' and le", { from: 19, typed: 'le' }],
    ['"full na', { from: 0, typed: 'full na' }],
    ['`full na', { from: 0, typed: 'full na' }],
  ])('%j', (source, expected) => {
    expect(wordBefore(source, source.length)).toEqual(expected)
  })
})

test('a column is written so that the parser reads it back', () => {
  for (const name of ['age', 'full name', 'and', 'Select "x"', 'größe', '1st']) {
    for (const quote of ['"', '`'] as const) {
      const parsed = parseExpression(`${columnText(name, quote)} is null`)
      expect(parsed).toMatchObject({ ok: true })
      expect(JSON.stringify(parsed)).toContain(JSON.stringify(name))
    }
  }
})

test('words that start as typed come before words that hold it', () => {
  const words = expressionWords([{ name: 'end_date' }, { name: 'weekend' }])
  expect(wordsFor(words, 'end', 3).map(({ label }) => label)).toEqual(['end_date', expect.any(String), expect.any(String)])
  expect(wordsFor(words, 'END', 50).map(({ label }) => label)).toEqual(expect.arrayContaining(['end_date', 'end', 'weekend']))
  expect(wordsFor(words, 'zzz', 5)).toEqual([])
})
