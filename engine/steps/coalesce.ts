import * as z from 'zod'
import { column, isNotNull } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { hasErrors, problem } from '../base/issue.ts'
import { formatType, isNumeric, sameType } from '../data/type.ts'
import { defineStep } from './define.ts'
import { areFree, insertColumns, newColumnName } from './new-columns.ts'

export const coalesce = defineStep({
  kind: 'coalesce',
  title: 'First present',
  doc: 'Puts the first cell of columns that is not missing into a new column called into; empty text is not missing. The columns have one type, or are all numbers.',
  example: { columns: ['mobile', 'phone'], into: 'contact' },
  params: z.object({
    columns: columnSelector.describe('The columns to look at, a list in the order written'),
    into: newColumnName.describe('What the new column is called; it stands after the last one looked at'),
    drop_originals: z.boolean().default(false).describe('Whether the columns looked at are removed'),
  }),
  lower: ({ columns, into, drop_originals: dropsOriginals }, context) => {
    const selected = context.select(columns)
    const [first] = selected
    const last = selected.at(-1)
    const removed = new Set(dropsOriginals ? selected.map(({ name }) => name) : [])
    const isFree = areFree(context, [into], () => ['into'], removed)
    if (!first || !last) return hasErrors(context.issues) ? undefined : context.report(problem('no_columns', ['columns'], 'this selects no column'))
    const other = selected.find(({ type }) => !sameType(type, first.type) && !(isNumeric(type) && isNumeric(first.type)))
    if (other) return context.report(problem('mixed_types', ['columns'], `"${first.name}" is ${formatType(first.type)} and "${other.name}" is ${formatType(other.type)}: one column cannot hold both`, 'Cast them to one type in a step before.'))
    const branches = selected.map(({ name }) => ({ when: isNotNull(column(name)), then: column(name) }))
    const expr = context.resolve({ kind: 'case', branches, otherwise: null }, ['columns'])
    return expr && isFree ? { rel: insertColumns(context.input, [{ name: into, expr }], { after: last.name, removed }) } : undefined
  },
})
