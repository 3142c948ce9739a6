import { unreachable } from '../../base/assert.ts'
import { booleanWords, type CastSpec } from '../../data/cast.ts'
import {
  compileDateFormat, DATE_PATTERN, DATETIME_PATTERN, OFFSET_PATTERN, TIME_PATTERN, TIMESTAMP_PATTERN, zoneOffsetMinutes,
} from '../../data/dates.ts'
import { decimalPattern, INTEGER_PATTERN, NUMBER_PATTERN } from '../../data/numbers.ts'

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
const trimmed = (input: string): string => `trim(${input}, ' \t')`

/** Of `in` with more values the engine makes a join, which does not keep the order of rows. */
const MOST_COMPARED = 4
export const isListed = (input: string, literals: readonly string[]): string =>
  literals.length > MOST_COMPARED ? `list_contains([${literals.join(', ')}], ${input})` : `(${input} in (${literals.join(', ')}))`

/**
 * Regular expressions cost several times what a cast does. So a test that costs little first lets through texts of which
 * the engine accepts just what our grammar does; only the others, few in most columns, are held against the pattern.
 */
function guarded(input: string, sqlType: string, guard: string, pattern: string): string {
  return `(case when ${guard} then try_cast(${input} as ${sqlType})`
    + ` when regexp_full_match(${trimmed(input)}, ${quoteText(pattern)}) then try_cast(${trimmed(input)} as ${sqlType}) end)`
}

/** What the engine reads and writes back unchanged is in canonical form, and all canonical integers and dates are in our grammar. */
const isCanonical = (input: string, sqlType: string): string => `cast(try_cast(${input} as ${sqlType}) as varchar) = ${input}`

/** What the engine takes for white space; to us only the space and the tabulator are. */
const ENGINE_SPACE = [9, 10, 11, 12, 13, 32].map(code => `chr(${code})`)

/**
 * Beyond our grammar the engine reads `inf` and `nan`, `_` between digits, two signs, and more kinds of white space around.
 * No text from `-` on begins with white space or a plus. An exponent out of range gives infinity.
 */
function number(input: string): string {
  const fast = `try_cast(${input} as double)`
  const slow = `try_cast(${trimmed(input)} as double)`
  const endsInSpace = ENGINE_SPACE.map(space => `suffix(${input}, ${space})`).join(' or ')
  return `(case when isfinite(${fast}) and ${input} >= '-' and not contains(${input}, '_') and not (${endsInSpace}) then ${fast}`
    + ` when regexp_full_match(${trimmed(input)}, ${quoteText(NUMBER_PATTERN)}) and isfinite(${slow}) then ${slow} end)`
}

/** Text to value for DuckDB, accepting exactly what `parseCell` accepts. */
export function castText(input: string, spec: CastSpec): string {
  const { to } = spec
  switch (to.name) {
    case 'string': return input
    case 'integer': return guarded(input, 'bigint', isCanonical(input, 'bigint'), INTEGER_PATTERN)
    case 'number': return number(input)
    case 'decimal': return decimal(input, to.precision, to.scale)
    case 'boolean': return boolean(input, spec)
    case 'date':
    case 'datetime':
    case 'timestamp':
    case 'time': return temporal(input, to.name, spec)
    case 'json': return hostChecked(input, 'host_json')
    case 'array': return hostChecked(input, 'host_array')
    default: return unreachable(to)
  }
}

/**
 * What SQL cannot say is asked of the host beforehand, once a distinct value: the table holds the texts that are valid.
 * See `hostCasts` in plan/.
 */
const hostChecked = (input: string, table: string): string => `(case when ${input} in (select value from ${table}) then ${input} end)`

/** Digits past the scale are an error: the engine would round. */
function decimal(input: string, precision: number, scale: number): string {
  return `(case when regexp_full_match(${trimmed(input)}, ${quoteText(decimalPattern(precision, scale))}) then try_cast(${trimmed(input)} as decimal(${precision}, ${scale})) end)`
}

