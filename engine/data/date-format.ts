import { dateOf, isLeapYear, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './calendar.ts'
import { fractionMicros, OFFSET_PATTERN, YEAR_PATTERN, zoneOffsetMinutes } from './date-text.ts'
import { quotePattern } from './pattern.ts'
import { codePoints, trimBlanks } from './text.ts'

/** What a text says in a date format. Parts the format does not name are those of 1900-01-01T00:00:00, as in DuckDB and Python. */
export interface FormattedDate {
  /** Days since 1970-01-01, local. */
  readonly days: number
  /** Microseconds since local midnight. */
  readonly micros: bigint
  /** Of `%z`; see `toInstant`. */
  readonly offsetMinutes?: number
}

/**
 * A compiled format. A text is in the format when `regex` (RE2, JavaScript and Java alike) describes the whole of it once `trimBlanks`
 * took the spaces and tabs around it, and the calendar has the day; then DuckDB's `try_strptime(text, duckdbFormat)` gives what `parse` gives.
 */
export interface DateFormat {
  readonly ok: true
  readonly source: string
  readonly regex: string
  /** As `regex`, but only of days that every month and year has. */
  readonly sureRegex: string
  readonly duckdbFormat: string
  readonly hasDate: boolean
  readonly hasTime: boolean
  readonly hasOffset: boolean
  readonly parse: (text: string) => FormattedDate | undefined
}

/** `offset` is where in the format the trouble starts, in code units. */
export type DateFormatResult = DateFormat | { readonly ok: false, readonly message: string, readonly offset: number }

type Part = 'year' | 'month' | 'day' | 'dayOfYear' | 'hour' | 'halfDay' | 'minute' | 'second' | 'fraction' | 'offset' | 'weekday'

interface Directive {
  readonly part: Part
  readonly pattern: string
  /** After a varying one no digit may follow, or the text could be read in two ways. */
  readonly width: 'fixed' | 'varying'
  /** True when its text starts with a digit. */
  readonly numeric: boolean
}

/** A directive, a literal character (`%%` stands for one), or an unknown directive, which has neither. */
interface Token {
  readonly text: string
  readonly offset: number
  readonly directive?: Directive
  readonly literal?: string
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const short = (name: string): string => name.slice(0, 3)

/** Spelled out, for `(?i)` in RE2 takes ſ for s. */
const anyCase = (name: string): string => codePoints(name).map(letter => `[${letter.toUpperCase()}${letter.toLowerCase()}]`).join('')
const oneOf = (names: readonly string[]): string => `(?:${names.map(anyCase).join('|')})`
const number = (part: Part, pattern: string, width: Directive['width'] = 'fixed'): Directive =>
  ({ part, pattern: `(?:${pattern})`, width, numeric: true })
const word = (part: Part, pattern: string): Directive => ({ part, pattern, width: 'fixed', numeric: false })

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  '%Y': number('year', YEAR_PATTERN),
  '%y': number('year', '[0-9]{2}'),
  '%m': number('month', '0[1-9]|1[0-2]'),
  '%-m': number('month', '1[0-2]|0?[1-9]', 'varying'),
  '%b': word('month', oneOf(MONTHS.map(short))),
  '%B': word('month', oneOf(MONTHS)),
  '%d': number('day', '0[1-9]|[12][0-9]|3[01]'),
  '%-d': number('day', '[12][0-9]|3[01]|0?[1-9]', 'varying'),
  '%j': number('dayOfYear', '00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6]'),
  '%a': word('weekday', oneOf(WEEKDAYS.map(short))),
  '%A': word('weekday', oneOf(WEEKDAYS)),
  '%H': number('hour', '[01][0-9]|2[0-3]'),
  '%-H': number('hour', '1[0-9]|2[0-3]|0?[0-9]', 'varying'),
  '%I': number('hour', '0[1-9]|1[0-2]'),
  '%-I': number('hour', '1[0-2]|0?[1-9]', 'varying'),
  '%p': word('halfDay', '[AaPp][Mm]'),
  '%M': number('minute', '[0-5][0-9]'),
  '%S': number('second', '[0-5][0-9]'),
  '%f': number('fraction', '[0-9]{1,6}', 'varying'),
  '%z': { part: 'offset', pattern: `(?:${OFFSET_PATTERN})`, width: 'varying', numeric: false },
}

const TWELVE_HOURS: ReadonlySet<string> = new Set(['%I', '%-I'])

/** DuckDB takes day 366 of a common year for the first of the next, so the pattern itself knows the leap years. */
const DAY_OF_COMMON_YEAR = '(?:00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-5])'
const LEAP_YEARS: Readonly<Record<string, string>> = {
  '%Y': '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)',
  '%y': '(?:[02468][048]|[13579][26])',
}

const SURE_DAYS: Readonly<Record<string, string>> = { '%d': '(?:0[1-9]|1[0-9]|2[0-8])', '%-d': '(?:1[0-9]|2[0-8]|0?[1-9])', '%j': DAY_OF_COMMON_YEAR }

/** The years that `%y` stands for: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999 (POSIX strptime). */
const FIRST_TWO_DIGIT_YEAR = 69

/**
 * Compiles a format of directives and literal characters, or says why it could not be read in one way only.
 *
 * `%Y` four digits · `%y` two (00–68 are 20xx, 69–99 are 19xx) · `%m %d` two digits, `%-m %-d` one or two · `%b %B` English month,
 * short or full, any case · `%j` day of the year, three digits · `%H %I` two digits, `%-H %-I` one or two · `%p` AM or PM, any case ·
 * `%M %S` two digits · `%f` one to six digits of a second · `%z` ±HH, ±HHMM or ±HH:MM · `%a %A` English weekday, read but not
 * compared with the date · `%%` a percent sign.
 * The last {@link MAX_CACHED} results are kept.
 */
export function compileDateFormat(format: string): DateFormatResult {
  const result = cache.get(format) ?? compile(format)
  cache.delete(format)
  cache.set(format, result)
  for (const oldest of cache.keys()) {
    if (cache.size <= MAX_CACHED) break
    cache.delete(oldest)
  }
  return result
}

const MAX_CACHED = 64

/** The results of the last formats asked for, oldest first. */
const cache = new Map<string, DateFormatResult>()

function compile(format: string): DateFormatResult {
  const tokens = tokenize(format)
  const trouble = troubleWithTokens(tokens) ?? troubleWithParts(tokens)
  if (trouble !== undefined) return { ok: false, ...trouble }
  return {
    ok: true, source: format, regex: regexOf(tokens), sureRegex: joinPatterns(tokens, SURE_DAYS), duckdbFormat: format,
    hasDate: has(tokens, 'year'), hasTime: has(tokens, 'hour'), hasOffset: has(tokens, 'offset'), parse: parserOf(tokens),
  }
}

function tokenize(format: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: text, index: offset } of format.matchAll(/%-?[^]?|[^]/gu)) {
    const directive = DIRECTIVES[text]
    if (directive !== undefined) tokens.push({ text, offset, directive })
    else if (text === '%%') tokens.push({ text, offset, literal: '%' })
    else if (text.startsWith('%')) tokens.push({ text, offset })
    else tokens.push({ text, offset, literal: text })
  }
  return tokens
}

