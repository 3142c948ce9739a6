import type { Reject } from '../base/reject.ts'
import type { ColumnProfile } from '../profile/profile.ts'
import type { RunResult } from '../runtime/run-result.ts'
import { columnCards } from './column-cards.ts'
import { markup } from './markup.ts'
import { conservation, gates, header, quality } from './overview.ts'
import { rejectsTable } from './rejects-table.ts'
import { rulesTable } from './rules-table.ts'
import { runFacts } from './run-facts.ts'
import { SPRITE } from './shapes.ts'
import { STYLE } from './style.ts'
import { headline } from './verdict.ts'

/** What a report shows besides the run's own figures. */
export interface ReportExtras {
  /** The first rejected records, in the input's order; at most 100 are shown. */
  readonly rejects: readonly Reject[]
  /** The input's columns; at most 200 are shown. */
  readonly profiles?: readonly ColumnProfile[]
  /** How many columns the input has, if there are more than profiles. */
  readonly numColumns?: number
  /** Over how many records the profiles are. */
  readonly profiledRows?: number
  /** The input has more records than were profiled. */
  readonly isSample?: boolean
}

/**
 * `report.html`: one page for people, complete in itself. It asks for nothing from anywhere, runs no script (its own policy
 * forbids both), and follows the reader's light or dark theme; on paper it is light.
 *
 * Every text of the data is escaped and cut, with characters that have no shape or change the writing direction named.
 * The page stays under 2,000,000 bytes whatever the input: rules take at most 250 kB, columns 600 kB, rejected records 900 kB,
 * and every other list has a fixed length; what did not fit is counted.
 */
export function renderHtml(result: RunResult, { rejects, profiles = [], profiledRows, isSample = false, numColumns }: ReportExtras): string {
  const rejected = rejectsTable(rejects, result.counts.rejected)
  const hasColumns = profiles.length > 0
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="SchemaFlow">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${result.recipe.name}: ${headline(result.counts)}</title>
<style>${STYLE}</style>
</head>
<body>
${SPRITE}
<main>
${header(result)}
${conservation(result)}
<nav aria-label="Sections"><a href="#rules">Rules</a>${hasColumns ? markup`<a href="#columns">Columns</a>` : null}${rejected === null ? null : markup`<a href="#rejected">Rejected records</a>`}<a href="#run">About this run</a></nav>
<div class="pair">${quality(result)}
${gates(result)}</div>
${rulesTable(result)}
${hasColumns ? columnCards(profiles, { profiledRows: profiledRows ?? null, sampledFrom: isSample ? result.counts.physical : null, numColumns: numColumns ?? profiles.length }) : null}
${rejected}
${runFacts(result)}
</main>
</body>
</html>
`.html
}
