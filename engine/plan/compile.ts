import type { z } from 'zod'
import {
  castColumns, columnFingerprint, columnNamed, columnsByName, columnsRead, droppedFingerprint, expressionFingerprint, parseExpression, reference, resolve,
  visibleColumns,
  type Expr, type Rel, type RelColumn, type TypedExpr,
} from '../algebra/index.ts'
import { toCastSpec } from '../algebra/cast-params.ts'
import { selectColumns, unknownColumn } from '../algebra/select.ts'
import { didYouMean } from '../base/nearest.ts'
import { distinctIssues, doubt, hasErrors, problem, under, type Issue, type PathPart } from '../base/issue.ts'
import { fingerprint } from '../base/fingerprint.ts'
import { boolean, formatType, number, sameType, string, type Column } from '../data/type.ts'
import { expandFields, type PlacedRule } from '../recipe/expand.ts'
import { UNREADABLE } from '../recipe/readable.ts'
import type { FieldSpec, Recipe, RuleSpec } from '../recipe/recipe.ts'
import { needsColumns, ruleNamed, type Failing, type Measure, type RuleDefinition } from '../rules/index.ts'
import { StepContext, stepNamed } from '../steps/index.ts'
import { isAboutTypes, isCertain } from './certain.ts'
import type { BatchCheck, Check, DroppingStep, OutputColumn, Plan } from './plan.ts'

export interface Compiled {
  /** Present when no issue is an error and every step and field could be read. */
  readonly plan?: Plan
  /** As far as the recipe could be understood: the columns every later part sees, for editors. */
  readonly columns: readonly Column[]
  readonly issues: readonly Issue[]
}

interface Draft {
  rel: Rel
  readonly checks: Check[]
  readonly batch: BatchCheck[]
  readonly dropping: DroppingStep[]
  readonly issues: Issue[]
  /** Where the issues begin that were found when not every column was known: after a step that could not be read, which may make or change any. */
  columnsUnknownFrom: number
}

/**
 * A recipe whose shape has been checked, on an input with these columns: steps, then casts to the declared types,
 * then one check a rule and column. Whatever does not fit is an issue with its path in the recipe. Steps and rules of no known kind
 * or with parameters that `checkRecipe` refuses are passed over; then only what is wrong without what they say is an issue.
 */
export function compilePlan(recipe: Recipe, source: readonly Column[]): Compiled {
  const draft: Draft = { rel: { kind: 'source', columns: source }, checks: [], batch: [], dropping: [], issues: [], columnsUnknownFrom: Infinity }
  lowerSteps(recipe, draft)
  const cleaned = draft.rel
  const typesUnknownFrom = recipe.schema?.fields?.some(isUnreadable) ? draft.issues.length : Infinity
  const texts = castFields(recipe, draft)
  for (const placed of expandFields(recipe)) lowerRule(placed, draft)
  const columns = visibleColumns(draft.rel).map(({ name, type }) => ({ name, type }))
  const { columnsUnknownFrom } = draft
  const issues = distinctIssues(draft.issues.filter((issue, index) => (index < columnsUnknownFrom || isCertain(issue)) && (index < typesUnknownFrom || !isAboutTypes(issue))))
  if (hasErrors(issues) || Math.min(columnsUnknownFrom, typesUnknownFrom) < Infinity) return { columns, issues }
  const { rel, batch, dropping } = draft
  // A check made by a step is answered only for rows that no later step drops either.
  const checks = draft.checks.map(check => ({ ...check, fingerprint: fingerprint([droppedFingerprint(rel), check.fingerprint]) }))
  const output = outputColumns(rel, cleaned, texts)
  const result = { source, rel, checks, batch, output, dropping }
  return { plan: { ...result, fingerprint: fingerprint({ rel, checks: checks.map(check => check.fingerprint), batch, output }) }, columns, issues }
}

