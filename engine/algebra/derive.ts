import type { CastSpec } from '../data/cast.ts'
import { isTextual } from '../data/type.ts'
import type { TypedExpr } from './expr.ts'
import { columnsOf, reference, visibleColumns, type Assignment, type Rel, type RelColumn } from './rel.ts'
import { columnsRead } from './walk.ts'

const BOOLEAN = { name: 'boolean' } as const

/** A column of the result: an old one under an old or new name, or an expression. */
export interface Derived {
  readonly name: string
  readonly expr: TypedExpr
}

/** A column as it is. */
export const passOn = (column: RelColumn): Assignment =>
  ({ name: column.name, expr: reference(column), ...(column.hidden ? { hidden: true } : {}), ...(column.invalid === undefined ? {} : { invalid: column.invalid }) })

/**
 * A projection to exactly these visible columns; hidden ones are carried along.
 * What is computed from an unreadable cell is unreadable too, so no later step can mistake it for null.
 */
export function derive(input: Rel, columns: readonly Derived[]): Rel {
  const known = new Map(columnsOf(input).map(column => [column.name, column]))
  const hidden = columnsOf(input).filter(column => column.hidden).map(passOn)
  const flags: Assignment[] = []
  const visible = columns.map(({ name, expr }): Assignment => {
    const invalids = [...new Set(columnsRead(expr).flatMap(read => known.get(read)?.invalid ?? []))]
    const [first] = invalids
    if (first === undefined) return { name, expr }
    if (invalids.length === 1) return { name, expr, invalid: first }
    const flag = hiddenName(input, `unreadable ${name}`, flags.length)
    flags.push({ name: flag, hidden: true, expr: invalids.map((each): TypedExpr => ({ kind: 'column', name: each, type: BOOLEAN }))
      .reduce((a, b) => ({ kind: 'call', fn: 'or', args: [a, b], type: BOOLEAN })) })
    return { name, expr, invalid: flag }
  })
  return { kind: 'project', input, columns: [...visible, ...hidden, ...flags] }
}

/** The same relation with some visible columns computed anew, in their places, and new ones at the end. */
export function replaceColumns(input: Rel, changes: readonly Derived[]): Rel {
  const changed = new Map(changes.map(change => [change.name, change]))
  const kept = visibleColumns(input).map((column): Derived => changed.get(column.name) ?? { name: column.name, expr: reference(column) })
  const names = new Set(kept.map(column => column.name))
  return derive(input, [...kept, ...changes.filter(change => !names.has(change.name))])
}

export interface ColumnCast {
  readonly name: string
  readonly spec: CastSpec
}

export interface CastColumns {
  readonly rel: Rel
  readonly flags: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Reads text columns as typed ones. A cell that is no such value becomes null and is flagged by the column's `invalid`.
 * `flags` and `texts` name, for each column that was cast, its flag and the hidden column with its text before the cast.
 */
export function castColumns(input: Rel, casts: readonly ColumnCast[]): CastColumns {
  const specs = new Map(casts.map(({ name, spec }) => [name, spec]))
  const columns = columnsOf(input)
  const texts = new Map<string, string>()
  const flags = new Map<string, string>()
  const level = depth(input)
  const first: Assignment[] = columns.flatMap((column): Assignment[] => {
    const spec = column.hidden ? undefined : specs.get(column.name)
    if (!spec || !isTextual(column.type)) return [passOn(column)]
    const text = `\u0001${level} text ${column.name}`
    texts.set(column.name, text)
    return [
      { name: column.name, expr: { kind: 'cast', input: reference(column), spec, type: spec.to }, ...(column.invalid === undefined ? {} : { invalid: column.invalid }) },
      { name: text, expr: reference(column), hidden: true },
    ]
  })
  const read: Rel = { kind: 'project', input, columns: first }
  const second = columnsOf(read).flatMap((column): Assignment[] => {
    const text = column.hidden ? undefined : texts.get(column.name)
    if (text === undefined) return [passOn(column)]
    const flag = `\u0001${level} unreadable ${column.name}`
    flags.set(column.name, flag)
    const failed: TypedExpr = { kind: 'call', fn: 'and', type: BOOLEAN, args: [
      { kind: 'call', fn: 'is_not_null', args: [{ kind: 'column', name: text, type: { name: 'string' } }], type: BOOLEAN },
      { kind: 'call', fn: 'is_null', args: [reference(column)], type: BOOLEAN },
    ] }
    if (column.invalid === undefined) return [{ ...passOn(column), invalid: flag }, { name: flag, expr: failed, hidden: true }]
    // The text itself came from an unreadable cell: that is reported already, and stays so.
    const before = reference({ name: column.invalid, type: BOOLEAN })
    const either = `\u0001${level} unreadable before or now ${column.name}`
    const now: TypedExpr = { kind: 'call', fn: 'and', args: [failed, { kind: 'call', fn: 'not', args: [before], type: BOOLEAN }], type: BOOLEAN }
    return [
      { ...passOn(column), invalid: either },
      { name: flag, expr: now, hidden: true },
      { name: either, expr: { kind: 'call', fn: 'or', args: [before, failed], type: BOOLEAN }, hidden: true },
    ]
  })
  return { rel: { kind: 'project', input: read, columns: second }, flags, texts }
}

function hiddenName(rel: Rel, name: string, salt = 0): string {
  return `\u0001${depth(rel)}.${salt} ${name}`
}

/** How many operators stand between a relation and its source: makes hidden names unique. */
function depth(rel: Rel): number {
  return rel.kind === 'source' ? 0 : 1 + depth(rel.input)
}
