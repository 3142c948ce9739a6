import type { Expr } from '../algebra/expr.ts'
import type { ColumnSelector } from '../algebra/select.ts'
import type { Lowered, StepContext } from './define.ts'
import { mapColumns, notText } from './map-columns.ts'

/**
 * Computes each selected text column anew. Columns of other types are passed over when the selector is broad,
 * and an issue when they were named.
 */
export function mapText(context: StepContext, selector: ColumnSelector, change: (name: string) => Expr): Lowered {
  return mapColumns(context, selector, (column, path) => notText(column, path) ?? change(column.name))
}
