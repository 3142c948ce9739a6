import * as z from 'zod'
import { derive } from '../algebra/derive.ts'
import { reference } from '../algebra/rel.ts'
import { columnSelector } from '../algebra/select.ts'
import { defineStep } from './define.ts'

export const reorder = defineStep({
  kind: 'reorder',
  title: 'Reorder columns',
  doc: 'Moves the columns selected, a list in the order written, to the start or the end of the table; the others keep their order.',
  example: { columns: ['id', 'email'] },
  params: z.object({
    columns: columnSelector.describe('The columns to move'),
    to: z.enum(['start', 'end']).default('start').describe('Where they go'),
  }),
  lower: ({ columns, to }, context) => {
    const moved = [...new Set(context.select(columns))]
    const others = context.columns.filter(column => !moved.some(({ name }) => name === column.name))
    const ordered = to === 'start' ? [...moved, ...others] : [...others, ...moved]
    return { rel: derive(context.input, ordered.map(column => ({ name: column.name, expr: reference(column) }))) }
  },
})
