import { assert } from '../base/assert.ts'
import { holds, type BatchCheck, type Check, type Plan } from '../plan/index.ts'
import type { Counts, RuleResult } from './workspace-api.ts'

/** What was counted for one check. */
export interface CheckCount {
  readonly checked: number
  readonly failed: number
  readonly ms: number
}

/** The rule that malformed records fail. */
export const PARSE_RULE = 'parse'

/**
 * Results by rule, in the order of the plan; a rule on several columns is one result a check, so that each column has its figure.
 * Malformed records come first, as the rule `parse`.
 */
export function ruleResults(plan: Plan, counts: readonly CheckCount[], figures: readonly (number | null)[], physical: number, malformed: number): readonly RuleResult[] {
  const parse: RuleResult = {
    id: PARSE_RULE, kind: PARSE_RULE, columns: [], severity: 'error', dimension: 'validity', checked: physical, failed: malformed, status: malformed > 0 ? 'failed' : 'passed', ms: 0,
  }
  const checks = plan.checks.map((check, index): RuleResult => {
    const { checked, failed, ms } = counts[index] ?? { checked: 0, failed: 0, ms: 0 }
    return { ...describe(check), checked, failed, status: statusOf(check, failed > (1 - check.mostly) * checked), ms }
  })
  const batch = plan.batch.map((check, index): RuleResult => {
    const figure = figures[index] ?? null
    const isHeld = holds(check, figure)
    return { ...describe(check), checked: 1, failed: isHeld ? 0 : 1, status: statusOf(check, !isHeld), ms: 0 }
  })
  return [...malformed > 0 ? [parse] : [], ...checks, ...batch]
}

function describe({ ruleId, kind, columns, severity, dimension }: Check | BatchCheck): Pick<RuleResult, 'id' | 'kind' | 'columns' | 'severity' | 'dimension'> {
  return { id: ruleId, kind, columns, severity, dimension }
}

const statusOf = ({ severity }: Check | BatchCheck, isBroken: boolean): RuleResult['status'] => !isBroken ? 'passed' : severity === 'error' ? 'failed' : 'warned'

/** For each dimension the share of checks that passed, 0..1, rows weighed equally over its rules; the score is their mean. */
export function qualityOf(rules: readonly RuleResult[]): { readonly score: number, readonly dimensions: Readonly<Record<string, number>> } {
  const totals = new Map<string, { checked: number, failed: number }>()
  for (const { dimension, checked, failed } of rules) {
    const total = totals.get(dimension) ?? { checked: 0, failed: 0 }
    totals.set(dimension, { checked: total.checked + checked, failed: total.failed + failed })
  }
  const dimensions = Object.fromEntries([...totals].map(([name, { checked, failed }]) => [name, checked === 0 ? 1 : 1 - failed / checked]))
  const shares = Object.values(dimensions)
  return { score: shares.length === 0 ? 1 : shares.reduce((a, b) => a + b, 0) / shares.length, dimensions }
}

/** Nothing is lost: every physical record is valid, rejected or dropped by a named step. Asserted on every run. */
export function assertConserved({ physical, valid, rejected, dropped }: Counts): void {
  const droppedRows = Object.values(dropped).reduce((a, b) => a + b, 0)
  assert(physical === valid + rejected + droppedRows, `conservation: ${physical} records in, ${valid} valid + ${rejected} rejected + ${droppedRows} dropped out`)
}
