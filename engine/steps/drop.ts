import * as z from 'zod'
import { columnSelector } from '../algebra/select.ts'
import { doubt, problem } from '../base/issue.ts'
import { defineStep } from './define.ts'
import { insertColumns } from './new-columns.ts'

export const drop = defineStep({
  kind: 'drop',
  title: 'Remove columns',
  doc: 'Removes the columns selected. A row already rejected for an unreadable cell in one of them stays rejected.',
  example: { columns: ['notes'] },
  params: z.object({ columns: columnSelector.describe('The columns to remove') }),
  lower: ({ columns }, context) => {
    const removed = new Set(context.select(columns).map(column => column.name))
    if (context.issues.length > 0) return undefined
    if (removed.size === context.columns.length) return context.report(problem('no_columns', ['columns'], 'this removes every column, so none would be left'))
    if (removed.size === 0) context.report(doubt('no_columns', ['columns'], 'there is no such column to remove'))
    return { rel: insertColumns(context.input, [], { removed }) }
  },
})
