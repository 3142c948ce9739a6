import { addDays, addMonths, dateParts, diffDates, truncDate, weekIso, weekdayIso, type DateUnit } from '../../data/dates.ts'
import type { Value } from '../../data/type.ts'
import { defineFunctions, type Signature } from './define.ts'

const DAY_MICROS = 86_400_000_000n
const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n)

/** The day and the microseconds into it, of a date (number) or a datetime or timestamp (bigint). */
function split(value: Value | undefined): { days: number, micros: bigint } {
  if (typeof value === 'number') return { days: value, micros: 0n }
  const days = floorDiv(value as bigint, DAY_MICROS)
  return { days: Number(days), micros: (value as bigint) - days * DAY_MICROS }
}

const TEMPORAL = ['date', 'datetime', 'timestamp'] as const
const toInteger: readonly Signature[] = TEMPORAL.map(type => ({ params: [type], result: 'integer' as const }))
const clockToInteger: readonly Signature[] = (['datetime', 'timestamp', 'time'] as const).map(type => ({ params: [type], result: 'integer' as const }))

const ofDay = (part: (days: number) => number) => ([a]: readonly Value[]): Value => BigInt(part(split(a).days))
const ofClock = (divisor: bigint, modulus: bigint) => ([a]: readonly Value[]): Value => split(a).micros / divisor % modulus

export const dateFunctions = defineFunctions({
  year: { signatures: toInteger, usage: 'year(d)', doc: 'The year.', example: ["year(date '2024-02-29')", '2024'], evaluate: ofDay(days => dateParts(days).year) },
  quarter: { signatures: toInteger, usage: 'quarter(d)', doc: 'The quarter, 1 to 4.', example: ["quarter(date '2024-05-01')", '2'], evaluate: ofDay(days => Math.ceil(dateParts(days).month / 3)) },
  month: { signatures: toInteger, usage: 'month(d)', doc: 'The month, 1 to 12.', example: ["month(date '2024-02-29')", '2'], evaluate: ofDay(days => dateParts(days).month) },
  day: { signatures: toInteger, usage: 'day(d)', doc: 'The day of the month.', example: ["day(date '2024-02-29')", '29'], evaluate: ofDay(days => dateParts(days).day) },
  weekday: { signatures: toInteger, usage: 'weekday(d)', doc: 'The ISO weekday: 1 is Monday, 7 Sunday.', example: ["weekday(date '2024-02-29')", '4'], evaluate: ofDay(weekdayIso) },
  week: { signatures: toInteger, usage: 'week(d)', doc: 'The ISO week, 1 to 53.', example: ["week(date '2024-02-29')", '9'], evaluate: ofDay(weekIso) },
  hour: { signatures: clockToInteger, usage: 'hour(t)', doc: 'The hour, 0 to 23.', example: ["hour(datetime '2024-02-29 13:45:10')", '13'], evaluate: ofClock(3_600_000_000n, 24n) },
  minute: { signatures: clockToInteger, usage: 'minute(t)', doc: 'The minute, 0 to 59.', example: ["minute(datetime '2024-02-29 13:45:10')", '45'], evaluate: ofClock(60_000_000n, 60n) },
  second: { signatures: clockToInteger, usage: 'second(t)', doc: 'The whole second, 0 to 59.', example: ["second(datetime '2024-02-29 13:45:10')", '10'], evaluate: ofClock(1_000_000n, 60n) },
  to_date: {
    signatures: [{ params: ['datetime'], result: 'date' }, { params: ['timestamp'], result: 'date' }, { params: ['date'], result: 'date' }],
    usage: 'to_date(t)', doc: 'The day of a datetime, or of a timestamp in UTC.', example: ["to_date(datetime '2024-02-29 13:45:10')", '2024-02-29'],
    evaluate: ([a]) => split(a).days,
  },
  to_datetime: {
    signatures: [{ params: ['date'], result: 'datetime' }], usage: 'to_datetime(d)', doc: 'Midnight of a day.', example: ["to_datetime(date '2024-02-29')", '2024-02-29T00:00:00'],
    evaluate: ([a]) => BigInt(Number(a)) * DAY_MICROS,
  },
  add_days: {
    signatures: [{ params: ['date', 'integer'], result: 'date' }], usage: 'add_days(d, n)', doc: 'n days later; null outside the years 1 to 9999.', example: ["add_days(date '2024-02-28', 2)", '2024-03-01'],
    evaluate: ([a, n]) => addDays(Number(a), Number(n)) ?? null,
  },
  add_months: {
    signatures: [{ params: ['date', 'integer'], result: 'date' }], usage: 'add_months(d, n)', doc: 'n months later; the day is clamped to the month.', example: ["add_months(date '2024-01-31', 1)", '2024-02-29'],
    evaluate: ([a, n]) => addMonths(Number(a), Number(n)) ?? null,
  },
  date_diff: {
    signatures: [{ params: ['unit', 'date', 'date'], result: 'integer' }],
    usage: "date_diff('day', a, b)", doc: 'Whole units from a to b: day, week, month, quarter, year.', example: ["date_diff('year', date '2000-03-01', date '2024-02-29')", '23'],
    evaluate: ([unit, a, b]) => BigInt(diffDates(unit as DateUnit, Number(a), Number(b))),
  },
  date_trunc: {
    signatures: [{ params: ['unit', 'date'], result: 'date' }],
    usage: "date_trunc('month', d)", doc: 'The first day of the unit that holds d: week (from Monday), month, quarter, year.', example: ["date_trunc('month', date '2024-02-29')", '2024-02-01'],
    evaluate: ([unit, a]) => truncDate(unit as DateUnit, Number(a)),
  },
  today: {
    signatures: [{ params: [], result: 'date' }], usage: 'today()', doc: 'The day of the run, in UTC; one value for the whole run.', example: ['today() = to_date(now())', 'true'],
    evaluate: (_args, _types, clock) => split(clock.nowMicros).days,
  },
  now: {
    signatures: [{ params: [], result: 'timestamp' }], usage: 'now()', doc: 'The instant of the run; one value for the whole run.', example: ['now() = now()', 'true'],
    evaluate: (_args, _types, clock) => clock.nowMicros,
  },
})
