import { hasErrors, type Issue } from '../base/issue.ts'
import type { RejectError } from '../base/reject.ts'
import { string, type Value } from '../data/type.ts'
import { compilePlan, judgeRows, type JudgedRow, type Plan } from '../plan/index.ts'
import { checkRecipe, readRecipe } from '../recipe/index.ts'
import { rowErrors } from './rejects.ts'
import type { Counts } from './workspace-api.ts'

/** A record as programs have it. Numbers and booleans are read as their text, null and undefined are missing, anything else as JSON. */
export type InputRecord = Readonly<Record<string, unknown>>

/** One record's verdict. */
export interface RecordVerdict {
  readonly status: 'valid' | 'rejected' | 'dropped'
  /** The step that dropped it, as `filter_1`; null for none. */
  readonly droppedBy: string | null
  /** The record after steps and casts, by output column; a cell that could not be read is null. Integers are bigints. */
  readonly record: Readonly<Record<string, Value>>
  readonly errors: readonly RejectError[]
  readonly warnings: readonly RejectError[]
}

/** What a recipe says of some records. */
export interface RecordsVerdict {
  /** What is wrong or doubtful with the recipe; with an error among them there are no results. */
  readonly issues: readonly Issue[]
  /** One for each record, in order. */
  readonly results: readonly RecordVerdict[]
  readonly counts: Counts
  /** How long it took, in milliseconds. */
  readonly ms: number
}

export interface ValidateOptions {
  /** The instant that rules take for now. */
  readonly now?: Date
}

/**
 * Judges records in memory, row by row in plain TypeScript: the same verdict that every engine gives on a file of them.
 * `recipe` is a recipe as an object, or as YAML or JSON text. Columns are the fields it declares and whatever the records have besides.
 * Rules about the table as a whole, such as `row_count`, are not judged.
 */
export function validateRecords(recipe: string | object, records: readonly InputRecord[], { now = new Date() }: ValidateOptions = {}): RecordsVerdict {
  const since = performance.now()
  const document = typeof recipe === 'string' ? readRecipe(recipe) : { value: recipe, issues: [] }
  const checked = checkRecipe(document.value)
  const columns = columnsOf(checked.recipe?.schema?.fields ?? [], records)
  const compiled = checked.recipe && compilePlan(checked.recipe, columns.map(name => ({ name, type: string })))
  const issues = [...document.issues, ...checked.issues, ...compiled?.issues ?? []]
  const plan = compiled?.plan
  if (!plan || hasErrors(issues)) return { issues, results: [], counts: { ...NO_COUNTS, physical: records.length }, ms: performance.now() - since }
  const rows = records.map((record, index) => ({ ordinal: index + 1, cells: columns.map(name => textOf(record[name])) }))
  const results = judgeRows(plan, rows, { nowMicros: BigInt(now.getTime()) * 1000n }).map(row => verdictOf(plan, row))
  return { issues, results, counts: countsOf(plan, results, rows.length), ms: performance.now() - since }
}

function columnsOf(fields: readonly { readonly name: string }[], records: readonly InputRecord[]): readonly string[] {
  return [...new Set([...fields.map(({ name }) => name), ...records.flatMap(record => Object.keys(record))])]
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'string': return value
    case 'number':
    case 'bigint':
    case 'boolean': return String(value)
    default: return value instanceof Date ? value.toISOString() : JSON.stringify(value)
  }
}

function verdictOf(plan: Plan, { dropped, words, isRejected, typed, text }: JudgedRow): RecordVerdict {
  const texts = new Map(plan.output.map(({ name }, position) => [name, text[position] ?? null]))
  const found = rowErrors(plan, words, name => texts.get(name) ?? null)
  return {
    status: dropped !== null ? 'dropped' : isRejected ? 'rejected' : 'valid',
    droppedBy: plan.dropping.find(({ by }) => by === dropped)?.id ?? null,
    record: Object.fromEntries(plan.output.map(({ name }, position) => [name, typed[position] ?? null])),
    errors: found.filter(({ severity }) => severity === 'error'), warnings: found.filter(({ severity }) => severity === 'warn'),
  }
}

const NO_COUNTS: Counts = { physical: 0, blank_lines: 0, valid: 0, rejected: 0, warned: 0, dropped: {} }

function countsOf({ dropping }: Plan, results: readonly RecordVerdict[], physical: number): Counts {
  const count = (is: (result: RecordVerdict) => boolean): number => results.filter(is).length
  return {
    ...NO_COUNTS, physical,
    valid: count(({ status }) => status === 'valid'), rejected: count(({ status }) => status === 'rejected'),
    warned: count(({ status, warnings }) => status === 'valid' && warnings.length > 0),
    dropped: Object.fromEntries(dropping.map(({ id }) => [id, count(({ droppedBy }) => droppedBy === id)])),
  }
}
