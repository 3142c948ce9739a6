import type { z } from 'zod'
import { distinctIssues, problem, doubt, under, type Issue, type PathPart } from '../base/issue.ts'
import { didYouMean } from '../base/nearest.ts'
import { needsColumns, ruleKinds, ruleNamed, type Target } from '../rules/index.ts'
import { stepKinds, stepNamed } from '../steps/index.ts'
import { expandFields } from './expand.ts'
import { readablePart, UNREADABLE } from './readable.ts'
import { recipeSchema, ruleBase, type Recipe } from './recipe.ts'

export interface CheckedRecipe {
  /** Present when the shape is right, even if issues remain. */
  readonly recipe?: Recipe
  /**
   * The recipe with whatever has a wrong shape left out, for `compilePlan` to find more issues in: an error in one rule hides none in
   * another. Paths into it are paths into the document. Never to be run; absent when the document is no map.
   */
  readonly readable?: Recipe
  readonly issues: readonly Issue[]
}

const STEP_KEYS = ['type', 'active', 'description']
const RULE_KEYS = ['type', 'column', 'columns', ...Object.keys(ruleBase)]

/** Whether a document is a recipe: keys, kinds and parameters. Columns, types and expressions are checked against an input by `compilePlan`. */
export function checkRecipe(document: unknown): CheckedRecipe {
  const given = document ?? {}
  const parsed = recipeSchema.safeParse(given)
  const found = parsed.success ? [] : parsed.error.issues
  const shape = found.flatMap(issue => fromZod(issue, given))
  const readable = parsed.success ? parsed.data : readablePart(given, found.flatMap(wrongPaths))
  if (!readable) return { issues: shape }
  const recipe = parsed.success ? { recipe: parsed.data } : {}
  const issues = [...shape, ...checkVersion(given), ...checkSteps(given), ...checkRules(given), ...repeatedIds(readable), ...repeatedFields(readable)]
  return { ...recipe, readable, issues: distinctIssues(issues) }
}

function checkVersion(document: unknown): readonly Issue[] {
  return valueAt(document, ['schemaflow']) === undefined ? [doubt('missing_version', [], 'the recipe does not say its version', 'Begin it with "schemaflow: 1".')] : []
}

const checkSteps = (document: unknown): readonly Issue[] =>
  specsAt(document, ['transform', 'steps']).flatMap(({ spec, path }) => checkKind(spec, stepNamed(spec.type), stepKinds, 'step', STEP_KEYS, path))

const checkRules = (document: unknown): readonly Issue[] =>
  specsAt(document, ['rules']).flatMap(({ spec, path }) => checkKind(spec, ruleNamed(spec.type), ruleKinds, 'rule', RULE_KEYS, path))

type Spec = Readonly<Record<string, unknown>> & { readonly type: string }

/** The items of a list that say their kind, as they are written; what the recipe's schema has against the others is told already. */
function specsAt(document: unknown, path: readonly PathPart[]): readonly { readonly spec: Spec, readonly path: readonly PathPart[] }[] {
  const list = valueAt(document, path)
  return Array.isArray(list) ? list.flatMap((spec: unknown, index) => isSpec(spec) ? [{ spec, path: [...path, index] }] : []) : []
}

const isSpec = (value: unknown): value is Spec => typeof valueAt(value, ['type']) === 'string'

/** The places in the document that an issue is about. */
function wrongPaths(issue: z.core.$ZodIssue): readonly (readonly PathPart[])[] {
  const path = issue.path.filter(part => typeof part !== 'symbol')
  return issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...path, key]) : [path]
}

