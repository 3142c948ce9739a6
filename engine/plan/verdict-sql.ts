import { columnsRead, isRowLocal, prune, withoutMarks, type TypedExpr } from '../algebra/index.ts'
import { boolean } from '../data/type.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { printExpr } from '../sql/print-expr.ts'
import { positional, printRel, type SourceSql } from '../sql/print-rel.ts'
import { rejectMasks, wordCount, type BatchCheck, type Check, type OutputColumn, type Plan } from './plan.ts'

/** What a verdict query gives besides `ord`, `dropped` and the words `w0`, `w1` …: output columns as `o0`, `o1` …. */
export type OutputAs = 'typed' | 'text' | 'none'

interface Queried {
  /** The relation with all checks' inputs; its columns are at `t.cN`. */
  readonly from: string
  readonly columnSql: (name: string) => string
}

/** The columns of the plan's relation that its checks read. */
export function columnsChecked(checks: readonly Check[]): readonly string[] {
  return checks.flatMap(({ fails }) => fails.kind === 'row' ? columnsRead(fails.expr) : [...fails.columns, ...columnsRead(fails.among)])
}

function query(plan: Plan, checks: readonly Check[], extra: readonly TypedExpr[], source: SourceSql, context: PrintContext): Queried {
  const rel = prune(plan.rel, [...columnsChecked(checks), ...extra.flatMap(columnsRead)])
  const joins = checks.flatMap((check, index) => check.fails.kind === 'duplicates' ? [duplicatesJoin(plan, check.fails, index, source, context, positional(rel, 't.'))] : [])
  return { from: `(${printRel(rel, source, context)}) t ${joins.join(' ')}`, columnSql: positional(rel, 't.') }
}

type Duplicates = Extract<Check['fails'], { kind: 'duplicates' }>

/** The keys that more than one row has, with the first row of each, as `dN`. */
function duplicatesJoin(plan: Plan, { columns, among }: Duplicates, index: number, source: SourceSql, context: PrintContext, outer: (name: string) => string): string {
  const rel = prune(plan.rel, [...columns, ...columnsRead(among)])
  const columnSql = positional(rel)
  const keys = columns.map((name, k) => `${columnSql(name)} as k${k}`)
  const condition = `dropped is null and ${printExpr(among, columnSql, context)}`
  const groups = `select ${keys.join(', ')}, min(ord) as first from (${printRel(rel, source, context)}) where ${condition} group by all having count(*) > 1`
  return `left join (${groups}) d${index} on ${columns.map((name, k) => `d${index}.k${k} = ${outer(name)}`).join(' and ')}`
}

function failsSql({ fails }: Check, index: number, columnSql: (name: string) => string, context: PrintContext): string {
  if (fails.kind === 'row') return printExpr(fails.expr, columnSql, context)
  const among = printExpr(fails.among, columnSql, context)
  const isLater = fails.attribution === 'later_duplicates' ? `t.ord > d${index}.first` : `d${index}.first is not null`
  return `(${isLater} and ${among})`
}

/**
 * Every row with its verdict: `ord`, `dropped`, one word `wN` per 32 checks (check i is bit i % 32 of word i / 32),
 * and the output columns `oN` typed or as text. A dropped row's words are 0.
 */
export function verdictSql(plan: Plan, source: SourceSql, context: PrintContext, outputAs: OutputAs = 'none'): string {
  const outputs = outputAs === 'none' ? [] : plan.output.map(column => column[outputAs])
  const { from, columnSql } = query(plan, plan.checks, outputs, source, context)
  const columns = outputs.map((expr, index) => `${printExpr(expr, columnSql, context)} as o${index}`)
  const rows = (words: readonly string[]): string => `select ${['t.ord as ord', 't.dropped as dropped', ...words, ...columns].join(', ')} from ${from}`
  const words = wordsSql(plan, columnSql, context)
  if (plan.dropping.length === 0) return rows(words.map((word, index) => `${word} as w${index}`))
  // Words are made first and masked around: inside a CASE the engine would not share what several checks have in common.
  const masked = words.map((_, index) => `(case when dropped is null then v${index} else 0::uinteger end) as w${index}`)
  return `select ${['ord', 'dropped', ...masked, ...outputs.map((_, index) => `o${index}`)].join(', ')} from (${rows(words.map((word, index) => `${word} as v${index}`))})`
}

/** The words of a verdict, unnamed. */
function wordsSql(plan: Plan, columnSql: (name: string) => string, context: PrintContext): readonly string[] {
  return Array.from({ length: wordCount(plan) }, (_, word) => balanced(
    plan.checks.slice(word * 32, word * 32 + 32).map((check, bit) => `(case when ${failsSql(check, word * 32 + bit, columnSql, context)} then ${2 ** bit}::uinteger else 0::uinteger end)`),
    ' | ',
  ))
}

