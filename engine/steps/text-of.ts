import { call, column, type Expr } from '../algebra/expr.ts'
import type { Column } from '../data/type.ts'

/** A column's value as text. */
export function textOf({ name, type }: Column): Expr {
  return type.name === 'string' ? column(name) : call('to_text', column(name))
}
