import * as z from 'zod'
import { column, isNotNull } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { only } from './target.ts'

export const isNull = defineRule({
  kind: 'is_null',
  title: 'Always missing',
  doc: 'The cell has no value. With where it says when a column must stay empty: an end date of a row that is still active, for example.',
  example: { column: 'closed_on', where: "status = 'open'" },
  dimension: 'consistency',
  target: 'column',
  params: z.object({}),
  fails: (_params, { columns }) => ({ kind: 'row', breaks: isNotNull(column(only(columns).name)) }),
  message: '{column} is {value}, should be missing',
})
