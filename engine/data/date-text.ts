import {
  dateOf, dateParts, joinDatetime, MAX_DATETIME, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND, MIN_DATETIME, splitDatetime, timeParts,
} from './calendar.ts'
import { trimBlanks } from './text.ts'

/**
 * The ISO 8601 texts of dates and times. The patterns are RE2 and JavaScript alike, for a whole text from which `trimBlanks` took
 * spaces and tabs: dialects test them before a cast, since every engine left alone accepts more. A pattern lets 2024-02-30 pass;
 * the calendar, ours and every engine's, does not.
 */
export const YEAR_PATTERN = '(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])'
export const OFFSET_PATTERN = '[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?'

const MINUTE_OF_DAY = '(?:[01][0-9]|2[0-3]):[0-5][0-9]'

export const DATE_PATTERN = `${YEAR_PATTERN}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])`
export const TIME_PATTERN = `${MINUTE_OF_DAY}(?::[0-5][0-9](?:\\.[0-9]{1,6}0{0,3})?)?`
export const DATETIME_PATTERN = `${DATE_PATTERN}[T ]${MINUTE_OF_DAY}(?::[0-5][0-9](?:\\.[0-9]{1,6}0{0,3})?)?`
/** With its offset; where a zone is given, a text of {@link DATETIME_PATTERN} is a timestamp too. */
export const TIMESTAMP_PATTERN = `${DATETIME_PATTERN}(?:Z|${OFFSET_PATTERN})`

/** Days that the calendar has in every year. */
const sureDate = (year: string): string => `${year}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)`
const SURE_DATE = sureDate(YEAR_PATTERN)
/** Years that no offset leads out of. */
const SURE_DATE_ANYWHERE = sureDate('[12][0-9]{3}')

/** Texts that the patterns above describe and the calendar has, whatever the year: all but leap days, and instants at the ends of time. */
export const SURE_PATTERNS = {
  date: SURE_DATE, time: TIME_PATTERN, datetime: DATETIME_PATTERN.replace(DATE_PATTERN, SURE_DATE),
  timestamp: TIMESTAMP_PATTERN.replace(DATE_PATTERN, SURE_DATE_ANYWHERE), timestampInZone: DATETIME_PATTERN.replace(DATE_PATTERN, SURE_DATE_ANYWHERE),
} as const

/** Days since 1970-01-01 from `YYYY-MM-DD`. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(trimBlanks(text))
  return match === null ? undefined : dateOf(Number(match[1]), Number(match[2]), Number(match[3]))
}

/** Microseconds since midnight from `HH:MM[:SS[.ffffff]]`; further digits may only be 0. */
export function parseTime(text: string): bigint | undefined {
  const trimmed = trimBlanks(text)
  const match = TIME.test(trimmed) ? CLOCK.exec(trimmed) : null
  return match === null ? undefined : clockMicros(match)
}

/** Microseconds since 1970-01-01T00:00 local time from a date and a time of day; an offset is an error. */
export function parseDatetime(text: string): bigint | undefined {
  const trimmed = trimBlanks(text)
  return DATETIME.test(trimmed) ? localMicros(trimmed) : undefined
}

/**
 * Microseconds since 1970-01-01T00:00Z. A text without an offset is read in `zone`, a fixed offset (see {@link zoneOffsetMinutes}), and is an
 * error when there is none. An instant whose UTC date leaves the years 0001 to 9999 is an error too.
 */
export function parseTimestamp(text: string, zone?: string): bigint | undefined {
  const trimmed = trimBlanks(text)
  if (!TIMESTAMP.test(trimmed)) {
    const [local, offset] = [parseDatetime(trimmed), zone === undefined ? undefined : zoneOffsetMinutes(zone)]
    return local === undefined || offset === undefined ? undefined : toInstant(local, offset)
  }
  const [offsetText = ''] = TRAILING_OFFSET.exec(trimmed) ?? []
  const [local, offset] = [localMicros(trimmed.slice(0, trimmed.length - offsetText.length)), zoneOffsetMinutes(offsetText)]
  return local === undefined || offset === undefined ? undefined : toInstant(local, offset)
}

/** Minutes east of Greenwich of `UTC`, `Z`, `+HH`, `+HHMM` or `+HH:MM`, up to 15:59; undefined for every other text, named zones too. */
export function zoneOffsetMinutes(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'Z') return 0
  if (!OFFSET.test(zone)) return undefined
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''))
  return zone.startsWith('-') ? 0 - minutes : minutes
}

/** The instant of a local datetime at an offset; undefined when it leaves the years 0001 to 9999. */
export function toInstant(local: bigint, offsetMinutes: number): bigint | undefined {
  const instant = local - BigInt(offsetMinutes) * MICROS_PER_MINUTE
  return instant >= MIN_DATETIME && instant <= MAX_DATETIME ? instant : undefined
}

/** `YYYY-MM-DD` */
export function formatDate(days: number): string {
  const { year, month, day } = dateParts(days)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/** `HH:MM:SS`, with up to six digits of a second when they are not 0. */
export function formatTime(micros: bigint): string {
  const { hour, minute, second, micros: rest } = timeParts(micros)
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}${fraction}`
}

/** `YYYY-MM-DDTHH:MM:SS[.ffffff]` */
export function formatDatetime(datetime: bigint): string {
  const { days, micros } = splitDatetime(datetime)
  return `${formatDate(days)}T${formatTime(micros)}`
}

/** `YYYY-MM-DDTHH:MM:SS[.ffffff]Z` */
export function formatTimestamp(instant: bigint): string {
  return `${formatDatetime(instant)}Z`
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/
const TIME = whole(TIME_PATTERN)
const DATETIME = whole(DATETIME_PATTERN)
const TIMESTAMP = whole(TIMESTAMP_PATTERN)
const OFFSET = whole(OFFSET_PATTERN)
const TRAILING_OFFSET = new RegExp(`(?:Z|${OFFSET_PATTERN})$`)
const CLOCK = /([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?$/

/** Of a text that {@link DATETIME_PATTERN} describes. */
function localMicros(text: string): bigint | undefined {
  const days = parseDate(text.slice(0, 'YYYY-MM-DD'.length))
  const clock = CLOCK.exec(text)
  return days === undefined || clock === null ? undefined : joinDatetime(days, clockMicros(clock))
}

function clockMicros([, hour = '0', minute = '0', second = '0', fraction = '']: RegExpExecArray): bigint {
  return BigInt(hour) * MICROS_PER_HOUR + BigInt(minute) * MICROS_PER_MINUTE + BigInt(second) * MICROS_PER_SECOND + fractionMicros(fraction)
}

/** The microseconds in the digits after a second's point; those past the sixth are 0. */
export function fractionMicros(digits: string): bigint {
  return BigInt(digits.slice(0, 6).padEnd(6, '0'))
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
