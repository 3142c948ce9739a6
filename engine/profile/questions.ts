import { present } from '../base/assert.ts'
import { parseCell } from '../data/cast.ts'
import { compareText } from '../data/text.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'
import type { Bins } from './bins.ts'
import type { Candidate } from './candidates.ts'
import { aggregateSql, countSql, placesOf, union, type Aggregation, type Cells, type Counted } from './cells.ts'
import type { Reading } from './choose.ts'
import type { Bounds } from './names.ts'
import { isWhole, positionSql, textSql, trustedValueSql, valueSql } from './read-sql.ts'
import { keepBom } from '../sql/keep-bom.ts'

/** Everything a profile asks an engine about the columns of a batch. Columns go by number; those nothing is known of are absent from an answer. */

export type Row = readonly (string | number | boolean | null | undefined)[]
export type Ask = (sql: string) => Promise<readonly Row[]>

/** Which columns are grouped, and in which table. */
export interface Layout {
  readonly table: string
  readonly grouped: ReadonlySet<number>
}

const numberIn = (row: Row, index: number): number => Number(row[index] ?? 0)
const maybeNumber = (row: Row, index: number): number | null => typeof row[index] === 'number' ? row[index] : null
const maybeText = (row: Row, index: number): string | null => typeof row[index] === 'string' ? row[index] : null

/** Answers by column, the column's number being first in each row. */
function byColumn<T>(rows: readonly Row[], read: (row: Row) => T): ReadonlyMap<number, readonly T[]> {
  const found = new Map<number, T[]>()
  for (const row of rows) {
    const column = numberIn(row, 0)
    const items = found.get(column)
    if (items) items.push(read(row))
    else found.set(column, [read(row)])
  }
  return found
}

function oneByColumn<T>(rows: readonly Row[], read: (row: Row) => T): ReadonlyMap<number, T> {
  return new Map(rows.map(row => [numberIn(row, 0), read(row)]))
}

const askAll = async (ask: Ask, selects: readonly string[]): Promise<readonly Row[]> => selects.length === 0 ? [] : ask(union(selects))

const aggregates = (ask: Ask, columns: readonly number[], { table, grouped }: Layout, select: (cells: Cells) => Aggregation): Promise<readonly Row[]> =>
  askAll(ask, placesOf(columns, grouped, table).map(cells => aggregateSql(cells, select(cells))))

export interface Basics {
  /** Non-null cells. */
  readonly present: number
  readonly distinct: number
  readonly isApproximate: boolean
  /** In code points. */
  readonly minLength: number | null
  readonly maxLength: number | null
}

export async function askBasics(ask: Ask, columns: readonly number[], layout: Layout): Promise<ReadonlyMap<number, Basics>> {
  const rows = await aggregates(ask, columns, layout, ({ kind }) => ({
    select: [
      kind === 'groups' ? countSql('v is not null') : 'cast(count(v) as double)', `cast(${kind === 'groups' ? 'count(v)' : 'approx_count_distinct(v)'} as double)`, kind === 'rows' ? 'true' : 'false',
      'cast(min(length(v)) as double)', 'cast(max(length(v)) as double)',
    ],
  }))
  return oneByColumn(rows, row => ({
    present: numberIn(row, 1), distinct: Math.min(numberIn(row, 2), numberIn(row, 1)), isApproximate: row[3] === true,
    minLength: maybeNumber(row, 4), maxLength: maybeNumber(row, 5),
  }))
}

/** Integers with leading zeros or more than 15 digits. A text with a leading zero, blank or sign comes before `1`, which is the cheaper question. */
const NAMES_SQL = countSql("case when v < '1' and v <> '0' then regexp_full_match(v, '[ \\t]*[+-]?(?:0[0-9]+|[0-9]{16,})[ \\t]*')"
  + " when strlen(v) > 15 then regexp_full_match(v, '[0-9]{16,}[ \\t]*') end")
const PHONES_SQL = countSql("case when starts_with(v, '+') then regexp_full_match(v, '[+][0-9]{7,15}') end")

