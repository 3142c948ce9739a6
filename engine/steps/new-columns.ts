import * as z from 'zod'
import { derive, type Derived } from '../algebra/derive.ts'
import { reference, visibleColumns, type Rel, type RelColumn } from '../algebra/rel.ts'
import { unknownColumn } from '../algebra/select.ts'
import { problem, type PathPart } from '../base/issue.ts'
import type { StepContext } from './define.ts'

/** One column that is there, by its name. */
export const columnName = z.string().min(1).meta({ title: 'Column', format: 'column' })
/** What a column to be made is called. */
export const newColumnName = z.string().min(1).meta({ title: 'New column' })

/** The column a parameter names; undefined when there is none, which is then an issue. */
export function columnAt(context: StepContext, name: string, path: readonly PathPart[]): RelColumn | undefined {
  const { columns } = context
  return columns.find(column => column.name === name) ?? context.report(unknownColumn(name, columns.map(column => column.name), path))
}

/**
 * Whether all these names can be given to new columns. One that a column bears which is not `removed`,
 * or that stands twice in the list, is an issue at its path.
 */
export function areFree(context: StepContext, names: readonly string[], pathOf: (index: number) => readonly PathPart[], removed: ReadonlySet<string> = new Set()): boolean {
  const taken = new Set(context.columns.map(column => column.name).filter(name => !removed.has(name)))
  const issues = names.flatMap((name, index) => {
    if (taken.has(name)) return [problem('column_exists', pathOf(index), `there is a column "${name}" already`, 'Choose another name, or drop or rename that column in a step before.')]
    return names.indexOf(name) < index ? [problem('repeated_name', pathOf(index), `two new columns are called "${name}"`)] : []
  })
  context.report(...issues)
  return issues.length === 0
}

/** The relation with new columns after one of its own (at the end when `after` is left out), and without those `removed`. */
export function insertColumns(input: Rel, added: readonly Derived[], { after, removed }: { readonly after?: string, readonly removed?: ReadonlySet<string> } = {}): Rel {
  const columns = visibleColumns(input).flatMap((column): Derived[] => [
    ...(removed?.has(column.name) ? [] : [{ name: column.name, expr: reference(column) }]),
    ...(column.name === after ? added : []),
  ])
  return derive(input, after === undefined ? [...columns, ...added] : columns)
}
