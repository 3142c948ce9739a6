import type { CastSpec } from '../data/cast.ts'
import { compileDateFormat, DATETIME_PATTERN, TIMESTAMP_PATTERN } from '../data/dates.ts'
import type { DataType, TypeName } from '../data/type.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'
import type { Candidate } from './candidates.ts'
import { context } from './context.ts'
import { plainNumberSql } from './number-form.ts'

/** SQL for the value of the text `v` under a candidate, null when it is none. */
export const valueSql = ({ spec, form }: Candidate): string => form === undefined ? readSql(spec) : duckdb.cast(plainNumberSql('v', form), spec)

/** As {@link valueSql}, for a text that is known to be of the candidate. */
export const trustedValueSql = (candidate: Candidate): string => candidate.form === undefined && (candidate.spec.formats?.length ?? 0) < 2 ? trustedReadSql(candidate.spec) : valueSql(candidate)

/**
 * SQL for the value of the text `v` under a spec, null when it is none: what `Dialect.cast` gives, but cheaper where most cells are written
 * without blanks around them, as those of a whole column are. What the first look does not recognise goes through the cast.
 */
function readSql(spec: CastSpec): string {
  const slow = duckdb.cast('v', spec)
  const quick = quickRead(spec)
  return quick === undefined ? slow : `case when ${quick.recognises} then ${quick.value} else ${slow} end`
}

interface QuickRead {
  readonly recognises: string
  readonly value: string
}

function quickRead({ to, formats }: CastSpec): QuickRead | undefined {
  const matches = (pattern: string): string => `regexp_full_match(v, ${duckdb.quoteText(pattern)})`
  const [format, ...others] = formats ?? []
  if (others.length > 0) return undefined
  if (format !== undefined) {
    const compiled = compileDateFormat(format)
    return compiled.ok && to.name !== 'timestamp'
      ? { recognises: matches(compiled.regex), value: parseSql(compiled.duckdbFormat, to) }
      : undefined
  }
  switch (to.name) {
    case 'datetime': return { recognises: `${HAS_SECONDS} and ${matches(DATETIME_PATTERN)}`, value: 'try_cast(v as timestamp)' }
    // Next to the ends of the calendar an offset may lead out of it.
    case 'timestamp': return { recognises: `${HAS_SECONDS} and v > '0002' and v < '9999' and ${matches(TIMESTAMP_PATTERN)}`, value: INSTANT }
    default: return undefined
  }
}

/** The engine wants seconds: a third colon-separated part after YYYY-MM-DD HH:MM. */
const HAS_SECONDS = `v like '${'_'.repeat('YYYY-MM-DD HH:MM'.length)}:%'`
/** A cast to a zoneless timestamp would ignore the offset. */
const INSTANT = 'make_timestamp(epoch_us(try_cast(v as timestamptz)))'

/** As {@link readSql}, for a text that is known to be of the spec: then the engine's own reading, where it has one, is right, and cheapest. */
function trustedReadSql(spec: CastSpec): string {
  const own = ownReadSql(spec)
  return own === undefined ? readSql(spec) : `coalesce(${own}, ${readSql(spec)})`
}

function ownReadSql({ to, formats }: CastSpec): string | undefined {
  const [format] = formats ?? []
  if (to.name === 'timestamp') return format === undefined ? INSTANT : undefined
  return format === undefined ? `try_cast(v as ${duckdb.typeName(to)})` : parseSql(format, to)
}

const parseSql = (format: string, to: DataType): string => `cast(try_strptime(v, ${duckdb.quoteText(format)}) as ${duckdb.typeName(to)})`

/** SQL for a value's place on a line: a number itself; a bigint of days or microseconds since 1970-01-01, or of microseconds of a day. */
export function positionSql(value: string, type: TypeName): string | undefined {
  switch (type) {
    case 'integer':
    case 'number': return value
    case 'date': return `datediff('day', date '1970-01-01', ${value})`
    case 'datetime':
    case 'timestamp':
    case 'time': return `epoch_us(${value})`
    default: return undefined
  }
}

/** Whether positions of a type are whole numbers, bigints to the engine. */
export const isWhole = (type: TypeName): boolean => type !== 'number'

/** SQL for a value's text, as `formatValue` writes it. */
export function textSql(value: string, { to }: CastSpec): string {
  return duckdb.functions.to_text([{ sql: value, type: to }], context)
}
