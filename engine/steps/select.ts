import * as z from 'zod'
import { derive } from '../algebra/derive.ts'
import { reference } from '../algebra/rel.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { defineStep } from './define.ts'

export const select = defineStep({
  kind: 'select',
  title: 'Keep columns',
  doc: 'Keeps the columns selected, a list in the order written, and removes all others.',
  example: { columns: ['id', 'email'] },
  params: z.object({ columns: columnSelector.describe('The columns that stay') }),
  lower: ({ columns }, context) => {
    const selected = context.select(columns)
    if (context.issues.length > 0) return undefined
    if (selected.length === 0) return context.report(problem('no_columns', ['columns'], 'this selects no column, so none would be left'))
    const names = selected.map(column => column.name)
    const repeated = names.flatMap((name, index) => names.indexOf(name) < index ? [problem('repeated_column', ['columns', index], `"${name}" is listed twice`, 'Use a duplicate step to have a column under two names.')] : [])
    if (repeated.length > 0) return context.report(...repeated)
    return { rel: derive(context.input, selected.map(column => ({ name: column.name, expr: reference(column) }))) }
  },
})
