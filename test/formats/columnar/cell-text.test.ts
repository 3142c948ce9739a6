import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_DATE, MAX_DATETIME, MIN_DATE, MIN_DATETIME } from '../../../engine/data/calendar.ts'
import { formatDate, formatDatetime, formatTime } from '../../../engine/data/dates.ts'
import { formatDecimal } from '../../../engine/data/numbers.ts'
import {
  dateText, datetimeText, decimalText, durationText, float16Text, float32Text, hexText, smallDecimalText, timeText, uuidText,
} from '../../../engine/formats/columnar/cell-text.ts'

test.each([
  [0, '1970-01-01'], [-719_162, '0001-01-01'], [2_932_896, '9999-12-31'],
  // No year of ours: nothing may take these for dates.
  [2_932_897, '+10000-01-01'], [-719_163, '0000-12-31'], [-719_528, '0000-01-01'], [-719_529, '-0001-12-31'], [2 ** 31 - 1, '+5881580-07-11'], [-(2 ** 31), '-5877641-06-23'],
])('day %s is %s', (days, text) => expect(dateText(days)).toBe(text))

test('days of our years are what the engine writes', () => {
  fc.assert(fc.property(fc.integer({ min: MIN_DATE, max: MAX_DATE }), days => {
    expect(dateText(days)).toBe(formatDate(days))
  }))
})

test('moments are what the engine writes, as numbers and as bigints, in every unit that holds them', () => {
  fc.assert(fc.property(fc.bigInt({ min: MIN_DATETIME, max: MAX_DATETIME }), micros => {
    const text = formatDatetime(micros)
    expect(datetimeText(micros, 'us')).toBe(text)
    expect(datetimeText(micros * 1000n, 'ns')).toBe(text)
    if (Number.isSafeInteger(Number(micros))) expect(datetimeText(Number(micros), 'us')).toBe(text)
    const millis = (micros - ((micros % 1000n) + 1000n) % 1000n) / 1000n
    expect(datetimeText(Number(millis), 'ms')).toBe(formatDatetime(millis * 1000n))
  }))
})

test('times are what the engine writes', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 86_400_000_000 - 1 }), micros => {
    expect(timeText(micros, 'us')).toBe(formatTime(BigInt(micros)))
    expect(timeText(BigInt(micros) * 1000n, 'ns')).toBe(formatTime(BigInt(micros)))
  }))
})

test.each([
  [1n, 'ns', '1970-01-01T00:00:00.000000001'], [-1n, 'ns', '1969-12-31T23:59:59.999999999'], [1_000_100n, 'ns', '1970-01-01T00:00:00.001000100'],
  [-1, 's', '1969-12-31T23:59:59'], [9_223_372_036_854_775_807n, 'us', '+294247-01-10T04:00:54.775807'], [-9_223_372_036_854_775_808n, 'ns', '1677-09-21T00:12:43.145224192'],
] as const)('%s %s is %s', (count, unit, text) => expect(datetimeText(count, unit)).toBe(text))

test('times out of a day are none', () => {
  expect(timeText(86_400, 's')).toBe('24:00:00')
  expect(timeText(-1, 'ms')).toBe('-00:00:00.001')
})

test.each([
  [0, 0, 0, 's', 'PT0S'], [14, 0, 0, 's', 'P1Y2M'], [-14, 3, 0, 'ms', 'P-1Y-2M3D'], [0, 1, 1500, 'ms', 'P1DT1.5S'], [0, 0, -1500, 'ms', 'PT-1.5S'], [1, 2, 3_000_000_001n, 'ns', 'P1M2DT3.000000001S'], [0, 0, -90, 's', 'PT-90S'],
] as const)('%s months, %s days and %s %s are %s', (months, days, count, unit, text) => expect(durationText(months, days, count, unit)).toBe(text))

const floatOf = (bits: number): number => new Float32Array(new Uint32Array([bits]).buffer)[0]!

test('a float of 32 bits is a shortest text that reads back as it', () => {
  const shortest = (value: number): number => {
    for (let digits = 1; ; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return digits
  }
  const digitsIn = (text: string): number => text.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), bits => {
    const value = floatOf(bits)
    if (!Number.isFinite(value) || value === 0) return
    expect(Math.fround(Number(float32Text(value)))).toBe(value)
    expect(digitsIn(float32Text(value))).toBeLessThanOrEqual(shortest(value))
  }), { numRuns: 3000 })
})

test.each([[0.1, '0.1'], [1 / 3, '0.33333334'], [16_777_216, '16777216'], [1e10, '10000000000'], [-0, '0'], [NaN, 'NaN'], [Infinity, 'Infinity'], [1.401298464324817e-45, '1e-45'], [3.4028234663852886e38, '3.4028235e+38']])('float %s is %s', (value, text) =>
  expect(float32Text(Math.fround(value))).toBe(text))

test.each([[0x3c00, '1'], [0x2e66, '0.1'], [0x3555, '0.3333'], [0x7bff, '65500'], [0x0001, '6e-8'], [0x8000, '0'], [0x7c00, 'Infinity'], [0xfc00, '-Infinity'], [0x7e00, 'NaN'], [0xc100, '-2.5']])('half float %s is %s', (bits, text) =>
  expect(float16Text(bits)).toBe(text))

test('decimals', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 30 }), (unscaled, scale) => {
    expect(smallDecimalText(unscaled, scale)).toBe(formatDecimal(BigInt(unscaled), scale))
  }))
  expect(decimalText(-12n, -3)).toBe('-12000')
  expect(smallDecimalText(0, 2)).toBe('0.00')
})

test('bytes', () => {
  expect(hexText(Uint8Array.of(0, 15, 255))).toBe('\\x000fff')
  expect(hexText(new Uint8Array())).toBe('\\x')
  expect(uuidText(Uint8Array.from({ length: 16 }, (_, i) => i * 17))).toBe('00112233-4455-6677-8899-aabbccddeeff')
})
