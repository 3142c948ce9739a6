import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepts, automatonOfLength, automatonOfTexts, both, either, everything, except, nothing, type Automaton } from '../../engine/data/automaton.ts'
import { automatonOfCast, automatonOfOrder } from '../../engine/data/cast-automaton.ts'
import { parseCell, type CastSpec } from '../../engine/data/cast.ts'
import { compareValues } from '../../engine/data/compare.ts'
import { automatonOfBound } from '../../engine/data/number-automaton.ts'
import { compilePattern, matchesPart, matchesWhole, type Pattern } from '../../engine/data/pattern.ts'
import { automatonOfPattern } from '../../engine/data/pattern-automaton.ts'
import { present } from '../../engine/base/assert.ts'
import { textLength } from '../../engine/data/text.ts'
import { dateText, numberText } from '../support/arbitrary.ts'
import { nastyText } from './nasty.ts'

const pattern = (source: string): Pattern => {
  const compiled = compilePattern(source)
  if (!compiled.ok) throw new Error(compiled.message)
  return compiled.pattern
}
const texts = fc.oneof(nastyText(), numberText, dateText, fc.string({ unit: fc.constantFrom('a', 'b', 'k', 'K', '1', '-', '.', '@', '\n', 'é', '\u212a'), maxLength: 8 }))

describe('of a pattern', () => {
  const SOURCES = [
    'a*', 'a{2,4}b?', '(?:ab|ba)+', '[^@\\s]+@[^@\\s]+\\.[^@\\s]+', '.', '(?s).*', '.{0,3}', '^a', 'a$', '^$', '(?i)kab', '[a-zé]+', '\\d+', '\\w*', '[^a-b]', '(a|ab)(c|bcd)(d*)', '\\pL+',
    '', '(?:^a|b$)+', 'x*', '[\\x{80}-\\x{10ffff}]', '-?[0-9]+(?:\\.[0-9]{1,3})?',
  ] as const

  test.each(SOURCES)('%s: what is sure is so, and of ASCII everything is', source => {
    const compiled = pattern(source)
    for (const isAnywhere of [false, true]) {
      const [yes, no] = [true, false].map(isMatch => present(automatonOfPattern(compiled, { isAnywhere, isMatch }), 'a set'))
      fc.assert(fc.property(texts, text => {
        const isMatch = isAnywhere ? matchesPart(text, compiled) : matchesWhole(text, compiled)
        const sure = [accepts(yes as Automaton, text), accepts(no as Automaton, text)]
        if (sure[0]) expect(isMatch).toBe(true)
        if (sure[1]) expect(isMatch).toBe(false)
         
        if (/^[\x00-\x7f]*$/.test(text)) expect(sure).toEqual([isMatch, !isMatch])
      }), { numRuns: 60 })
    }
  })

  test.each(['\\bab', '(?m)^a', '(?m)a$', 'a\\B'])('%s looks around: nothing is said', source => {
    expect(automatonOfPattern(pattern(source), { isAnywhere: true, isMatch: true })).toBeUndefined()
  })
})

test('sets can be joined, met and turned round', () => {
  const sets = ['a*', '(?:ab)*', '.', '[^a]+', '\\d{1,3}'].map(source => present(automatonOfPattern(pattern(source), { isAnywhere: false, isMatch: true }), 'a set'))
  const all = [...sets, nothing, everything]
  fc.assert(fc.property(fc.constantFrom(...all), fc.constantFrom(...all), texts, (a, b, text) => {
    const [inA, inB] = [accepts(a, text), accepts(b, text)]
    expect(accepts(present(both(a, b), 'a set'), text)).toBe(inA && inB)
    expect(accepts(present(either(a, b), 'a set'), text)).toBe(inA || inB)
    expect(accepts(except(a), text)).toBe(!inA)
  }))
})

test('of words, and of lengths in code points', () => {
  const words = present(automatonOfTexts(['a', 'ab', 'b c', '']), 'a set')
  expect(['a', 'ab', 'b c', '', 'abc', 'b', 'é'].filter(text => accepts(words, text))).toEqual(['a', 'ab', 'b c', ''])
  expect(automatonOfTexts(['é'])).toBeUndefined()
  fc.assert(fc.property(nastyText(), fc.integer({ min: -1, max: 12 }), (text, bound) => {
    expect(accepts(present(automatonOfLength(bound, 'most'), 'a set'), text)).toBe(textLength(text) <= bound)
    expect(accepts(present(automatonOfLength(bound, 'least'), 'a set'), text)).toBe(textLength(text) >= bound)
  }))
})

test('a set that would take too many states is none', () => {
  expect(automatonOfLength(1_000_000, 'most')).toBeUndefined()
})

test('texts in order are on the side of a bound that they are on by code point', () => {
  fc.assert(fc.property(texts, fc.constantFrom('', 'a', 'ab', '2024-02-29', '-', '\u007f'), (text, bound) => {
    const order = compareValues(text, bound)
    expect(accepts(present(automatonOfOrder(bound, 'most'), 'a set'), text)).toBe(order <= 0)
    expect(accepts(present(automatonOfOrder(bound, 'least'), 'a set'), text)).toBe(order >= 0)
  }))
  expect(automatonOfOrder('é', 'most')).toBeUndefined()
})

