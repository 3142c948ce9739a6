import { present } from '../base/assert.ts'
import { problem, type Issue } from '../base/issue.ts'
import { call, column as named, type Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { constant } from '../algebra/resolve.ts'
import { formatType, isNumeric, isTextual, sameType } from '../data/type.ts'
import type { Failing } from './define.ts'

/** The one column of a `column` rule. */
export function only(columns: readonly RelColumn[]): RelColumn {
  return present(columns[0], 'a column rule has a column')
}

/** A value as recipes write it. */
export type Written = string | number | boolean

/**
 * A constant of a column's type from how a recipe writes it: `0`, `2024-01-31`, `FR`.
 * A bound with a fraction on an integer column is compared as a number.
 */
export function constantFor(column: RelColumn, value: Written, path: readonly (string | number)[]): Expr | readonly Issue[] {
  const typed = constant(value, column.type) ?? (column.type.name === 'integer' ? constant(value, { name: 'number' }) : undefined)
  if (typed?.kind === 'literal') return typed
  return [problem('bad_constant', path, `"${value}" is no ${formatType(column.type)}, which is what "${column.name}" holds`,
    column.type.name === 'string' && typeof value === 'number' ? `Declare "${column.name}" with a type in the schema, or cast it in a step.` : undefined)]
}

export function areIssues(found: unknown): found is readonly Issue[] {
  return Array.isArray(found)
}

const DECLARE = 'Declare its type in the schema, or cast it in a step.'

/** A rule about the text in its one column; an issue when the column holds something else. */
export function ofText(columns: readonly RelColumn[], breaks: (subject: Expr) => Expr): Failing | readonly Issue[] {
  const { name, type } = only(columns)
  if (isTextual(type)) return { kind: 'row', breaks: breaks(named(name)) }
  return [problem('not_text', [], `"${name}" is ${formatType(type)}, this rule looks at text`, 'Point it at text columns only: columns: { type: string }.')]
}

/** A rule about the day in its one column, a date, datetime or timestamp (in UTC); an issue when it holds something else. */
export function ofDay(columns: readonly RelColumn[], breaks: (day: Expr) => Expr): Failing | readonly Issue[] {
  const { name, type } = only(columns)
  switch (type.name) {
    case 'date': return { kind: 'row', breaks: breaks(named(name)) }
    case 'datetime':
    case 'timestamp': return { kind: 'row', breaks: breaks(call('to_date', named(name))) }
    default: return [problem('not_temporal', [], `"${name}" is ${formatType(type)}, this rule looks at a date, datetime or timestamp`, type.name === 'string' ? DECLARE : undefined)]
  }
}

/** What is wrong with columns that a rule adds or counts in: each one that is no number. */
export function notNumeric(columns: readonly RelColumn[], path: readonly (string | number)[]): readonly Issue[] {
  return columns.filter(({ type }) => !isNumeric(type)).map(({ name, type }) =>
    problem('not_numeric', path, `"${name}" is ${formatType(type)}, this rule needs a number`, type.name === 'string' ? DECLARE : undefined))
}

/** What is wrong with columns that a rule looks at together: there have to be two at least. */
export function tooFew(columns: readonly RelColumn[]): readonly Issue[] {
  return columns.length > 1 ? [] : [problem('too_few_columns', ['columns'], 'this rule needs two columns or more', 'List them: columns: [a, b].')]
}

/** What is wrong with columns that a rule compares with each other: two or more, of one type or all numbers. */
export function notComparable(columns: readonly RelColumn[]): readonly Issue[] {
  const [first, ...others] = columns
  const odd = others.find(({ type }) => first && !sameType(type, first.type) && !(isNumeric(type) && isNumeric(first.type)))
  if (!first || !odd) return tooFew(columns)
  return [problem('different_types', ['columns'], `"${first.name}" is ${formatType(first.type)} and "${odd.name}" is ${formatType(odd.type)}: they cannot be compared`,
    'Declare their types in the schema, or cast one of them in a step.')]
}

/** Values in a sentence: all of a few, the first of many. */
export function listed(values: readonly Written[], shown = 8): string {
  const rest = values.length - shown
  return rest > 1 ? `${values.slice(0, shown).join(', ')} and ${rest} more` : values.join(', ')
}
