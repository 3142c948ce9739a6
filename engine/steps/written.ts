import * as z from 'zod'
import type { Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { constant } from '../algebra/resolve.ts'
import { problem, type Issue, type PathPart } from '../base/issue.ts'
import { formatType } from '../data/type.ts'

/** A value as recipes write it: `0`, `true`, `unknown`, `2024-01-31`. */
export const writtenValue = z.union([z.string(), z.number(), z.boolean()])
export type Written = z.output<typeof writtenValue>

/** A constant of a column's type from how a recipe writes it, or an issue at `path` when it is no such value. */
export function constantFor(column: RelColumn, value: Written, path: readonly PathPart[]): Expr | Issue {
  const typed = constant(value, column.type)
  if (typed?.kind === 'literal') return typed
  return problem('bad_constant', path, `"${value}" is no ${formatType(column.type)}, which is what "${column.name}" holds`)
}
