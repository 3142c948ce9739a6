import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml'
import type { PathPart } from '../../../engine/base/issue.ts'
import { ruleNamed, stepNamed } from '../../../engine/index.ts'
import type { ColumnChoice } from '../forms/columns.ts'
import type { JsonSchema, Scalar } from '../forms/controls.ts'
import { expressionWords, wordBefore } from '../forms/expression-words.ts'
import { schemasAt, type ValueAt } from './schema-at.ts'
import { yamlContextAt, type YamlContext } from './yaml-context.ts'

export interface RecipeOption {
  readonly label: string
  /** What replaces the word being written. */
  readonly text: string
  readonly kind: 'key' | 'kind' | 'value' | 'column' | 'function' | 'keyword'
  readonly detail?: string
  readonly doc?: string
  /** Higher comes first among equal matches. */
  readonly boost?: number
  /** Another list is wanted right after it. */
  readonly leadsOn?: true
}

export interface RecipeOptions {
  readonly from: number
  readonly options: readonly RecipeOption[]
}

export interface CompletionScope {
  /** Of the whole recipe. */
  readonly schema: JsonSchema
  /** The columns steps and rules can name. */
  readonly stepColumns: readonly ColumnChoice[]
  readonly ruleColumns: readonly ColumnChoice[]
}

/** What can stand at `offset` of a recipe's text: keys of the place, values, kinds with what they do, columns, words of expressions. */
export function completionsAt(text: string, offset: number, scope: CompletionScope): RecipeOptions | undefined {
  const context = yamlContextAt(text, offset)
  if (!context) return undefined
  const known = valuesOf(text)
  const valueAt: ValueAt = path => {
    const value = known(path)
    // The document cannot be read while a line is unfinished; what stands before the cursor is known all the same.
    return samePath(path, mapPathOf(context)) && (typeof value !== 'object' || value === null) ? context.siblings : value
  }
  const schemas = schemasAt(scope.schema, context.path, valueAt)
  const columns = context.path[0] === 'transform' ? scope.stepColumns : scope.ruleColumns
  if (context.kind !== 'key' && schemas.some(({ format }) => format === 'expression')) return expressionOptions(context, columns)
  const keys = context.kind === 'value' ? [] : keyOptions(context, schemas, valueAt(context.path), text.slice(offset))
  const items = context.kind === 'any' && !context.isFlow ? itemOptions(context, schemas) : []
  const values = context.kind === 'key' ? [] : valueOptions(context, schemas, columns)
  const options = [...items, ...keys, ...values]
  return options.length === 0 ? undefined : { from: context.from, options: options.filter(({ label }, index) => options.findIndex(other => other.label === label) === index) }
}

const mapPathOf = ({ path, kind }: YamlContext): readonly PathPart[] => kind === 'value' ? path.slice(0, -1) : path
const samePath = (a: readonly PathPart[], b: readonly PathPart[]): boolean => a.length === b.length && a.every((part, index) => part === b[index])

/** The values of a document that may have mistakes. */
function valuesOf(text: string): ValueAt {
  const { contents } = parseDocument(text, { prettyErrors: false, logLevel: 'silent' })
  return path => {
    let node: unknown = contents
    for (const part of path) {
      if (isMap(node)) node = node.items.find(({ key }) => isScalar(key) && key.value === part)?.value
      else if (isSeq(node) && typeof part === 'number') node = node.items[part]
      else return undefined
    }
    if (isScalar(node)) return node.value
    if (!isMap(node)) return undefined
    return Object.fromEntries(node.items.flatMap(({ key, value }) => isScalar(key) ? [[String(key.value), isScalar(value) ? value.value : value]] : []))
  }
}

function keyOptions(context: YamlContext, schemas: readonly JsonSchema[], present: unknown, after: string): readonly RecipeOption[] {
  const taken = new Set([...Object.keys(context.siblings), ...(typeof present === 'object' && present !== null ? Object.keys(present) : [])])
  const isRewritten = /^[^\S\n]*:/.test(after)
  const offered = new Map<string, RecipeOption>()
  for (const schema of schemas) {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      if (taken.has(key) && key !== context.typed) continue
      const isRequired = schema.required?.includes(key) ?? false
      const doc = property.description ?? (property.const === undefined ? undefined : schema.description)
      const detail = isRequired ? 'required' : typeName(property)
      offered.set(key, offered.get(key) ?? {
        label: key, text: isRewritten ? key : key + opening(property, context), kind: 'key', boost: key === 'type' ? 3 : isRequired ? 2 : 0, leadsOn: true,
        ...(detail === '' ? {} : { detail }), ...(doc === undefined || (key === 'type' && schemas.length > 1) ? {} : { doc }),
      })
    }
  }
  return [...offered.values()]
}

