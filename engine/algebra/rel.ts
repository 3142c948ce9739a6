import { present } from '../base/assert.ts'
import type { Column } from '../data/type.ts'
import type { TypedExpr } from './expr.ts'

/** A column of a relation. */
export interface RelColumn extends Column {
  /** Carried along unseen: no name in a recipe finds it and no output shows it. */
  readonly hidden?: true
  /** The hidden boolean column that is true where this cell could not be read: it is not null, it is unknown. */
  readonly invalid?: string
}

/** A column of a projection. */
export interface Assignment {
  readonly name: string
  readonly expr: TypedExpr
  readonly hidden?: true
  readonly invalid?: string
}

/**
 * A relation as plain data. Every relation carries, unseen by names, the ordinal of each row and which step dropped it,
 * if one did: nothing is ever removed, a dropped row is marked and no later rule sees it.
 */
export type Rel =
  /** `marks` names the column that says which step dropped a row, where that is known beforehand. */
  | { readonly kind: 'source', readonly columns: readonly RelColumn[], readonly marks?: string }
  | { readonly kind: 'project', readonly input: Rel, readonly columns: readonly Assignment[] }
  /** Marks the rows for which `keep` is not true as dropped by step number `by`. */
  | { readonly kind: 'keep', readonly input: Rel, readonly keep: TypedExpr, readonly by: number }
  /** Of rows equal in `keys` (nulls equal) and not dropped yet, marks all but the first or last by ordinal. */
  | { readonly kind: 'distinct', readonly input: Rel, readonly keys: readonly string[], readonly keep: 'first' | 'last', readonly by: number }

interface KnownColumns {
  readonly all: readonly RelColumn[]
  readonly visible: readonly RelColumn[]
  readonly byName: ReadonlyMap<string, RelColumn>
}

/** Relations never change, and thousands of checks ask the same one for its columns. */
const known = new WeakMap<Rel, KnownColumns>()

function knownColumns(rel: Rel): KnownColumns {
  const found = known.get(rel)
  if (found) return found
  const all = makeColumns(rel)
  const made = { all, visible: all.filter(column => !column.hidden), byName: new Map(all.map(column => [column.name, column])) }
  known.set(rel, made)
  return made
}

function makeColumns(rel: Rel): readonly RelColumn[] {
  switch (rel.kind) {
    case 'source': return rel.columns
    case 'project': return rel.columns.map(({ name, expr, hidden, invalid }) =>
      ({ name, type: expr.type, ...(hidden ? { hidden } : {}), ...(invalid === undefined ? {} : { invalid }) }))
    case 'keep':
    case 'distinct': return columnsOf(rel.input)
  }
}

/** All columns in order, hidden ones too. */
export function columnsOf(rel: Rel): readonly RelColumn[] {
  return knownColumns(rel).all
}

/** The columns a recipe can name. */
export function visibleColumns(rel: Rel): readonly RelColumn[] {
  return knownColumns(rel).visible
}

export function columnsByName(rel: Rel): ReadonlyMap<string, RelColumn> {
  return knownColumns(rel).byName
}

export function columnNamed(rel: Rel, name: string): RelColumn {
  return present(columnsByName(rel).get(name), `column ${name}`)
}

/** A reference to a column of a relation. */
export function reference(column: Column): TypedExpr {
  return { kind: 'column', name: column.name, type: column.type }
}

/** Whether each row's result depends on that row alone, so that rows can stream through. */
export function isRowLocal(rel: Rel): boolean {
  switch (rel.kind) {
    case 'source': return true
    case 'distinct': return false
    case 'project':
    case 'keep': return isRowLocal(rel.input)
  }
}

/** The same cells without any marking of dropped rows: for questions about rows whose fate is known. */
export function withoutMarks(rel: Rel): Rel {
  switch (rel.kind) {
    case 'source': return rel
    case 'project': return { ...rel, input: withoutMarks(rel.input) }
    case 'keep':
    case 'distinct': return withoutMarks(rel.input)
  }
}