function lowerSteps(recipe: Recipe, draft: Draft): void {
  recipe.transform?.steps?.forEach((spec, index) => {
    const path = ['transform', 'steps', index]
    const definition = stepNamed(spec.type)
    const params = definition?.params.safeParse(spec)
    if (spec.active === false) return
    if (!definition || !params?.success) {
      draft.columnsUnknownFrom = Math.min(draft.columnsUnknownFrom, draft.issues.length)
      return
    }
    const by = index + 1
    const context = new StepContext(draft.rel, by)
    const lowered = definition.lower(params.data, context)
    draft.issues.push(...context.issues.map(issue => under(path, issue)))
    if (!lowered || hasErrors(context.issues)) return
    if (drops(lowered.rel, by)) draft.dropping.push({ by, id: `${spec.type}_${by}` })
    draft.rel = lowered.rel
    for (const { column, flag, message } of lowered.checks ?? []) draft.checks.push(typeCheck(draft.rel, `${spec.type}_${by}`, 'step', column, flag, message))
  })
}

function drops(rel: Rel, by: number): boolean {
  if (rel.kind === 'source') return false
  return (rel.kind !== 'project' && rel.by === by) || drops(rel.input, by)
}

const isUnreadable = ({ name }: FieldSpec): boolean => name === UNREADABLE

/** Reads every declared field as its type. Gives the hidden columns that keep the texts, by field. */
function castFields(recipe: Recipe, draft: Draft): ReadonlyMap<string, string> {
  const visible = visibleColumns(draft.rel)
  const byName = new Map(visible.map(column => [column.name, column]))
  const fields = recipe.schema?.fields ?? []
  const casts = fields.flatMap((field, index) => {
    const path = ['schema', 'fields', index]
    if (isUnreadable(field)) return []
    const present = byName.get(field.name)
    if (!present) {
      draft.issues.push(unknownColumn(field.name, byName.keys(), [...path, 'name']))
      return []
    }
    const spec = toCastSpec({ ...field, format: field.format?.includes('%') ? field.format : undefined }, field.type ?? 'string')
    if ('issues' in spec) {
      draft.issues.push(...spec.issues.map(issue => under(path, issue)))
      return []
    }
    if (sameType(present.type, spec.to) || (present.type.name === 'string' && spec.to.name === 'string')) return []
    if (present.type.name !== 'string') {
      draft.issues.push(problem('type_conflict', [...path, 'type'], `"${field.name}" is ${formatType(present.type)} already when the schema reads it, not ${formatType(spec.to)}`, 'Change the type here, or the step that made it.'))
      return []
    }
    return [{ name: field.name, spec }]
  })
  if (recipe.schema?.extra === 'reject') {
    const declared = new Set(fields.map(field => field.name))
    for (const { name } of fields.some(isUnreadable) ? [] : visible) {
      if (!declared.has(name)) draft.issues.push(problem('undeclared_column', ['schema', 'extra'], `the input has a column "${name}" that the schema does not declare`, 'Declare it, drop it in a step, or set extra: keep.'))
    }
  }
  if (casts.length === 0) return new Map()
  const { rel, flags, texts } = castColumns(draft.rel, casts)
  draft.rel = rel
  for (const { name, spec } of casts) {
    const flag = flags.get(name)
    if (flag !== undefined) draft.checks.push(typeCheck(rel, `${name}.type`, 'cast', name, flag, `{column} is {value}, which is no ${formatType(spec.to)}`))
  }
  return texts
}

function typeCheck(rel: Rel, ruleId: string, stage: 'step' | 'cast', column: string, flag: string, message: string): Check {
  const expr = reference(columnNamed(rel, flag))
  return {
    ruleId, kind: 'type', columns: [column], severity: 'error', dimension: 'validity', stage, code: 'type', message,
    fails: { kind: 'row', expr }, unreadable: [], applies: null, mostly: 1, fingerprint: checkFingerprint(rel, { kind: 'row', expr }),
  }
}

/** A check's result depends on what it says, on what the columns it reads are computed from, and on which rows are left: nothing else. */
function checkFingerprint(rel: Rel, fails: Check['fails']): string {
  if (fails.kind === 'row') return fingerprint([droppedFingerprint(rel), expressionFingerprint(rel, fails.expr)])
  const { columns, attribution, among } = fails
  return fingerprint([droppedFingerprint(rel), columns.map(name => columnFingerprint(rel, name)), attribution, expressionFingerprint(rel, among)])
}

