import * as z from 'zod'

/** The simple values a box of text can stand for. */
export type ScalarKind = 'string' | 'number' | 'integer' | 'boolean' | 'null'
export type Scalar = string | number | boolean | null

/** What a parameter is edited with. */
export type Control =
  | { readonly kind: 'text', readonly isCode: boolean }
  | { readonly kind: 'number', readonly isInteger: boolean, readonly min?: number, readonly max?: number }
  | { readonly kind: 'switch' }
  /** One of a few. */
  | { readonly kind: 'choice', readonly options: readonly Scalar[] }
  /** Any of a few. */
  | { readonly kind: 'choices', readonly options: readonly Scalar[] }
  /** A text box that keeps a number when it is one. */
  | { readonly kind: 'scalar', readonly of: readonly ScalarKind[] }
  /** A list of simple values. */
  | { readonly kind: 'values', readonly of: readonly ScalarKind[] }
  /** Rows of key and value. */
  | { readonly kind: 'record', readonly of: readonly ScalarKind[] }
  | { readonly kind: 'columns' }
  /** One column by name. */
  | { readonly kind: 'column' }
  | { readonly kind: 'expression' }
  | { readonly kind: 'type', readonly options: readonly string[] }
  | { readonly kind: 'group', readonly fields: readonly FormField[] }
  /** Several of one group. */
  | { readonly kind: 'list', readonly fields: readonly FormField[] }
  /** Whatever has no better control, as JSON. */
  | { readonly kind: 'json' }

export interface FormField {
  readonly key: string
  readonly label: string
  readonly hint?: string
  readonly isRequired: boolean
  /** What holds when nothing is written. */
  readonly fallback?: unknown
  readonly control: Control
}

/** The parts of JSON Schema (draft 2020-12) that zod writes for parameters. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly Scalar[]
  readonly const?: Scalar
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly minimum?: number
  readonly maximum?: number
}

export const toJsonSchema = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

const known = new WeakMap<z.ZodObject, readonly FormField[]>()

/** The controls of an object's parameters: those that say which columns first, then the required ones, each in declared order. */
export function formFields(schema: z.ZodObject): readonly FormField[] {
  const cached = known.get(schema)
  if (cached) return cached
  const fields = fieldsOf(toJsonSchema(schema)).toSorted((a, b) => rank(a) - rank(b))
  known.set(schema, fields)
  return fields
}

const rank = ({ control, isRequired }: FormField): number => control.kind === 'columns' ? 0 : isRequired ? 1 : 2

function fieldsOf(schema: JsonSchema): readonly FormField[] {
  return Object.entries(schema.properties ?? {}).map(([key, property]) => ({
    key,
    label: property.title ?? humanize(key),
    ...(property.description === undefined ? {} : { hint: property.description }),
    isRequired: schema.required?.includes(key) ?? false,
    ...(property.default === undefined ? {} : { fallback: property.default }),
    control: key === 'column' && property.type === 'string' ? { kind: 'column' } : controlFor(property),
  }))
}

/** The control for a value of this JSON Schema. */
export function controlFor(schema: JsonSchema): Control {
  if (schema.format === 'columns') return { kind: 'columns' }
  if (schema.format === 'column') return { kind: 'column' }
  if (schema.format === 'expression') return { kind: 'expression' }
  if (schema.format === 'type' && schema.enum) return { kind: 'type', options: schema.enum.map(String) }
  const options = optionsOf(schema)
  if (options) return { kind: 'choice', options }
  const scalars = scalarsOf(schema)
  if (scalars) return scalarControl(scalars, schema)
  const list = listOf(schema)
  if (list) return listControl(list)
  if (schema.type === 'object') return objectControl(schema)
  return { kind: 'json' }
}

