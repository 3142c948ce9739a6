export { castOfProfile, valueOfProfileSql, type ColumnProfile } from './profile.ts'
export { profileSource, type ProfileOptions } from './profile-source.ts'
export { SMALL_ROWS } from './sample.ts'
export { suggestRecipe, suggestSteps, typedField, type SuggestedField, type SuggestedRecipe, type SuggestedStep } from './suggest.ts'
