import { formatBytes } from '../base/bytes.ts'
import type { RunResult } from '../runtime/run-result.ts'
import type { RuleResult } from '../runtime/workspace-api.ts'
import { formatCount, formatCounted, formatElapsed, formatShare } from './figures.ts'
import { fileName } from './uri.ts'
import { visibleLine } from './visible.ts'
import { byFailures, failedShare, gateText, headline, isConserved, outcomes, remarks, statusText, toneOf } from './verdict.ts'

const MAX_RULES = 10
const MAX_GATES = 10
const MAX_NAME = 80

const TONES = { good: '✅', mixed: '⚠️', bad: '❌' } as const
const STATUSES = { passed: '✅', warned: '⚠️', failed: '❌' } as const

/**
 * The run as a comment on a pull request: headline, conservation, gates and the ten rules that fail most, in GitHub's Markdown.
 * Names from the data stand in `<code>` with all that Markdown reads as a sign written as entities, so that none starts a link,
 * a mention, an emphasis or a table cell. At most 65,536 characters, GitHub's limit.
 */
export function renderMarkdown(result: RunResult): string {
  return [
    `### ${TONES[toneOf(result)]} ${code(result.recipe.name)}: ${headline(result.counts)}`,
    remarks(result).join(' '),
    conservation(result),
    gates(result),
    rules(result),
    footer(result),
  ].filter(block => block !== '').join('\n\n') + '\n'
}

function conservation({ counts }: RunResult): string {
  const parts = outcomes(counts).map(({ kind, count, by, steps }) => {
    const source = by === null ? steps > 1 ? ` by ${formatCount(steps)} other steps` : '' : ` by ${code(by)}`
    return `${formatCount(count)} ${kind}${source}`
  })
  const read = `**${formatCount(counts.physical)}** ${counts.physical === 1 ? 'record' : 'records'} read`
  return isConserved(counts) ? `${read} = ${parts.join(' + ')}` : `${read}; ${parts.join(', ')}`
}

function gates({ gates, quality: { score, dimensions } }: RunResult): string {
  const ordered = [...gates].sort((a, b) => Number(a.passed) - Number(b.passed)).slice(0, MAX_GATES)
  const parts = Object.entries(dimensions).slice(0, 12).map(([name, share]) => `${code(name)} ${formatShare(share)}`)
  const quality = `Quality **${formatShare(score)}**${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`
  if (ordered.length === 0) return quality
  const rows = ordered.map(gate => {
    const { title, actual, limit } = gateText(gate)
    return row([`${gate.passed ? STATUSES.passed : STATUSES.failed} ${gate.passed ? 'passed' : 'failed'}`, title === gate.id ? code(title) : title, actual, limit])
  })
  const left = gates.length - ordered.length
  return [quality, '', row(['Gate', '', 'Actual', 'Limit']), '|---|---|---:|---:|', ...rows, ...left > 0 ? ['', `${formatCounted(left, 'more gate')}.`] : []].join('\n')
}

function rules({ rules }: RunResult): string {
  const failing = byFailures(rules).filter(({ failed }) => failed > 0)
  const shown = failing.slice(0, MAX_RULES)
  if (shown.length === 0) return rules.length === 0 ? '' : `No row fails any of ${formatCounted(rules.length, 'check')}.`
  const left = failing.length - shown.length
  const clean = rules.length - failing.length
  const rest = [...left > 0 ? [`${formatCounted(left, 'more rule')} with failures`] : [], ...clean > 0 ? [`${formatCounted(clean, 'rule')} without`] : []]
  return [row(['Rule', 'Columns', 'Failed', 'Checked', 'Share', 'Status']), '|---|---|---:|---:|---:|---|', ...shown.map(ruleRow), ...rest.length > 0 ? ['', `${rest.join(', ')}.`] : []].join('\n')
}

function ruleRow(rule: RuleResult): string {
  const { id, columns, failed, checked, status } = rule
  const names = columns.slice(0, 3).map(code).join(', ') + (columns.length > 3 ? ` and ${formatCount(columns.length - 3)} more` : '')
  return row([code(id), names, formatCount(failed), formatCount(checked), formatShare(failedShare(rule)), `${STATUSES[status]} ${statusText(rule)}`])
}

function footer({ inputs, engine, started_at: startedAt, finished_at: finishedAt }: RunResult): string {
  const [input] = inputs
  const file = input ? [`${code(fileName(input.uri))}, ${formatBytes(input.bytes)}`] : []
  const more = inputs.length > 1 ? [formatCounted(inputs.length - 1, 'more input')] : []
  const elapsed = formatElapsed(startedAt, finishedAt)
  return `<sub>${[...file, ...more, code(`${engine.name} ${engine.version}`), ...elapsed === null ? [] : [elapsed]].join(' · ')}</sub>`
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** All of ASCII's punctuation but what Markdown never reads: `-`, `.`, `,`, `/`, `(`, `)`, `+`, `=`, `%`, `;`, `?`; and underscores inside words. */
const SIGNS = /[&<>|\\`*~[\]{}@#:!$"'^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\./gi

function code(text: string): string {
  return `<code>${visibleLine(text, MAX_NAME).replace(SIGNS, sign => `&#${sign.charCodeAt(0)};`)}</code>`
}
