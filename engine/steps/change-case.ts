import * as z from 'zod'
import { call, column, int, type Expr } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'

const CASES = {
  lower: text => call('lower', text),
  upper: text => call('upper', text),
  sentence: text => call('concat_op', call('upper', call('left', text, int(1))), call('lower', call('substr', text, int(2)))),
} as const satisfies Record<string, (text: Expr) => Expr>

export const changeCase = defineStep({
  kind: 'case',
  title: 'Change letter case',
  doc: 'Writes the texts in columns in lower case, in upper case, or as a sentence: the first character in upper case and all others in lower case. Every character stays one character: ß becomes ẞ, never SS.',
  example: { columns: ['country'], to: 'upper' },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    to: z.enum(['lower', 'upper', 'sentence']).describe('The case to write in'),
  }),
  lower: ({ columns, to }, context) => mapText(context, columns, name => CASES[to](column(name))),
})