/** Parts joined as a balanced tree, so that 32 of them nest five deep. */
function balanced(parts: readonly string[], operator: string): string {
  if (parts.length <= 1) return parts[0] ?? '0::uinteger'
  const middle = parts.length >>> 1
  return `(${balanced(parts.slice(0, middle), operator)}${operator}${balanced(parts.slice(middle), operator)})`
}

/** The condition, over a verdict query's columns, that a row is rejected. */
export function isRejectedSql(plan: Plan): string {
  const parts = rejectMasks(plan).flatMap((mask, word) => mask === 0 ? [] : [`w${word} & ${mask}::uinteger <> 0`])
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`
}

/** The ordinals of the rows that fail one check, as `ord`, unordered. */
export function checkSql(plan: Plan, check: Check, source: SourceSql, context: PrintContext): string {
  const { from, columnSql } = query(plan, [check], [], source, context)
  return `select t.ord as ord from ${from} where t.dropped is null and ${failsSql(check, 0, columnSql, context)}`
}

/** Some columns of a plan's relation as `k0`, `k1` … and, after them, its marks of dropped rows: a row for each of the source's, in its order. */
export function keptSql(plan: Plan, names: readonly string[], withMarks: boolean, source: SourceSql, context: PrintContext): string {
  const rel = prune(withMarks ? plan.rel : withoutMarks(plan.rel), names)
  const columnSql = positional(rel)
  const columns = names.map((name, index) => `${columnSql(name)} as k${index}`)
  // Steps that compare rows may change their order.
  const order = isRowLocal(rel) ? '' : ' order by ord'
  return `select ${[...columns, ...withMarks ? [`dropped as k${names.length}`] : []].join(', ')} from (${printRel(rel, source, context)})${order}`
}

/** The ordinals of the rows that steps dropped, as `ord` and `dropped`. */
export function droppedSql(plan: Plan, source: SourceSql, context: PrintContext): string {
  return `select ord, dropped from (${printRel(prune(plan.rel, []), source, context)}) where dropped is not null`
}

/** Some output columns of the rows of `source`, dropped ones too, as `ord`, `o0` …. */
export function outputSql(plan: Plan, outputs: readonly OutputColumn[], as: 'typed' | 'text', source: SourceSql, context: PrintContext): string {
  const exprs = outputs.map(output => output[as])
  const { from, columnSql } = query({ ...plan, rel: withoutMarks(plan.rel) }, [], exprs, source, context)
  return `select ${['t.ord as ord', ...exprs.map((expr, index) => `${printExpr(expr, columnSql, context)} as o${index}`)].join(', ')} from ${from}`
}

/** How many rows each check with a `where` looks at: one row, one double column `nN` a check given. */
export function appliesSql(plan: Plan, checks: readonly Check[], source: SourceSql, context: PrintContext): string {
  const conditions = checks.map(({ applies }) => applies ?? { kind: 'literal', value: true, type: boolean } as const)
  const { from, columnSql } = query(plan, [], conditions, source, context)
  return `select ${conditions.map((expr, index) => `cast(count(*) filter (where t.dropped is null and ${printExpr(expr, columnSql, context)}) as double) as n${index}`).join(', ')} from ${from}`
}

const AGGREGATES = {
  count: () => 'count(*)',
  sum: x => `sum(${x})`,
  mean: x => `avg(${x})`,
  min: x => `min(${x})`,
  max: x => `max(${x})`,
  null_ratio: x => `avg(case when ${x} is null then 1 else 0 end)`,
  distinct_count: x => `count(distinct ${x})`,
} satisfies Record<BatchCheck['measure'], (x: string) => string>

/** One row, one double column `mN` per batch check, over the rows neither dropped nor rejected. */
export function batchSql(plan: Plan, source: SourceSql, context: PrintContext): string {
  const measured = plan.batch.map(({ expr }) => expr ?? { kind: 'literal', value: true, type: boolean } as const)
  const { from, columnSql } = query(plan, plan.checks, measured, source, context)
  const words = wordsSql(plan, columnSql, context).map((word, index) => `${word} as w${index}`)
  const inner = `select ${['t.dropped as dropped', ...words, ...measured.map((expr, index) => `${printExpr(expr, columnSql, context)} as o${index}`)].join(', ')} from ${from}`
  const measures = plan.batch.map(({ measure }, index) => `cast(${AGGREGATES[measure](`o${index}`)} as double) as m${index}`)
  return `select ${measures.join(', ')} from (${inner}) where dropped is null and not ${isRejectedSql(plan)}`
}
