import { fingerprint } from '../base/fingerprint.ts'
import type { TypedExpr } from './expr.ts'
import { columnsOf, type Rel } from './rel.ts'
import { mapColumns } from './walk.ts'

const byRel = new WeakMap<Rel, Map<string, string>>()
const dropsByRel = new WeakMap<Rel, string>()

/**
 * What a column of a relation is computed from, however its steps are arranged around it: two columns with the same fingerprint hold the
 * same values on the same input. Each column of each relation is worked out once, so thousands of checks over thousands of columns stay cheap.
 */
export function columnFingerprint(rel: Rel, name: string): string {
  const known = byRel.get(rel) ?? new Map<string, string>()
  byRel.set(rel, known)
  const found = known.get(name)
  if (found !== undefined) return found
  const made = makeColumnFingerprint(rel, name)
  known.set(name, made)
  return made
}

function makeColumnFingerprint(rel: Rel, name: string): string {
  switch (rel.kind) {
    case 'source': {
      // Sources go by position; a name alone would confuse inputs whose columns moved.
      const positions = sourcePositions(rel)
      return `source ${positions.get(name) ?? -1} ${name}`
    }
    case 'keep':
    case 'distinct': return columnFingerprint(rel.input, name)
    case 'project': {
      const expr = assignments(rel).get(name)
      return expr ? expressionFingerprint(rel.input, expr) : `absent ${name}`
    }
  }
}

/** Whether a column is one of the source, unchanged. */
export const isSourceFingerprint = (fingerprint: string): boolean => fingerprint.startsWith('source ')

/** The same of an expression over a relation. A plain reference has the fingerprint of its column. */
export function expressionFingerprint(rel: Rel, expr: TypedExpr): string {
  if (expr.kind === 'column') return columnFingerprint(rel, expr.name)
  return fingerprint(mapColumns(expr, column => ({ ...column, name: columnFingerprint(rel, column.name) })))
}

/** Which rows a relation's steps drop. */
export function droppedFingerprint(rel: Rel): string {
  const known = dropsByRel.get(rel)
  if (known !== undefined) return known
  const made = makeDroppedFingerprint(rel)
  dropsByRel.set(rel, made)
  return made
}

function makeDroppedFingerprint(rel: Rel): string {
  switch (rel.kind) {
    case 'source': return ''
    case 'project': return droppedFingerprint(rel.input)
    case 'keep': return fingerprint([droppedFingerprint(rel.input), rel.by, expressionFingerprint(rel.input, rel.keep)])
    case 'distinct': return fingerprint([droppedFingerprint(rel.input), rel.by, rel.keep, rel.keys.map(key => columnFingerprint(rel.input, key))])
  }
}

const positionsBySource = new WeakMap<Rel, ReadonlyMap<string, number>>()
function sourcePositions(rel: Rel): ReadonlyMap<string, number> {
  const known = positionsBySource.get(rel) ?? new Map(columnsOf(rel).map((column, index) => [column.name, index]))
  positionsBySource.set(rel, known)
  return known
}

const assignmentsByRel = new WeakMap<Rel, ReadonlyMap<string, TypedExpr>>()
function assignments(rel: Extract<Rel, { kind: 'project' }>): ReadonlyMap<string, TypedExpr> {
  const known = assignmentsByRel.get(rel) ?? new Map(rel.columns.map(({ name, expr }) => [name, expr]))
  assignmentsByRel.set(rel, known)
  return known
}
