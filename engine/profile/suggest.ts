import { compareText } from '../data/text.ts'
import { isFormat } from './formats.ts'
import { isKeyName } from './names.ts'
import type { ColumnProfile } from './profile.ts'

/** The part of a recipe's `FieldSpec` that says what a column's texts are read as. */
export interface TypedField {
  name: string
  type: ColumnProfile['type']
  date_format?: string
  formats?: string[]
  true_values?: string[]
  false_values?: string[]
}

/** A field as recipes declare it: the part of a recipe's `FieldSpec` that a profile can speak for. */
export interface SuggestedField extends TypedField {
  format?: string
  required?: boolean
  unique?: boolean
  min?: number
  max?: number
  enum?: (string | number)[]
}

/** A step as recipes declare it: `null_tokens` or `parse_number`, with its parameters. */
export interface SuggestedStep {
  [param: string]: unknown
  type: 'null_tokens' | 'parse_number'
  columns: string[]
}

/** A recipe (it is assignable to `Recipe`) of a source, the steps that make its cells readable, and its schema. */
export interface SuggestedRecipe<Source> {
  schemaflow: 1
  name: string
  source: Source
  transform?: { steps: SuggestedStep[] }
  schema: { fields: SuggestedField[] }
}

/** From so many rows on, what holds for all of them is not by chance. */
const TELLING_ROWS = 100
/** A list of allowed values is suggested for at most so many … */
const MAX_ENUM_VALUES = 20
/** … each of which stands in at least so many rows on average. */
const MIN_ROWS_PER_VALUE = 20
/** Values less frequent than this share of the average are taken for slips and left out of the list … */
const SLIP_SHARE = 0.05
/** … unless the list or the bounds would then reject more than this share of the cells. */
const MAX_REJECTED_SHARE = 0.01
/** A named format is suggested when this share of the (sampled) texts is of it. */
const FORMAT_SHARE = 0.98

/**
 * A first recipe for a file that looks like `profiles`. Types reject what does not fit them, at most a tenth of a column; a format rejects at
 * most 2 % of one, a list or a range at most 1 %; `required` and `unique` nothing at all.
 */
export function suggestRecipe<Source>(profiles: readonly ColumnProfile[], { name, source }: { readonly name: string, readonly source: Source }): SuggestedRecipe<Source> {
  const steps = suggestSteps(profiles)
  return { schemaflow: 1, name, source, ...steps.length > 0 ? { transform: { steps } } : {}, schema: { fields: profiles.map(suggestField) } }
}

/** What has to be done to cells before they are of their types: words for missing ones, and numbers as people write them. */
export function suggestSteps(profiles: readonly ColumnProfile[]): SuggestedStep[] {
  const steps: SuggestedStep[] = []
  for (const { name, type, nullWords = [], numberForm } of profiles) {
    if (nullWords.length > 0) steps.push({ type: 'null_tokens', columns: [name], tokens: nullWords.toSorted(compareText) })
    if (numberForm) steps.push({ type: 'parse_number', columns: [name], to: type === 'integer' ? 'integer' : 'number', ...numberForm })
  }
  // A step for all columns that need the same; words come before numbers, as 1,234 and - stand in one column.
  const merged = new Map<string, SuggestedStep>()
  for (const { columns, ...step } of steps.toSorted((a, b) => Number(a.type === 'parse_number') - Number(b.type === 'parse_number'))) {
    const key = JSON.stringify(step)
    merged.set(key, { ...step, columns: [...merged.get(key)?.columns ?? [], ...columns] })
  }
  return [...merged.values()]
}

/** The field of a column's type as its profile found it, and how that is written: nothing stricter. */
export function typedField({ name, type, dateFormat, dateFormats, trueValues = [], falseValues = [] }: ColumnProfile): TypedField {
  return {
    name, type,
    ...dateFormat === undefined ? {} : { date_format: dateFormat }, ...dateFormats ? { formats: dateFormats.map(({ format }) => format) } : {},
    ...trueValues.length > 0 ? { true_values: [...trueValues] } : {}, ...falseValues.length > 0 ? { false_values: [...falseValues] } : {},
  }
}

function suggestField(profile: ColumnProfile, position: number): SuggestedField {
  const format = formatOf(profile)
  const values = isUnique(profile, position) ? undefined : enumOf(profile)
  return {
    ...typedField(profile),
    ...format === undefined ? {} : { format },
    ...isRequired(profile) ? { required: true } : {},
    ...isUnique(profile, position) ? { unique: true } : {},
    ...boundsOf(profile),
    ...values === undefined ? {} : { enum: values },
  }
}

const presentIn = ({ valid, mismatched }: ColumnProfile): number => valid + mismatched

const isRequired = (profile: ColumnProfile): boolean => profile.missing === 0 && profile.nullWords === undefined && presentIn(profile) >= TELLING_ROWS

/** A column of its own for each row, which is named like a key or stands where keys stand. */
function isUnique(profile: ColumnProfile, position: number): boolean {
  const { name, type, distinct, isApproximate } = profile
  const canBeKey = (type === 'string' || type === 'integer') && (position === 0 || isKeyName(name))
  return canBeKey && !isApproximate && distinct === presentIn(profile) && distinct >= TELLING_ROWS
}

function formatOf({ type, formats = [] }: ColumnProfile): string | undefined {
  return type === 'string' ? formats.find(({ name, share }) => share >= FORMAT_SHARE && isFormat(name))?.name : undefined
}

function boundsOf(profile: ColumnProfile): Pick<SuggestedField, 'min' | 'max'> {
  const { usual } = profile
  if (!usual || profile.valid === 0 || usual.outside > presentIn(profile) * MAX_REJECTED_SHARE) return {}
  const { min, max } = usual
  return { ...min === undefined ? {} : { min }, ...max === undefined ? {} : { max } }
}

/** The values of a category in order, written as the column's type writes them. */
function enumOf(profile: ColumnProfile): (string | number)[] | undefined {
  const { type, values = [], distinct } = profile
  const present = presentIn(profile)
  if (type !== 'string' && type !== 'integer' || profile.numberForm) return undefined
  if (values.length < 2 || values.length !== distinct || distinct > MAX_ENUM_VALUES || present < distinct * MIN_ROWS_PER_VALUE) return undefined
  const rare = present / distinct * SLIP_SHARE
  const usual = values.filter(({ count }) => count >= rare)
  const rejected = values.reduce((sum, { count }) => count < rare ? sum + count : sum, 0)
  const kept = rejected <= present * MAX_REJECTED_SHARE ? usual : values
  const texts = kept.map(({ value }) => value)
  return type === 'string' ? texts.toSorted(compareText) : integersIn(texts).toSorted((a, b) => a - b)
}

/** Without the cells that are no integers: the type rejects those. */
const integersIn = (texts: readonly string[]): number[] => [...new Set(texts.flatMap(text => /^[ \t]*[+-]?[0-9]+[ \t]*$/.test(text) ? [Number(text)] : []))]