interface Trouble {
  readonly message: string
  readonly offset: number
}

/** Unknown directives, blanks at the ends, numbers that run into each other. */
function troubleWithTokens(tokens: readonly Token[]): Trouble | undefined {
  for (const [i, { text, offset, directive, literal }] of tokens.entries()) {
    if (directive === undefined && literal === undefined) return { message: `there is no directive ${text}; write %% for a percent sign`, offset }
    const atAnEnd = i === 0 || i === tokens.length - 1
    if (atAnEnd && literal !== undefined && trimBlanks(literal) === '') {
      return { message: 'spaces around a date are ignored: leave them out of the format', offset }
    }
    const next = tokens[i + 1]
    if (directive?.width === 'varying' && next !== undefined && continuesNumber(directive, next)) {
      return { message: `${text} takes any number of digits, so ${next.text} cannot follow it at once`, offset: next.offset }
    }
  }
  return undefined
}

function continuesNumber({ part }: Directive, { directive, literal = '' }: Token): boolean {
  return directive?.numeric === true || /^[0-9]$/.test(literal) || (part === 'offset' && literal === ':')
}

/** Each part needs what it is a part of, and none may be said twice. */
const NEEDS: Partial<Record<Part, Part>> = {
  month: 'year', day: 'month', dayOfYear: 'year', weekday: 'year', minute: 'hour', second: 'minute', fraction: 'second', offset: 'hour', halfDay: 'hour',
}

