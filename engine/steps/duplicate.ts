import * as z from 'zod'
import { reference } from '../algebra/rel.ts'
import { defineStep } from './define.ts'
import { areFree, columnAt, columnName, insertColumns, newColumnName } from './new-columns.ts'

export const duplicate = defineStep({
  kind: 'duplicate',
  title: 'Copy a column',
  doc: 'Adds a copy of column under the name into, right after it, so that steps can change one and keep the other.',
  example: { column: 'email', into: 'email_as_read' },
  params: z.object({
    column: columnName.describe('The column to copy'),
    into: newColumnName.describe('What the copy is called'),
  }),
  lower: ({ column: name, into }, context) => {
    const column = columnAt(context, name, ['column'])
    if (!areFree(context, [into], () => ['into']) || !column) return undefined
    return { rel: insertColumns(context.input, [{ name: into, expr: reference(column) }], { after: name }) }
  },
})
