import { messageParts, type Check, type Plan } from '../plan/index.ts'
import type { RejectsInput, RunIdentity } from './scanned-input.ts'

export interface Place {
  readonly ordinal: number
  readonly line: number
  /** Null where the format has no such place. */
  readonly byteOffset: number | null
}

/** What an envelope is made of: one after the other its parts are the line of JSON. */
export type EnvelopePart =
  | { readonly kind: 'text', readonly text: string }
  | { readonly kind: 'number', readonly number: keyof Place }
  /** A cell of the record. */
  | { readonly kind: 'cell', readonly position: number }
  /** The row's value of an output column, and the same within a sentence. */
  | { readonly kind: 'value' | 'said', readonly position: number }
  /** By check that the row fails, and has this severity, the parts of its error. */
  | { readonly kind: 'errors', readonly severity: Check['severity'] }
  /** What steps made of cells. */
  | { readonly kind: 'changes' }

/** The envelopes of a run's judged rows. */
export interface EnvelopeForm {
  readonly parts: readonly EnvelopePart[]
  /** By check the parts of one error. */
  readonly errors: readonly (readonly EnvelopePart[])[]
  /** By severity the bits of its checks, word by word. */
  readonly masks: Readonly<Record<Check['severity'], readonly number[]>>
}

export const json = (value: unknown): string => JSON.stringify(value)
const text = (text: string): EnvelopePart => ({ kind: 'text', text })
const cell = (position: number): EnvelopePart => ({ kind: 'cell', position })

/** The parts that every envelope of a run has around what is against its row. */
export function frameOf({ columns, origin }: RejectsInput, { uri, inputFingerprint, runId, recipe, startedAt }: RunIdentity, plan: Plan) {
  const sheet = json(origin?.sheet ?? null)
  const place: readonly EnvelopePart[] = [
    text(`{"row_id":{"input":0,"sheet":${sheet},"ordinal":`), { kind: 'number', number: 'ordinal' },
    text(`},"source":{"uri":${json(uri)},"input_fingerprint":${json(inputFingerprint)},"sheet":${sheet},"ordinal":`), { kind: 'number', number: 'ordinal' },
    text(',"line":'), { kind: 'number', number: 'line' }, text(',"byte_offset":'), { kind: 'number', number: 'byteOffset' }, text('}'),
  ]
  const record = objectOf(columns.map((name, position) => [name, cell(position)]))
  const tail = text(`,"run_id":${json(runId)},"recipe":${json(recipe)},"rule_set_fingerprint":${json(plan.fingerprint)},"first_seen":${json(startedAt)},"attempts":1,"status":"open"}\n`)
  return { place, record, tail }
}

const objectOf = (members: readonly (readonly [string, EnvelopePart])[]): readonly EnvelopePart[] =>
  [text('{'), ...members.flatMap(([name, value], index) => [text(`${index === 0 ? '' : ','}${json(name)}:`), value]), text('}')]

export function envelopeForm(plan: Plan, input: RejectsInput, run: RunIdentity): EnvelopeForm {
  const { place, record, tail } = frameOf(input, run, plan)
  const outputs = new Map(plan.output.map((output, position) => [output.name, position]))
  return {
    parts: joined([
      ...place, text(',"key":'), ...keyOf(run.primaryKey, input.columns), text(',"raw":null,"record":'), ...record,
      text(',"errors":['), { kind: 'errors', severity: 'error' }, text('],"warnings":['), { kind: 'errors', severity: 'warn' }, text('],"changes":['), { kind: 'changes' }, text(']'), tail,
    ]),
    errors: plan.checks.map(check => {
      const position = outputs.get(check.columns[0] ?? '') ?? -1
      const { stage, ruleId, code, columns, severity } = check
      const said = messageParts(check).flatMap((part, index) => [...index === 0 ? [] : [{ kind: 'said', position } as const], text(json(part).slice(1, -1))])
      return joined([text(`{"stage":"${stage}","rule_id":${json(ruleId)},"code":${json(code)},"columns":${json(columns)},"value":`), { kind: 'value', position }, text(',"message":"'), ...said, text(`","severity":"${severity}"}`)])
    }),
    masks: { error: severityMask(plan, 'error'), warn: severityMask(plan, 'warn') },
  }
}

function keyOf(primaryKey: RunIdentity['primaryKey'], columns: readonly string[]): readonly EnvelopePart[] {
  if (!primaryKey) return [text('null')]
  const positions = new Map(columns.map((name, position) => [name, position]))
  return objectOf(Array.from(new Set(primaryKey), name => [name, cell(positions.get(name) ?? -1)]))
}

/** Neighbouring texts are one. */
function joined(parts: readonly EnvelopePart[]): readonly EnvelopePart[] {
  const result: EnvelopePart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (part.kind === 'text' && last?.kind === 'text') result[result.length - 1] = text(last.text + part.text)
    else result.push(part)
  }
  return result
}

function severityMask({ checks }: Plan, severity: Check['severity']): readonly number[] {
  const masks = new Array<number>(Math.ceil(checks.length / 32)).fill(0)
  checks.forEach((check, bit) => { if (check.severity === severity) masks[bit >>> 5] = (masks[bit >>> 5] ?? 0) | (1 << (bit & 31)) })
  return masks
}
