import type { PathPart } from '../base/issue.ts'
import type { FieldSpec, Recipe, RuleSpec } from './recipe.ts'

/** A rule and the place in the recipe that asks for it. */
export interface PlacedRule {
  readonly spec: RuleSpec
  readonly id: string
  readonly path: readonly PathPart[]
}

type Constraint = (field: FieldSpec) => { readonly suffix: string, readonly key: keyof FieldSpec, readonly rule: { readonly type: string } & Record<string, unknown> } | undefined

/** A field's constraints are rules in short form: one line each. */
const CONSTRAINTS: readonly Constraint[] = [
  ({ required }) => required ? { suffix: 'required', key: 'required', rule: { type: 'not_null' } } : undefined,
  ({ unique }) => unique ? { suffix: 'unique', key: 'unique', rule: { type: 'unique' } } : undefined,
  ({ min, max, exclusive_min, exclusive_max }) => [min, max, exclusive_min, exclusive_max].some(bound => bound !== undefined)
    ? { suffix: 'range', key: min !== undefined ? 'min' : max !== undefined ? 'max' : exclusive_min !== undefined ? 'exclusive_min' : 'exclusive_max', rule: defined({ type: 'between', min, max, exclusive_min, exclusive_max }) }
    : undefined,
  ({ min_length: min, max_length: max }) => min !== undefined || max !== undefined
    ? { suffix: 'length', key: min !== undefined ? 'min_length' : 'max_length', rule: defined({ type: 'length', min, max }) }
    : undefined,
  ({ pattern }) => pattern !== undefined ? { suffix: 'pattern', key: 'pattern', rule: { type: 'matches', pattern } } : undefined,
  ({ enum: values }) => values ? { suffix: 'enum', key: 'enum', rule: { type: 'in_set', values } } : undefined,
  ({ format }) => format !== undefined && !format.includes('%') ? { suffix: 'format', key: 'format', rule: { type: 'format', format } } : undefined,
]

function defined<T extends Record<string, unknown>>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
}

/** The rules of the fields, then those of the keys, then those written as rules: the order of the verdict's bits. */
export function expandFields(recipe: Recipe): readonly PlacedRule[] {
  const fields = (recipe.schema?.fields ?? []).flatMap((field, index) => CONSTRAINTS.flatMap((constraint): PlacedRule[] => {
    const found = constraint(field)
    if (!found) return []
    const severity = field.severity === undefined ? {} : { severity: field.severity }
    return [{ id: `${field.name}.${found.suffix}`, spec: { ...found.rule, columns: [field.name], ...severity }, path: ['schema', 'fields', index, found.key] }]
  }))
  const key = recipe.schema?.primary_key
  const keys: PlacedRule[] = key ? [{ id: 'primary_key', spec: { type: 'primary_key', columns: key }, path: ['schema', 'primary_key'] }] : []
  const written = (recipe.rules ?? []).flatMap((spec, index): PlacedRule[] => spec.active === false ? [] : [{ id: ruleId(spec, index), spec, path: ['rules', index] }])
  return [...fields, ...keys, ...written]
}

/** The id a rule goes by: its own, or one made from what it is. */
export function ruleId(spec: RuleSpec, index: number): string {
  if (spec.id !== undefined) return spec.id
  const columns = typeof spec.column === 'string' ? spec.column : Array.isArray(spec.columns) ? spec.columns.join('_') : typeof spec.columns === 'string' ? spec.columns : ''
  return columns === '' ? `${spec.type}_${index + 1}` : `${columns}.${spec.type}_${index + 1}`
}
