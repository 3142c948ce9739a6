import type { GateResult, RunResult } from '../runtime/run-result.ts'
import type { Counts, RuleResult } from '../runtime/workspace-api.ts'
import { formatCount, formatCounted, formatFigure, formatShare } from './figures.ts'

/** Whether there is anything to do: `bad` when a gate failed, `mixed` when records were rejected or rules broken, `good` otherwise. */
export type Tone = 'good' | 'mixed' | 'bad'

export function toneOf({ counts, gates, rules }: RunResult): Tone {
  if (gates.some(({ passed }) => !passed)) return 'bad'
  return counts.rejected > 0 || rules.some(({ status }) => status !== 'passed') ? 'mixed' : 'good'
}

/** The run in one sentence. */
export function headline({ physical, rejected, valid }: Counts): string {
  if (physical === 0) return 'The input holds no records'
  if (rejected > 0) return `${formatCount(rejected)} of ${formatCounted(physical, 'record')} rejected`
  if (valid !== physical) return `None of ${formatCounted(physical, 'record')} rejected`
  return physical === 1 ? 'The only record is valid' : `All ${formatCount(physical)} records are valid`
}

/** What follows the headline: sentences, the most pressing first. */
export function remarks({ counts, gates, rules }: RunResult): readonly string[] {
  const failedGates = gates.filter(({ passed }) => !passed).length
  const failed = rules.filter(({ status }) => status === 'failed').length
  const warned = rules.filter(({ status }) => status === 'warned').length
  const broken = [...failed > 0 ? [`${formatCount(failed)} failed`] : [], ...warned > 0 ? [`${formatCount(warned)} warned`] : []]
  return [
    ...failedGates > 0 ? [`${formatCount(failedGates)} of ${formatCounted(gates.length, 'gate')} failed.`] : [],
    ...counts.rejected > 0 ? [`That is ${formatShare(counts.rejected / counts.physical)} of what was read.`] : [],
    ...broken.length > 0 ? [`Of ${formatCounted(rules.length, 'check')}, ${broken.join(' and ')}.`] : [],
    ...counts.warned > 0 ? [`${formatCounted(counts.warned, 'valid record carries', 'valid records carry')} a warning.`] : [],
  ]
}

/** One term of the conservation law: where so many of the records went. */
export interface Outcome {
  readonly kind: 'valid' | 'rejected' | 'dropped'
  readonly count: number
  /** The step or rule that dropped them; null for valid and rejected ones and for several steps together. */
  readonly by: string | null
  /** How many steps the term stands for. */
  readonly steps: number
}

/** Steps that drop most get a term of their own; the others share one. */
const MAX_DROPPING = 6

/** Where the records went: valid, rejected, then what steps dropped, most first; steps that dropped nothing are left out. */
export function outcomes({ valid, rejected, dropped }: Counts): readonly Outcome[] {
  const steps = Object.entries(dropped).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)
  const rest = steps.length > MAX_DROPPING ? steps.slice(MAX_DROPPING - 1) : []
  return [
    { kind: 'valid', count: valid, by: null, steps: 0 },
    { kind: 'rejected', count: rejected, by: null, steps: 0 },
    ...steps.slice(0, steps.length - rest.length).map(([by, count]): Outcome => ({ kind: 'dropped', count, by, steps: 1 })),
    ...rest.length > 0 ? [{ kind: 'dropped', count: rest.reduce((sum, [, count]) => sum + count, 0), by: null, steps: rest.length } as const] : [],
  ]
}

/** Whether every record read is accounted for; not so once a step derives new rows. */
export function isConserved(counts: Counts): boolean {
  return counts.physical === outcomes(counts).reduce((sum, { count }) => sum + count, 0)
}

/** The rules that fail most first; among equals those that count most, then in the recipe's order. */
export function byFailures(rules: readonly RuleResult[]): readonly RuleResult[] {
  const weight = { failed: 0, warned: 1, passed: 2 }
  return [...rules].sort((a, b) => b.failed - a.failed || weight[a.status] - weight[b.status])
}

/** A rule's status in words; a rule that passes although rows fail it owes that to its tolerance. */
export function statusText({ status, failed }: RuleResult): string {
  if (status === 'passed') return failed > 0 ? 'within tolerance' : 'passed'
  return status
}

/** The share of the rows a rule could look at that fail it, 0 to 1. */
export function failedShare({ checked, failed }: RuleResult): number {
  return checked > 0 ? failed / checked : 0
}

const GATES: Readonly<Record<string, { readonly title: string, readonly bound: string, readonly isShare: boolean }>> = {
  'max_rejects.ratio': { title: 'Share of records rejected', bound: 'at most', isShare: true },
  'max_rejects.count': { title: 'Records rejected', bound: 'at most', isShare: false },
  'min_quality': { title: 'Quality score', bound: 'at least', isShare: true },
  'min_rows': { title: 'Valid records', bound: 'at least', isShare: false },
}

/** What a gate measures, its figure and its limit in words; a gate not known here keeps its id. */
export function gateText({ id, limit, actual }: GateResult): { readonly title: string, readonly actual: string, readonly limit: string } {
  const { title, bound, isShare } = (Object.hasOwn(GATES, id) ? GATES[id] : undefined) ?? { title: id, bound: 'limit', isShare: false }
  const figure = isShare ? formatShare : formatFigure
  return { title, actual: figure(actual), limit: `${bound} ${figure(limit)}` }
}
