import type { RunClock } from '../algebra/index.ts'
import { fingerprint } from '../base/fingerprint.ts'
import type { Reject, RejectError } from '../base/reject.ts'
import { Utf8Pieces } from '../base/utf8-pieces.ts'
import { mendRecord, RecordLocator, troubleOf, type Mend, type MalformedCode, type MalformedRecords, type Trouble } from '../formats/csv/index.ts'
import { columnsOf } from '../formats/detect/column-kinds.ts'
import type { RecordOrigin } from '../formats/text-table.ts'
import { formatMessage, type Check, type Plan } from '../plan/index.ts'
import type { Recipe } from '../recipe/index.ts'
import type { Place } from './envelope-form.ts'
import { EnvelopeWriter } from './envelope.ts'
import type { RejectsInput, RunIdentity, ScannedInput } from './scanned-input.ts'
import { PARSE_RULE } from './summary.ts'

/** Between one read and the next others get their turn: a profile is made meanwhile. */
const READ_BYTES = 1_000_000

/** What a run of a recipe on an input puts into its envelopes. */
export function runIdentity(recipe: Recipe, { startedAt, ...run }: Pick<RunIdentity, 'runId' | 'uri' | 'inputFingerprint'> & { readonly startedAt: Date }): RunIdentity {
  const { name = 'recipe', version } = recipe
  return {
    ...run, startedAt: startedAt.toISOString(), primaryKey: recipe.schema?.primary_key ?? null,
    recipe: { name, version: version === undefined ? null : String(version), fingerprint: fingerprint(recipe) },
  }
}

/** The rows to write up: ascending ordinals, the words of each, the malformed ones with their codes. */
export interface RejectedRows {
  readonly ordinals: ArrayLike<number>
  /** The words of row number i of `ordinals`; all zero for a malformed record. */
  readonly wordsOf: (i: number) => readonly number[]
  readonly malformed: MalformedRecords
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

/**
 * The envelope of each rejected row as a line of JSON, in order: UTF-8, many lines a piece. The records are read again from the source, so
 * `record` and `raw` are the file's own text whatever an engine did to its cells; only verdict bits ever come from an engine.
 */
export async function* rejectLines(plan: Plan, input: RejectsInput, rejected: RejectedRows, run: RunIdentity, clock: RunClock): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { source, dialect, columns, index, origin } = input
  const pieces = new Utf8Pieces()
  const locator = new RecordLocator((start, end, into) => source.read(start, end, into), { dialect, columns: columns.length, index, ordinals: rejected.ordinals, readBytes: READ_BYTES, maxRawBytes: 64_000 })
  const mend = mender(input, rejected.malformed)
  const envelopes = new EnvelopeWriter(plan, input, run, clock, pieces)
  try {
    let i = 0
    for (let found = locator.next(); found !== 'end'; found = locator.next()) {
      if (found === 'read') {
        await locator.read()
        continue
      }
      const words = rejected.wordsOf(i++)
      const { position } = locator
      const { ordinal } = position
      const place = origin === undefined ? position : placeIn(origin, ordinal)
      if (found === 'malformed') {
        const { raw } = await locator.malformed()
        envelopes.addMalformed({ ...place, raw: origin?.brokenAt(ordinal)?.raw ?? raw }, parseError(rejected.malformed, ordinal, columns.length, origin), mend(raw, ordinal))
      } else envelopes.add(place, locator.bytes, words)
      if (pieces.isFull) yield pieces.take()
    }
    envelopes.end()
    yield pieces.take()
  } finally {
    envelopes.free()
  }
}

/** The same as objects. */
export async function* rejectEnvelopes(...parameters: Parameters<typeof rejectLines>): AsyncGenerator<Reject> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const piece of rejectLines(...parameters)) {
    for (const line of decoder.decode(piece).split('\n')) if (line !== '') yield JSON.parse(line) as Reject
  }
}

const placeIn = (origin: RecordOrigin, ordinal: number): Place => ({ ordinal, line: origin.lineOf(ordinal), byteOffset: origin.brokenAt(ordinal)?.byteOffset ?? null })

/** What malformed records of an input were most likely meant to be. */
export function mender({ dialect, columns, head = [], origin }: Pick<ScannedInput, 'dialect' | 'columns' | 'head' | 'origin'>, malformed: MalformedRecords): (raw: string, ordinal: number) => Mend | undefined {
  let fits: ReturnType<typeof columnsOf> | undefined
  return (raw, ordinal) => {
    const trouble = origin ? undefined : troubleOf(malformed, ordinal)
    if (!trouble) return undefined
    fits ??= columnsOf(head, columns.length)
    return mendRecord(raw, trouble.code, { dialect, columns: columns.length, fits, isText: fits.isText })
  }
}

/** What is wrong with a malformed record, as one error of rule `parse`. */
export function parseError(malformed: MalformedRecords, ordinal: number, columns: number, origin: RecordOrigin | undefined): RejectError {
  const trouble: Trouble = troubleOf(malformed, ordinal) ?? { code: 'invalid_bytes', cells: 0 }
  const { code, message } = origin?.brokenAt(ordinal) ?? { code: trouble.code, message: parseMessage(trouble.code, trouble.cells, columns) }
  return { stage: 'parse', rule_id: PARSE_RULE, code, columns: [], value: null, message, severity: 'error' }
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
