import * as z from 'zod'
import { any, call, column, int, isNotNull, text, when, type Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { columnSelector } from '../algebra/select.ts'
import { hasErrors, problem } from '../base/issue.ts'
import { textLength } from '../data/text.ts'
import { defineStep } from './define.ts'
import { areFree, insertColumns, newColumnName } from './new-columns.ts'
import { textOf } from './text-of.ts'

export const mergeColumns = defineStep({
  kind: 'merge_columns',
  title: 'Merge columns',
  doc: 'Joins the cells of columns, as text with separator between them, in a new column called into. Missing cells are left out together with their separator; where all are missing the result is missing.',
  example: { columns: ['street', 'city'], separator: ', ', into: 'address' },
  params: z.object({
    columns: columnSelector.describe('The columns to join, a list in the order written'),
    separator: z.string().default(' ').describe('The text between two cells'),
    into: newColumnName.describe('What the new column is called; it stands after the last one joined'),
    drop_originals: z.boolean().default(false).describe('Whether the joined columns are removed'),
  }),
  lower: ({ columns, separator, into, drop_originals: dropsOriginals }, context) => {
    const selected = context.select(columns)
    const last = selected.at(-1)
    const removed = new Set(dropsOriginals ? selected.map(({ name }) => name) : [])
    const isFree = areFree(context, [into], () => ['into'], removed)
    if (!last && !hasErrors(context.issues)) context.report(problem('no_columns', ['columns'], 'this selects no column to merge'))
    const expr = isFree && last && context.resolve(joined(selected, separator), ['columns'])
    return expr ? { rel: insertColumns(context.input, [{ name: into, expr }], { after: last.name, removed }) } : undefined
  },
})

/** Every present cell with the separator before it, joined, less the first separator. */
function joined(columns: readonly RelColumn[], separator: string): Expr {
  const cells = columns.map(textOf)
  const all = separator === ''
    ? call('concat', ...cells)
    : call('substr', call('concat', ...cells.map(cell => call('concat_op', text(separator), cell))), int(textLength(separator) + 1))
  return when(any(...columns.map(({ name }) => isNotNull(column(name)))), all)
}
