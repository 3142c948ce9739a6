import * as z from 'zod'
import { call, column, double, type Expr } from '../algebra/expr.ts'
import { unknownColumn } from '../algebra/select.ts'
import { defineRule } from './define.ts'
import { notNumeric, tooFew } from './target.ts'

/** Sums of doubles are off in their last digits: this share of the largest part is forgiven, beside the tolerance. */
const ROUNDING = 1e-9

export const columnsSum = defineRule({
  kind: 'columns_sum',
  title: 'Columns add up',
  doc: 'The columns add up to the column total, give or take tolerance (and the rounding of doubles). A row with a missing cell among them passes.',
  example: { columns: ['net', 'tax'], total: 'gross', tolerance: 0.01 },
  dimension: 'consistency',
  target: 'columns',
  params: z.object({
    total: z.string().min(1).meta({ title: 'Total', format: 'column' }).describe('The column that holds the sum'),
    tolerance: z.number().min(0).default(0).describe('How far apart sum and total may be'),
  }),
  fails: ({ total, tolerance }, { columns, all }) => {
    const found = all.find(({ name }) => name === total)
    if (!found) return [unknownColumn(total, all.map(({ name }) => name), ['total'])]
    const issues = [...tooFew(columns), ...notNumeric(columns, ['columns']), ...notNumeric([found], ['total'])]
    if (issues.length > 0) return issues
    const parts = columns.map(({ name }) => column(name))
    const sum = parts.reduce((a, b) => call('add', a, b))
    const isExact = tolerance === 0 && [...columns, found].every(({ type }) => type.name === 'integer')
    return { kind: 'row', breaks: isExact ? call('ne', sum, column(total)) : isApart(sum, column(total), tolerance, parts) }
  },
  message: ({ total, tolerance }) => `{column} do not add up to ${total}${tolerance === 0 ? '' : ` within ${tolerance}`}`,
})

function isApart(sum: Expr, total: Expr, tolerance: number, parts: readonly Expr[]): Expr {
  const largest = call('greatest', ...[...parts, total].map(part => call('abs', part)))
  const allowed = call('add', double(tolerance), call('mul', double(ROUNDING), largest))
  return call('gt', call('abs', call('sub', sum, total)), allowed)
}
