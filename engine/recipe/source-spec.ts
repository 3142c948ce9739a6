import type { CsvDialect } from '../formats/csv/dialect.ts'
import type { Recipe } from './recipe.ts'

/** What a recipe says about how its source is read; what it leaves out is detected. */
export interface SourceSpec extends Omit<NonNullable<Recipe['source']>, 'path' | 'dialect'> {
  readonly dialect?: Partial<CsvDialect> | undefined
}

export function sourceSpec({ source: { path: _, dialect, ...spec } = {} }: Recipe): SourceSpec {
  return { ...spec, dialect: dialect as SourceSpec['dialect'] }
}
