import * as z from 'zod'
import { problem, type Issue } from '../base/issue.ts'
import { didYouMean } from '../base/nearest.ts'
import { compilePattern, matchesWhole } from '../data/pattern.ts'
import { TYPE_NAMES } from '../data/type.ts'
import type { RelColumn } from './rel.ts'

/** Which columns a step or rule is about: `"*"`, a name, a list of names, all whose name matches a pattern, all of a type. */
export const columnSelector = z.union([
  z.string().min(1),
  z.array(z.string().min(1)).min(1),
  z.strictObject({ matches: z.string().min(1) }),
  z.strictObject({ type: z.enum(TYPE_NAMES) }),
]).meta({ title: 'Columns', format: 'columns' })
export type ColumnSelector = z.output<typeof columnSelector>

/** The selected columns in the relation's order for patterns and types, in the written order for lists; or what is wrong. */
export function selectColumns(selector: ColumnSelector, columns: readonly RelColumn[], path: readonly (string | number)[]): { columns: readonly RelColumn[] } | { issues: readonly Issue[] } {
  if (selector === '*') return { columns }
  if (typeof selector === 'string') return named([selector], columns, () => path)
  if (Array.isArray(selector)) return named(selector, columns, index => [...path, index])
  if ('type' in selector) return { columns: columns.filter(column => column.type.name === selector.type) }
  const compiled = compilePattern(selector.matches)
  if (!compiled.ok) return { issues: [{ ...problem('bad_pattern', [...path, 'matches'], compiled.message), ...(compiled.offset === undefined ? {} : { offset: compiled.offset }) }] }
  return { columns: columns.filter(column => matchesWhole(column.name, compiled.pattern)) }
}

function named(names: readonly string[], columns: readonly RelColumn[], pathOf: (index: number) => readonly (string | number)[]): ReturnType<typeof selectColumns> {
  const byName = new Map(columns.map(column => [column.name, column]))
  const found = names.flatMap(name => byName.get(name) ?? [])
  if (found.length === names.length) return { columns: found }
  const issues = names.flatMap((name, index) => byName.has(name) ? [] : [unknownColumn(name, byName.keys(), pathOf(index))])
  return { issues }
}

export function unknownColumn(name: string, names: Iterable<string>, path: readonly (string | number)[]): Issue {
  const known = [...names]
  return problem('unknown_column', path, `there is no column "${name}" here`, didYouMean(name, known) ?? (known.length > 0 && known.length <= 12 ? `Columns: ${known.join(', ')}.` : undefined))
}
