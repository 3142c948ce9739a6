import { replaceColumns, type Derived } from '../algebra/derive.ts'
import type { Expr } from '../algebra/expr.ts'
import type { ColumnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { formatType } from '../data/type.ts'
import type { Lowered, StepContext } from './define.ts'

/**
 * Computes each selected text column anew. Columns of other types are passed over when the selector is broad,
 * and an issue when they were named.
 */
export function mapText(context: StepContext, selector: ColumnSelector, change: (name: string) => Expr): Lowered {
  const isNamed = selector !== '*' && (typeof selector === 'string' || Array.isArray(selector))
  const changes = context.select(selector).flatMap((column): Derived[] => {
    if (column.type.name !== 'string') {
      if (isNamed) context.report(problem('not_text', ['columns'], `"${column.name}" is ${formatType(column.type)}, this step works on text`))
      return []
    }
    const expr = context.resolve(change(column.name), ['columns'])
    return expr ? [{ name: column.name, expr }] : []
  })
  return { rel: replaceColumns(context.input, changes) }
}