/** What follows a new key: a space for a simple value, the next line for a list or a map. */
function opening(schema: JsonSchema, { isFlow, indent }: YamlContext): string {
  if (isFlow || schema.anyOf || (schema.format !== undefined && schema.type !== 'object')) return ': '
  const inner = `\n${' '.repeat(indent + 2)}`
  if (schema.type === 'object') return `:${inner}`
  if (schema.type === 'array') return typeof schema.items?.type === 'string' && schema.items.type !== 'object' ? ': [' : `:${inner}- `
  return ': '
}

/** The start of a list's first or next item. */
function itemOptions(context: YamlContext, schemas: readonly JsonSchema[]): readonly RecipeOption[] {
  const items = schemas.filter(({ type, items }) => type === 'array' && items)
  if (items.length === 0 || context.typed !== '') return []
  const kinds = items.flatMap(({ items: item }) => item?.oneOf ?? []).flatMap(branch => {
    const kind = branch.properties?.type?.const
    return typeof kind === 'string' ? [kindOption(kind, branch, `- type: ${kind}`)] : []
  })
  if (kinds.length > 0) return kinds
  const first = items.flatMap(({ items: item }) => item?.required ?? [])[0]
  return [{ label: first === undefined ? '- ' : `- ${first}:`, text: first === undefined ? '- ' : `- ${first}: `, kind: 'key', detail: 'another item', leadsOn: true }]
}

function kindOption(kind: string, branch: JsonSchema, text: string): RecipeOption {
  const title = ruleNamed(kind)?.title ?? stepNamed(kind)?.title
  return { label: kind, text, kind: 'kind', ...(title === undefined ? {} : { detail: title }), ...(branch.description === undefined ? {} : { doc: branch.description }) }
}

function valueOptions(context: YamlContext, schemas: readonly JsonSchema[], columns: readonly ColumnChoice[]): readonly RecipeOption[] {
  const spell = (value: Scalar) => spelled(value, context)
  const plain = schemas.flatMap((schema): readonly RecipeOption[] => {
    const values: readonly Scalar[] = schema.enum ?? (schema.const !== undefined ? [schema.const] : schema.type === 'boolean' ? [true, false] : [])
    return values.map(value => ({
      label: String(value), text: spell(value), kind: 'value',
      ...(schema.default === value ? { detail: 'when left out' } : {}), ...(schema.description === undefined ? {} : { doc: schema.description }),
    }))
  })
  const isKind = context.path.at(-1) === 'type' && schemas.length > 1
  const kinds = isKind ? plain.map(option => withKind(option)) : plain
  return namesColumns(context.path, schemas) ? [...columnOptions(context, columns), ...kinds] : kinds
}

function withKind(option: RecipeOption): RecipeOption {
  const definition = ruleNamed(option.label) ?? stepNamed(option.label)
  return definition ? { ...option, kind: 'kind', detail: definition.title, doc: definition.doc } : option
}

function columnOptions(context: YamlContext, columns: readonly ColumnChoice[]): readonly RecipeOption[] {
  const all: RecipeOption = { label: '*', text: spelled('*', context), kind: 'column', detail: 'all columns' }
  const named = columns.map(({ name, type }): RecipeOption => ({ label: name, text: spelled(name, context), kind: 'column', boost: 1, ...(type === undefined ? {} : { detail: type }) }))
  return context.path.at(-1) === 'columns' ? [...named, all] : named
}

/** Whether a place holds names of columns. */
function namesColumns(path: readonly PathPart[], schemas: readonly JsonSchema[]): boolean {
  if (schemas.some(({ format }) => format === 'columns' || format === 'column')) return true
  const key = path.findLast(part => typeof part === 'string')
  return key === 'column' || key === 'primary_key' || (path[0] === 'schema' && path[1] === 'fields' && key === 'name')
}

/** A value as YAML writes it here; inside quotes it needs none of its own. */
function spelled(value: Scalar, { quote, isFlow }: YamlContext): string {
  if (typeof value !== 'string') return String(value)
  if (quote === "'") return value.replaceAll("'", "''")
  if (quote === '"') return JSON.stringify(value).slice(1, -1)
  return isFlow && /[,[\]{}]/.test(value) ? JSON.stringify(value) : stringify(value).trimEnd()
}

function expressionOptions({ from, typed, quote }: YamlContext, columns: readonly ColumnChoice[]): RecipeOptions | undefined {
  const word = wordBefore(typed, typed.length)
  if (!word) return undefined
  const options = expressionWords(columns, quote === '"' ? '`' : '"').map(({ label, text, kind, detail, doc }): RecipeOption => ({
    label, text: quote === "'" ? text.replaceAll("'", "''") : text, kind, boost: kind === 'column' ? 2 : kind === 'function' ? 1 : 0,
    ...(detail === undefined ? {} : { detail }), ...(doc === undefined ? {} : { doc }),
  }))
  return { from: from + word.from, options }
}

function typeName({ type, enum: options, anyOf, format }: JsonSchema): string {
  if (format !== undefined) return format
  if (options) return options.length <= 3 ? options.join(' | ') : 'choice'
  if (anyOf) return ''
  return typeof type === 'string' ? type : type?.join(' | ') ?? ''
}
