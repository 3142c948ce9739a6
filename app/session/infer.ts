import type { ColumnProfile, FieldSpec, Recipe } from '../../engine/index.ts'

/** The recipe with a field for every profiled column: its type and date format, nothing stricter, so that nothing is rejected but cells of another type. */
export function inferRecipe(recipe: Recipe, profiles: readonly ColumnProfile[]): Recipe {
  const fields = profiles.map(({ name, type, dateFormat }): FieldSpec => ({ name, type, ...(dateFormat === undefined ? {} : { date_format: dateFormat }) }))
  return { ...recipe, schema: { ...recipe.schema, fields } }
}
