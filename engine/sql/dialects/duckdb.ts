import { unreachable } from '../../base/assert.ts'
import { formatValue } from '../../data/cast.ts'
import { MAX_PADDED_LENGTH, TRIM_CHARACTERS } from '../../data/text.ts'
import type { DataType, Value } from '../../data/type.ts'
import type { Argument, Dialect, PrintCall } from '../dialect.ts'
import { castText, isListed, quoteText } from './duckdb-cast.ts'

/** The same thing under another name. */
const named = (name: string): PrintCall => args => `${name}(${args.map(arg => arg.sql).join(', ')})`
const infix = (operator: string): PrintCall => args => `(${args.map(arg => arg.sql).join(` ${operator} `)})`
/** A few words of SQL with the arguments put in. */
const written = (template: (...sql: readonly string[]) => string): PrintCall => args => template(...args.map(arg => arg.sql))

const isInteger = (args: readonly Argument[]): boolean => args.every(arg => arg.type.name === 'integer')
/** NaN and infinities never come out of a function. */
const finite = (sql: string): string => `nullif(nullif(nullif(${sql}, 'inf'::double), '-inf'::double), 'nan'::double)`
/** Integer overflow is null, never an abort. */
const arithmetic = (operator: string): PrintCall => args => {
  const sql = infix(operator)(args, undefined as never)
  return isInteger(args) ? `try(${sql})` : finite(sql)
}
const withinCalendar = (sql: string): string => `(case when ${sql} between date '0001-01-01' and date '9999-12-31' then ${sql} end)`
const toInteger = (fn: string): PrintCall => args => isInteger(args) ? args[0]?.sql ?? '' : `try_cast(${fn}(${args[0]?.sql}) as bigint)`
const padded = (fn: string, a = '', n = '', fill = ''): string => `(case when ${n} <= ${MAX_PADDED_LENGTH} then ${fn}(${a}, cast(greatest(${n}, 0) as integer), ${fill}) end)`
const part = (name: string): PrintCall => written(d => `cast(${name}(${d}) as bigint)`)

/** ECMAScript's shortest form: the same digits as the engine's, placed differently from 1e16 up and below 1e-4. */
const doubleToText = (x: string): string =>
  `(case when ${x} = 0 then '0' when not contains(cast(${x} as varchar), 'e') then regexp_replace(cast(${x} as varchar), '\\.0$', '')`
  + ` when abs(${x}) >= 1e21 or abs(${x}) < 1e-6 then regexp_replace(cast(${x} as varchar), 'e([+-])0*', 'e\\1')`
  + ` when abs(${x}) >= 1 then cast(cast(cast(${x} as varchar) as decimal(38, 0)) as varchar)`
  + ` else rtrim(cast(cast(cast(${x} as varchar) as decimal(38, 30)) as varchar), '0') end)`

/** A moment in ISO 8601 with as many fraction digits as it has. */
const momentToText = (x: string, suffix = ''): string => `replace(cast(${x} as varchar), ' ', 'T')${suffix ? ` || '${suffix}'` : ''}`

function toText({ sql, type }: Argument): string {
  switch (type.name) {
    case 'string':
    case 'json':
    case 'array': return sql
    case 'number': return doubleToText(sql)
    case 'datetime': return `(${momentToText(sql)})`
    case 'timestamp': return `(${momentToText(sql, 'Z')})`
    case 'decimal': return type.precision === type.scale ? `regexp_replace(cast(${sql} as varchar), '^(-?)[.]', '\\10.')` : `cast(${sql} as varchar)`
    case 'integer':
    case 'boolean':
    case 'date':
    case 'time': return `cast(${sql} as varchar)`
    default: return unreachable(type)
  }
}

/**
 * Half away from zero on the shortest decimal form: the digits go through a decimal wide enough to hold them,
 * because the engine's own rounding of doubles sees the binary value (1.005 is below its half).
 */
function round([x, digits]: readonly Argument[]): string {
  const n = Number(digits?.value ?? 0)
  const value = x?.sql ?? ''
  const through = (precision: number, scale: number): string =>
    `cast(cast(round(cast(cast(${value} as varchar) as decimal(${precision}, ${scale})), ${n}) as varchar) as double)`
  return `(case when abs(${value}) < 1e9 then ${through(38, 28)} when abs(${value}) < 1e19 then ${through(38, 18)}${n < 0 ? ` when abs(${value}) < 1e37 then ${through(38, 0)}` : ''} else ${value} end)`
}

/**
 * From the end when the start is negative. The engine's own negative starts and lengths mean different things for text it knows
 * to be ASCII and for other text, so it only ever sees positive ones.
 */
function substr([text, start, length]: readonly Argument[]): string {
  const [x, s] = [text?.sql ?? '', start?.sql ?? '']
  const before = `(length(${x}) + ${s})`
  const count = (sql: string): string => length ? `, greatest(${sql}, 0)` : ''
  const fromStart = `substring(${x}, ${s}${count(length?.sql ?? '')})`
  const fromEnd = `substring(${x}, greatest(${before} + 1, 1)${count(`${length?.sql} + least(${before}, 0)`)})`
  return `(case when ${s} > 0 then ${fromStart} when ${s} < 0 then ${fromEnd} else ${fromStart} end)`
}

const DIALECT_TYPE: Readonly<Record<Exclude<DataType['name'], 'decimal'>, string>> = {
  string: 'varchar', json: 'varchar', array: 'varchar', integer: 'bigint', number: 'double', boolean: 'boolean',
  date: 'date', datetime: 'timestamp', timestamp: 'timestamp', time: 'time',
}
const typeName = (type: DataType): string => type.name === 'decimal' ? `decimal(${type.precision}, ${type.scale})` : DIALECT_TYPE[type.name]

