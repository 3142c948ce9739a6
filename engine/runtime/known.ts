import { present } from '../base/assert.ts'
import { fingerprint } from '../base/fingerprint.ts'
import { Bits, type PackedBits } from '../data/bits.ts'
import { readsClock } from '../algebra/index.ts'
import type { Scanned } from '../formats/csv/index.ts'
import type { Check, Plan } from '../plan/index.ts'
import type { ColumnProfile } from '../profile/index.ts'
import type { SourceSpec } from '../recipe/index.ts'
import type { OpenedInput } from './open-input.ts'
import type { Known } from './workspace-api.ts'

/** What is known of an input whatever the recipe's rules are. */
export interface KnownInput {
  readonly scanned: Scanned
  readonly profiles: readonly ColumnProfile[]
}

/** One check's result on an input. */
export interface CheckResult {
  readonly bits: Bits
  readonly ms: number
}

export interface DroppedRows {
  readonly bits: Bits
  /** By number of the step that dropped them. */
  readonly counts: ReadonlyMap<number, number>
}

/** What of a plan's verdict is not known. */
export interface Questions {
  readonly plan: Plan
  readonly checks: readonly Check[]
  /** Checks with a `where`, the rows of which have to be counted. */
  readonly applying: readonly Check[]
  readonly dropped: boolean
  readonly figures: boolean
}

export const isAnything = ({ checks, applying, dropped, figures }: Questions): boolean => checks.length > 0 || applying.length > 0 || dropped || figures

/** The name under which a reading of an input is known. Whether what was found out was said before makes no difference. */
export function nameOfInput({ text, detected: { columns, dialect, format, sheet } }: OpenedInput, { dialect: said, ...spec }: SourceSpec): string {
  // Of a format that is no CSV the dialect found is that of its text, and what was said of the format's own header stands beside.
  return `input ${fingerprint({ ...spec, type: format, sheet, bytes: text.size, columns, dialect: { ...dialect, ...said } })}`
}

/** Adds a row to the sets of the checks whose bits a word of its verdict has, the word's first check being number `first`. */
export function addToSets(sets: readonly Bits[], first: number, word: number, member: number): void {
  for (let rest = word; rest !== 0; rest &= rest - 1) sets[first + 31 - Math.clz32(rest & -rest)]?.add(member)
}

/** Counts a row among those that steps dropped, by the number of the step; 0 says that it stays. */
export function addDropped({ bits, counts }: { readonly bits: Bits, readonly counts: Map<number, number> }, ordinal: number, step: number): void {
  if (step === 0) return
  bits.add(ordinal - 1)
  counts.set(step, (counts.get(step) ?? 0) + 1)
}

/** Answers to what a verdict asks of the rows, by what determines them. */
export class Answers {
  /** By check fingerprint. What is not in the current recipe stays for undo. */
  readonly results = new Map<string, CheckResult>()
  /** Rows that a check with a `where` looks at, by check fingerprint. */
  readonly applying = new Map<string, number>()
  /** By fingerprint of the plan's relation. */
  readonly dropped = new Map<string, DroppedRows>()
  /** What the rules about the whole table measured, by {@link figuresKey}. */
  readonly figures = new Map<string, readonly (number | null)[]>()

  /** What a plan's verdict needs and is not here. */
  open(plan: Plan): Questions {
    const once = new Map(plan.checks.map(check => [check.fingerprint, check]))
    return {
      plan, checks: [...once.values()].filter(check => !this.results.has(check.fingerprint)),
      applying: [...once.values()].filter(check => check.applies && !this.applying.has(check.fingerprint)),
      dropped: plan.dropping.length > 0 && !this.dropped.has(fingerprint(plan.rel)),
      figures: plan.batch.length > 0 && !this.figures.has(figuresKey(plan)),
    }
  }

  /** Takes on the rows that fail each of some checks, which were found out together in so many milliseconds. */
  take(checks: readonly Check[], sets: readonly Bits[], ms: number): void {
    checks.forEach((check, index) => { this.results.set(check.fingerprint, { bits: present(sets[index], 'a set a check'), ms: ms / checks.length }) })
  }

  /** Takes on what was known. */
  recall(known: Known): void {
    for (const [name, value] of known) {
      const [kind, key = ''] = name.split(' ')
      if (kind === 'check') {
        const { packed, ms } = value as { packed: PackedBits, ms: number }
        this.results.set(key, { bits: Bits.unpack(packed), ms })
      } else if (kind === 'applying') this.applying.set(key, value as number)
      else if (kind === 'figures') this.figures.set(key, value as readonly (number | null)[])
      else if (kind === 'dropped') {
        const { packed, counts } = value as { packed: PackedBits, counts: ReadonlyMap<number, number> }
        this.dropped.set(key, { bits: Bits.unpack(packed), counts })
      }
    }
  }

  /** What a plan's verdict rests on; nothing that depends on when it was asked. */
  *known(plan: Plan): Iterable<readonly [name: string, value: unknown]> {
    if (computesWithNow(plan.rel)) return
    for (const check of plan.checks) {
      const { fingerprint: key } = check
      const result = this.results.get(key)
      if (!result || looksAtNow(check)) continue
      yield [`check ${key}`, { packed: result.bits.pack(), ms: result.ms }]
      const applying = this.applying.get(key)
      if (applying !== undefined) yield [`applying ${key}`, applying]
    }
    const droppedKey = fingerprint(plan.rel)
    const dropped = this.dropped.get(droppedKey)
    if (dropped) yield [`dropped ${droppedKey}`, { packed: dropped.bits.pack(), counts: dropped.counts }]
    const figures = this.figures.get(figuresKey(plan))
    if (figures && !plan.checks.some(looksAtNow) && !plan.batch.some(({ expr }) => expr && readsClock(expr))) yield [`figures ${figuresKey(plan)}`, figures]
  }
}

/** Figures are of the accepted rows: which rules reject counts too. */
export const figuresKey = (plan: Plan): string => fingerprint([plan.fingerprint, plan.checks.map(({ severity }) => severity)])

/** Whether steps compute with the moment of the run. */
function computesWithNow(rel: Plan['rel']): boolean {
  switch (rel.kind) {
    case 'source': return false
    case 'project': return rel.columns.some(({ expr }) => readsClock(expr)) || computesWithNow(rel.input)
    case 'keep': return readsClock(rel.keep) || computesWithNow(rel.input)
    case 'distinct': return computesWithNow(rel.input)
  }
}

const looksAtNow = ({ fails, applies }: Check): boolean => readsClock(fails.kind === 'row' ? fails.expr : fails.among) || (applies !== null && readsClock(applies))
