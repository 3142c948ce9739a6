import { compileRowLocal, compileOver, withoutMarks, type RunClock } from '../algebra/index.ts'
import { fingerprint } from '../base/fingerprint.ts'
import type { Reject, RejectError } from '../base/reject.ts'
import { isNullCell, locateRecords, type CsvDialect, type MalformedCode, type RecordIndex } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'
import { formatMessage, type Check, type Plan } from '../plan/index.ts'
import type { Recipe } from '../recipe/index.ts'
import { PARSE_RULE } from './summary.ts'

/** What every envelope of a run has in common. */
export interface RunIdentity {
  readonly runId: string
  readonly startedAt: string
  readonly uri: string
  readonly inputFingerprint: string
  readonly recipe: Reject['recipe']
  readonly primaryKey: readonly string[] | null
}

/** What a run of a recipe on an input puts into its envelopes. */
export function runIdentity(recipe: Recipe, { startedAt, ...run }: Pick<RunIdentity, 'runId' | 'uri' | 'inputFingerprint'> & { readonly startedAt: Date }): RunIdentity {
  const { name = 'recipe', version } = recipe
  return {
    ...run, startedAt: startedAt.toISOString(), primaryKey: recipe.schema?.primary_key ?? null,
    recipe: { name, version: version === undefined ? null : String(version), fingerprint: fingerprint(recipe) },
  }
}

/** The input as it was scanned, so that any record can be read again. */
export interface ScannedInput {
  readonly source: ByteSource
  readonly dialect: CsvDialect
  readonly columns: readonly string[]
  readonly index: RecordIndex
}

/** The rows to write up: ascending ordinals, the words of each, the malformed ones with their codes. */
export interface RejectedRows {
  readonly ordinals: ArrayLike<number>
  /** The words of row number i of `ordinals`; all zero for a malformed record. */
  readonly wordsOf: (i: number) => readonly number[]
  readonly malformed: ReadonlyMap<number, { readonly code: MalformedCode, readonly cells: number }>
}

const PARSE_MESSAGES: Readonly<Record<MalformedCode, string>> = {
  too_few_cells: 'the record has too few cells',
  too_many_cells: 'the record has too many cells',
  text_after_quote: 'there is text after a closing quote',
  unclosed_quote: 'a quote is opened and never closed',
  invalid_bytes: 'the record holds bytes that are invalid in its encoding',
  nul_byte: 'the record holds a NUL character',
  cell_too_long: 'a cell is longer than the limit',
  record_too_long: 'the record is longer than the limit',
}

/** Why a record could not be read, in words. */
export function parseMessage(code: MalformedCode, cells: number, columns: number): string {
  return cells > 0 ? `${PARSE_MESSAGES[code]}: ${cells} where the header has ${columns}` : PARSE_MESSAGES[code]
}

/** A source row's output columns as text, by the row evaluator; null for a plan that no step changes, where they are the source's. */
export function textOutputs(plan: Plan, clock: RunClock): (cells: readonly (string | null)[]) => readonly (string | null)[] {
  const rel = withoutMarks(plan.rel)
  const row = compileRowLocal(rel, clock)
  const texts = plan.output.map(output => compileOver(rel, output.text, clock))
  return cells => {
    const after = row({ ordinal: 0, dropped: null, values: cells })
    return texts.map(text => text(after) as string | null)
  }
}

/**
 * The envelope of each rejected row, in order. The records are read again from the source, so `record` and `raw` are the file's own
 * text whatever an engine did to its cells; only verdict bits ever come from an engine.
 */
export async function* rejectEnvelopes(plan: Plan, input: ScannedInput, rejected: RejectedRows, run: RunIdentity, clock: RunClock): AsyncGenerator<Reject> {
  const { source, dialect, columns, index } = input
  const outputs = textOutputs(plan, clock)
  const positions = new Map(plan.output.map((output, position) => [output.name, position]))
  const located = locateRecords((start, end) => source.read(start, end), { dialect, columns: columns.length, index, ordinals: rejected.ordinals, maxRawBytes: 64_000 })
  let i = 0
  for await (const found of located) {
    const { ordinal, line, byteOffset } = found
    const words = rejected.wordsOf(i++)
    const common = {
      row_id: { input: 0, sheet: null, ordinal },
      source: { uri: run.uri, input_fingerprint: run.inputFingerprint, sheet: null, ordinal, line, byte_offset: byteOffset },
      run_id: run.runId, recipe: run.recipe, rule_set_fingerprint: plan.fingerprint, first_seen: run.startedAt, attempts: 1, status: 'open',
    } as const
    if (found.kind === 'malformed') {
      const { code, cells } = rejected.malformed.get(ordinal) ?? { code: 'invalid_bytes', cells: 0 }
      const error: RejectError = { stage: 'parse', rule_id: PARSE_RULE, code, columns: [], value: null, message: parseMessage(code, cells, columns.length), severity: 'error' }
      yield { ...common, key: null, raw: found.raw, record: null, errors: [error], warnings: [], changes: [] }
      continue
    }
    const cells = found.cells.map((cell, position) => isNullCell(cell, found.quoted[position] ?? false, dialect) ? null : cell)
    const record = Object.fromEntries(columns.map((name, position) => [name, cells[position] ?? null]))
    const after = outputs(cells)
    const all = rowErrors(plan, words, name => after[positions.get(name) ?? -1] ?? null)
    yield {
      ...common,
      key: run.primaryKey && Object.fromEntries(run.primaryKey.map(name => [name, record[name] ?? null])),
      raw: null, record,
      errors: all.filter(error => error.severity === 'error'), warnings: all.filter(error => error.severity === 'warn'),
      changes: plan.output.flatMap(({ name }, position) => {
        const from = record[name]
        const to = after[position] ?? null
        return from === undefined || from === to ? [] : [{ column: name, from, to, by: 'steps' }]
      }),
    }
  }
}

/** What a row's verdict says, check by check. */
export function rowErrors(plan: Plan, words: readonly number[], textOf: (column: string) => string | null): readonly RejectError[] {
  return plan.checks.flatMap((check, bit) => ((words[bit >>> 5] ?? 0) >>> (bit & 31) & 1) === 1 ? [rowError(check, textOf)] : [])
}

function rowError(check: Check, textOf: (column: string) => string | null): RejectError {
  const { ruleId, stage, code, columns, severity } = check
  const [first] = columns
  const value = first === undefined ? null : textOf(first)
  return { stage, rule_id: ruleId, code, columns, value, message: formatMessage(check, value), severity }
}
