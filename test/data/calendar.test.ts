import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays, addMicros, addMonths, addMonthsToDatetime, dateOf, dateParts, diffDates, diffDatetimes, joinDatetime, MAX_DATE, MAX_DATETIME, MICROS_PER_DAY, MIN_DATE,
  MIN_DATETIME, splitDatetime, timeParts, truncDate, truncDatetime, weekdayIso, weekIso,
} from '../../engine/data/calendar.ts'
import { useDuckDB } from './duckdb.ts'
import { sample } from './nasty.ts'

const duckdb = useDuckDB()

const EDGES = [MIN_DATE, MIN_DATE + 1, MIN_DATE + 58, MAX_DATE, MAX_DATE - 1, -1, 0, 1, -719_468, 11_016, 11_017, 19_782, 19_783, -25_509, 47_541]
/** Any date, and dates near the ends of months of our time, where the trouble is. */
const days = fc.oneof(fc.integer({ min: MIN_DATE, max: MAX_DATE }), fc.constantFrom(...EDGES),
  fc.tuple(fc.integer({ min: 1995, max: 2030 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -2, max: 1 }))
    .map(([year, month, shift]) => (dateOf(year, month, 1) ?? 0) + shift))
const datetimes = fc.tuple(days, fc.oneof(fc.bigInt({ min: 0n, max: MICROS_PER_DAY - 1n }), fc.constantFrom(0n, MICROS_PER_DAY - 1n, 36_000_000_000n)))
  .map(([date, micros]) => joinDatetime(date, micros))
const date = (column: string): string => `(DATE '1970-01-01' + ${column}::INTEGER)`
const datetime = (column: string): string => `make_timestamp(${column}::BIGINT)`
const optional = (value: number | bigint | undefined): string | null => value?.toString() ?? null

test('parts of a date', async () => {
  const cases = [...EDGES, ...sample(days, 2_000)]
  const x = date('a')
  const theirs = await duckdb.ask(cases.map(day => [BigInt(day)]), ...['year', 'month', 'day', 'quarter', 'dayofyear', 'isodow', 'week', 'isoyear'].map(part => `${part}(${x})`))
  const ours = cases.map(day => {
    const { year, month, day: dayOfMonth, quarter, dayOfYear, weekday, week, weekYear } = dateParts(day)
    return [year, month, dayOfMonth, quarter, dayOfYear, weekday, week, weekYear].map(String)
  })
  expect(ours).toEqual(theirs)
  expect([weekdayIso(0), weekIso(0)]).toEqual([4, 1])
})

test('every day of the calendar has one year, month and day', () => {
  let expected = MIN_DATE
  for (let year = 1; year <= 9999; year += year < 1890 || year > 2110 ? 7 : 1) {
    expected = dateOf(year, 1, 1) ?? Number.NaN
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const found = dateOf(year, month, day)
        if (found === undefined) continue
        if (found !== expected) expect([year, month, day, found]).toEqual([year, month, day, expected])
        expected++
      }
    }
    if (year < 9999) expect(dateOf(year + 1, 1, 1)).toBe(expected)
  }
  expect([dateOf(1, 1, 1), dateOf(9999, 12, 31)]).toEqual([MIN_DATE, MAX_DATE])
  expect([dateOf(0, 1, 1), dateOf(10_000, 1, 1), dateOf(2023, 2, 29), dateOf(1900, 2, 29), dateOf(2024, 4, 31), dateOf(2024, 13, 1), dateOf(2024, 1, 0)])
    .toEqual(Array.from({ length: 7 }))
})

test('adding months and days', async () => {
  const cases = sample(fc.tuple(days, fc.oneof(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -130_000, max: 130_000 }))), 2_000)
  const sum = (unit: string, column: string): string => `date_diff('day', DATE '1970-01-01', (${date('a')} + to_${unit}s(${column}::INTEGER))::DATE)`
  const bounded = (unit: string, column: string): string => `case when ${sum(unit, column)} between ${MIN_DATE} and ${MAX_DATE} then ${sum(unit, column)} end`
  const theirs = await duckdb.ask(cases.map(([day, count]) => [BigInt(day), BigInt(count)]), bounded('month', 'b'), bounded('day', 'b'))
  expect(cases.map(([day, count]) => [optional(addMonths(day, count)), optional(addDays(day, count))])).toEqual(theirs)
})

