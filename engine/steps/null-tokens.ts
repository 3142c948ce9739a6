import * as z from 'zod'
import { call, column, isIn, nothing, text, when } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { lowerText } from '../data/letter-case.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'

export const nullTokens = defineStep({
  kind: 'null_tokens',
  title: 'Words for missing',
  doc: 'Makes the cells in columns missing whose whole text is one of tokens, exactly as written or, with ignore_case, in any case. Spaces count: trim first.',
  example: { columns: '*', tokens: ['N/A', '-', 'unknown'] },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    tokens: z.array(z.string()).min(1).describe('Texts that mean "no value"'),
    ignore_case: z.boolean().default(false).describe('Whether n/a counts as N/A'),
  }),
  lower: ({ columns, tokens, ignore_case: ignoresCase }, context) => mapText(context, columns, name => ignoresCase
    ? when(isIn(call('lower', column(name)), tokens.map(token => text(lowerText(token)))), nothing, column(name))
    : when(isIn(column(name), tokens.map(text)), nothing, column(name))),
})
