import * as z from 'zod'
import { columnSelector } from '../algebra/select.ts'
import { defineStep } from './define.ts'

export const deduplicate = defineStep({
  kind: 'deduplicate',
  title: 'Remove duplicates',
  doc: 'Of rows equal in columns (nulls count as equal), keeps the first, or the last; the others are dropped and counted under this step.',
  example: { columns: ['id'], keep: 'first' },
  params: z.object({
    columns: columnSelector.default('*').describe('What makes two rows equal'),
    keep: z.enum(['first', 'last']).default('first').describe('Which of equal rows stays'),
  }),
  lower: ({ columns, keep }, context) => {
    const keys = context.select(columns).map(column => column.name)
    return keys.length === 0 ? undefined : { rel: { kind: 'distinct', input: context.input, keys, keep, by: context.by } }
  },
})
