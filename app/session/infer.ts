import type { ColumnProfile, FieldSpec, Recipe } from '../../engine/index.ts'

/** A field as a profile sees its column. Numbers that a step has to read first are text until somebody wants that step. */
export function inferredField({ name, type, dateFormat, dateFormats, trueValues = [], falseValues = [], numberForm }: ColumnProfile): FieldSpec {
  if (numberForm) return { name, type: 'string' }
  return {
    name, type,
    ...dateFormat === undefined ? {} : { date_format: dateFormat }, ...dateFormats ? { formats: dateFormats.map(({ format }) => format) } : {},
    ...trueValues.length > 0 ? { true_values: [...trueValues] } : {}, ...falseValues.length > 0 ? { false_values: [...falseValues] } : {},
  }
}

/** The recipe with a field for every profiled column: its type and how it is written, nothing stricter, so that nothing is rejected but cells of another type. */
export function inferRecipe(recipe: Recipe, profiles: readonly ColumnProfile[]): Recipe {
  return { ...recipe, schema: { ...recipe.schema, fields: profiles.map(inferredField) } }
}

/** The recipe with the step that reads a column's numbers, and its field of their type. */
export function readNumbers(recipe: Recipe, { name, type, numberForm }: ColumnProfile): Recipe {
  if (!numberForm) return recipe
  const to = type === 'integer' ? 'integer' : 'number'
  const steps = [...recipe.transform?.steps ?? [], { type: 'parse_number', columns: [name], to, ...numberForm }]
  const fields = (recipe.schema?.fields ?? []).map(field => field.name === name ? { ...field, type: to } : field)
  return { ...recipe, transform: { ...recipe.transform, steps }, schema: { ...recipe.schema, fields } }
}

const swapped = (format: string): string => format.replaceAll(/%([dm])/g, (_, part: string) => part === 'd' ? '%m' : '%d')

/** The recipe with a column's dates read the other way round. */
export function swapDayAndMonth(recipe: Recipe, { name }: ColumnProfile): Recipe {
  const fields = (recipe.schema?.fields ?? []).map(field => field.name !== name ? field : {
    ...field, ...field.date_format === undefined ? {} : { date_format: swapped(field.date_format) }, ...field.formats === undefined ? {} : { formats: field.formats.map(swapped) },
  })
  return { ...recipe, schema: { ...recipe.schema, fields } }
}
