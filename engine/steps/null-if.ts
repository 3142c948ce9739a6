import * as z from 'zod'
import { all, column, isIn, nothing, when, type Expr } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { boolean } from '../data/type.ts'
import { defineStep, type StepContext } from './define.ts'
import { expressionText, parseAt } from './expression-text.ts'
import { mapColumns } from './map-columns.ts'
import { constantFor, writtenValue } from './written.ts'

export const nullIf = defineStep({
  kind: 'null_if',
  title: 'Make missing',
  doc: 'Makes the cells in columns missing that equal value, read as a value of the column\'s type, or in the rows where the condition where is true; with both, where both hold. A condition that is null changes nothing.',
  example: { columns: ['country'], value: 'XX' },
  params: z.object({
    columns: columnSelector.describe('The columns to change'),
    value: writtenValue.optional().describe('Cells that equal it; dates as 2024-01-31'),
    where: expressionText.optional().meta({ title: 'Only where', format: 'expression' }).describe('Only the rows for which this is true'),
  }),
  lower: ({ columns, value, where }, context) => {
    if (value === undefined && where === undefined) return context.report(problem('missing_parameter', [], 'this needs value or where'))
    const condition = where === undefined ? [] : conditionsAt(context, where)
    if (!condition) return undefined
    return mapColumns(context, columns, subject => {
      const equal = value === undefined ? undefined : constantFor(subject, value, ['value'])
      if (equal && 'severity' in equal) return equal
      return when(all(...equal ? [isIn(column(subject.name), [equal])] : [], ...condition), nothing, column(subject.name))
    })
  },
})

/** The condition as a list of one; undefined when it is wrong. */
function conditionsAt(context: StepContext, where: string): readonly Expr[] | undefined {
  const parsed = parseAt(context, where, ['where'])
  return parsed && context.resolve(parsed, ['where'], boolean) ? [parsed] : undefined
}
