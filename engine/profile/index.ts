export type { ColumnProfile } from './profile.ts'
export { profileSource, type ProfileOptions } from './profile-source.ts'
export { suggestRecipe, type SuggestedField, type SuggestedRecipe } from './suggest.ts'
