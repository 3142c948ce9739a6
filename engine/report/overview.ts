import type { GateResult, RunResult } from '../runtime/run-result.ts'
import { cssShare, formatCount, formatCounted, formatElapsed, formatMoment, formatShare } from './figures.ts'
import { data, markup, type Markup } from './markup.ts'
import { icon } from './shapes.ts'
import { fileName } from './uri.ts'
import { gateText, headline, isConserved, outcomes, remarks, toneOf, type Outcome } from './verdict.ts'

const MAX_NAME = 120
const MAX_DIMENSIONS = 12
const MAX_GATES = 40

const TONE_ICONS = { good: 'pass', mixed: 'warn', bad: 'fail' } as const

/** What the run was, and what came of it. */
export function header(result: RunResult): Markup {
  const { recipe, inputs, engine, started_at: startedAt, finished_at: finishedAt } = result
  const tone = toneOf(result)
  const elapsed = formatElapsed(startedAt, finishedAt)
  const [first] = inputs
  return markup`<header>
<p class="eyebrow"><b>${data(recipe.name, MAX_NAME)}</b><span>Data quality report</span></p>
<h1 class="${tone}">${icon(TONE_ICONS[tone])}<span>${headline(result.counts)}</span></h1>
<p class="remarks">${remarks(result).join(' ')}</p>
<p class="facts">${first ? markup`<span>${data(fileName(first.uri), MAX_NAME)}${inputs.length > 1 ? ` and ${formatCount(inputs.length - 1)} more` : ''}</span>` : null}
<span><time datetime="${startedAt}">${formatMoment(startedAt)}</time></span>
${elapsed === null ? null : markup`<span>took ${elapsed}</span>`}
<span>${data(`${engine.name} ${engine.version}`, MAX_NAME)}</span></p>
</header>`
}

/** The conservation law, as a bar and as a sum. */
export function conservation({ counts }: RunResult): Markup {
  const parts = outcomes(counts)
  const isWhole = isConserved(counts)
  return markup`<section class="ledger" aria-labelledby="ledger"><h2 id="ledger" class="vh">Where the records went</h2>
${isWhole ? markup`<div class="bar" aria-hidden="true">${parts.filter(({ count }) => count > 0).map(({ kind, count }) => markup`<span class="${kind}" style="flex-grow:${count}"></span>`)}</div>` : null}
<p class="sum"><span class="term"><b>${formatCount(counts.physical)}</b><small>${counts.physical === 1 ? 'record read' : 'records read'}</small></span>
${parts.map((part, index) => markup`<span class="part"><span class="sign">${sign(index, isWhole)}</span>${term(part)}</span> `)}</p>
${notes(counts.blank_lines, isWhole).map(note => markup`<p class="note">${note}</p>`)}</section>`
}

function sign(index: number, isWhole: boolean): string {
  if (!isWhole) return index === 0 ? 'gave' : ','
  return index === 0 ? '=' : '+'
}

function term({ kind, count, by, steps }: Outcome): Markup {
  const source = by === null ? steps > 1 ? markup` by ${formatCount(steps)} other steps` : null : markup` by ${data(by, 40)}`
  return markup`<span class="term"><b>${formatCount(count)}</b><small><span class="swatch ${kind}" aria-hidden="true"></span>${kind}${source}</small></span>`
}

function notes(blankLines: number, isWhole: boolean): readonly string[] {
  return [
    ...isWhole ? [] : ['A step of this run makes new rows, so the parts do not add up to the records read.'],
    ...blankLines > 0 ? [`${formatCounted(blankLines, 'blank line')} in the input, counted as no record.`] : [],
  ]
}

const RADIUS = 42
const ROUND = 2 * Math.PI * RADIUS

/** The score as a ring, with the dimensions it is the mean of. */
export function quality({ quality: { score, dimensions } }: RunResult): Markup {
  const all = Object.entries(dimensions)
  return markup`<section class="panel" aria-labelledby="quality"><h2 id="quality">Quality score</h2>
<div class="quality"><div class="ring"><svg viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="${RADIUS}"/><circle class="arc" cx="50" cy="50" r="${RADIUS}" stroke-dasharray="${(Math.min(1, Math.max(0, score)) * ROUND).toFixed(1)} ${ROUND.toFixed(1)}"/></svg><b>${formatShare(score)}</b></div>
${all.length === 0
  ? markup`<p class="note">The recipe checks nothing.</p>`
  : markup`<table class="dimensions"><caption class="vh">Share of checks passed by dimension</caption><thead class="vh"><tr><th scope="col">Dimension</th><th scope="col">Checks passed</th></tr></thead><tbody>
${all.slice(0, MAX_DIMENSIONS).map(([name, share]) => markup`<tr><th scope="row">${data(name, 40)}</th><td><span class="meter" aria-hidden="true"><span style="width:${cssShare(share, 1)}"></span></span></td><td class="n">${formatShare(share)}</td></tr>`)}
</tbody></table>`}</div>
<p class="note">The mean over the dimensions of the share of checks passed.</p></section>`
}

/** What the recipe asks of the run as a whole. */
export function gates({ gates }: RunResult): Markup {
  const ordered = [...gates].sort((a, b) => Number(a.passed) - Number(b.passed))
  const left = ordered.length - MAX_GATES
  return markup`<section class="panel" aria-labelledby="gates"><h2 id="gates">Gates</h2>
${ordered.length === 0
  ? markup`<p class="note">The recipe sets no gates: whatever is rejected, the run counts as done.</p>`
  : markup`<ul class="gates">${ordered.slice(0, MAX_GATES).map(gate)}</ul>`}
${left > 0 ? markup`<p class="note">${formatCounted(left, 'more gate')}.</p>` : null}</section>`
}

function gate(result: GateResult): Markup {
  const { title, actual, limit } = gateText(result)
  return markup`<li class="${result.passed ? 'passed' : 'failed'}">${icon(result.passed ? 'pass' : 'fail')}<span><b>${data(title, 80)}</b><small>${result.passed ? 'passed' : 'failed'}: ${actual}, ${limit} asked</small></span></li>`
}
