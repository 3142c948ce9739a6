import type { Reject, RejectError } from '../base/reject.ts'
import { formatCount, formatCounted } from './figures.ts'
import { data, drawFirst, markup, type Markup, type Room } from './markup.ts'
import { icon } from './shapes.ts'

const ROOM: Room = { maxItems: 100, maxBytes: 900_000 }
/** Columns a table shows; the reasons name those it does not. */
const MAX_COLUMNS = 24
/** Tables of up to so many columns keep the file's order, and fit on a page of paper. */
const NARROW = 8
const MAX_CELL = 200
const MAX_REASONS = 5

/** The first rejected records: where each stands, why it was rejected, and its cells with the failing ones marked. */
export function rejectsTable(rejects: readonly Reject[], total: number): Markup | null {
  if (rejects.length === 0 && total === 0) return null
  const shown = rejects.slice(0, ROOM.maxItems)
  const all = columnsOf(shown)
  const columns = arrange(all, shown)
  const { drawn } = drawFirst(shown, ROOM, reject => row(reject, columns))
  const numbers = drawn.length < total ? `The first ${formatCount(drawn.length)} of ${formatCount(total)}` : `All ${formatCount(drawn.length)}`
  return markup`<section class="rejects" aria-labelledby="rejected"><h2 id="rejected">Rejected records <small>${formatCount(total)}</small></h2>
${drawn.length === 0
  ? markup`<p class="note">The records are in the run's reject file.</p>`
  : markup`<div class="scroll" role="region" aria-labelledby="rejected" tabindex="0"><table>
<caption><span class="held">${numbers}, as read from the input; failing cells are marked ${icon('fail')}<span class="vh">fails</span>${arrangement(all.length, columns.length)}</span></caption>
<thead><tr><th scope="col">Line</th><th scope="col">Why</th>${columns.map(name => markup`<th scope="col">${data(name, 60)}</th>`)}</tr></thead>
<tbody>${drawn}</tbody></table></div>`}</section>`
}

/** The columns of the records in the order in which they first appear. */
function columnsOf(rejects: readonly Reject[]): readonly string[] {
  return [...new Set(rejects.flatMap(({ record }) => record === null ? [] : Object.keys(record)))]
}

/** Which columns to show and where: a wide table begins with the key and the columns that fail. */
function arrange(columns: readonly string[], rejects: readonly Reject[]): readonly string[] {
  if (columns.length <= NARROW) return columns
  const keys = new Set(rejects.flatMap(({ key }) => Object.keys(key ?? {})))
  const failing = new Set(rejects.flatMap(({ errors }) => errors.flatMap(error => error.columns)))
  const rank = (name: string): number => keys.has(name) ? 0 : failing.has(name) ? 1 : 2
  return [...columns].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_COLUMNS)
}

function arrangement(all: number, shown: number): Markup | string {
  if (all <= NARROW) return '.'
  const kept = shown < all ? `; ${formatCount(shown)} of ${formatCounted(all, 'column')} are shown` : ''
  return markup`. Key columns and failing ones come first${kept}.<span class="paper"> Paper shows ${NARROW} columns.</span>`
}

function row(reject: Reject, columns: readonly string[]): Markup {
  const { source: { line, ordinal }, record, raw } = reject
  return markup`<tr><th scope="row">${formatCount(line)}${ordinal === line ? null : markup`<small>record ${formatCount(ordinal)}</small>`}</th><td class="why">${reasons(reject)}</td>${record === null ? rawCells(raw, columns.length) : columns.map(name => cell(reject, name))}</tr>
`
}

function reasons({ errors, warnings }: Reject): Markup {
  const all = [...errors, ...warnings]
  const left = all.length - MAX_REASONS
  return markup`<ul>${all.slice(0, MAX_REASONS).map(reason)}</ul>${left > 0 ? markup`<small>and ${formatCount(left)} more</small>` : null}`
}

function reason({ message, rule_id: rule, severity }: RejectError): Markup {
  return markup`<li>${severity === 'warn' ? markup`<span class="warned">warning</span> ` : null}${data(message, MAX_CELL)} <code>${data(rule, 60)}</code></li>`
}

/** A record that could not be read has no cells, only its text; what would be beyond the edge of the paper is one cell of its own. */
function rawCells(raw: string | null, columns: number): Markup | null {
  if (columns === 0) return raw === null ? null : markup`<td class="raw"><code>${data(raw, MAX_CELL)}</code></td>`
  return markup`<td class="raw" colspan="${Math.min(columns, NARROW)}"><code>${data(raw ?? '', MAX_CELL)}</code></td>${columns > NARROW ? markup`<td class="beyond" colspan="${columns - NARROW}"></td>` : null}`
}

function cell({ record, errors, warnings, changes }: Reject, name: string): Markup {
  const value = record !== null && Object.hasOwn(record, name) ? record[name] ?? null : null
  const isFailing = errors.some(error => error.columns.includes(name))
  const isWarned = !isFailing && warnings.some(warning => warning.columns.includes(name))
  const change = isFailing || isWarned ? changes.find(({ column }) => column === name) : undefined
  const shown = markup`${text(value)}${change ? markup`<small>changed to ${text(change.to)}</small>` : null}`
  if (isFailing) return markup`<td class="failing">${icon('fail')}<span class="vh">fails: </span>${shown}</td>`
  return isWarned ? markup`<td class="warning">${icon('warn')}<span class="vh">warning: </span>${shown}</td>` : markup`<td>${shown}</td>`
}

function text(value: string | null): Markup {
  if (value === null) return markup`<em>missing</em>`
  return value === '' ? markup`<em>empty</em>` : data(value, MAX_CELL)
}
