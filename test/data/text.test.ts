import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BLANKS, codePoints, compareText, containsText, endsWith, leftText, likeToMatcher, ltrim, MAX_PADDED_LENGTH, padLeft, padRight, replaceLiteral,
  rightText, rtrim, startsWith, substringText, textLength, TRIM_CHARACTERS, trimBlanks, trimText, wellFormed,
} from '../../engine/data/text.ts'
import { useDuckDB } from './duckdb.ts'
import { nastyText, repetitiveText, sample } from './nasty.ts'

const duckdb = useDuckDB()
const CASES = 600

/** A row that is not ASCII keeps DuckDB from its other substring, which clamps instead. */
const NOT_ASCII = 'é'

const position = fc.integer({ min: -15, max: 15 })
const flag = (claim: boolean): string => (claim ? 'true' : 'false')

test('the trimmed characters are White_Space and U+FEFF', () => {
  const expected = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit))
    .filter(char => /\p{White_Space}|\ufeff/u.test(char))
  expect(codePoints(TRIM_CHARACTERS)).toEqual(expected)
})

test('trim, ltrim and rtrim', async () => {
  const spaces = fc.string({ unit: fc.constantFrom(...codePoints(TRIM_CHARACTERS), 'a', '\u200b', '😀'), maxLength: 10 })
  const texts = [...sample(nastyText(), CASES), ...sample(spaces, CASES)]
  const theirs = await duckdb.ask(texts.map(text => [text, TRIM_CHARACTERS]), 'trim(a, b)', 'ltrim(a, b)', 'rtrim(a, b)')
  expect(texts.map(text => [trimText(text), ltrim(text), rtrim(text)])).toEqual(theirs)
  expect(texts.some(text => trimText(text) !== text && trimText(text) !== '')).toBe(true)
})

test('blanks are spaces and tabs only', () => {
  expect(BLANKS).toBe(' \t')
  expect(trimBlanks(' \t 1\n\t')).toBe('1\n')
  expect(trimBlanks('\u00a01')).toBe('\u00a01')
})

test('length counts code points', async () => {
  const texts = sample(nastyText(), CASES)
  expect(texts.map(text => [String(textLength(text))])).toEqual(await duckdb.ask(texts.map(text => [text]), 'length(a)'))
})

test('substring, left and right', async () => {
  const rows = sample(fc.tuple(nastyText(), position, fc.integer({ min: 0, max: 15 })), CASES * 2)
  const theirs = await duckdb.ask([...rows, [NOT_ASCII, 1, 1]],
    'substring(a, b::BIGINT)', 'substring(a, b::BIGINT, c::BIGINT)', 'left(a, b::BIGINT)', 'right(a, b::BIGINT)')
  const ours = rows.map(([text, start, length]) =>
    [substringText(text, start), substringText(text, start, length), leftText(text, start), rightText(text, start)])
  expect(ours).toEqual(theirs.slice(0, -1))
})

test.each([
  ['hello', -7, 3, 'h'], ['hello', 0, 2, 'h'], ['hello', 2, -1, ''], ['hello', 6, 1, ''], ['a😀b', -2, 1, '😀'], ['', 1, 1, ''],
] as const)('substring(%j, %i, %i) is %j', (text, start, length, expected) => {
  expect(substringText(text, start, length)).toBe(expected)
})

test('order is by code point, as DuckDB sorts', async () => {
  const pairs = [...sample(fc.tuple(nastyText(4), nastyText(4)), CASES), ...sample(fc.tuple(repetitiveText(4), repetitiveText(4)), CASES),
    ['\uffff', '😀'], ['\ue000', '\u{10ffff}'], ['a\uffff', 'a𐐀b']] as [string, string][]
  const theirs = await duckdb.ask(pairs, 'case when a < b then -1 when a > b then 1 else 0 end')
  expect(pairs.map(([a, b]) => [String(Math.sign(compareText(a, b)))])).toEqual(theirs)
})

