import * as z from 'zod'
import { call, not } from '../algebra/expr.ts'
import { folded, foldedText } from './case-folding.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const contains = defineRule({
  kind: 'contains',
  title: 'Contains',
  doc: 'The literal text occurs somewhere in the cell. For a pattern use matches with anywhere.',
  example: { column: 'sku', text: '-EU-' },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    text: z.string().min(1).describe('What has to occur, character for character'),
    ignore_case: z.boolean().default(false).meta({ title: 'Ignore case' }).describe('Capital and small letters count as the same'),
  }),
  fails: ({ text, ignore_case }, { columns }) =>
    ofText(columns, subject => not(call('contains', folded(subject, ignore_case), foldedText(text, ignore_case)))),
  message: ({ text }) => `{column} is {value}, should contain "${text}"`,
})
