import { expect, test } from 'vitest'
import {
  delimiterName, delimiterNamed, delimiterOptions, describeDialect, NO_QUOTE, quoteOptions, withEmptyToken, withQuote,
} from '../../../app/cells/dialect-options.ts'
import { defaultDialect } from '../../../engine/formats/csv/dialect.ts'

test.each([',', ';', '\t', '|', ' ', '~', '\u0001'])('the name of delimiter %j leads back to it', delimiter => {
  expect(delimiterNamed(delimiterName(delimiter))).toBe(delimiter)
})

test('the delimiter in use can be chosen, and no choice is blank', () => {
  const values = delimiterOptions('~').map(({ value }) => value)
  expect(values).toContain('~')
  expect(values.filter(value => value.trim() === '')).toEqual([])
  expect(delimiterOptions(',')).toHaveLength(5)
})

test('no quote is a choice; a quote takes its escape along', () => {
  expect(quoteOptions('`').map(({ value }) => value)).toEqual(['"', '\'', '`', NO_QUOTE])
  expect(withQuote(NO_QUOTE)).toEqual({ quote: null, escape: null })
  expect(withQuote('\'')).toEqual({ quote: '\'', escape: '\'' })
})

test('the empty cell is switched apart from the other null tokens', () => {
  expect(withEmptyToken(['', 'N/A'], false)).toEqual(['N/A'])
  expect(withEmptyToken(['N/A', ''], true)).toEqual(['', 'N/A'])
})

test('a dialect in half a line', () => {
  expect(describeDialect(defaultDialect)).toBe('UTF-8, comma, header')
  expect(describeDialect({ ...defaultDialect, encoding: 'windows-1252', delimiter: '\t', header: 0 })).toBe('Windows-1252, tab, no header')
})
