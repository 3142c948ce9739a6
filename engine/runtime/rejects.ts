import { columnFingerprint, compileOver, compileRowLocal, expressionFingerprint, withoutMarks, type Rel, type RunClock } from '../algebra/index.ts'
import { present } from '../base/assert.ts'
import { fingerprint } from '../base/fingerprint.ts'
import type { Reject, RejectError } from '../base/reject.ts'
import { Utf8Pieces } from '../base/utf8-pieces.ts'
import { mendRecord, recordCells, RecordLocator, troubleOf, type Mend, type CsvDialect, type MalformedCode, type MalformedRecords, type RecordCells, type RecordIndex, type Trouble } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'
import { columnsOf } from '../formats/detect/column-kinds.ts'
import type { HeadRows } from './head-rows.ts'
import type { RecordOrigin } from '../formats/text-table.ts'
import { formatMessage, messageWriter, type Check, type Plan } from '../plan/index.ts'
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
  /** Where the records stood, when the source is the text of another format's table. */
  readonly origin?: RecordOrigin | undefined
  /** Some rows, to tell what a malformed record was meant to be. */
  readonly head?: HeadRows
}

/** What rejects are written from. */
export type RejectsInput = Omit<ScannedInput, 'source'> & { readonly source: Pick<ByteSource, 'read'> }

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

type Cells = readonly (string | null)[]

/** A source row's output columns as text, by the row evaluator. Where no step changes anything they are the source's own cells. */
export const textOutputs = (plan: Plan, clock: RunClock): (cells: Cells) => Cells => changedOutputs(plan, clock) ?? (cells => cells)

/** Undefined where no step changes anything. */
function changedOutputs(plan: Plan, clock: RunClock): ((cells: Cells) => Cells) | undefined {
  if (isUntouched(plan)) return undefined
  const rel = withoutMarks(plan.rel)
  const row = compileRowLocal(rel, clock)
  const texts = plan.output.map(output => compileOver(rel, output.text, clock))
  return cells => {
    const after = row({ ordinal: 0, dropped: null, values: cells })
    return texts.map(text => text(after) as string | null)
  }
}

/** Whether no step changes anything: the output columns are then the source's own cells. */
function isUntouched(plan: Plan): boolean {
  const rel = withoutMarks(plan.rel)
  return plan.output.length === plan.source.length && plan.output.every((output, index) => expressionFingerprint(rel, output.text) === columnFingerprint(sourceOf(rel), plan.source[index]?.name ?? ''))
}

const sourceOf = (rel: Rel): Rel => rel.kind === 'source' ? rel : sourceOf(rel.input)

/**
 * The envelope of each rejected row as a line of JSON, in order: UTF-8, many lines a piece. The records are read again from the source, so
 * `record` and `raw` are the file's own text whatever an engine did to its cells; only verdict bits ever come from an engine.
 * The text is put together from parts that are the same for every row, because there may be millions.
 */
export async function* rejectLines(plan: Plan, input: RejectsInput, rejected: RejectedRows, run: RunIdentity, clock: RunClock): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { source, dialect, columns, index, origin } = input
  const pieces = new Utf8Pieces()
  const write = envelopeWriter(pieces, plan, input, run, clock)
  const locator = new RecordLocator((start, end) => source.read(start, end), { dialect, columns: columns.length, index, ordinals: rejected.ordinals, maxRawBytes: 64_000 })
  const mend = mender(input, rejected.malformed)
  const cells = recordCells(dialect)
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
      write.malformed({ ...place, raw: origin?.brokenAt(ordinal)?.raw ?? raw }, parseError(rejected.malformed, ordinal, columns.length, origin), mend(raw, ordinal))
    } else {
      cells.read(locator.bytes)
      write.judged(place, cells, words)
    }
    if (pieces.isFull) yield pieces.take()
  }
  yield pieces.take()
}

/** The same as objects. */
export async function* rejectEnvelopes(...parameters: Parameters<typeof rejectLines>): AsyncGenerator<Reject> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const piece of rejectLines(...parameters)) {
    for (const line of decoder.decode(piece).split('\n')) if (line !== '') yield JSON.parse(line) as Reject
  }
}