function literal(value: Value, type: DataType): string {
  if (value === null) return `cast(null as ${typeName(type)})`
  switch (type.name) {
    case 'string':
    case 'json':
    case 'array': return quoteText(value as string)
    case 'integer': return `cast(${value as bigint} as bigint)`
    case 'number': return `cast('${value as number}' as double)`
    case 'boolean': return value === true ? 'true' : 'false'
    case 'timestamp': return `make_timestamp(${value as bigint})`
    case 'decimal':
    case 'date':
    case 'datetime':
    case 'time': return `cast('${formatValue(value, type) ?? ''}' as ${typeName(type)})`
    default: return unreachable(type)
  }
}

/** DuckDB 1.5, native and Wasm. */
export const duckdb: Dialect = {
  name: 'duckdb',
  quoteName: name => `"${name.replaceAll('"', '""')}"`,
  quoteText,
  literal,
  typeName,
  cast: castText,
  isIn: (input, values, type) => `(${input} in (${values.map(value => literal(value, type)).join(', ')}))`,
  functions: {
    and: infix('and'), or: infix('or'), not: written(a => `(not ${a})`),
    eq: infix('='), ne: infix('<>'), lt: infix('<'), le: infix('<='), gt: infix('>'), ge: infix('>='),
    is_null: written(a => `(${a} is null)`), is_not_null: written(a => `(${a} is not null)`),
    coalesce: named('coalesce'), nullif: named('nullif'), greatest: named('greatest'), least: named('least'),
    add: arithmetic('+'), sub: arithmetic('-'), mul: arithmetic('*'),
    div: written((a, b) => finite(`(${a} / nullif(${b}, 0))`)),
    intdiv: written((a, b) => `try(${a} // nullif(${b}, 0))`),
    mod: written((a, b) => `(case when ${b} = -1 then 0 else ${a} % nullif(${b}, 0) end)`),
    neg: args => isInteger(args) ? `try(-${args[0]?.sql})` : `(0 - ${args[0]?.sql})`,
    to_number: ([a]) => a?.type.name === 'decimal' ? `cast(cast(${a.sql} as varchar) as double)` : `cast(${a?.sql} as double)`,
    abs: args => isInteger(args) ? `try(abs(${args[0]?.sql}))` : `abs(${args[0]?.sql})`,
    sign: written(a => `cast(sign(${a}) as bigint)`),
    round, floor: toInteger('floor'), ceil: toInteger('ceil'), trunc: toInteger('trunc'),
    sqrt: written(a => `(case when ${a} >= 0 then sqrt(${a}) end)`),
    concat_op: infix('||'), concat: named('concat'), to_text: ([a]) => a ? toText(a) : '',
    lower: named('lower'), upper: named('upper'),
    trim: written(a => `trim(${a}, ${quoteText(TRIM_CHARACTERS)})`),
    ltrim: written(a => `ltrim(${a}, ${quoteText(TRIM_CHARACTERS)})`),
    rtrim: written(a => `rtrim(${a}, ${quoteText(TRIM_CHARACTERS)})`),
    length: written(a => `length(${a})`),
    substr, left: named('left'), right: named('right'),
    lpad: written((a, n, fill) => padded('lpad', a, n, fill)),
    rpad: written((a, n, fill) => padded('rpad', a, n, fill)),
    replace: named('replace'),
    replace_regex: written((a, pattern, to) => `regexp_replace(${a}, ${pattern}, ${to}, 'g')`),
    extract: ([a, pattern, group]) => `regexp_extract(${a?.sql}, ${pattern?.sql}, ${Number(group?.value ?? 0)})`,
    matches: named('regexp_full_match'), contains_match: named('regexp_matches'),
    like: written((a, pattern) => `(${a} like ${pattern} escape '\\')`),
    ilike: written((a, pattern) => `(lower(${a}) like lower(${pattern}) escape '\\')`),
    contains: named('contains'), starts_with: named('starts_with'), ends_with: named('ends_with'),
    year: part('year'), quarter: part('quarter'), month: part('month'), day: part('day'), weekday: part('isodow'), week: part('week'),
    hour: part('hour'), minute: part('minute'), second: part('second'),
    to_date: written(a => `cast(${a} as date)`), to_datetime: written(a => `cast(${a} as timestamp)`),
    add_days: written((d, n) => withinCalendar(`try(${d} + cast(${n} as integer))`)),
    add_months: written((d, n) => withinCalendar(`try(cast(${d} + to_months(cast(${n} as integer)) as date))`)),
    date_diff: written((unit, a, b) => `date_sub(${unit}, ${a}, ${b})`),
    date_trunc: written((unit, d) => `cast(date_trunc(${unit}, ${d}) as date)`),
    today: (_args, { clock }) => `cast(make_timestamp(${clock.nowMicros}) as date)`,
    now: (_args, { clock }) => `make_timestamp(${clock.nowMicros})`,
  },
}

/** From so many texts on, looking one up costs less than comparing with each. */
const LOOKED_UP = 64

/** The same without joins, where rows have to come in the order in which they were read. */
export const duckdbInOrder: Dialect = {
  ...duckdb,
  isIn(input, values, type) {
    const members = [...new Set(values)].filter(value => value !== null).map(value => literal(value, type))
    if (members.length === 0) return 'cast(null as boolean)'
    const isLookedUp = type.name === 'string' && members.length >= LOOKED_UP
    const found = isLookedUp ? `(case when ${input} is not null then try_cast(${input} as enum(${members.join(', ')})) is not null end)` : isListed(input, members)
    return values.includes(null) ? `nullif(${found}, false)` : found
  },
}