/** What the columns are under each of their candidates, in the candidates' order. */
export async function askReadings(
  ask: Ask, wanted: ReadonlyMap<number, readonly Candidate[]>, bounds: ReadonlyMap<number, Bounds>, layout: Layout,
): Promise<ReadonlyMap<number, readonly Reading[]>> {
  const candidates = [...new Set([...wanted.values()].flat())]
  const selects = candidates.flatMap((candidate, index) => {
    const columns = [...wanted].flatMap(([column, tried]) => tried.includes(candidate) ? [column] : [])
    return placesOf(columns, layout.grouped, layout.table).map(cells => aggregateSql(cells, readingAggregation(candidate, index, columns, bounds)))
  })
  const readings = byColumn(await askAll(ask, selects), row => readingOf(row, present(candidates[numberIn(row, 1)], 'a candidate')))
  return new Map([...readings].map(([column, found]) =>
    [column, (wanted.get(column) ?? []).flatMap(tried => found.find(({ candidate }) => candidate === tried) ?? [])]))
}

function readingAggregation(candidate: Candidate, index: number, columns: readonly number[], bounds: ReadonlyMap<number, Bounds>): Aggregation {
  const { spec } = candidate
  const isNumber = spec.to.name === 'integer' || spec.to.name === 'number'
  const place = (value: string): string => `cast(${positionSql(value, spec.to.name) ?? 'null'} as double)`
  return {
    derived: `${valueSql(candidate)} as x`,
    select: [
      String(index), countSql('x is not null'), textSql('min(x)', spec), textSql('max(x)', spec), place('min(x)'), place('max(x)'),
      ...isNumber
        ? [`sum(${place('x')} * n) / sum(n) filter (where x is not null)`, NAMES_SQL, PHONES_SQL, outsideSql(columns, bounds)]
        : ['null::double', '0::double', '0::double', '0::double'],
    ],
  }
}

function outsideSql(columns: readonly number[], bounds: ReadonlyMap<number, Bounds>): string {
  const branches = columns.flatMap(column => {
    const { min, max } = bounds.get(column) ?? {}
    const sides = [...min === undefined ? [] : [`x < ${min}`], ...max === undefined ? [] : [`x > ${max}`]]
    return sides.length === 0 ? [] : [`when ${column} then ${sides.join(' or ')}`]
  })
  return branches.length === 0 ? '0::double' : countSql(`case col ${branches.join(' ')} end`)
}

function readingOf(row: Row, candidate: Candidate): Reading {
  const mean = maybeNumber(row, 7)
  return {
    candidate, valid: numberIn(row, 2), min: maybeText(row, 3), max: maybeText(row, 4), low: maybeNumber(row, 5), high: maybeNumber(row, 6),
    mean: mean !== null && Number.isFinite(mean) ? mean : null, names: numberIn(row, 8), phones: numberIn(row, 9), outside: numberIn(row, 10),
  }
}

/** Code points of a text's smallest and largest value that are shown. */
const MAX_END_LENGTH = 200

export async function askTextEnds(
  ask: Ask, columns: readonly number[], layout: Layout,
): Promise<ReadonlyMap<number, { readonly min: string | null, readonly max: string | null }>> {
  const end = (value: string): string => keepBom(`left(${value}, ${MAX_END_LENGTH})`)
  const rows = await aggregates(ask, columns, layout, () => ({ select: [end('min(v)'), end('max(v)')] }))
  return oneByColumn(rows, row => ({ min: maybeText(row, 1), max: maybeText(row, 2) }))
}

/** What is counted in bins: the values of a candidate, or lengths of texts. */
export interface Binned {
  readonly of: Candidate | 'lengths'
  /** Every cell is of the candidate. */
  readonly isTrusted: boolean
  readonly bins: Bins
}

/** How many cells are in each bin; bins without any are absent, and the largest value may be found in a bin past the last. */
export async function askBins(ask: Ask, wanted: ReadonlyMap<number, Binned>, layout: Layout): Promise<ReadonlyMap<number, ReadonlyMap<number, number>>> {
  const alike = [...wanted.values()].filter((one, index, all) => all.findIndex(other => isAlike(one, other)) === index)
  const selects = alike.flatMap(kind => {
    const columns = [...wanted].flatMap(([column, binned]) => isAlike(kind, binned) ? [column] : [])
    return placesOf(columns, layout.grouped, layout.table).map(cells => binsSql(cells, kind, wanted))
  })
  // Cells that are no values have no bin: leaving them out here is cheaper than in the query.
  const rows = (await askAll(ask, selects)).filter(row => row[1] !== null)
  const counts = byColumn(rows, row => [numberIn(row, 1), numberIn(row, 2)] as const)
  return new Map([...counts].map(([column, bins]) => [column, new Map(bins)]))
}