interface Place {
  readonly ordinal: number
  readonly line: number
  /** Null where the format has no such place. */
  readonly byteOffset: number | null
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

const json = (value: unknown): string => JSON.stringify(value)
const encoder = new TextEncoder()
const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** The bits of the checks of one severity, word by word. */
function severityMasks({ checks }: Plan, severity: Check['severity']): readonly number[] {
  const masks = new Array<number>(Math.ceil(checks.length / 32)).fill(0)
  checks.forEach((check, bit) => { if (check.severity === severity) masks[bit >>> 5] = (masks[bit >>> 5] ?? 0) | (1 << (bit & 31)) })
  return masks
}

/** Writes envelopes behind one another: what they have in common is made into bytes once. */
function envelopeWriter(pieces: Utf8Pieces, plan: Plan, { columns, origin }: RejectsInput, run: RunIdentity, clock: RunClock) {
  const outputs = changedOutputs(plan, clock)
  const positions = new Map(plan.output.map((output, position) => [output.name, position]))
  const sourcePositions = new Map(columns.map((name, position) => [name, position]))
  const sheet = json(origin?.sheet ?? null)
  const rowId = utf8(`{"row_id":{"input":0,"sheet":${sheet},"ordinal":`)
  const source = utf8(`},"source":{"uri":${json(run.uri)},"input_fingerprint":${json(run.inputFingerprint)},"sheet":${sheet},"ordinal":`)
  const tail = utf8(`,"run_id":${json(run.runId)},"recipe":${json(run.recipe)},"rule_set_fingerprint":${json(plan.fingerprint)},"first_seen":${json(run.startedAt)},"attempts":1,"status":"open"}\n`)
  const keys = columns.map((name, position) => utf8(`${position === 0 ? '{' : ','}${json(name)}:`))
  const checks = plan.checks.map(check => ({
    position: positions.get(check.columns[0] ?? '') ?? -1,
    before: utf8(`{"stage":"${check.stage}","rule_id":${json(check.ruleId)},"code":${json(check.code)},"columns":${json(check.columns)},"value":`),
    message: messageWriter(check),
    after: utf8(`,"severity":"${check.severity}"}`),
  }))
  const masks = { error: severityMasks(plan, 'error'), warn: severityMasks(plan, 'warn') }

  const addCell = (cell: string | null): void => {
    if (cell === null) pieces.add('null')
    else pieces.addJsonText(cell)
  }
  const addPlace = ({ ordinal, line, byteOffset }: Place): void => {
    pieces.addBytes(rowId)
    pieces.add(String(ordinal))
    pieces.addBytes(source)
    pieces.add(`${ordinal},"line":${line},"byte_offset":${byteOffset}}`)
  }
  const addObject = (addMember: (position: number) => void): void => {
    for (let position = 0; position < keys.length; position++) {
      pieces.addBytes(keys[position] as Uint8Array)
      addMember(position)
    }
    pieces.add(keys.length === 0 ? '{}' : '}')
  }
  const addErrors = (words: readonly number[], textOf: (output: number) => string | null, severity: Check['severity']): void => {
    let isFirst = true
    masks[severity].forEach((mask, word) => {
      for (let left = (words[word] ?? 0) & mask; left !== 0; left &= left - 1) {
        const check = present(checks[word * 32 + 31 - Math.clz32(left & -left)], 'check')
        const value = check.position < 0 ? null : textOf(check.position)
        if (!isFirst) pieces.add(',')
        isFirst = false
        pieces.addBytes(check.before)
        addCell(value)
        pieces.add(',"message":')
        pieces.addJsonText(check.message(value))
        pieces.addBytes(check.after)
      }
    })
  }
  const changes = (cells: Cells, after: Cells): string => plan.output.flatMap(({ name }, position) => {
    const at = sourcePositions.get(name)
    const [from, to] = [at === undefined ? undefined : cells[at] ?? null, after[position] ?? null]
    return from === undefined || from === to ? [] : [json({ column: name, from, to, by: 'steps' })]
  }).join(',')
  const keyOf = (cells: RecordCells): string => run.primaryKey ? json(Object.fromEntries(run.primaryKey.map(name => [name, cells.text(sourcePositions.get(name) ?? -1)]))) : 'null'

  return {
    judged(place: Place, cells: RecordCells, words: readonly number[]): void {
      const before = outputs && columns.map((_, position) => cells.text(position))
      const after = before && outputs(before)
      const textOf = (output: number): string | null => after ? after[output] ?? null : cells.text(output)
      addPlace(place)
      pieces.add(`,"key":${keyOf(cells)},"raw":null,"record":`)
      addObject(position => { cells.addJson(position, pieces) })
      pieces.add(',"errors":[')
      addErrors(words, textOf, 'error')
      pieces.add('],"warnings":[')
      addErrors(words, textOf, 'warn')
      pieces.add(`],"changes":[${before && after ? changes(before, after) : ''}]`)
      pieces.addBytes(tail)
    },
    malformed(place: Place & { readonly raw: string }, error: RejectError, mend: Mend | undefined): void {
      addPlace(place)
      pieces.add(`,"key":null,"raw":${json(place.raw)},`)
      if (mend) {
        pieces.add('"suggestion":{"record":')
        addObject(position => { addCell(mend.cells[position] ?? null) })
        pieces.add(`,"how":${json(mend.how)},"confidence":${mend.confidence}},`)
      }
      pieces.add(`"record":null,"errors":[${json(error)}],"warnings":[],"changes":[]`)
      pieces.addBytes(tail)
    },
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
