import { call, column, int, isNotNull, when, type Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'

/** How many of the columns have a value in a row. */
export function countPresent(columns: readonly RelColumn[]): Expr {
  return columns.map(({ name }) => when(isNotNull(column(name)), int(1), int(0))).reduce((a, b) => call('add', a, b))
}
