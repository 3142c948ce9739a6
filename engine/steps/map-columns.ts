import { replaceColumns, type Derived } from '../algebra/derive.ts'
import type { Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import type { ColumnSelector } from '../algebra/select.ts'
import { doubt, problem, type Issue, type PathPart } from '../base/issue.ts'
import { formatType, isNumeric } from '../data/type.ts'
import type { Lowered, StepContext } from './define.ts'

/** What a step makes of a column, or why it cannot; `path` is where the step's parameters name the column. */
export type ColumnChange = (column: RelColumn, path: readonly PathPart[]) => Expr | Issue

/**
 * Each selected column computed anew. A column the step cannot work on is passed over when the selector is broad
 * (`*`, a pattern, a type), and an issue when it was named.
 */
export function columnChanges(context: StepContext, selector: ColumnSelector, change: ColumnChange): readonly Derived[] {
  const isBroad = selector === '*' || (typeof selector !== 'string' && !Array.isArray(selector))
  const before = context.issues.length
  const changes = context.select(selector).flatMap((column, index): Derived[] => {
    const path = Array.isArray(selector) ? ['columns', index] : ['columns']
    const changed = change(column, path)
    if ('severity' in changed) {
      if (!isBroad) context.report(changed)
      return []
    }
    const expr = context.resolve(changed, path)
    return expr ? [{ name: column.name, expr }] : []
  })
  if (changes.length === 0 && context.issues.length === before) {
    context.report(doubt('no_columns', ['columns'], 'there is no column here that this step can work on', 'Steps before it may have changed types or names.'))
  }
  return changes
}

/** The relation with each selected column computed anew, in its place. */
export function mapColumns(context: StepContext, selector: ColumnSelector, change: ColumnChange): Lowered {
  return { rel: replaceColumns(context.input, columnChanges(context, selector, change)) }
}

/** Why a step that changes text leaves a column alone; undefined for text. */
export function notText({ name, type }: RelColumn, path: readonly PathPart[]): Issue | undefined {
  return type.name === 'string' ? undefined : problem('not_text', path, `"${name}" is ${formatType(type)}, this step works on text`, 'Place the step before the one that reads the column as a type.')
}

/** Why a step that changes numbers leaves a column alone; undefined for integer, number and decimal. */
export function notNumeric({ name, type }: RelColumn, path: readonly PathPart[]): Issue | undefined {
  return isNumeric(type) ? undefined : problem('not_numeric', path, `"${name}" is ${formatType(type)}, this step works on numbers`, type.name === 'string' ? 'Read it as a number in a step before: cast or parse_number.' : undefined)
}