const isAlike = (a: Binned, b: Binned): boolean => a.of === b.of && a.isTrusted === b.isTrusted

function binsSql(cells: Cells, { of, isTrusted }: Binned, wanted: ReadonlyMap<number, Binned>): string {
  const position = of === 'lengths' ? 'length(v)' : positionSql(`(${(isTrusted ? trustedValueSql : valueSql)(of)})`, of.spec.to.name) ?? 'null'
  const isInteger = of === 'lengths' || isWhole(of.spec.to.name)
  const literal = (value: number): string => isInteger ? `${BigInt(value)}::bigint` : duckdb.literal(value, { name: 'number' })
  const bin = (low: string, width: string): string => isInteger ? `(p - ${low}) // ${width}` : `floor((p - ${low}) / ${width})`
  const binsOf = (column: number): Bins => present(wanted.get(column), 'bins of a column').bins
  if (cells.kind === 'rows') {
    const { low, width } = binsOf(cells.column)
    return `select ${cells.column} as col, cast(${bin(literal(low), literal(width))} as integer) as bin, cast(count(*) as double) as n`
      + ` from (select ${position} as p from (select c${cells.column} as v from source)) group by bin`
  }
  const table = cells.columns.map(column => `(${column}, ${literal(binsOf(column).low)}, ${literal(binsOf(column).width)})`).join(', ')
  return `select col, cast(${bin('low', 'width')} as integer) as bin, sum(n) as n`
    + ` from (select col, ${position} as p, n from ${cells.table} where col in (${cells.columns.join(', ')}))`
    + ` join (values ${table}) as bins(col, low, width) using (col) group by col, bin`
}

/** The most frequent values of grouped columns, so many of each; of equally frequent ones the first by code point. */
export async function askTop(ask: Ask, wanted: ReadonlyMap<number, number>, { table }: Layout): Promise<ReadonlyMap<number, readonly Counted[]>> {
  if (wanted.size === 0) return new Map()
  const most = Math.max(...wanted.values())
  const groups = `from ${table} where col in (${[...wanted.keys()].join(', ')})`
  // Only what is as frequent as the last of them has to be put in order.
  const frequent = `select groups.* from (select col, v, n ${groups}) groups join (select col, list_min(max(n, ${most})) as least ${groups} group by col) using (col) where n >= least`
  const ranked = `select col, v, n, row_number() over (partition by col order by n desc, v) as place from (${frequent})`
  const rows = counted(await ask(`select col, ${keepBom('v')}, n from (${ranked}) where place <= ${most}`))
  return new Map([...rows].map(([column, values]) => [column, values.slice(0, wanted.get(column))]))
}

/** How often each of some texts stands in a column. */
export async function askCounts(
  ask: Ask, wanted: ReadonlyMap<number, readonly string[]>, { table, grouped }: Layout, basics: ReadonlyMap<number, Basics>,
): Promise<ReadonlyMap<number, readonly Counted[]>> {
  const lists = [...new Set(wanted.values())]
  return counted(await askAll(ask, lists.flatMap(texts => {
    const columns = [...wanted].flatMap(([column, list]) => list === texts ? [column] : [])
    return placesOf(columns, grouped, table).flatMap(cells => {
      const possible = cells.kind === 'rows' ? textsOfLength(texts, basics.get(cells.column)) : texts
      if (possible.length === 0) return []
      const isWanted = `strlen(v) <= ${Math.max(...possible.map(text => text.length)) * 4} and v in (${possible.map(duckdb.quoteText).join(', ')})`
      return [aggregateSql(cells, { where: isWanted, groupBy: ['v'], select: ['sum(n)'] })]
    })
  })))
}

/** Those texts that are as long as some cell of a column may be. */
const textsOfLength = (texts: readonly string[], basics: Basics | undefined): readonly string[] => texts.filter(text => {
  const length = Array.from(text).length
  return length >= (basics?.minLength ?? 0) && length <= (basics?.maxLength ?? Infinity)
})