/** ASCII letters only are folded: the Kelvin sign is no k. */
function boolean(input: string, spec: CastSpec): string {
  const { yes, no } = booleanWords(spec)
  const folded = `translate(${trimmed(input)}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`
  const isOne = (text: string, words: readonly string[]): string => isListed(text, words.map(quoteText))
  return `(case when ${isOne(input, yes)} then true when ${isOne(input, no)} then false when ${isOne(folded, yes)} then true when ${isOne(folded, no)} then false end)`
}

const SQL_TYPE = { date: 'date', datetime: 'timestamp', timestamp: 'timestamp', time: 'time' } as const

function temporal(input: string, name: keyof typeof SQL_TYPE, { formats, zone }: CastSpec): string {
  const text = trimmed(input)
  if (formats) return byFormats(text, name, formats, zone)
  switch (name) {
    case 'date': return guarded(input, 'date', `strlen(${input}) = 10 and ${isCanonical(input, 'date')}`, DATE_PATTERN)
    case 'time': return `(case when regexp_full_match(${text}, ${quoteText(TIME_PATTERN)}) then try_cast(${withSeconds(text, 5)} as time) end)`
    case 'datetime': return `(case when regexp_full_match(${text}, ${quoteText(DATETIME_PATTERN)}) then try_cast(${withSeconds(text, 16)} as timestamp) end)`
    case 'timestamp': return instant(text, zone)
    default: return unreachable(name)
  }
}

function byFormats(text: string, name: keyof typeof SQL_TYPE, formats: readonly string[], zone: string | undefined): string {
  const branches = formats.map(format => {
    const compiled = compileDateFormat(format)
    if (!compiled.ok) return ''
    const moment = `try_strptime(${text}, ${quoteText(compiled.duckdbFormat)})`
    // With an offset the engine gives an instant, whose text depends on the session's zone; its microseconds do not.
    const value = compiled.hasOffset ? shifted(`make_timestamp(epoch_us(${moment}))`, '0')
      : name === 'timestamp' ? shifted(moment, zoneMinutes(zone)) : `cast(${moment} as ${SQL_TYPE[name]})`
    return `when regexp_full_match(${text}, ${quoteText(compiled.regex)}) and ${moment} is not null then ${value}`
  })
  return `(case ${branches.join(' ')} end)`
}

/** Minutes are enough for us, not for the engine; `length` is that of a text without seconds. */
const withSeconds = (text: string, length: number): string => `(case when strlen(${text}) = ${length} then ${text} || ':00' else ${text} end)`
const zoneMinutes = (zone: string | undefined): string => String(zone === undefined ? 0 : zoneOffsetMinutes(zone) ?? 0)

/** The instant of a local timestamp at an offset; null outside the years 1 to 9999. */
function shifted(local: string, minutesEast: string): string {
  const value = `(${local} - to_minutes(cast(${minutesEast} as bigint)))`
  return `(case when ${value} between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59.999999' then ${value} end)`
}

/** The offset is read apart and subtracted, because the engine ignores it when casting to a zoneless timestamp. */
function instant(text: string, zone: string | undefined): string {
  const offset = `regexp_extract(${text}, ${quoteText(`(?:Z|${OFFSET_PATTERN})$`)})`
  const local = `left(${text}, length(${text}) - length(${offset}))`
  const digits = `(case when ${offset} in ('Z', '') then '0000' else rpad(replace(substring(${offset}, 2), ':', ''), 4, '0') end)`
  const minutes = `((cast(left(${digits}, 2) as bigint) * 60 + cast(right(${digits}, 2) as bigint)) * (case when ${offset} like '-%' then -1 else 1 end))`
  const stamp = (of: string): string => `try_cast(${withSeconds(of, 16)} as timestamp)`
  const withOffset = `when regexp_full_match(${text}, ${quoteText(TIMESTAMP_PATTERN)}) then ${shifted(stamp(local), minutes)}`
  const withoutOffset = zone === undefined ? '' : ` when regexp_full_match(${text}, ${quoteText(DATETIME_PATTERN)}) then ${shifted(stamp(text), zoneMinutes(zone))}`
  return `(case ${withOffset}${withoutOffset} end)`
}
