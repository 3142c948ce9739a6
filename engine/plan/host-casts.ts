import { childrenOf } from '../algebra/walk.ts'
import { columnsRead, prune, type Rel, type TypedExpr } from '../algebra/index.ts'
import type { CastSpec } from '../data/cast.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { printExpr } from '../sql/print-expr.ts'
import { positional, printRel, type SourceSql } from '../sql/print-rel.ts'
import type { Plan } from './plan.ts'

/** The types whose grammar no SQL can say, and the table of valid texts that the printed cast looks into. */
export const HOST_TABLES = { json: 'host_json', array: 'host_array' } as const
export type HostType = keyof typeof HOST_TABLES

/** A cast that needs the host: which texts it will meet. */
export interface HostCast {
  readonly type: HostType
  readonly spec: CastSpec
  /** The distinct texts to check, as one column `value`. */
  readonly valuesSql: (source: SourceSql, context: PrintContext) => string
}

/** Every cast in a plan's steps and schema that SQL cannot carry out alone. Rules cast nothing to these types. */
export function hostCasts({ rel }: Pick<Plan, 'rel'>): readonly HostCast[] {
  return castsIn(rel)
}

function castsIn(rel: Rel): readonly HostCast[] {
  if (rel.kind === 'source') return []
  const below = castsIn(rel.input)
  if (rel.kind === 'distinct') return below
  const exprs = rel.kind === 'project' ? rel.columns.map(column => column.expr) : [rel.keep]
  return [...below, ...exprs.flatMap(expr => castsOf(expr, rel.input))]
}

function castsOf(expr: TypedExpr, input: Rel): readonly HostCast[] {
  const below = childrenOf(expr).flatMap(child => castsOf(child, input))
  if (expr.kind !== 'cast' || (expr.spec.to.name !== 'json' && expr.spec.to.name !== 'array')) return below
  const valuesSql = (source: SourceSql, context: PrintContext): string => {
    const rel = prune(input, columnsRead(expr.input))
    const value = printExpr(expr.input, positional(rel), context)
    return `select distinct ${value} as value from (${printRel(rel, source, context)}) where ${value} is not null`
  }
  return [...below, { type: expr.spec.to.name, spec: expr.spec, valuesSql }]
}
