import { defaultDialect, type CsvDialect } from '../formats/csv/dialect.ts'
import type { Recipe } from './recipe.ts'

/** The dialect a recipe reads with: what it says, then what was detected, then the default. */
export function dialectOf({ source }: Pick<Recipe, 'source'>, detected: Partial<CsvDialect> = {}): CsvDialect {
  const said = Object.fromEntries(Object.entries(source?.dialect ?? {}).filter(([, value]) => value !== undefined))
  return { ...defaultDialect, ...detected, ...said }
}
