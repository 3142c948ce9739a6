import * as z from 'zod'
import { parseExpression } from '../algebra/parse.ts'
import { under } from '../base/issue.ts'
import { boolean } from '../data/type.ts'
import type { TypedExpr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { columnsRead } from '../algebra/walk.ts'
import { defineStep } from './define.ts'

export const filter = defineStep({
  kind: 'filter',
  title: 'Keep rows where',
  doc: 'Keeps the rows for which the condition is true; the others are dropped and counted under this step. A condition that is null drops the row, unless it reads a cell that could not be read: that row is rejected, not lost.',
  example: { where: "country <> 'DE'" },
  params: z.object({ where: z.string().min(1).meta({ title: 'Condition', format: 'expression' }).describe('Rows are kept where this is true') }),
  lower: ({ where }, context) => {
    const parsed = parseExpression(where)
    if (!parsed.ok) return context.report(under(['where'], parsed.issue))
    const condition = context.resolve(parsed.expr, ['where'], boolean)
    return condition && { rel: { kind: 'keep', input: context.input, keep: orUnreadable(condition, context.columns), by: context.by } }
  },
})

/** True also where a cell that the condition reads is unreadable: whether the row belongs is not known, and its type error has to be seen. */
function orUnreadable(condition: TypedExpr, columns: readonly RelColumn[]): TypedExpr {
  const reads = new Set(columnsRead(condition))
  const flags = new Set(columns.flatMap(column => reads.has(column.name) && column.invalid !== undefined ? [column.invalid] : []))
  return [...flags].reduce<TypedExpr>((keep, flag) => ({ kind: 'call', fn: 'or', args: [{ kind: 'column', name: flag, type: boolean }, keep], type: boolean }), condition)
}
