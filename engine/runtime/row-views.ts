import { EngineError } from '../base/errors.ts'
import { isNullCell, locateRecords, troubleOf, type LocatedRecord, type MalformedRecords } from '../formats/csv/index.ts'
import type { Plan } from '../plan/index.ts'
import { mender, parseError, rowErrors } from './rejects.ts'
import type { ScannedInput } from './scanned-input.ts'
import { PARSE_RULE } from './summary.ts'
import type { RowError, RowView } from './workspace-api.ts'

/** The input as it was scanned, with what could not be read of it. */
export interface ViewedInput extends ScannedInput {
  readonly malformed: MalformedRecords
}

/** What a verdict says of rows. Without one, rows are shown as they were read. */
export interface ViewedVerdict {
  readonly plan: Plan
  /** A row's output texts from its source cells. */
  readonly outputs: (cells: readonly (string | null)[]) => readonly (string | null)[]
  readonly wordsOf: (ordinal: number) => readonly number[]
  readonly statusOf: (ordinal: number) => RowView['status']
}

const RAW_SHOWN = 2000

/**
 * Rows as the review shows them, by ascending ordinals. They are read again from the source and put through the steps here, as the
 * rows of a file of rejects are: no engine has to be ready for that, nor is one kept busy.
 * @throws EngineError `file_changed`
 */
export async function rowViews(ordinals: readonly number[], input: ViewedInput, verdict: ViewedVerdict | undefined): Promise<RowView[]> {
  const { source, dialect, columns, index } = input
  const views: RowView[] = []
  const malformedView = malformedViewer(input)
  const judgedView = judgedViewer(input, verdict)
  for await (const found of locateRecords((start, end) => source.read(start, end), { dialect, columns: columns.length, index, ordinals, maxRawBytes: RAW_SHOWN * 4 })) {
    views.push(found.kind === 'malformed' || troubleOf(input.malformed, found.ordinal) ? malformedView(found) : judgedView(found))
  }
  if (views.length < ordinals.length) throw new EngineError('file_changed', `record ${ordinals[views.length]} is no longer where it was`, { hint: 'Open the file again.' })
  return views
}

function judgedViewer({ dialect, origin }: ViewedInput, verdict: ViewedVerdict | undefined) {
  const positions = new Map(verdict?.plan.output.map(({ name }, position) => [name, position]))
  return ({ ordinal, line, cells: texts, quoted }: Extract<LocatedRecord, { kind: 'record' }>): RowView => {
    const source = texts.map((text, position) => isNullCell(text, quoted[position] ?? false, dialect) ? null : text)
    const place = { ordinal, line: origin?.lineOf(ordinal) ?? line }
    if (!verdict) return { ...place, status: 'valid', cells: source, errors: [] }
    const cells = verdict.outputs(source)
    const errors = rowErrors(verdict.plan, verdict.wordsOf(ordinal), name => cells[positions.get(name) ?? -1] ?? null)
    return {
      ...place, status: verdict.statusOf(ordinal), cells,
      errors: errors.map(({ rule_id, code, columns, message, severity }) => ({ ruleId: rule_id, code, columns, message, severity })),
    }
  }
}

function malformedViewer(input: ViewedInput) {
  const { columns, malformed, origin } = input
  let mend: ReturnType<typeof mender> | undefined
  return (found: LocatedRecord): RowView => {
    const { ordinal } = found
    const { code, message } = parseError(malformed, ordinal, columns.length, origin)
    const error: RowError = { ruleId: PARSE_RULE, code, columns: [], severity: 'error', message }
    const broken = origin?.brokenAt(ordinal)
    const raw = (broken?.raw ?? (found.kind === 'malformed' ? found.raw : '')).slice(0, RAW_SHOWN)
    const likely = broken ? undefined : (mend ??= mender(input, malformed))(raw, ordinal)
    const suggestion = likely && { how: likely.how, confidence: likely.confidence, cells: columns.map((column, i) => ({ column, text: likely.cells[i] ?? '' })) }
    return { ordinal, line: broken?.line ?? found.line, status: 'rejected', cells: [], errors: [error], raw, ...suggestion ? { suggestion } : {} }
  }
}
