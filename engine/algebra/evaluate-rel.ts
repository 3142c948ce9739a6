import { AssertionError, present } from '../base/assert.ts'
import type { Value } from '../data/type.ts'
import { compile, type Evaluator } from './evaluate.ts'
import type { RunClock } from './functions/index.ts'
import { columnsOf, isRowLocal, type Rel } from './rel.ts'

/** One row of a relation in JavaScript. */
export interface RelRow {
  readonly ordinal: number
  /** The number of the step that dropped it, or null. */
  readonly dropped: number | null
  readonly values: readonly Value[]
}

/** A key of several values: equal values, and only they, make equal texts. Negative zero equals zero. */
export function keyOf(values: readonly Value[]): string {
  return values.map(value => value === null ? 'n' : `${typeof value === 'string' ? `s${value.length}:` : typeof value}${String(value)}`).join('|')
}

const positionsByRel = new WeakMap<Rel, ReadonlyMap<string, number>>()

/** Where each column stands in a row; made once a relation, since thousands of expressions may ask. */
function positionsOf(rel: Rel): ReadonlyMap<string, number> {
  const known = positionsByRel.get(rel)
  if (known) return known
  const positions = new Map(columnsOf(rel).map((column, index) => [column.name, index]))
  positionsByRel.set(rel, positions)
  return positions
}

/** An expression over the rows of a relation. */
export function compileOver(rel: Rel, expr: Parameters<typeof compile>[0], clock: RunClock): (row: RelRow) => Value {
  const positions = positionsOf(rel)
  const evaluator: Evaluator = compile(expr, clock)
  return row => evaluator(name => row.values[present(positions.get(name), `column ${name}`)] ?? null)
}

/** A relation whose rows depend on themselves alone, as a function of one source row, made once and called for many. */
export function compileRowLocal(rel: Rel, clock: RunClock): (row: RelRow) => RelRow {
  switch (rel.kind) {
    case 'source': return row => row
    case 'project': {
      const input = compileRowLocal(rel.input, clock)
      const exprs = rel.columns.map(({ expr }) => compileOver(rel.input, expr, clock))
      return row => { const before = input(row); return { ...before, values: exprs.map(expr => expr(before)) } }
    }
    case 'keep': {
      const input = compileRowLocal(rel.input, clock)
      const keep = compileOver(rel.input, rel.keep, clock)
      return row => { const before = input(row); return before.dropped === null && keep(before) !== true ? { ...before, dropped: rel.by } : before }
    }
    case 'distinct': throw new AssertionError('a relation that looks across rows was compiled for single ones')
  }
}

/**
 * The rows of a relation, computed one by one in JavaScript from the rows of its source, in order of ordinal.
 * The reference the engines are tested against, and what re-checks a single edited row.
 */
export function evaluateRel(rel: Rel, source: readonly RelRow[], clock: RunClock): readonly RelRow[] {
  if (isRowLocal(rel)) return source.map(compileRowLocal(rel, clock))
  switch (rel.kind) {
    case 'source': return source
    case 'project':
    case 'keep': {
      const step = compileRowLocal({ ...rel, input: { kind: 'source', columns: columnsOf(rel.input) } }, clock)
      return evaluateRel(rel.input, source, clock).map(step)
    }
    case 'distinct': return markDuplicates(rel, evaluateRel(rel.input, source, clock))
  }
}

function markDuplicates(rel: Extract<Rel, { kind: 'distinct' }>, rows: readonly RelRow[]): readonly RelRow[] {
  const positions = columnsOf(rel.input).flatMap((column, index) => rel.keys.includes(column.name) ? [index] : [])
  const key = (row: RelRow): string => keyOf(positions.map(position => row.values[position] ?? null))
  const stays = new Map<string, number>()
  for (const row of rows) if (row.dropped === null && (rel.keep === 'last' || !stays.has(key(row)))) stays.set(key(row), row.ordinal)
  return rows.map(row => row.dropped === null && stays.get(key(row)) !== row.ordinal ? { ...row, dropped: rel.by } : row)
}
