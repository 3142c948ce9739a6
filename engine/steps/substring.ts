import * as z from 'zod'
import { call, column, int } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'

/** Far beyond any cell, well within every engine's positions. */
const FARTHEST = 1_000_000

export const substring = defineStep({
  kind: 'substring',
  title: 'Part of a text',
  doc: 'Keeps of the texts in columns the characters from position start on (1 is the first, -1 the last), length of them or all to the end. What lies outside a text is empty.',
  example: { columns: ['iban'], start: 1, length: 2 },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    start: z.number().int().min(-FARTHEST).max(FARTHEST).refine(start => start !== 0, 'positions count from 1, or from -1 at the end').describe('The first character kept: from 1, or from the end when negative'),
    length: z.number().int().min(1).max(FARTHEST).optional().describe('How many characters are kept; all to the end when left out'),
  }),
  lower: ({ columns, start, length }, context) =>
    mapText(context, columns, name => call('substr', column(name), int(start), ...length === undefined ? [] : [int(length)])),
})
