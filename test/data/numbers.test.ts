import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decimalPattern, formatDecimal, formatNumber, INTEGER_PATTERN, MAX_INTEGER, MIN_INTEGER, NUMBER_PATTERN, parseDecimal, parseInteger, parseNumber,
  roundHalfAwayShortest,
} from '../../engine/data/numbers.ts'
import { trimBlanks } from '../../engine/data/text.ts'
import { useDuckDB } from './duckdb.ts'
import { sample } from './nasty.ts'

const duckdb = useDuckDB()

/** Numbers and near numbers. */
const numberLike = fc.oneof(
  fc.string({ unit: fc.constantFrom('0', '1', '9', '5', '.', '+', '-', 'e', 'E', '_', ' ', '\t', 'x'), maxLength: 7 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.tuple(fc.constantFrom('', '+', '-', '-00'), fc.nat({ max: 99_999 }), fc.nat({ max: 99_999 })).map(([sign, a, b]) => `${sign}${a}.${b}`),
)
const texts = sample(numberLike, 3_000)
const EDGES = ['9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809', '1e308', '1e309', '-1e400', '1e-400', '5e-324', '.5e1', '5.', '.', '', '007']

test('the pattern and the parser accept the same, and what is accepted DuckDB reads alike', async () => {
  const all = [...texts, ...EDGES]
  const theirs = await duckdb.ask(all.map(text => [trimBlanks(text)]),
    `case when regexp_full_match(a, '${INTEGER_PATTERN}') then try_cast(a as BIGINT) end`,
    `case when regexp_full_match(a, '${NUMBER_PATTERN}') and isfinite(try_cast(a as DOUBLE)) then try_cast(a as DOUBLE) end`)
  const integers = all.map(text => parseInteger(text)?.toString() ?? null)
  expect(integers).toEqual(theirs.map(([integer]) => integer))
  const numbers = all.map(text => parseNumber(text) ?? null)
  expect(numbers).toEqual(theirs.map(([, number]) => (number === null || number === undefined ? null : Number(number))))
  expect(integers.filter(value => value !== null).length).toBeGreaterThan(300)
  expect(numbers.filter(value => value !== null).length).toBeGreaterThan(1_000)
})

test.each(['12.7', '0x10', '1e3', '1_000', '5.', '', '+', '１２', '9223372036854775808', '1 2', '\u00a01', '1\n'])('%j is no integer', text => {
  expect(parseInteger(text)).toBeUndefined()
})

test.each(['nan', 'NaN', 'Infinity', '-inf', '1e400', '1d', '1_0.5', '', '.', 'e5', '1e', '0x1p3', '1,5', '1\u00a0'])('%j is no number', text => {
  expect(parseNumber(text)).toBeUndefined()
})

test('blanks around are ignored, leading zeros too, the bounds are kept', () => {
  expect(parseInteger('\t +007 ')).toBe(7n)
  expect(parseInteger(`-${'0'.repeat(50)}12`)).toBe(-12n)
  expect([parseInteger(String(MAX_INTEGER)), parseInteger(String(MIN_INTEGER))]).toEqual([MAX_INTEGER, MIN_INTEGER])
  expect([parseNumber(' 5. '), parseNumber('.5'), parseNumber('1e-400'), parseNumber('-0')]).toEqual([5, 0.5, 0, -0])
})

test('the text of a number reads back', () => {
  expect([1e21, 1e-7, 0.1, -0, 100, 1.5e300].map(formatNumber)).toEqual(['1e+21', '1e-7', '0.1', '0', '100', '1.5e+300'])
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
    expect(parseNumber(formatNumber(value))).toBe(value === 0 ? 0 : value)
  }))
})

test.each([
  [1.005, 2, 1.01], [-1.005, 2, -1.01], [2.5, 0, 3], [-2.5, 0, -3], [0.5, 0, 1], [0.49999999999999994, 0, 0], [1.45, 1, 1.5], [125, -1, 130], [-125, -1, -130],
  [5, -1, 10], [4, -1, 0], [50, -2, 100], [5, -2, 0], [9.995, 2, 10], [1e21, 2, 1e21], [1.5e-7, 7, 2e-7], [1.2345, 400, 1.2345], [0, 5, 0], [8.345, 2, 8.35],
  [9007199254740993, 0, 9007199254740992],
] as const)('%d to %d places is %d', (value, digits, expected) => {
  expect(roundHalfAwayShortest(value, digits)).toBe(expected)
})

test('rounding never makes an infinity, and refuses what is no number of places', () => {
  expect(roundHalfAwayShortest(1.7976931348623157e308, -308)).toBeUndefined()
  expect(roundHalfAwayShortest(Number.NaN, 1)).toBeUndefined()
  expect(roundHalfAwayShortest(1, 0.5)).toBeUndefined()
})

test('rounding is what DuckDB gives for the same decimal', async () => {
  const cents = fc.tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 6 })).map(([n, scale]) => n / 10 ** scale)
  const rows = sample(fc.tuple(cents, fc.integer({ min: -4, max: 7 })), 1_000).filter(([value]) => !String(value).includes('e'))
  const digits = [...new Set(rows.map(([, places]) => places))]
  for (const places of digits) {
    const values = rows.filter(row => row[1] === places).map(([value]) => value)
    const theirs = await duckdb.ask(values.map(value => [String(value)]), `round(a::DECIMAL(38, 10), ${places})`)
    expect(values.map(value => (roundHalfAwayShortest(value, places) ?? Number.NaN) + 0)).toEqual(theirs.map(([text]) => Number(text) + 0))
  }
})

test('decimals are exact, and as DuckDB reads them where the pattern lets it', async () => {
  for (const [precision, scale] of [[5, 2], [18, 0], [4, 4], [38, 10], [3, 1]] as const) {
    const theirs = await duckdb.ask(texts.map(text => [trimBlanks(text)]),
      `case when regexp_full_match(a, '${decimalPattern(precision, scale)}') then try_cast(a as DECIMAL(${precision}, ${scale})) end`)
    const ours = texts.map(text => parseDecimal(text, precision, scale)).map(value => (value === undefined ? null : formatDecimal(value, scale)))
    expect(ours.map((text, i) => [texts[i], text])).toEqual(theirs.map(([text], i) => [texts[i], text?.replace(/^(-?)\./, '$10.') ?? null])) // DuckDB writes .5 when precision is scale
    expect(ours.filter(text => text !== null).length).toBeGreaterThan(30)
  }
})

test('more digits than the type has are an error', () => {
  expect(parseDecimal('1.50', 5, 2)).toBe(150n)
  expect(parseDecimal('1.500', 5, 2)).toBeUndefined()
  expect(parseDecimal('1000', 5, 2)).toBeUndefined()
  expect(parseDecimal('0000999.99', 5, 2)).toBe(99999n)
  expect([parseDecimal('.', 5, 2), parseDecimal('', 5, 2), parseDecimal('-', 5, 2), parseDecimal('1e2', 5, 2)]).toEqual([undefined, undefined, undefined, undefined])
  expect([formatDecimal(-5n, 2), formatDecimal(0n, 0), formatDecimal(12345n, 2), formatDecimal(-12n, 0)]).toEqual(['-0.05', '0', '123.45', '-12'])
})

test('a decimal reads back', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }), fc.integer({ min: 0, max: 20 }), (unscaled, scale) => {
    expect(parseDecimal(formatDecimal(unscaled, scale), 20, scale)).toBe(unscaled)
  }))
})
