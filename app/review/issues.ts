import type { Issue } from '../../engine/index.ts'

/** The cells in which a recipe can be mended. */
export type RecipeCellId = 'source' | 'clean' | 'schema' | 'rules' | 'recipe'

const cells: ReadonlyMap<unknown, RecipeCellId> = new Map([['source', 'source'], ['transform', 'clean'], ['schema', 'schema'], ['rules', 'rules']])

/** The cell that shows the part of the recipe an issue is about; what has no cell of its own is in the recipe's text. */
export function cellOfIssue({ path: [part] }: Pick<Issue, 'path'>): RecipeCellId {
  return cells.get(part) ?? 'recipe'
}

/** The issues for which a recipe cannot be run. */
export function errorsAmong(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(({ severity }) => severity === 'error')
}