test('compareText is an order', () => {
  fc.assert(fc.property(nastyText(5), nastyText(5), nastyText(5), (a, b, c) => {
    expect(Math.sign(compareText(a, b)) + Math.sign(compareText(b, a))).toBe(0)
    expect(compareText(a, b) === 0).toBe(a === b)
    const sorted = [a, b, c].sort(compareText)
    expect(sorted).toEqual([a, b, c].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))))
  }))
})

test('contains, starts_with, ends_with and replace', async () => {
  const rows = sample(fc.tuple(repetitiveText(), repetitiveText(2), nastyText(3)), CASES)
  const theirs = await duckdb.ask(rows, 'contains(a, b)', 'starts_with(a, b)', 'ends_with(a, b)', 'replace(a, b, c)')
  const ours = rows.map(([text, part, other]) =>
    [flag(containsText(text, part)), flag(startsWith(text, part)), flag(endsWith(text, part)), replaceLiteral(text, part, other)])
  expect(ours).toEqual(theirs)
})

test('padding repeats its text and cuts what is too long', async () => {
  const rows = sample(fc.tuple(nastyText(6), position, nastyText(3).filter(text => text !== '')), CASES)
  const theirs = await duckdb.ask(rows, 'lpad(a, b::INTEGER, c)', 'rpad(a, b::INTEGER, c)')
  expect(rows.map(([text, length, padding]) => [padLeft(text, length, padding), padRight(text, length, padding)])).toEqual(theirs)
})

test('padding that cannot be done gives nothing', () => {
  expect(padLeft('a', 3, '')).toBeUndefined()
  expect(padRight('abc', 2, '')).toBe('ab')
  expect(padLeft('a', MAX_PADDED_LENGTH + 1)).toBeUndefined()
})

test('LIKE', async () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '%', '_', '\\', 'é'), maxLength: 6 })
  const rows = sample(fc.tuple(repetitiveText(), pattern), CASES * 4).filter(([, like]) => likeToMatcher(like) !== undefined)
  const theirs = await duckdb.ask(rows, `a like b escape '\\'`)
  const ours = rows.map(([text, like]) => [flag(likeToMatcher(like)?.(text) === true)])
  expect(ours).toEqual(theirs)
  const hits = ours.filter(([hit]) => hit === 'true').length
  expect(hits).toBeGreaterThan(rows.length / 20)
})

test('LIKE without an escape, with another, and with a broken one', async () => {
  const rows = sample(fc.tuple(nastyText(5), fc.string({ unit: fc.constantFrom('a', '%', '_', '\\', '!'), maxLength: 4 })), CASES)
  const none = await duckdb.ask(rows, `a like b escape ''`)
  expect(rows.map(([text, like]) => [flag(likeToMatcher(like, '')?.(text) === true)])).toEqual(none)
  expect(likeToMatcher('5!%', '!')?.('5%')).toBe(true)
  expect(likeToMatcher('5!%', '!')?.('55')).toBe(false)
  expect(likeToMatcher('a\\')).toBeUndefined()
  expect(likeToMatcher('a', 'ab')).toBeUndefined()
})

test('LIKE stays fast where backtracking would not', () => {
  const started = performance.now()
  expect(likeToMatcher(`${'%a'.repeat(50)}%b`)?.('a'.repeat(20_000))).toBe(false)
  expect(performance.now() - started).toBeLessThan(2_000)
})

test('lone surrogates are replaced and counted, pairs are left alone', () => {
  expect(wellFormed('a\ud800b\udc00\ud800')).toEqual({ text: 'a\ufffdb\ufffd\ufffd', replaced: 3 })
  expect(wellFormed('😀é')).toEqual({ text: '😀é', replaced: 0 })
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
    const broken = text + String.fromCharCode(...units)
    expect(wellFormed(broken).text).toBe(Buffer.from(broken, 'utf8').toString('utf8'))
  }))
})