describe('of numbers up to or from a bound', () => {
  const bounds = fc.oneof(fc.constantFrom<number | bigint>(0, -0, 100, 0.5, -0.5, 0.1, 12.25, -12.25, 1000n, -7n, 2n ** 63n - 1n, -(2n ** 63n), 99.995), fc.integer({ min: -200, max: 200 }), fc.integer({ min: -2000, max: 2000 }).map(units => units / 10))
  const plain = fc.tuple(fc.constantFrom('', '-', '+'), fc.constantFrom('', '0', '00'), fc.oneof(fc.integer({ min: 0, max: 250 }).map(String), fc.constantFrom('9223372036854775807', '9223372036854775808')), fc.constantFrom('', '.', '.0', '.5', '.50', '.49', '.51', '.1', '.25', '.2500001', '.995', '.99500', '.9951'))
    .map(parts => parts.join(''))
  /** A decimal with a hundred places, as an integer. */
  const units = (text: string): bigint => {
    const [, sign = '', whole = '', fraction = ''] = /^([+-]?)([0-9]*)\.?([0-9]*)$/.exec(text) ?? []
    return BigInt(whole + fraction.padEnd(100, '0')) * (sign === '-' ? -1n : 1n)
  }

  test('they are on the side that their decimals are on', () => {
    fc.assert(fc.property(plain, bounds, (text, bound) => {
      const difference = units(text) - units(String(bound))
      expect(accepts(present(automatonOfBound(bound, 'most'), 'a set'), text)).toBe(difference <= 0n)
      expect(accepts(present(automatonOfBound(bound, 'least'), 'a set'), text)).toBe(difference >= 0n)
    }), { numRuns: 2_000 })
  })

  test('exponents are beyond it, in texts and in bounds', () => {
    expect(accepts(present(automatonOfBound(5, 'most'), 'a set'), '1e0')).toBe(false)
    expect(automatonOfBound(1e-9, 'most')).toBeUndefined()
  })
})

describe('of what a cast reads', () => {
  const SPECS: readonly (readonly [CastSpec, readonly string[]])[] = [
    [{ to: { name: 'integer' } }, ['0', '-12', '007', '+5', '123456789012345678']],
    [{ to: { name: 'number' } }, ['0', '12.50', '-.5', '5.', '1e3', '-0.000001']],
    [{ to: { name: 'decimal', precision: 8, scale: 2 } }, ['0', '123456.78', '-1.5', '.25']],
    [{ to: { name: 'boolean' } }, ['true', 'FALSE', 'True']],
    [{ to: { name: 'boolean' }, trueValues: ['Yes', 'ja'], falseValues: ['no'] }, ['yes', 'JA', 'No', 'true']],
    [{ to: { name: 'date' } }, ['2024-01-31', '0001-12-30', '1999-02-28']],
    [{ to: { name: 'date' }, formats: ['%d/%m/%Y', '%-d %b %y'] }, ['28/02/2024', '1 jan 99']],
    [{ to: { name: 'date' }, formats: ['%Y%j'] }, ['2023365']],
    [{ to: { name: 'time' } }, ['23:59', '00:00:00.123456']],
    [{ to: { name: 'datetime' } }, ['2024-01-31T23:59:59', '2024-01-31 00:00']],
    [{ to: { name: 'datetime' }, formats: ['%Y-%m-%d %I:%M %p'] }, ['2024-12-28 11:59 pm']],
    [{ to: { name: 'timestamp' } }, ['2024-01-31T23:59:59Z', '1999-12-31 00:00+0200']],
    [{ to: { name: 'timestamp' }, zone: '+02:00' }, ['2024-01-31T23:59:59', '2024-01-31T23:59:59-11:30']],
    [{ to: { name: 'string' } }, ['', 'é\n']],
  ]

  test.each(SPECS)('%j: what is sure can be read', (spec, typical) => {
    const automaton = automatonOfCast(spec)
    expect(typical.filter(text => !accepts(automaton, text))).toEqual([])
    fc.assert(fc.property(texts, text => {
      if (accepts(automaton, text)) expect(parseCell(text, spec)).toBeDefined()
    }), { numRuns: 500 })
  })

  test('regression: a word with a line end is not two words of another recipe', () => {
    const specOf = (trueValues: readonly string[]): CastSpec => ({ to: { name: 'boolean' }, trueValues })
    expect(['a', 'b', 'a\nb'].map(text => accepts(automatonOfCast(specOf(['a', 'b'])), text))).toEqual([true, true, false])
    expect(['a', 'b', 'a\nb'].map(text => accepts(automatonOfCast(specOf(['a\nb'])), text))).toEqual([false, false, true])
  })

  test('what is not sure is left to others: leap days, the ends of time, spaces, host types', () => {
    const sure = ([to, text]: readonly [CastSpec['to'], string]): boolean => accepts(automatonOfCast({ to }), text)
    const cells: readonly (readonly [CastSpec['to'], string])[] = [
      [{ name: 'date' }, '2024-02-29'], [{ name: 'timestamp' }, '9999-12-31T23:59:59-11:00'], [{ name: 'integer' }, ' 5'], [{ name: 'integer' }, '9223372036854775808'],
      [{ name: 'number' }, '1e309'], [{ name: 'json' }, '{}'], [{ name: 'array' }, '[]'],
    ]
    expect(cells.filter(sure)).toEqual([])
  })
})
