import { call, cast, int, isNotNull, type Expr } from '../../algebra/expr.ts'
import type { NamedFormat } from './define.ts'

const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?'
const OFFSET = '(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)'
const isDay = (subject: Expr): Expr => isNotNull(cast(subject, { to: { name: 'date' } }))

/** A duration's parts in order: whole numbers, only the last one given may have a fraction. */
const WHOLE = '[0-9]+'
const LAST = '[0-9]+(?:[.,][0-9]+)?'
const parts = (...units: readonly string[]): string =>
  units.map((unit, index) => `${units.slice(0, index).map(before => `(?:${WHOLE}${before})?`).join('')}${LAST}${unit}`).join('|')
const DURATION = `P(?:${LAST}W|${parts('Y', 'M', 'D')}|(?:${WHOLE}Y)?(?:${WHOLE}M)?(?:${WHOLE}D)?T(?:${parts('H', 'M', 'S')}))`

export const moments: readonly NamedFormat[] = [
  {
    name: 'iso_date', title: 'ISO date', noun: 'an ISO 8601 date',
    doc: 'A day that exists in the calendar, written YYYY-MM-DD, in the years 0001 to 9999 (ISO 8601).',
    pattern: DATE, holds: isDay,
    examples: ['2024-02-29', '0001-01-01', '9999-12-31'], counterExamples: ['2023-02-29', '2024-13-01', '2024-00-10', '2024-2-3', '20240229', '0000-01-01', '2024-02-29T00:00', ' 2024-02-29', ''],
  },
  {
    name: 'iso_datetime', title: 'ISO date and time', noun: 'an ISO 8601 date and time',
    doc: 'A day that exists, T and a time of day to the minute, second or fraction of a second, with or without an offset from UTC (ISO 8601, extended form). No leap seconds, and midnight is 00:00.',
    pattern: `${DATE}T${CLOCK}${OFFSET}?`, holds: subject => isDay(call('left', subject, int(10))),
    examples: ['2024-02-29T13:45:10', '2024-02-29T13:45Z', '2024-02-29T13:45:10.123456789+02:00', '2024-02-29T13:45:10,5-0330', '2024-02-29T13:45:10+02'],
    counterExamples: ['2024-02-29', '2024-02-29 13:45:10', '2023-02-29T13:45:10', '2024-02-29T24:00', '2024-02-29T13:60', '2024-02-29T13:45:60', '2024-02-29T13', '20240229T134510', '2024-02-29T13:45:10+2', ''],
  },
  {
    name: 'iso_time', title: 'ISO time', noun: 'an ISO 8601 time',
    doc: 'A time of day to the minute, second or fraction of a second, with or without an offset from UTC (ISO 8601, extended form, without the T). Midnight is 00:00.',
    pattern: `${CLOCK}${OFFSET}?`,
    examples: ['13:45', '00:00:00', '23:59:59.999', '13:45Z', '13:45:10+02:00'], counterExamples: ['24:00', '1:45', '13:60', '13:45:60', '13', '1:45 pm', 'T13:45', ''],
  },
  {
    name: 'iso_duration', title: 'ISO duration', noun: 'an ISO 8601 duration',
    doc: 'A length of time (ISO 8601): P and years, months, days, then T and hours, minutes, seconds, as far as needed, or P and weeks. Only the last number may have a fraction.',
    pattern: DURATION,
    examples: ['P1Y2M3DT4H5M6S', 'PT36H', 'P3W', 'P1YT1M', 'PT0.5S', 'P0,5Y', 'PT0S'], counterExamples: ['P', 'PT', 'P1Y2M3DT', '1Y', 'P1H', 'P1M2Y', 'P1.5YT1H', 'P1W1D', 'P-1D', 'p1y', 'P1S', ''],
  },
]
