import * as z from 'zod'
import { call, column } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { notComparable } from './target.ts'

export const columnsEqual = defineRule({
  kind: 'columns_equal',
  title: 'Columns are equal',
  doc: 'All the columns hold the same value in a row. Missing cells are passed over: those that have a value have to agree.',
  example: { columns: ['email', 'email_again'] },
  dimension: 'consistency',
  target: 'columns',
  params: z.object({}),
  fails: (_params, { columns }) => {
    const issues = notComparable(columns)
    const values = columns.map(({ name }) => column(name))
    return issues.length > 0 ? issues : { kind: 'row', breaks: call('ne', call('greatest', ...values), call('least', ...values)) }
  },
  message: '{column} differ, should hold the same value',
})