test('adding months to a datetime keeps the time of day, and nothing leaves the calendar', async () => {
  const cases = sample(fc.tuple(datetimes, fc.integer({ min: -50, max: 50 })), 500).filter(([at, count]) => addMonthsToDatetime(at, count) !== undefined)
  const theirs = await duckdb.ask(cases.map(([at, count]) => [at, BigInt(count)]), `epoch_us(${datetime('a')} + to_months(b::INTEGER))`)
  expect(cases.map(([at, count]) => [optional(addMonthsToDatetime(at, count))])).toEqual(theirs)
  expect(addMonthsToDatetime(MAX_DATETIME, 1)).toBeUndefined()
  expect(addMicros(MAX_DATETIME, 1n)).toBeUndefined()
  expect(addMicros(MIN_DATETIME, -1n)).toBeUndefined()
  expect(addMicros(MIN_DATETIME, 1n)).toBe(MIN_DATETIME + 1n)
})

describe('whole units between', () => {
  test.each(['year', 'quarter', 'month', 'week', 'day'] as const)('dates: %s', async unit => {
    const near = fc.tuple(days, fc.integer({ min: -800, max: 800 })).map(([day, shift]) => [day, Math.min(MAX_DATE, Math.max(MIN_DATE, day + shift))] as [number, number])
    const cases = sample(fc.oneof(near, fc.tuple(days, days)), 1_000)
    const theirs = await duckdb.ask(cases.map(([a, b]) => [BigInt(a), BigInt(b)]), `date_sub('${unit}', ${date('a')}, ${date('b')})`)
    expect(cases.map(([a, b]) => [a, b, optional(diffDates(unit, a, b))])).toEqual(cases.map(([a, b], i) => [a, b, theirs[i]?.[0]]))
  })

  test.each(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const)('datetimes: %s', async unit => {
    const cases = sample(fc.tuple(datetimes, datetimes), 800)
    const theirs = await duckdb.ask(cases, `date_sub('${unit}', ${datetime('a')}, ${datetime('b')})`)
    expect(cases.map(([a, b]) => [optional(diffDatetimes(unit, a, b))])).toEqual(theirs)
  })

  test.each(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const)('truncated to %s', async unit => {
    const cases = sample(fc.tuple(datetimes, days), 500)
    const theirs = await duckdb.ask(cases.map(([at, day]) => [at, BigInt(day)]),
      `epoch_us(date_trunc('${unit}', ${datetime('a')}))`, `epoch_us(date_trunc('${unit}', ${date('b')}))`)
    const ours = cases.map(([at, day]) => [optional(truncDatetime(unit, at)),
      unit === 'hour' || unit === 'minute' || unit === 'second' ? optional(joinDatetime(day, 0n)) : optional(joinDatetime(truncDate(unit, day), 0n))])
    expect(ours).toEqual(theirs)
  })
})

test('the end of a short month counts as a month', () => {
  const at = (text: string): number => Date.parse(text) / 86_400_000
  expect(diffDates('month', at('2024-01-31'), at('2024-02-29'))).toBe(1)
  expect(diffDates('month', at('2024-02-29'), at('2024-01-31'))).toBe(-1)
  expect(diffDates('month', at('2024-01-31'), at('2024-02-28'))).toBe(0)
  expect(diffDates('year', at('2024-02-29'), at('2025-02-28'))).toBe(1)
})

test('a datetime is a date and a time of day, before 1970 too', () => {
  expect(splitDatetime(-1n)).toEqual({ days: -1, micros: MICROS_PER_DAY - 1n })
  expect(timeParts(MICROS_PER_DAY - 1n)).toEqual({ hour: 23, minute: 59, second: 59, micros: 999_999 })
  fc.assert(fc.property(fc.bigInt({ min: MIN_DATETIME, max: MAX_DATETIME }), at => {
    const { days: day, micros } = splitDatetime(at)
    expect(joinDatetime(day, micros)).toBe(at)
    expect(micros >= 0n && micros < MICROS_PER_DAY).toBe(true)
  }))
})