const NAMES: Readonly<Record<Part, string>> = {
  year: 'a year (%Y, %y)', month: 'a month (%m, %-m, %b, %B)', day: 'a day (%d, %-d)', dayOfYear: 'a day of the year (%j)',
  weekday: 'a weekday (%a, %A)', hour: 'an hour (%H, %-H, %I, %-I)', halfDay: 'AM or PM (%p)', minute: 'a minute (%M)',
  second: 'a second (%S)', fraction: 'a fraction (%f)', offset: 'an offset (%z)',
}

function troubleWithParts(tokens: readonly Token[]): Trouble | undefined {
  const named = tokens.flatMap(({ text, offset, directive }) => (directive === undefined ? [] : [{ text, offset, part: directive.part }]))
  for (const [i, { text, offset, part }] of named.entries()) {
    const needed = NEEDS[part]
    if (named.slice(0, i).some(other => other.part === part)) return { message: `the format names ${NAMES[part]} twice`, offset }
    if (needed !== undefined && !has(tokens, needed)) return { message: `${text} needs ${NAMES[needed]} in the format`, offset }
    if (part === 'dayOfYear' && has(tokens, 'month')) return { message: '%j already says month and day', offset }
    if (TWELVE_HOURS.has(text) !== has(tokens, 'halfDay') && part === 'hour') {
      return { message: TWELVE_HOURS.has(text) ? `${text} needs AM or PM (%p) in the format` : `%p goes with %I or %-I, not with ${text}`, offset }
    }
  }
  if (named.length === 0) return { message: 'the format names no part of a date or time: write for example %Y-%m-%d', offset: 0 }
  return undefined
}

function has(tokens: readonly Token[], part: Part): boolean {
  return tokens.some(token => token.directive?.part === part)
}

function regexOf(tokens: readonly Token[]): string {
  if (!has(tokens, 'dayOfYear')) return joinPatterns(tokens)
  const common = joinPatterns(tokens, { '%j': DAY_OF_COMMON_YEAR })
  const leap = joinPatterns(tokens, { ...LEAP_YEARS, '%j': '366' })
  return `(?:${common}|${leap})`
}

function joinPatterns(tokens: readonly Token[], instead: Readonly<Record<string, string>> = {}): string {
  return tokens.map(({ text, directive, literal = '' }) => instead[text] ?? directive?.pattern ?? quotePattern(literal)).join('')
}

function parserOf(tokens: readonly Token[]): DateFormat['parse'] {
  const patterns = tokens.map(({ directive, literal = '' }) => (directive === undefined ? quotePattern(literal) : `(${directive.pattern})`))
  const whole = new RegExp(`^${patterns.join('')}$`)
  const directives = tokens.filter(token => token.directive !== undefined)
  return text => {
    const match = whole.exec(trimBlanks(text))
    if (match === null) return undefined
    const said = new Map<Part, string>()
    for (const [i, { directive }] of directives.entries()) if (directive !== undefined) said.set(directive.part, match[i + 1] ?? '')
    const days = daysOf(said)
    const offsetMinutes = zoneOffsetMinutes(said.get('offset') ?? '')
    return days === undefined ? undefined : { days, micros: microsOf(said), ...(offsetMinutes === undefined ? {} : { offsetMinutes }) }
  }
}

type Said = ReadonlyMap<Part, string>

function daysOf(said: Said): number | undefined {
  const year = yearOf(said.get('year') ?? '1900')
  const dayOfYear = said.get('dayOfYear')
  if (dayOfYear === undefined) return dateOf(year, monthOf(said.get('month') ?? '1'), Number(said.get('day') ?? '1'))
  const newYear = dateOf(year, 1, 1)
  return newYear === undefined || (dayOfYear === '366' && !isLeapYear(year)) ? undefined : newYear + Number(dayOfYear) - 1
}

function yearOf(text: string): number {
  const year = Number(text)
  if (text.length > 2) return year
  return year < FIRST_TWO_DIGIT_YEAR ? 2000 + year : 1900 + year
}

function monthOf(text: string): number {
  const named = MONTHS.findIndex(name => short(name).toLowerCase() === short(text).toLowerCase())
  return named === -1 ? Number(text) : named + 1
}

function microsOf(said: Said): bigint {
  const halfDay = said.get('halfDay')?.toUpperCase()
  const hour = Number(said.get('hour') ?? '0')
  const hours = halfDay === undefined ? hour : hour % 12 + (halfDay === 'PM' ? 12 : 0)
  return BigInt(hours) * MICROS_PER_HOUR + BigInt(said.get('minute') ?? '0') * MICROS_PER_MINUTE
    + BigInt(said.get('second') ?? '0') * MICROS_PER_SECOND + fractionMicros(said.get('fraction') ?? '')
}
