import * as z from 'zod'
import { any, call, column, isNull, text } from '../algebra/expr.ts'
import { isTextual } from '../data/type.ts'
import { defineRule } from './define.ts'
import { only } from './target.ts'

export const notBlank = defineRule({
  kind: 'not_blank',
  title: 'Not blank',
  doc: 'The cell has a value that is more than white space: neither missing, nor empty text, nor only spaces, tabs and line ends.',
  example: { column: 'name' },
  dimension: 'completeness',
  target: 'column',
  params: z.object({}),
  fails: (_params, { columns }) => {
    const { name, type } = only(columns)
    const isMissing = isNull(column(name))
    return { kind: 'row', breaks: isTextual(type) ? any(isMissing, call('eq', call('trim', column(name)), text(''))) : isMissing }
  },
  message: '{column} is blank, should have a value',
})