function scalarControl(of: readonly ScalarKind[], schema: JsonSchema): Control {
  const [only] = of
  if (of.length > 1) return { kind: 'scalar', of }
  if (only === 'boolean') return { kind: 'switch' }
  if (only === 'number' || only === 'integer') {
    // JSON Schema writes the bounds of safe integers too, which say nothing to a reader.
    const bound = (limit: number | undefined) => limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit
    const [min, max] = [bound(schema.minimum), bound(schema.maximum)]
    return { kind: 'number', isInteger: only === 'integer', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
  }
  return { kind: 'text', isCode: schema.format === 'pattern' }
}

function listControl(items: JsonSchema): Control {
  const options = optionsOf(items)
  if (options) return { kind: 'choices', options }
  const of = scalarsOf(items)
  if (of) return { kind: 'values', of }
  return items.type === 'object' && items.properties ? { kind: 'list', fields: fieldsOf(items) } : { kind: 'json' }
}

function objectControl(schema: JsonSchema): Control {
  if (schema.properties) return { kind: 'group', fields: fieldsOf(schema) }
  const of = typeof schema.additionalProperties === 'object' ? scalarsOf(schema.additionalProperties) : undefined
  return of ? { kind: 'record', of } : { kind: 'json' }
}

const branchesOf = (schema: JsonSchema): readonly JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [schema]

/** The values of an enum, a literal or a union of them. */
function optionsOf(schema: JsonSchema): readonly Scalar[] | undefined {
  const found = branchesOf(schema).map(branch => branch.enum ?? (branch.const === undefined ? undefined : [branch.const]))
  return found.every(options => options !== undefined) ? found.flat() : undefined
}

/** The kinds of a simple value or a union of simple values; enums aside, which have options. */
function scalarsOf(schema: JsonSchema): readonly ScalarKind[] | undefined {
  const kinds = branchesOf(schema).flatMap((branch): readonly string[] => typeof branch.type === 'string' ? [branch.type] : branch.type ?? ['unknown'])
  const isScalar = (kind: string): kind is ScalarKind => kind === 'string' || kind === 'number' || kind === 'integer' || kind === 'boolean' || kind === 'null'
  return kinds.every(isScalar) ? [...new Set(kinds)] : undefined
}

/** The items of an array, also of a union of an array and one of its items. */
function listOf(schema: JsonSchema): JsonSchema | undefined {
  const branches = branchesOf(schema)
  const arrays = branches.filter(branch => branch.type === 'array')
  const items = arrays.length === 1 ? arrays[0]?.items : undefined
  if (!items) return undefined
  const others = branches.filter(branch => branch.type !== 'array').flatMap((branch): readonly string[] => scalarsOf(branch) ?? ['unknown'])
  const own: readonly string[] = scalarsOf(items) ?? []
  return others.every(kind => own.includes(kind)) ? items : undefined
}

/** Keys that their own words do not explain. */
const LABELS: Readonly<Record<string, string>> = { exclusive_min: 'Greater than', exclusive_max: 'Less than', enum: 'Allowed values', pii: 'Personal data', expr: 'Condition', id: 'Id' }

/** `min_length` → `Min length` */
export function humanize(key: string): string {
  const words = LABELS[key] ?? key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * The value a text stands for among these kinds. A number is one only in its plain spelling, so that `02134` and `1e5` stay texts;
 * `prefersText` keeps every text a text, for columns that hold texts.
 */
export function readScalar(text: string, of: readonly ScalarKind[], prefersText = false): Scalar {
  if (prefersText && of.includes('string')) return text
  const trimmed = text.trim()
  const number = Number(trimmed)
  const isPlainNumber = trimmed !== '' && Number.isFinite(number) && (String(number) === trimmed || (!of.includes('string') && /^[-+.\d]/.test(trimmed)))
  if (isPlainNumber && (of.includes('number') || (of.includes('integer') && Number.isInteger(number)))) return number
  if (of.includes('boolean') && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true'
  if (of.includes('null') && trimmed === 'null') return null
  return text
}

/** The text a simple value is shown as. */
export const showScalar = (value: unknown): string => value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value) ?? ''

/** A list as it stands; a value without its list becomes one. */
export const asList = (value: unknown): readonly unknown[] => value === undefined ? [] : Array.isArray(value) ? value as readonly unknown[] : [value]

/** The object with one key set; left out when it is undefined, empty, or what holds anyway. */
export function withValue<T extends Readonly<Record<string, unknown>>>(object: T, field: Pick<FormField, 'key' | 'fallback'>, value: unknown): T {
  const isLeftOut = value === undefined || (field.fallback !== undefined && JSON.stringify(value) === JSON.stringify(field.fallback))
  if (isLeftOut) return Object.fromEntries(Object.entries(object).filter(([key]) => key !== field.key)) as T
  return { ...object, [field.key]: value }
}