const MAX_COUNTER_EXAMPLES = 5
/** Of a column that is not grouped the first mismatches are looked at, not all. */
const MAX_MISMATCHES = 1_000

/** Cells that are not of the type, the most frequent first. */
export async function askCounterExamples(ask: Ask, wanted: ReadonlyMap<number, Candidate>, { table, grouped }: Layout): Promise<ReadonlyMap<number, readonly Counted[]>> {
  const rows = await askAll(ask, [...wanted].map(([column, candidate]) => {
    const mismatches = grouped.has(column)
      ? `select v, n from ${table} where col = ${column} and (${valueSql(candidate)}) is null`
      : `select v, count(*) as n from (select v from (select c${column} as v from source where c${column} is not null)`
        + ` where (${valueSql(candidate)}) is null limit ${MAX_MISMATCHES}) group by v`
    return `(select ${column} as col, ${keepBom('v')} as kept, cast(n as double) from (${mismatches}) order by n desc, v limit ${MAX_COUNTER_EXAMPLES})`
  }))
  return counted(rows)
}

/** Whether all cells of a column are different: by their values, for columns of integers between two bounds, else by their hashes. */
export interface KeyQuestion {
  readonly integers?: { readonly low: number, readonly high: number }
}

/**
 * How many different values or hashes of text columns have, which are not grouped. As many as cells proves that all cells differ;
 * fewer hashes mean, all but surely, that some are equal.
 */
export async function askDifferent(ask: Ask, wanted: ReadonlyMap<number, KeyQuestion>): Promise<ReadonlyMap<number, number>> {
  const rows = await askAll(ask, [...wanted].map(([column, { integers }]) => integers
    ? `select ${column} as col, cast(bit_count(bitstring_agg(try_cast(c${column} as bigint), ${integers.low}, ${integers.high})) as double) from source`
    : `select ${column} as col, cast(count(distinct hash(c${column})) filter (where c${column} is not null) as double) from source`))
  return oneByColumn(rows, row => numberIn(row, 1))
}

function counted(rows: readonly Row[]): ReadonlyMap<number, readonly Counted[]> {
  const found = byColumn(rows, row => ({ value: maybeText(row, 1) ?? '', count: numberIn(row, 2) }))
  return new Map([...found].map(([column, values]) => [column, values.toSorted((a, b) => b.count - a.count || compareText(a.value, b.value))]))
}

/** What a column of JSON texts is asked for. */
export interface JsonQuestion {
  readonly candidate: Candidate
  /** Non-null cells, and the length of the longest. */
  readonly present: number
  readonly maxLength: number
}

/** Text that is looked at in one piece. */
const PIECE_CHARACTERS = 8_000_000
/** Longer texts than this are not taken for the usual ones. */
const USUAL_LENGTH = 2_000

/** How many cells of columns are JSON of their candidates: which no engine can tell as we mean it, so each different text is looked at here. */
export async function askJson(ask: Ask, wanted: ReadonlyMap<number, JsonQuestion>): Promise<ReadonlyMap<number, Reading>> {
  const readings = new Map<number, Reading>()
  for (const [column, { candidate, present: cells, maxLength }] of wanted) {
    const pieces = Math.max(1, Math.ceil(cells * Math.min(maxLength, USUAL_LENGTH) / PIECE_CHARACTERS))
    const others: Counted[] = []
    let valid = 0
    for (let piece = 0; piece < pieces; piece++) {
      const rows = await ask(`select ${keepBom(`c${column}`)}, cast(count(*) as double) from source where c${column} is not null and hash(c${column}) % ${pieces} = ${piece} group by c${column}`)
      for (const row of rows) {
        const [value, count] = [maybeText(row, 0) ?? '', numberIn(row, 1)]
        if (parseCell(value, candidate.spec) !== undefined) valid += count
        else if (others.length < MAX_MISMATCHES) others.push({ value, count })
      }
    }
    const frequent = others.toSorted((a, b) => b.count - a.count || compareText(a.value, b.value)).slice(0, MAX_COUNTER_EXAMPLES)
    readings.set(column, { candidate, valid, min: null, max: null, low: null, high: null, mean: null, names: 0, phones: 0, outside: 0, others: frequent.map(({ value }) => value) })
  }
  return readings
}
