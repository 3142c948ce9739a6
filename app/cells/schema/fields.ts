import type { Operation } from '../../session/state.ts'
import { type RuleResult, type TypeName, typeNamed } from '../../../engine/index.ts'
import { expandFields, type FieldSpec, type Recipe } from '../../../engine/recipe/index.ts'

/** How many rows fail one of a field's checks. */
export interface Finding {
  readonly ruleId: string
  /** `type`, `required`, `range` … */
  readonly check: string
  readonly failed: number
  readonly severity: 'error' | 'warn'
}

type Fields = readonly FieldSpec[]

const none: Fields = []
export const fieldsOf = ({ schema }: Pick<Recipe, 'schema'>): Fields => schema?.fields ?? none

/** The ids under which fields are judged, with the field each belongs to. */
export function checksOfFields(fields: Fields): ReadonlyMap<string, { readonly field: string, readonly check: string }> {
  const constraints = expandFields({ schema: { fields: [...fields] } }).flatMap(({ id, path }) => {
    const field = fields[Number(path[2])]
    return field ? [[id, { field: field.name, check: id.slice(field.name.length + 1) }] as const] : []
  })
  return new Map([...fields.map(({ name }) => [`${name}.type`, { field: name, check: 'type' }] as const), ...constraints])
}

/** What fails, by field; fields without a failing row are left out. */
export function findingsByField(fields: Fields, results: readonly RuleResult[]): ReadonlyMap<string, readonly Finding[]> {
  const checks = checksOfFields(fields)
  const found = new Map<string, Finding[]>()
  for (const { id, failed, severity } of results) {
    const check = failed > 0 ? checks.get(id) : undefined
    if (!check) continue
    const findings = found.get(check.field) ?? []
    findings.push({ ruleId: id, check: check.check, failed, severity })
    found.set(check.field, findings)
  }
  return found
}

export const typeOf = ({ type = 'string' }: FieldSpec): TypeName => typeNamed(type) ?? 'string'

const TEMPORAL: readonly TypeName[] = ['date', 'datetime', 'timestamp', 'time']
export const isTemporal = (field: FieldSpec): boolean => TEMPORAL.includes(typeOf(field))

/** The strptime format a temporal field is read with; undefined for ISO 8601. */
export const dateFormatOf = (field: FieldSpec): string | undefined =>
  field.date_format ?? (field.format?.includes('%') ? field.format : undefined) ?? field.formats?.[0]

/** A new date format in the place of however the old one was written. */
export function dateFormatChange(field: FieldSpec, format: string | undefined): FieldChange {
  return { date_format: format, formats: undefined, ...(field.format?.includes('%') ? { format: undefined } : {}) }
}

export type FieldChange = Extract<Operation, { op: 'changeField' }>['change']

/** The keys that are offered for a field of a type, in order. A range of texts is possible too, but hardly ever meant. */
export function keysFor(type: TypeName): readonly (keyof FieldSpec)[] {
  const range = ['min', 'max', 'exclusive_min', 'exclusive_max'] as const
  const always = ['enum', 'severity', 'pii', 'description'] as const
  if (TEMPORAL.includes(type)) return [...range, 'date_format', 'format', 'formats', ...(type === 'timestamp' ? ['zone'] as const : []), ...always]
  switch (type) {
    case 'string': return ['format', 'pattern', 'min_length', 'max_length', ...always]
    case 'json':
    case 'array': return ['min_length', 'max_length', 'pattern', ...always]
    case 'boolean': return ['true_values', 'false_values', ...always]
    case 'decimal': return ['precision', 'scale', ...range, ...always]
    default: return [...range, ...always]
  }
}

const READING = ['date_format', 'format', 'formats', 'true_values', 'false_values', 'zone', 'precision', 'scale'] as const

/** Another type, without what the old one said about reading and the new one does not know. */
export function typeChange(field: FieldSpec, type: string): FieldChange {
  const kept = keysFor(typeNamed(type) ?? 'string')
  const isFormatForeign = field.format !== undefined && field.format.includes('%') !== TEMPORAL.includes(typeNamed(type) ?? 'string')
  const gone = READING.filter(key => field[key] !== undefined && (!kept.includes(key) || (key === 'format' && isFormatForeign)))
  return { type, ...Object.fromEntries(gone.map(key => [key, undefined])) }
}

/** A field's constraints in a few words each: `0 to 120`, `2 to 8 characters`, `one of FR, DE, US`. */
export function constraintsOf(field: FieldSpec): readonly string[] {
  const { min, max, exclusive_min: above, exclusive_max: below, min_length: shortest, max_length: longest, pattern, enum: values, format, severity } = field
  const range = min !== undefined && max !== undefined
    ? [`${min} to ${max}`]
    : [min === undefined ? '' : `≥ ${min}`, max === undefined ? '' : `≤ ${max}`]
  const length = shortest !== undefined && longest !== undefined
    ? shortest === longest ? `${shortest} characters` : `${shortest} to ${longest} characters`
    : shortest !== undefined ? `≥ ${shortest} characters` : longest !== undefined ? `≤ ${longest} characters` : ''
  return [
    ...range,
    above === undefined ? '' : `> ${above}`,
    below === undefined ? '' : `< ${below}`,
    length,
    values === undefined ? '' : values.length <= 4 ? `one of ${values.join(', ')}` : `one of ${values.length} values`,
    format === undefined || format.includes('%') ? '' : `format ${format}`,
    pattern === undefined ? '' : `matches ${pattern}`,
    severity === 'warn' ? 'only warns' : '',
  ].filter(text => text !== '')
}

/** The recipe with one field under another name, in the primary key too. */
export function renameField(recipe: Recipe, from: string, to: string): Recipe {
  const key = recipe.schema?.primary_key
  return withSchema(recipe, {
    fields: fieldsOf(recipe).map(field => field.name === from ? { ...field, name: to } : field),
    ...(key ? { primary_key: key.map(name => name === from ? to : name) } : {}),
  })
}

/** The recipe without a field, which leaves the primary key too. */
export function removeField(recipe: Recipe, name: string): Recipe {
  const { primary_key: key, ...schema } = recipe.schema ?? {}
  const rest = key?.filter(other => other !== name) ?? []
  return { ...recipe, schema: { ...(rest.length > 0 ? { primary_key: rest } : {}), ...schema, fields: fieldsOf(recipe).filter(field => field.name !== name) } }
}

export function withPrimaryKey(recipe: Recipe, names: readonly string[]): Recipe {
  const { primary_key: _key, ...schema } = recipe.schema ?? {}
  return { ...recipe, schema: names.length > 0 ? { primary_key: [...names], ...schema } : schema }
}

/** `keep` is what holds anyway, so it is not written. */
export function withExtra(recipe: Recipe, extra: 'keep' | 'reject'): Recipe {
  const { extra: _extra, ...schema } = recipe.schema ?? {}
  return { ...recipe, schema: extra === 'reject' ? { ...schema, extra } : schema }
}

const withSchema = (recipe: Recipe, change: Partial<NonNullable<Recipe['schema']>>): Recipe => ({ ...recipe, schema: { ...recipe.schema, ...change } })
