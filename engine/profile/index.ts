export { castOfProfile, valueOfProfileSql, type ColumnProfile } from './profile.ts'
export { profileSource, SMALL_ROWS, type ProfileOptions } from './profile-source.ts'
export { suggestRecipe, suggestSteps, typedField, type SuggestedField, type SuggestedRecipe, type SuggestedStep } from './suggest.ts'
