import { present } from '../base/assert.ts'
import { problem, type Issue } from '../base/issue.ts'
import type { Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { constant } from '../algebra/resolve.ts'
import { formatType } from '../data/type.ts'

/** The one column of a `column` rule. */
export function only(columns: readonly RelColumn[]): RelColumn {
  return present(columns[0], 'a column rule has a column')
}

/** A value as recipes write it. */
export type Written = string | number | boolean

/**
 * A constant of a column's type from how a recipe writes it: `0`, `2024-01-31`, `FR`.
 * A bound with a fraction on an integer column is compared as a number.
 */
export function constantFor(column: RelColumn, value: Written, path: readonly (string | number)[]): Expr | readonly Issue[] {
  const typed = constant(value, column.type) ?? (column.type.name === 'integer' ? constant(value, { name: 'number' }) : undefined)
  if (typed?.kind === 'literal') return typed
  return [problem('bad_constant', path, `"${value}" is no ${formatType(column.type)}, which is what "${column.name}" holds`,
    column.type.name === 'string' && typeof value === 'number' ? `Declare "${column.name}" with a type in the schema, or cast it in a step.` : undefined)]
}

export function areIssues<T>(found: T | readonly Issue[]): found is readonly Issue[] {
  return Array.isArray(found)
}
