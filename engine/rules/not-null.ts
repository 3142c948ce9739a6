import * as z from 'zod'
import { column, isNull } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { only } from './target.ts'

export const notNull = defineRule({
  kind: 'not_null',
  title: 'Not missing',
  doc: 'The cell has a value. Empty text counts as missing when the dialect reads it as null, which is the default.',
  example: { column: 'email' },
  dimension: 'completeness',
  target: 'column',
  params: z.object({}),
  fails: (_params, { columns }) => ({ kind: 'row', breaks: isNull(column(only(columns).name)) }),
  message: '{column} is missing',
})
