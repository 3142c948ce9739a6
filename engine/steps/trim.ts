import * as z from 'zod'
import { call, column } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'

export const trim = defineStep({
  kind: 'trim',
  title: 'Trim spaces',
  doc: 'Removes white space (Unicode spaces, tabs, line ends) at both ends of the texts in columns, or only at one side.',
  example: { columns: '*' },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    side: z.enum(['both', 'start', 'end']).default('both').describe('Which end'),
  }),
  lower: ({ columns, side }, context) =>
    mapText(context, columns, name => call(({ both: 'trim', start: 'ltrim', end: 'rtrim' } as const)[side], column(name))),
})
