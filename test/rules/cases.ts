import { expect } from 'vitest'
import type { Recipe } from '../../engine/recipe/index.ts'
import { issuesOf, verdictOf } from '../support/verdict.ts'

export type Cell = string | null
type Spec = { readonly type: string } & Readonly<Record<string, unknown>>

/** What a rule on one column lets pass and what it refuses; `field` is what the schema says about the column. */
export interface CellCase {
  readonly rule: Spec
  readonly field?: Readonly<Record<string, unknown>>
  readonly passes: readonly Cell[]
  readonly fails: readonly Cell[]
}

export const titleOf = (rule: Spec): string => JSON.stringify(rule).replaceAll('"', '').slice(0, 150)

function recipeOf(rule: Spec, fields: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Recipe {
  return { schema: { fields: Object.entries(fields).map(([name, field]) => ({ name, ...field })) }, rules: [{ id: 'rule', ...rule }] }
}

/** Asks both backends about every cell. */
export async function expectCells({ rule, field, passes, fails }: CellCase): Promise<void> {
  const rows = [...passes, ...fails].map(cell => [cell])
  const verdict = await verdictOf({ columns: ['x'], rows, recipe: recipeOf({ column: 'x', ...rule }, field ? { x: field } : {}) })
  const failing = (verdict.rule ?? []).map(ordinal => rows[ordinal - 1]?.[0])
  expect(failing).toEqual(fails)
  expect(Object.keys(verdict).filter(id => id !== 'rule'), 'cells that the schema itself refuses').toEqual([])
}

/** What a rule on several columns lets pass and what it refuses, whole rows. */
export interface RowCase {
  readonly rule: Spec
  /** Column names, each with its type. */
  readonly columns: Readonly<Record<string, string>>
  readonly passes: readonly (readonly Cell[])[]
  readonly fails: readonly (readonly Cell[])[]
}

export async function expectRows({ rule, columns, passes, fails }: RowCase): Promise<void> {
  const fields = Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, { type }]))
  const rows = [...passes, ...fails]
  const verdict = await verdictOf({ columns: Object.keys(columns), rows, recipe: recipeOf(rule, fields) })
  expect((verdict.rule ?? []).map(ordinal => rows[ordinal - 1])).toEqual(fails)
}

/** The issues, as `path: code`, of a rule on columns of these types. */
export function issueCodes(rule: Spec, columns: Readonly<Record<string, string>> = { x: 'string' }): readonly string[] {
  const fields = Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, { type }]))
  return issuesOf(recipeOf(rule, fields), Object.keys(columns)).map(({ path, code }) => `${path.slice(2).join('.')}: ${code}`)
}
