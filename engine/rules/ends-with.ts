import * as z from 'zod'
import { call, not } from '../algebra/expr.ts'
import { folded, foldedText } from './case-folding.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const endsWith = defineRule({
  kind: 'ends_with',
  title: 'Ends with',
  doc: 'The cell ends with the literal text.',
  example: { column: 'file_name', text: '.pdf', ignore_case: true },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    text: z.string().min(1).describe('What it has to end with, character for character'),
    ignore_case: z.boolean().default(false).meta({ title: 'Ignore case' }).describe('Capital and small letters count as the same'),
  }),
  fails: ({ text, ignore_case }, { columns }) =>
    ofText(columns, subject => not(call('ends_with', folded(subject, ignore_case), foldedText(text, ignore_case)))),
  message: ({ text }) => `{column} is {value}, should end with "${text}"`,
})
