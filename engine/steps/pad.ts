import * as z from 'zod'
import { call, column, int, text, when } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { MAX_PADDED_LENGTH } from '../data/text.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'

const PADDING = { start: 'lpad', end: 'rpad' } as const

export const pad = defineStep({
  kind: 'pad',
  title: 'Pad text',
  doc: 'Brings the texts in columns to length characters by repeating fill before them, or after them. Longer texts stay as they are, nothing is ever cut.',
  example: { columns: ['zip'], length: 5, fill: '0' },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    length: z.number().int().min(1).max(MAX_PADDED_LENGTH).describe('Characters (code points) a text has at least'),
    fill: z.string().min(1).default(' ').describe('The text to fill with, a space when left out'),
    side: z.enum(['start', 'end']).default('start').describe('Where the filling goes'),
  }),
  lower: ({ columns, length, fill, side }, context) => mapText(context, columns, name =>
    when(call('lt', call('length', column(name)), int(length)), call(PADDING[side], column(name), int(length), text(fill)), column(name))),
})