function lowerRule(placed: PlacedRule, draft: Draft): void {
  const { spec, path } = placed
  const definition = ruleNamed(spec.type)
  const params = definition?.params.safeParse(spec)
  if (!definition) return
  if (!params?.success) {
    draft.issues.push(...wrongConstraint(placed, params?.error))
    return
  }
  const all = visibleColumns(draft.rel)
  const where = condition(spec.where, all, [...path, 'where'], draft.issues)
  const targets = targetsOf(spec, definition, all)
  if ('issues' in targets) {
    draft.issues.push(...targets.issues.map(issue => placedAt(placed, issue)))
    return
  }
  if (targets.groups.length === 0) draft.issues.push(doubt('no_columns', path, `the rule "${placed.id}" selects no column`))
  const message = typeof definition.message === 'string' ? definition.message : definition.message(params.data)
  for (const columns of targets.groups) {
    const found = definition.fails(params.data, { columns, all })
    if (areIssues(found)) {
      draft.issues.push(...found.map(issue => placedAt(placed, issue)))
      continue
    }
    const parts = 'parts' in found ? found.parts : [{ failing: found, columns, message }]
    for (const part of parts) addCheck(part.failing, { placed, definition, message: spec.message ?? part.message, columns: part.columns, where }, draft)
  }
}

const areIssues = (found: unknown): found is readonly Issue[] => Array.isArray(found)

/** Where a rule's issue stands: what a field or the primary key says in short has no parameters to point at. */
const placedAt = ({ path }: PlacedRule, issue: Issue): Issue => path[0] === 'schema' ? { ...issue, path } : under(path, issue)

/** A field's constraint that its rule cannot take, an unknown format. Written rules were checked with the recipe. */
function wrongConstraint({ spec, path }: PlacedRule, error: z.ZodError | undefined): readonly Issue[] {
  if (path[0] !== 'schema') return []
  return (error?.issues ?? []).map(issue => {
    const value = String(issue.path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], spec))
    const possible = issue.code === 'invalid_value' ? issue.values.map(String) : []
    return problem('invalid_value', path, possible.length > 0 ? `"${value}" is not possible here` : issue.message, didYouMean(value, possible) ?? (possible.length > 0 ? `Possible: ${possible.join(', ')}.` : undefined))
  })
}

/** The columns of each check; none when the rule names none and needs some, which `checkRecipe` says. */
function targetsOf(spec: RuleSpec, definition: RuleDefinition, all: readonly RelColumn[]): { groups: readonly (readonly RelColumn[])[] } | { issues: readonly Issue[] } {
  const selector = spec.column ?? spec.columns
  if (selector === undefined) return needsColumns(definition) ? { issues: [] } : { groups: [[]] }
  const found = selectColumns(selector, all, [spec.column === undefined ? 'columns' : 'column'])
  if ('issues' in found) return found
  return { groups: definition.target === 'column' ? found.columns.map(column => [column]) : [found.columns] }
}

function condition(text: string | undefined, all: readonly RelColumn[], path: readonly PathPart[], issues: Issue[]): TypedExpr | null {
  if (text === undefined) return null
  const parsed = parseExpression(text)
  if (!parsed.ok) {
    issues.push(under(path, parsed.issue))
    return null
  }
  return typed(parsed.expr, all, path, issues) ?? null
}

function typed(expr: Expr, all: readonly RelColumn[], path: readonly PathPart[], issues: Issue[]): TypedExpr | undefined {
  const resolved = resolve(expr, all, boolean)
  if (resolved.ok) return resolved.expr
  issues.push(...resolved.issues.map(issue => under(path, issue)))
  return undefined
}

interface RuleAtHand {
  readonly placed: PlacedRule
  readonly definition: RuleDefinition
  readonly message: string
  readonly columns: readonly RelColumn[]
  readonly where: TypedExpr | null
}

const and = (...parts: readonly (TypedExpr | null)[]): TypedExpr | null =>
  parts.filter(part => part !== null).reduce<TypedExpr | null>((a, b) => a === null ? b : { kind: 'call', fn: 'and', args: [a, b], type: boolean }, null)
const TRUE: TypedExpr = { kind: 'literal', value: true, type: boolean }

/** The flags of the cells an expression reads: it means nothing where one of them is true. */
function flagsOf(reads: readonly string[], rel: Rel): readonly string[] {
  const byName = columnsByName(rel)
  return [...new Set(reads.flatMap(name => byName.get(name)?.invalid ?? []))]
}

const noneOf = (flags: readonly string[]): TypedExpr | null =>
  and(...flags.map((flag): TypedExpr => ({ kind: 'call', fn: 'not', args: [{ kind: 'column', name: flag, type: boolean }], type: boolean })))

