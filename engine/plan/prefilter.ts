import { columnsRead, mapColumns, type Rel, type TypedExpr } from '../algebra/index.ts'
import { present } from '../base/assert.ts'
import { automatonOfTexts, both, either, EVERYTHING, except, NOTHING } from '../data/automaton.ts'
import type { Prefilter, SureCells } from '../data/prefilter.ts'
import { and, cellsThatPass, type CellSet } from './cell-truth.ts'
import type { Check, Plan } from './plan.ts'

interface Nulls {
  readonly null_tokens: readonly string[]
  readonly quoted_nulls: boolean
}

/**
 * What can be said of records before any engine has read them: where every cell is among those of its column, the record surely breaks none
 * of `checks`. Others may or may not. Undefined where nothing can be said: a check that looks at several columns or rows, one that is
 * beyond {@link cellsThatPass}, or steps that drop rows.
 */
export function prefilterOf({ rel, source }: Plan, checks: readonly Check[], nulls: Nulls): Prefilter | undefined {
  const passing = new Map<string, CellSet>()
  for (const { fails } of checks) {
    const expr = fails.kind === 'row' ? overSource(rel, fails.expr) : undefined
    if (expr === undefined) return undefined
    const cells = cellsThatPass(expr)
    const [column, ...others] = columnsRead(expr)
    if (isEvery(cells)) continue
    if (column === undefined || others.length > 0) return undefined
    const before = passing.get(column)
    passing.set(column, before ? and(before, cells) : cells)
  }
  const columns = source.map(({ name }) => {
    const cells = passing.get(name)
    return cells === undefined ? null : asTheyStand(cells, nulls)
  })
  return columns.includes(undefined) ? undefined : columns as Prefilter
}

const isEvery = ({ texts, mostBytes, missing }: CellSet): boolean => texts.start === EVERYTHING && mostBytes === Infinity && missing

/** A cell's text, or the word it stands for nothing with. Undefined where hardly any cell would be sure. */
function asTheyStand({ texts, mostBytes, missing }: CellSet, { null_tokens, quoted_nulls }: Nulls): SureCells | undefined {
  const tokens = automatonOfTexts(null_tokens)
  // A token that cannot be described is no reason to take it for a text.
  if (tokens === undefined) return undefined
  const plain = missing ? either(texts, tokens) : both(texts, except(tokens))
  if (plain === undefined || plain.start === NOTHING) return undefined
  return { plain, quoted: quoted_nulls ? plain : texts, mostBytes }
}

/** An expression over a relation's columns as one over its source's; undefined where rows may be dropped on the way. */
function overSource(rel: Rel, expr: TypedExpr): TypedExpr | undefined {
  if (rel.kind === 'source') return expr
  if (rel.kind !== 'project') return undefined
  const made = new Map(rel.columns.map(column => [column.name, column.expr]))
  return overSource(rel.input, mapColumns(expr, column => present(made.get(column.name), 'a column of the relation')))
}
