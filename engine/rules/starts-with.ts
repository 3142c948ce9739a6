import * as z from 'zod'
import { call, not } from '../algebra/expr.ts'
import { folded, foldedText } from './case-folding.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const startsWith = defineRule({
  kind: 'starts_with',
  title: 'Starts with',
  doc: 'The cell begins with the literal text.',
  example: { column: 'invoice', text: 'INV-' },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    text: z.string().min(1).describe('What it has to begin with, character for character'),
    ignore_case: z.boolean().default(false).meta({ title: 'Ignore case' }).describe('Capital and small letters count as the same'),
  }),
  fails: ({ text, ignore_case }, { columns }) =>
    ofText(columns, subject => not(call('starts_with', folded(subject, ignore_case), foldedText(text, ignore_case)))),
  message: ({ text }) => `{column} is {value}, should start with "${text}"`,
})