/** The type checks behind flags; a flag of a computed cell stands for those of the cells it was computed from. */
function checksOfFlags(flags: readonly string[], rel: Rel, checks: readonly Check[]): readonly number[] {
  return [...new Set(flags.flatMap(flag => {
    const direct = checks.findIndex(({ kind, fails }) => kind === 'type' && fails.kind === 'row' && fails.expr.kind === 'column' && fails.expr.name === flag)
    return direct >= 0 ? [direct] : checksOfFlags(combinedFlags(flag, rel), rel, checks)
  }))]
}

function combinedFlags(flag: string, rel: Rel): readonly string[] {
  if (rel.kind === 'source') return []
  const made = rel.kind === 'project' ? rel.columns.find(column => column.name === flag)?.expr : undefined
  return made?.kind === 'call' ? columnsRead(made) : combinedFlags(flag, rel.input)
}

function addCheck(failing: Failing, { placed, definition, message, columns, where }: RuleAtHand, draft: Draft): void {
  const { spec, id, path } = placed
  const { rel, issues } = draft
  const common = {
    ruleId: id, kind: definition.kind, severity: spec.severity ?? 'error', dimension: definition.dimension, message,
  } as const
  const rowRule = { ...common, stage: 'rule', code: definition.kind, mostly: spec.mostly ?? 1 } as const
  switch (failing.kind) {
    case 'row': {
      const breaks = typed(failing.breaks, visibleColumns(rel), definition.target === 'row' ? [...path, 'expr'] : path, issues)
      if (!breaks) return
      const reads = [...new Set([...columnsRead(breaks), ...where ? columnsRead(where) : []])]
      const flags = flagsOf(reads, rel)
      const applies = where && and(noneOf(flags), where)
      const expr = and(noneOf(flags), where, breaks) ?? breaks
      const subject = columns.length > 0 ? columns.map(column => column.name) : columnsRead(breaks)
      draft.checks.push({ ...rowRule, columns: subject, fails: { kind: 'row', expr }, unreadable: checksOfFlags(flags, rel, draft.checks), applies, fingerprint: checkFingerprint(rel, { kind: 'row', expr }) })
      return
    }
    case 'duplicates': {
      const reads = [...failing.columns, ...where ? columnsRead(where) : []]
      const flags = flagsOf(reads, rel)
      const applies = where && and(noneOf(flags), where)
      const present = failing.columns.map((name): TypedExpr => ({ kind: 'call', fn: 'is_not_null', args: [reference(columnNamed(rel, name))], type: boolean }))
      const among = and(noneOf(flags), where, ...present) ?? TRUE
      const fails = { ...failing, among }
      draft.checks.push({ ...rowRule, columns: failing.columns, fails, unreadable: checksOfFlags(flags, rel, draft.checks), applies, fingerprint: checkFingerprint(rel, fails) })
      return
    }
    case 'batch': {
      const subject = failing.column === undefined ? null : measured(columnNamed(rel, failing.column), failing.measure)
      draft.batch.push({ ...common, columns: failing.column === undefined ? [] : [failing.column], measure: failing.measure, expr: subject, min: failing.min ?? null, max: failing.max ?? null })
    }
  }
}

/** What a batch rule measures of a column: figures of decimals are doubles. */
function measured(column: RelColumn, measure: Measure): TypedExpr {
  const isFigure = measure !== 'null_ratio' && measure !== 'distinct_count'
  return isFigure && column.type.name === 'decimal' ? { kind: 'call', fn: 'to_number', args: [reference(column)], type: number } : reference(column)
}

function outputColumns(rel: Rel, cleaned: Rel, texts: ReadonlyMap<string, string>): readonly OutputColumn[] {
  const before = new Map(visibleColumns(cleaned).map(column => [column.name, column]))
  return visibleColumns(rel).map((column): OutputColumn => {
    const kept = texts.get(column.name)
    const unchanged = kept === undefined ? reference(before.get(column.name) ?? column) : reference({ name: kept, type: string })
    const text: TypedExpr = unchanged.type.name === 'string' ? unchanged : { kind: 'call', fn: 'to_text', args: [unchanged], type: string }
    return { name: column.name, typed: reference(column), text }
  })
}
