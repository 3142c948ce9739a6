import type { Plan, RunResult } from '../../engine/node.ts'
import { count, printable } from './printable.ts'
import type { Targets } from './run-targets.ts'

const RULES_SHOWN = 12

/** The ids of the rules of severity error that are about the whole table and do not hold. */
export function brokenTableRules({ rules }: RunResult, { batch }: Pick<Plan, 'batch'>): readonly string[] {
  const aboutTable = new Set(batch.map(({ ruleId }) => ruleId))
  return rules.filter(({ id, status }) => status === 'failed' && aboutTable.has(id)).map(({ id }) => id)
}

/** What a run did, for people. */
export function summaryLines(result: RunResult, plan: Plan, targets: Targets): readonly string[] {
  const { counts, rules, gates, quality, timings, inputs } = result
  const sampled = inputs[0]?.sampled === undefined ? '' : ' from the beginning of the input'
  const dropped = Object.entries(counts.dropped).map(([step, rows]) => `${count(rows)} dropped by ${step}`)
  const seconds = Object.values(timings).reduce((a, b) => a + b, 0) / 1000
  const warned = counts.warned > 0 ? ` (${count(counts.warned)} with warnings)` : ''
  const aboutRows = new Set(plan.checks.map(({ ruleId }) => ruleId)).add('parse')
  const failing = rules.filter(({ id, failed }) => failed > 0 && aboutRows.has(id)).toSorted((a, b) => b.failed - a.failed)
  return [
    `${count(counts.physical)} records${sampled} in ${seconds.toFixed(1)} s: ${[`${count(counts.valid)} valid`, `${count(counts.rejected)} rejected`, ...dropped].join(', ')}${warned}`,
    `quality ${(quality.score * 100).toFixed(1)} %`,
    ...failing.slice(0, RULES_SHOWN).map(({ id, failed, severity }) => printable(`  ${count(failed).padStart(10)}  ${id}${severity === 'warn' ? ' (warning)' : ''}`)),
    ...failing.length > RULES_SHOWN ? [`              and ${failing.length - RULES_SHOWN} more in the report`] : [],
    ...brokenTableRules(result, plan).map(id => printable(`rule ${id} failed: the table as a whole does not keep it`)),
    ...gates.filter(({ passed }) => !passed).map(({ id, actual, limit }) => `gate ${id} failed: ${Number(actual.toPrecision(4))} where ${limit} is the limit`),
    `valid rows: ${targets.valid}`, `rejects:    ${targets.rejects}`, `report:     ${targets.html}`,
  ]
}
