import * as z from 'zod'
import { call } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const noSurroundingSpace = defineRule({
  kind: 'no_surrounding_space',
  title: 'No space around',
  doc: 'The text neither begins nor ends with white space: Unicode spaces, tabs, line ends, a stray byte order mark. The step trim removes it.',
  example: { column: 'city' },
  dimension: 'validity',
  target: 'column',
  params: z.object({}),
  fails: (_params, { columns }) => ofText(columns, subject => call('ne', call('trim', subject), subject)),
  message: '{column} is {value}, should have no white space at its ends',
})
