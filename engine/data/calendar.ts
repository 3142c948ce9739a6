/**
 * Arithmetic of the proleptic Gregorian calendar, years 0001 to 9999. A date is an integer of days since 1970-01-01; a datetime a bigint
 * of microseconds since then, local or in UTC as its type says; a time of day a bigint of microseconds since midnight.
 * What would leave the years 0001 to 9999 is undefined. No leap seconds, no zones.
 */
export const DATE_UNITS = ['year', 'quarter', 'month', 'week', 'day'] as const
export const DATETIME_UNITS = [...DATE_UNITS, 'hour', 'minute', 'second'] as const
export type DateUnit = (typeof DATE_UNITS)[number]
export type DatetimeUnit = (typeof DATETIME_UNITS)[number]

/** 0001-01-01 and 9999-12-31. */
export const MIN_DATE = -719_162
export const MAX_DATE = 2_932_896

export const MICROS_PER_SECOND = 1_000_000n
export const MICROS_PER_MINUTE = 60n * MICROS_PER_SECOND
export const MICROS_PER_HOUR = 60n * MICROS_PER_MINUTE
export const MICROS_PER_DAY = 24n * MICROS_PER_HOUR

export const MIN_DATETIME = BigInt(MIN_DATE) * MICROS_PER_DAY
export const MAX_DATETIME = BigInt(MAX_DATE + 1) * MICROS_PER_DAY - 1n

export interface DateParts {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 1 to 4. */
  readonly quarter: number
  /** 1 to 366. */
  readonly dayOfYear: number
  /** 1 Monday to 7 Sunday, ISO 8601. */
  readonly weekday: number
  /** 1 to 53, ISO 8601: week 1 holds the year's first Thursday. */
  readonly week: number
  /** The year that week belongs to. */
  readonly weekYear: number
}

export interface TimeParts {
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 to 999,999. */
  readonly micros: number
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** 28 to 31; `month` from 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** The date of a year, month and day; undefined when the calendar has no such day or the year is not 1 to 9999. */
export function dateOf(year: number, month: number, day: number): number | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return dayNumber(year, month, day)
}

export function dateParts(days: number): DateParts {
  const { year, month, day } = civil(days)
  const weekday = weekdayIso(days)
  const weekYear = civil(days + 4 - weekday).year
  return {
    year, month, day, quarter: Math.ceil(month / 3), dayOfYear: days - dayNumber(year, 1, 1) + 1,
    weekday, week: Math.floor((days + 4 - weekday - dayNumber(weekYear, 1, 1)) / 7) + 1, weekYear,
  }
}

/** The parts of a time of day. */
export function timeParts(micros: bigint): TimeParts {
  return {
    hour: Number(micros / MICROS_PER_HOUR),
    minute: Number(micros % MICROS_PER_HOUR / MICROS_PER_MINUTE),
    second: Number(micros % MICROS_PER_MINUTE / MICROS_PER_SECOND),
    micros: Number(micros % MICROS_PER_SECOND),
  }
}

/** 1 Monday to 7 Sunday. 1970-01-01 was a Thursday. */
export function weekdayIso(days: number): number {
  return modulo(days + 3, 7) + 1
}

/** The ISO 8601 week, 1 to 53. */
export function weekIso(days: number): number {
  return dateParts(days).week
}

export function addDays(days: number, count: number): number | undefined {
  return withinDates(days + count)
}

/** The same day `count` months later, or the last day of that month where it is shorter. */
export function addMonths(days: number, count: number): number | undefined {
  const { year, month, day } = civil(days)
  const months = year * 12 + month - 1 + count
  const [newYear, newMonth] = [Math.floor(months / 12), modulo(months, 12) + 1]
  return dateOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

/** As {@link addMonths}; the time of day stays. */
export function addMonthsToDatetime(datetime: bigint, count: number): bigint | undefined {
  const { days, micros } = splitDatetime(datetime)
  const moved = addMonths(days, count)
  return moved === undefined ? undefined : joinDatetime(moved, micros)
}

export function addMicros(datetime: bigint, micros: bigint): bigint | undefined {
  const sum = datetime + micros
  return sum >= MIN_DATETIME && sum <= MAX_DATETIME ? sum : undefined
}

/** The date of a datetime, and the microseconds since its midnight. */
export function splitDatetime(datetime: bigint): { readonly days: number, readonly micros: bigint } {
  const micros = ((datetime % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY
  return { days: Number((datetime - micros) / MICROS_PER_DAY), micros }
}

export function joinDatetime(days: number, micros: bigint): bigint {
  return BigInt(days) * MICROS_PER_DAY + micros
}

/** Whole units from `from` to `to`: the greatest n with `from` + n units not after `to`; negative the other way round. DuckDB's date_sub. */
export function diffDates(unit: DateUnit, from: number, to: number): number {
  return diffDatetimes(unit, joinDatetime(from, 0n), joinDatetime(to, 0n))
}

/** As {@link diffDates}, time of day included. */
export function diffDatetimes(unit: DatetimeUnit, from: bigint, to: bigint): number {
  if (from > to) return 0 - diffDatetimes(unit, to, from)
  switch (unit) {
    case 'year': return Math.floor(wholeMonths(from, to) / 12)
    case 'quarter': return Math.floor(wholeMonths(from, to) / 3)
    case 'month': return wholeMonths(from, to)
    default: return Number((to - from) / MICROS_PER[unit])
  }
}

/** The first day of the unit the date lies in; weeks start on Monday. */
export function truncDate(unit: DateUnit, days: number): number {
  const { year, month } = civil(days)
  switch (unit) {
    case 'year': return dayNumber(year, 1, 1)
    case 'quarter': return dayNumber(year, month - (month - 1) % 3, 1)
    case 'month': return dayNumber(year, month, 1)
    case 'week': return days - weekdayIso(days) + 1
    case 'day': return days
  }
}

/** The first moment of the unit the datetime lies in. */
export function truncDatetime(unit: DatetimeUnit, datetime: bigint): bigint {
  const { days, micros } = splitDatetime(datetime)
  if (unit === 'hour' || unit === 'minute' || unit === 'second') return datetime - micros % MICROS_PER[unit]
  return joinDatetime(truncDate(unit, days), 0n)
}

const MICROS_PER = {
  week: 7n * MICROS_PER_DAY, day: MICROS_PER_DAY, hour: MICROS_PER_HOUR, minute: MICROS_PER_MINUTE, second: MICROS_PER_SECOND,
} as const

/** For `from` not after `to`. */
function wholeMonths(from: bigint, to: bigint): number {
  const [start, end] = [splitDatetime(from), splitDatetime(to)]
  const [a, b] = [civil(start.days), civil(end.days)]
  const months = (b.year - a.year) * 12 + b.month - a.month
  const reached = addMonthsToDatetime(from, months)
  return reached !== undefined && reached > to ? months - 1 : months
}

/** Days since 1970-01-01; `days_from_civil` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The inverse of {@link dayNumber}, for any year; `civil_from_days` of the same source. */
export function civil(days: number): { year: number, month: number, day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 }
}

function withinDates(days: number): number | undefined {
  return days >= MIN_DATE && days <= MAX_DATE ? days : undefined
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
