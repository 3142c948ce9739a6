import { childrenOf, columnsRead, mapColumns, type Rel, type TypedExpr } from '../algebra/index.ts'
import { present } from '../base/assert.ts'
import { fingerprint } from '../base/fingerprint.ts'
import { automatonOfTexts, both, either, EVERYTHING, except, NOTHING, withinSteps, type Automaton } from '../data/automaton.ts'
import type { ReadColumn } from '../data/cast.ts'
import type { Prefilter, SureCells } from '../data/prefilter.ts'
import { and, cellsAsRead, cellsThatPass, type CellSet } from './cell-truth.ts'
import { string } from '../data/type.ts'
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
export function prefilterOf(plan: Plan, checks: readonly Check[], nulls: Nulls): Prefilter | undefined {
  return withinSteps(MOST_STEPS, () => {
    const overSource = substitution(plan.rel)
    const wanted = overSource && toPass(checks, overSource)
    return wanted && findPrefilter(plan, wanted, nulls)
  })
}

/**
 * As {@link prefilterOf} for all checks, and besides, of a record that is sure, all output columns are known: what no engine has to make.
 * Undefined where one of them is not a column of the source as it is read, or of a column of which another is made already.
 */
export function sureRowsOf(plan: Plan, nulls: Nulls): { readonly prefilter: Prefilter, readonly output: readonly ReadColumn[] } | undefined {
  return withinSteps(MOST_STEPS, () => {
    const overSource = substitution(plan.rel)
    const wanted = overSource && toPass(plan.checks, overSource)
    if (!wanted) return undefined
    const output: ReadColumn[] = []
    for (const { name, typed } of plan.output) {
      const expr = overSource(typed)
      const read = expr && cellsAsRead(expr)
      const [column, ...others] = expr ? columnsRead(expr) : []
      if (!read || column === undefined || others.length > 0) return undefined
      const { cells, spec } = read
      const from = plan.source.findIndex(source => source.name === column)
      if (output.some(made => made.from === from)) return undefined
      output.push({ name, from, spec })
      add(wanted, column, `as ${fingerprint(spec)} ${fingerprint(mapColumns(expr, () => ANY_COLUMN))}`, () => cells)
    }
    const prefilter = findPrefilter(plan, wanted, nulls)
    return prefilter && { prefilter, output }
  })
}

/** By column of the source: sets that its cells have to be in, by names under which they are the same for other columns. */
type Wanted = Map<string, Map<string, () => CellSet>>

const add = (wanted: Wanted, column: string, name: string, cells: () => CellSet): void => {
  wanted.set(column, (wanted.get(column) ?? new Map<string, () => CellSet>()).set(name, cells))
}

/** What takes more would keep the user waiting for longer than it saves on most files. */
const MOST_STEPS = 1_500_000
/** Steps on steps make expressions of expressions: larger ones are left to engines, which compute each part once. */
const MOST_PARTS = 2_000
/** Values of a list are less than parts, but not nothing. */
const VALUES_A_PART = 8

/** What the cells have to be for all checks to pass; undefined where a check looks at several columns or rows. */
function toPass(checks: readonly Check[], overSource: (expr: TypedExpr) => TypedExpr | undefined): Wanted | undefined {
  const wanted: Wanted = new Map()
  for (const { fails } of checks) {
    if (fails.kind !== 'row') return undefined
    const expr = overSource(fails.expr)
    if (expr === undefined) return undefined
    const [column, ...others] = columnsRead(expr)
    if (column === undefined && isEvery(cellsThatPass(expr))) continue
    if (column === undefined || others.length > 0) return undefined
    const alike = mapColumns(expr, () => ANY_COLUMN)
    add(wanted, column, fingerprint(alike), () => cellsThatPass(alike))
  }
  return wanted
}

function findPrefilter({ source }: Plan, wanted: Wanted, nulls: Nulls): Prefilter | undefined {
  // Columns about which the same is asked have the same answer, and there may be thousands of them.
  const known = new Map<string, SureCells | null | undefined>()
  const words = automatonOfTexts(nulls.null_tokens)
  const tokens = words && { words, others: except(words) }
  const cellsOf = (column: string): SureCells | null | undefined => {
    const asked = wanted.get(column)
    if (!asked) return null
    const key = [...asked.keys()].join(' ')
    if (!known.has(key)) known.set(key, sureCells([...asked.values()].map(cells => cells()), tokens, nulls.quoted_nulls))
    return known.get(key)
  }
  const columns: (SureCells | null)[] = []
  for (const { name } of source) {
    const cells = cellsOf(name)
    if (cells === undefined) return undefined
    columns.push(cells)
  }
  return columns
}

