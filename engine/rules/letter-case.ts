import * as z from 'zod'
import { call } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const letterCase = defineRule({
  kind: 'letter_case',
  title: 'Letter case',
  doc: 'All letters of the text are small (case: lower) or capital (case: upper). Characters without case, digits and signs, may be anything.',
  example: { column: 'country', case: 'upper' },
  dimension: 'validity',
  target: 'column',
  params: z.object({ case: z.enum(['lower', 'upper']).describe('How the letters have to be') }),
  fails: (params, { columns }) => ofText(columns, subject => call('ne', call(params.case, subject), subject)),
  message: params => `{column} is {value}, should be all ${params.case === 'lower' ? 'small' : 'capital'} letters`,
})
