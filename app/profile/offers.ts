import type { ColumnProfile, Recipe } from '../../engine/index.ts'

/** How a column can be read by one click: as numbers that need a step first, or with month and day the other way round where both are possible. */
export type Offer = 'numbers' | 'month_first' | 'day_first'

/** How else columns can be read than the recipe has it: numbers that no step reads yet, and dates the other way round. */
export function offersOf(recipe: Pick<Recipe, 'schema' | 'transform'>, profiles: readonly ColumnProfile[]): ReadonlyMap<string, Offer> {
  const numbersRead = new Set(recipe.transform?.steps?.flatMap(step => step.type === 'parse_number' && Array.isArray(step['columns']) ? step['columns'] as unknown[] : []))
  const fields = new Map(recipe.schema?.fields?.map(field => [field.name, field]))
  const offers = new Map<string, Offer>()
  for (const { name, numberForm, isDayMonthOpen } of profiles) {
    const format = fields.get(name)?.date_format ?? fields.get(name)?.formats?.[0]
    if (numberForm && !numbersRead.has(name)) offers.set(name, 'numbers')
    else if (isDayMonthOpen && format !== undefined) offers.set(name, format.indexOf('%d') < format.indexOf('%m') ? 'month_first' : 'day_first')
  }
  return offers
}