function checkKind(
  spec: Spec, definition: { params: z.ZodObject, target?: Target } | undefined, kinds: readonly string[],
  what: 'step' | 'rule', common: readonly string[], path: readonly PathPart[],
): readonly Issue[] {
  if (!definition) {
    return [problem(`unknown_${what}`, [...path, 'type'], `there is no ${what} of type "${spec.type}"`, didYouMean(spec.type, kinds) ?? `\`schemaflow list-${what}s\` shows them all.`)]
  }
  const allowed = [...common, ...Object.keys(definition.params.shape)]
  const unknown = Object.keys(spec).filter(key => !allowed.includes(key)).map(key => unknownKey(key, allowed, [...path, key]))
  const parsed = definition.params.safeParse(spec)
  const wrong = parsed.success ? [] : parsed.error.issues.flatMap(issue => fromZod(issue, spec)).map(issue => under(path, issue))
  const untargeted = needsColumns(definition) && spec.column === undefined && spec.columns === undefined
    ? [problem('missing_columns', path, `a ${spec.type} rule needs column or columns`)]
    : []
  return [...unknown, ...wrong, ...untargeted]
}

function unknownKey(key: string, known: Iterable<string>, path: readonly PathPart[]): Issue {
  return problem('unknown_key', path, `"${key}" means nothing here`, didYouMean(key, known) ?? `Known keys: ${[...known].join(', ')}.`)
}

/** Zod's findings in our words. */
function fromZod(issue: z.core.$ZodIssue, input: unknown): readonly Issue[] {
  const path = issue.path.filter((part): part is PathPart => typeof part !== 'symbol')
  switch (issue.code) {
    case 'unrecognized_keys': return issue.keys.map(key => unknownKey(key, knownKeys(path), [...path, key]))
    case 'invalid_value': return [problem('invalid_value', path, `${show(valueAt(input, path))} is not possible here`,
      didYouMean(String(valueAt(input, path)), issue.values.map(String)) ?? `Possible: ${issue.values.map(String).join(', ')}.`)]
    case 'invalid_type': return [valueAt(input, path) === undefined
      ? problem('missing_key', path, `"${path.at(-1) ?? 'recipe'}" is missing; it is ${article(issue.expected)}`)
      : problem('wrong_type', path, `${show(valueAt(input, path))} should be ${article(issue.expected)}`)]
    case 'invalid_union': return [problem('wrong_type', path, `${show(valueAt(input, path))} is not possible here`)]
    default: return [problem('invalid_value', path, `${show(valueAt(input, path))}: ${issue.message}`)]
  }
}

const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function valueAt(document: unknown, path: readonly PathPart[]): unknown {
  return path.reduce<unknown>((value, part) => value !== null && typeof value === 'object' ? (value as Record<PathPart, unknown>)[part] : undefined, document)
}

/** The keys the recipe's schema knows at a path. */
function knownKeys(path: readonly PathPart[]): readonly string[] {
  let schema: unknown = recipeSchema
  for (const part of path) {
    schema = unwrap(schema)
    if (typeof part === 'number') schema = (schema as { element?: unknown }).element
    else schema = (schema as { shape?: Record<string, unknown> }).shape?.[part]
  }
  return Object.keys((unwrap(schema) as { shape?: Record<string, unknown> } | undefined)?.shape ?? {})
}

function unwrap(schema: unknown): unknown {
  let current = schema
  while (typeof (current as { unwrap?: unknown } | undefined)?.unwrap === 'function' && !(current as { element?: unknown }).element) current = (current as { unwrap: () => unknown }).unwrap()
  return current
}

function repeatedIds(recipe: Recipe): readonly Issue[] {
  const seen = new Set<string>()
  return expandFields(recipe).flatMap(({ id, path }) => {
    const isRepeated = seen.has(id)
    seen.add(id)
    return isRepeated ? [problem('repeated_id', path, `another rule has the id "${id}" already`, 'Give one of them an id of its own.')] : []
  })
}

function repeatedFields(recipe: Recipe): readonly Issue[] {
  const seen = new Set<string>()
  return (recipe.schema?.fields ?? []).flatMap(({ name }, index) => {
    const isRepeated = name !== UNREADABLE && seen.has(name)
    seen.add(name)
    return isRepeated ? [problem('repeated_field', ['schema', 'fields', index, 'name'], `"${name}" is declared twice`)] : []
  })
}
