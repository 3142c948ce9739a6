import type { Issue } from '../../engine/base/issue.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { issuesOf, outputColumns, outputOf, verdictOf } from '../support/verdict.ts'

export type Step = { readonly type: string } & Readonly<Record<string, unknown>>
export type Cells = readonly (string | null)[]

export const recipeOf = (...steps: readonly Step[]): Recipe => ({ schemaflow: 1, transform: { steps: steps.map(step => ({ ...step })) } })

/** What steps make of rows, by both evaluators: the cells of each row as text, `dropped` for a row that is gone. */
export async function run(columns: readonly string[], rows: readonly Cells[], ...steps: readonly Step[]): Promise<readonly (Cells | 'dropped')[]> {
  const output = await outputOf({ columns, rows, recipe: recipeOf(...steps) })
  return output.map(({ dropped, cells }) => dropped === null ? cells : 'dropped')
}

/** What steps make of a column of texts. */
export async function runOn(cells: Cells, ...steps: readonly Step[]): Promise<Cells> {
  const rows = await run(['a'], cells.map(cell => [cell]), ...steps)
  return rows.map(row => row === 'dropped' ? 'dropped' : row[0] ?? null)
}

/** The columns after steps. */
export const namesAfter = (columns: readonly string[], ...steps: readonly Step[]): readonly string[] => outputColumns({ columns, recipe: recipeOf(...steps) })

/** The ordinals (from 1) of the rows each check rejects or a rule on the result fails. */
export const failuresOf = (columns: readonly string[], rows: readonly Cells[], rules: Recipe['rules'], ...steps: readonly Step[]): Promise<Readonly<Record<string, readonly number[]>>> =>
  verdictOf({ columns, rows, recipe: { ...recipeOf(...steps), ...rules ? { rules } : {} } })

/** Every issue as `code path`, the path relative to the last step. */
export function complaints(columns: readonly string[], ...steps: readonly Step[]): readonly string[] {
  return issuesOf(recipeOf(...steps), columns).map(issue => `${issue.code} ${pathInStep(issue, steps.length - 1)}`)
}

/** The only issue there is. */
export function complaint(columns: readonly string[], ...steps: readonly Step[]): Issue {
  const [issue, ...more] = issuesOf(recipeOf(...steps), columns)
  if (!issue || more.length > 0) throw new Error(`expected one issue, found ${issue ? more.length + 1 : 0}`)
  return issue
}

function pathInStep({ path }: Issue, index: number): string {
  const [a, b, c, ...rest] = path
  return a === 'transform' && b === 'steps' && c === index ? rest.join('.') : `!${path.join('.')}`
}

/** Reads `a` as a number, so that the texts which are none are unreadable from there on. */
export const readA: Step = { type: 'cast', columns: ['a'], to: 'number' }
