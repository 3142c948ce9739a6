import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_DATE, MAX_DATETIME, MICROS_PER_DAY, MIN_DATE, MIN_DATETIME } from '../../engine/data/calendar.ts'
import {
  DATE_PATTERN, DATETIME_PATTERN, formatDate, formatDatetime, formatTime, formatTimestamp, parseDate, parseDatetime, parseTime, parseTimestamp,
  TIME_PATTERN, TIMESTAMP_PATTERN, zoneOffsetMinutes,
} from '../../engine/data/date-text.ts'
import { trimBlanks } from '../../engine/data/text.ts'
import { useDuckDB } from './duckdb.ts'
import { sample } from './nasty.ts'

const duckdb = useDuckDB()

/** Mostly one of the right pieces, sometimes one of the wrong. */
const mostly = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) })

/** Dates and times, or nearly so. */
const pieces = fc.tuple(
  mostly([''], [' ', '\t', '\n']), mostly(['2024', '0001', '9999', '1969'], ['0000', '24', '12024']), mostly(['-'], ['/', '']),
  mostly(['02', '12'], ['13', '2', '00']), mostly(['-'], ['/', '']), mostly(['29', '01', '31'], ['00', '32', '3']),
  mostly(['T', ' '], ['', '  ', 't']), mostly(['10', '00', '23'], ['24', '7']), mostly([':'], ['']), mostly(['30', '59', '00'], ['60', '5']),
  mostly(['', ':15', ':59'], [':60', ':', ':5']), mostly(['', '.1', '.123456', '.123456000', '.5000'], ['.1234567', '.', '.0000000000']),
  mostly(['', 'Z', '+02:00', '-0530', '+14', '-00:30'], ['+16:00', '+02:60', ' Z', 'z']), mostly([''], [' ', ' x']),
)
const datetimeTexts = sample(pieces.map(parts => parts.join('')), 4_000)
const dateTexts = sample(pieces.map(parts => parts.slice(0, 6).join('')), 2_000)
const timeTexts = sample(pieces.map(parts => parts.slice(7, 12).join('')), 1_000)
const optional = (value: number | bigint | undefined): string | null => value?.toString() ?? null
const when = (pattern: string, cast: string): string => `case when regexp_full_match(a, '${pattern}') then ${cast} end`

/** DuckDB has no timestamps without seconds when an offset follows. */
const WITH_SECONDS = `regexp_replace(a, '([T ]..:..)(Z|[+-].*)$', '\\1:00\\2')`

test('what the patterns let pass, DuckDB and the parsers read alike', async () => {
  const dates = await duckdb.ask(dateTexts.map(text => [trimBlanks(text)]), when(DATE_PATTERN, `date_diff('day', DATE '1970-01-01', try_cast(a as DATE))`))
  expect(dateTexts.map(text => [text, optional(parseDate(text))])).toEqual(dateTexts.map((text, i) => [text, dates[i]?.[0]]))
  const times = await duckdb.ask(timeTexts.map(text => [trimBlanks(text)]), when(TIME_PATTERN, 'epoch_us(try_cast(a as TIME))'))
  expect(timeTexts.map(text => [text, optional(parseTime(text))])).toEqual(timeTexts.map((text, i) => [text, times[i]?.[0]]))
  const theirs = await duckdb.ask(datetimeTexts.map(text => [trimBlanks(text)]),
    when(DATETIME_PATTERN, 'epoch_us(try_cast(a as TIMESTAMP))'), when(TIMESTAMP_PATTERN, `epoch_us(try_cast(${WITH_SECONDS} as TIMESTAMPTZ))`))
  const inCalendar = (text: string | null | undefined): string | null =>
    (text === null || text === undefined || BigInt(text) < MIN_DATETIME || BigInt(text) > MAX_DATETIME ? null : text)
  const ours = datetimeTexts.map(text => [text, optional(parseDatetime(text)), optional(parseTimestamp(text))])
  expect(ours).toEqual(datetimeTexts.map((text, i) => [text, theirs[i]?.[0], inCalendar(theirs[i]?.[1])]))
  for (const column of [1, 2]) expect(ours.filter(row => row[column] !== null).length).toBeGreaterThan(100)
  expect(dates.filter(([day]) => day !== null).length).toBeGreaterThan(500)
})

describe('what is refused', () => {
  test.each(['2024-2-3', '2024-02-03 10:00', '2024/02/03', '2024', 'infinity', 'epoch', '2024-02-03 (BC)', '2023-02-29', '0000-01-01', '10000-01-01', '', '２０２４-01-01'])(
    '%j as a date', text => expect(parseDate(text)).toBeUndefined())
  test.each(['2024-01-01', '2024-01-01T10:00Z', '2024-01-01 10:00+02:00', '2024-01-01 24:00', '2024-01-01 10:00:00.1234567', '2024-02-30 10:00', '2024-01-01  10:00'])(
    '%j as a datetime', text => expect(parseDatetime(text)).toBeUndefined())
  test.each(['2024-01-01 10:00', '2024-01-01Z', '0001-01-01 00:00+02:00', '9999-12-31 23:00-02:00', '2024-01-01 10:00 +02:00', '2024-01-01 10:00+16'])(
    '%j as a timestamp', text => expect(parseTimestamp(text)).toBeUndefined())
  test.each(['24:00', '10', '1:00', '10:00:60', '10:00:00.1234567', '10:00Z'])('%j as a time', text => expect(parseTime(text)).toBeUndefined())
})

test('an offset in the text is stronger than the zone of the field', () => {
  const noon = parseTimestamp('2024-01-01T12:00Z')
  expect(parseTimestamp('2024-01-01 12:00', 'UTC')).toBe(noon)
  expect(parseTimestamp('2024-01-01 14:00', '+02:00')).toBe(noon)
  expect(parseTimestamp('2024-01-01 12:00Z', '+02:00')).toBe(noon)
  expect(parseTimestamp('2024-01-01 11:30-00:30', '+02:00')).toBe(noon)
  expect(parseTimestamp('2024-01-01 12:00', 'Europe/Paris')).toBeUndefined()
  expect(['Z', '+05', '-0330', '+05:45', '+1', 'CET', ''].map(zoneOffsetMinutes)).toEqual([0, 300, -210, 345, undefined, undefined, undefined])
})

test('what is written reads back, and is what DuckDB writes', async () => {
  const cases = sample(fc.tuple(fc.integer({ min: MIN_DATE, max: MAX_DATE }), fc.bigInt({ min: MIN_DATETIME, max: MAX_DATETIME }),
    fc.oneof(fc.bigInt({ min: 0n, max: MICROS_PER_DAY - 1n }), fc.constantFrom(0n, 36_000_100_000n))), 500)
  const theirs = await duckdb.ask(cases.map(([day, at, micros]) => [BigInt(day), at, micros]),
    `DATE '1970-01-01' + a::INTEGER`, `replace(make_timestamp(b)::VARCHAR, ' ', 'T')`, `TIME '00:00' + to_microseconds(c)`)
  expect(cases.map(([day, at, micros]) => [formatDate(day), formatDatetime(at), formatTime(micros)])).toEqual(theirs)
  for (const [day, at, micros] of cases) {
    expect([parseDate(formatDate(day)), parseDatetime(formatDatetime(at)), parseTimestamp(formatTimestamp(at)), parseTime(formatTime(micros))]).toEqual([day, at, at, micros])
  }
})
