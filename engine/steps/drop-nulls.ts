import * as z from 'zod'
import type { TypedExpr } from '../algebra/expr.ts'
import { reference, type RelColumn } from '../algebra/rel.ts'
import { columnSelector } from '../algebra/select.ts'
import { doubt, hasErrors } from '../base/issue.ts'
import { boolean } from '../data/type.ts'
import { defineStep } from './define.ts'

export const dropNulls = defineStep({
  kind: 'drop_nulls',
  title: 'Drop rows with missing cells',
  doc: 'Drops the rows in which any of columns is missing, or with when: all those in which all of them are; they are counted under this step. Empty text is not missing, and neither is a cell that could not be read.',
  example: { columns: ['email'] },
  params: z.object({
    columns: columnSelector.default('*').describe('The columns to look at'),
    when: z.enum(['any', 'all']).default('any').describe('Whether one missing cell drops a row, or only all of them'),
  }),
  lower: ({ columns, when }, context) => {
    const selected = context.select(columns)
    if (hasErrors(context.issues)) return undefined
    if (selected.length === 0) return context.report(doubt('no_columns', ['columns'], 'this selects no column, so no row is dropped'))
    return { rel: { kind: 'keep', input: context.input, keep: joined(when === 'any' ? 'and' : 'or', selected.map(isPresent)), by: context.by } }
  },
})

/** True for a value and for a cell that could not be read. */
function isPresent(column: RelColumn): TypedExpr {
  const hasValue: TypedExpr = { kind: 'call', fn: 'is_not_null', args: [reference(column)], type: boolean }
  return column.invalid === undefined ? hasValue : joined('or', [hasValue, reference({ name: column.invalid, type: boolean })])
}

/** One condition of one or more, as a balanced tree: thousands of columns nest a dozen levels deep. */
function joined(fn: 'and' | 'or', parts: readonly TypedExpr[]): TypedExpr {
  const [first] = parts
  if (first && parts.length === 1) return first
  const middle = parts.length >>> 1
  return { kind: 'call', fn, args: [joined(fn, parts.slice(0, middle)), joined(fn, parts.slice(middle))], type: boolean }
}