/** Those checks that look at one column of the source at most: others have no prefilter, however little there is to them. */
export const checksOfOneColumn = (plan: Plan, checks: readonly Check[]): readonly Check[] => [...columnsLookedAt(plan, checks).keys()]

/** The column of the source, by position, that each of the checks looks at that look at one at most; undefined where it looks at none. */
export function columnsLookedAt({ rel, source }: Plan, checks: readonly Check[]): ReadonlyMap<Check, number | undefined> {
  const found = new Map<Check, number | undefined>()
  const overSource = substitution(rel)
  if (!overSource) return found
  const positions = new Map(source.map(({ name }, position) => [name, position]))
  for (const check of checks) {
    const expr = check.fails.kind === 'row' ? overSource(check.fails.expr) : undefined
    const [column, ...others] = expr ? columnsRead(expr) : []
    if (expr && others.length === 0) found.set(check, column === undefined ? undefined : positions.get(column))
  }
  return found
}

const ANY_COLUMN: TypedExpr = { kind: 'column', name: '', type: string }

const isEvery = ({ texts, mostBytes, missing }: CellSet): boolean => texts.start === EVERYTHING && mostBytes === Infinity && missing

/** The words that mean nothing, and all other texts. */
interface Tokens {
  readonly words: Automaton
  readonly others: Automaton
}

/** The cells of all of `sets` as they stand in a file, with the words that mean nothing; null for every cell, undefined for hardly any. */
function sureCells(sets: readonly CellSet[], tokens: Tokens | undefined, areQuotedNull: boolean): SureCells | null | undefined {
  // What a column is read as is asked by several.
  const distinct = new Map<Automaton, CellSet>()
  for (const set of sets) distinct.set(set.texts, and(set, distinct.get(set.texts) ?? set))
  const cells = [...distinct.values()].reduce(and)
  if (isEvery(cells)) return null
  // Words that cannot be described are no reason to take one for a text.
  if (!tokens) return undefined
  const { texts, mostBytes, missing } = cells
  const plain = missing ? either(texts, tokens.words) : both(texts, tokens.others)
  if (plain === undefined || plain.start === NOTHING) return undefined
  return { plain, quoted: areQuotedNull ? plain : texts, mostBytes }
}

/** How an expression over a relation's columns is one over its source's, undefined where that has too many parts; undefined where rows may be dropped on the way. */
function substitution(rel: Rel): ((expr: TypedExpr) => TypedExpr | undefined) | undefined {
  if (rel.kind === 'source') return expr => expr
  const before = rel.kind === 'project' ? substitution(rel.input) : undefined
  if (rel.kind !== 'project' || !before) return undefined
  const assigned = new Map(rel.columns.map(column => [column.name, column.expr]))
  const made = new Map<string, TypedExpr | undefined>()
  const madeOf = (name: string): TypedExpr | undefined => {
    if (!made.has(name)) made.set(name, before(present(assigned.get(name), 'a column of the relation')))
    return made.get(name)
  }
  return expr => {
    const sizes = columnsRead(expr).map(name => [name, partsOf(madeOf(name))] as const)
    const sizeOf = new Map(sizes)
    if (partsOf(expr, name => sizeOf.get(name) ?? Infinity) > MOST_PARTS) return undefined
    return mapColumns(expr, column => madeOf(column.name) ?? column)
  }
}

/** How many parts an expression has, columns counted by `ofColumn`. */
function partsOf(expr: TypedExpr | undefined, ofColumn: (name: string) => number = () => 1): number {
  if (expr === undefined) return Infinity
  if (expr.kind === 'column') return ofColumn(expr.name)
  return 1 + childrenOf(expr).reduce((sum, child) => sum + partsOf(child, ofColumn), 0) + (expr.kind === 'in' ? Math.ceil(expr.values.length / VALUES_A_PART) : 0)
}
