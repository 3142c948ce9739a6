import type { RunResult } from '../runtime/run-result.ts'
import type { RuleResult } from '../runtime/workspace-api.ts'
import { cssShare, formatCount, formatCounted, formatShare } from './figures.ts'
import { data, drawFirst, markup, type Markup, type Room } from './markup.ts'
import { icon } from './shapes.ts'
import { byFailures, failedShare, statusText } from './verdict.ts'

const ROOM: Room = { maxItems: 200, maxBytes: 250_000 }
const MAX_COLUMNS = 4

/** Every rule's figures, the most failures first. */
export function rulesTable({ rules }: RunResult): Markup {
  const sorted = byFailures(rules)
  const most = sorted[0]?.failed ?? 0
  const { drawn, left } = drawFirst(sorted, ROOM, rule => row(rule, most))
  return markup`<section aria-labelledby="rules"><h2 id="rules">Rules <small>${formatCount(rules.length)}</small></h2>
${rules.length === 0
  ? markup`<p class="note">The recipe has no rules.</p>`
  : markup`<div class="scroll" role="region" aria-labelledby="rules" tabindex="0"><table class="rules">
<caption>Most failures first. A bar compares a rule's failures with those of the rule that fails most.</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Columns</th><th scope="col">Status</th><th scope="col" class="n">Failed</th><th scope="col" class="bars"><span class="vh">Failures compared</span></th><th scope="col" class="n">Share</th><th scope="col" class="n">Checked</th><th scope="col">Severity</th></tr></thead>
<tbody>${drawn}</tbody></table></div>${left > 0 ? markup`<p class="note">${rest(sorted.slice(drawn.length))}</p>` : null}`}</section>`
}

const ICONS = { passed: 'pass', warned: 'warn', failed: 'fail' } as const

function row(rule: RuleResult, most: number): Markup {
  const { id, kind, columns, severity, dimension, checked, failed, status } = rule
  const fill = severity === 'error' ? 'rejected' : 'warned'
  return markup`<tr><th scope="row">${data(id, 100)}<small>${id === kind ? null : markup`${data(kind, 40)}, `}${data(dimension, 40)}</small></th>
<td class="names">${names(columns)}</td><td class="status ${status}">${icon(ICONS[status])} ${statusText(rule)}</td>
<td class="n">${failed > 0 ? markup`<b>${formatCount(failed)}</b>` : '0'}</td><td class="bars"><span aria-hidden="true" class="${failed > 0 ? fill : 'none'}" style="width:${cssShare(failed, most)}"></span></td>
<td class="n">${formatShare(failedShare(rule))}</td><td class="n quiet">${formatCount(checked)}</td><td class="quiet">${severity === 'error' ? 'error' : 'warning'}</td></tr>
`
}

function names(columns: readonly string[]): Markup {
  if (columns.length === 0) return markup`<span class="quiet">the whole record</span>`
  const left = columns.length - MAX_COLUMNS
  return markup`${columns.slice(0, MAX_COLUMNS).map((name, index) => markup`${index > 0 ? ', ' : null}${data(name, 60)}`)}${left > 0 ? markup` <span class="quiet">and ${formatCount(left)} more</span>` : null}`
}

/** What is not shown, by status: nobody should take a short table for a clean one. */
function rest(rules: readonly RuleResult[]): string {
  const parts = (['failed', 'warned', 'passed'] as const).flatMap(status => {
    const count = rules.filter(rule => rule.status === status).length
    return count > 0 ? [`${formatCount(count)} ${status}`] : []
  })
  return `${formatCounted(rules.length, 'more rule')} with no more failures than these: ${parts.join(', ')}. All are in report.json.`
}
