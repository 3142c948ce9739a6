import * as z from 'zod'
import { column, isNull, when } from '../algebra/expr.ts'
import { resolve } from '../algebra/resolve.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { formatType } from '../data/type.ts'
import { defineStep } from './define.ts'
import { expressionText, parseAt } from './expression-text.ts'
import { mapColumns } from './map-columns.ts'
import { constantFor, writtenValue } from './written.ts'

export const fillNull = defineStep({
  kind: 'fill_null',
  title: 'Fill missing cells',
  doc: 'Fills the missing cells in columns with the constant value, read as a value of the column\'s type, or with the result of the expression expr. Cells that could not be read are not missing and stay unreadable.',
  example: { columns: ['country'], value: 'FR' },
  params: z.object({
    columns: columnSelector.describe('The columns to fill'),
    value: writtenValue.optional().describe('What to fill in; dates as 2024-01-31'),
    expr: expressionText.optional().meta({ title: 'Expression', format: 'expression' }).describe('Computed in the row of the missing cell'),
  }),
  lower: ({ columns, value, expr: source }, context) => {
    if (value === undefined && source === undefined) return context.report(problem('missing_parameter', [], 'filling needs value or expr'))
    if (value !== undefined && source !== undefined) return context.report(problem('too_many_parameters', ['expr'], 'the value to fill in is given already', 'Remove value or expr.'))
    if (value !== undefined) {
      return mapColumns(context, columns, subject => {
        const filler = constantFor(subject, value, ['value'])
        return 'severity' in filler ? filler : when(isNull(column(subject.name)), filler, column(subject.name))
      })
    }
    const expr = parseAt(context, source ?? '', ['expr'])
    const typed = expr && context.resolve(expr, ['expr'])
    if (!typed) return undefined
    return mapColumns(context, columns, subject => {
      const filled = when(isNull(column(subject.name)), expr, column(subject.name))
      return resolve(filled, context.columns, subject.type).ok ? filled
        : problem('bad_filler', ['expr'], `this gives ${formatType(typed.type)}, but "${subject.name}" holds ${formatType(subject.type)}`)
    })
  },
})
