import { fingerprint } from '../../engine/base/fingerprint.ts'
import { rewriteRecipe, writeRecipe } from '../../engine/recipe/index.ts'
import { sampleRecipe } from '../sample/sample-recipe.ts'
import { hasGuessedSchema } from './apply.ts'
import type { SessionState, WrittenRecipe } from './state.ts'

/** Whether there is a recipe that somebody wrote: it did not come of itself with the file, nor with the sample. */
export function hasWrittenRecipe(state: SessionState): boolean {
  const { recipe, past } = state
  if (past.length > 0) return true
  const { rules = [], transform, schema } = recipe
  const says = rules.length > 0 || (transform?.steps ?? []).length > 0 || (schema !== undefined && !hasGuessedSchema(state))
  return says && fingerprint(recipe) !== fingerprint(sampleRecipe)
}

/** The recipe in force as text: as somebody wrote it, with what forms have changed since. */
export const recipeText = ({ written, recipe }: WrittenRecipe): string => written === null ? writeRecipe(recipe) : rewriteRecipe(written, recipe)
