import { formatBytes } from '../base/bytes.ts'
import type { RunResult } from '../runtime/run-result.ts'
import { cssShare, formatCount, formatCounted, formatDuration, formatMoment } from './figures.ts'
import { data, markup, type Markup } from './markup.ts'
import { withoutSecrets } from './uri.ts'

const MAX_TEXT = 300
const MAX_INPUTS = 10
const MAX_STAGES = 30
const MAX_TOKENS = 12

type Input = RunResult['inputs'][number]
type Fact = readonly [term: string, value: Markup | string]

/** What it takes to tell this run from another and to do it again. */
export function runFacts(result: RunResult): Markup {
  const { run_id: runId, recipe, engine, inputs, timings, memory, started_at: startedAt, finished_at: finishedAt } = result
  const left = inputs.length - MAX_INPUTS
  return markup`<section aria-labelledby="run"><h2 id="run">About this run</h2><div class="about">
${group('Run', [
  ['Recipe', markup`${data(recipe.name, MAX_TEXT)}${recipe.version === null ? null : markup`, version ${data(recipe.version, 60)}`}`],
  ['Recipe fingerprint', code(recipe.fingerprint)], ['Engine', data(`${engine.name} ${engine.version}`, 120)],
  ['Started', formatMoment(startedAt)], ['Finished', formatMoment(finishedAt)], ['Run', code(runId)],
])}
${inputs.slice(0, MAX_INPUTS).map(input => group('Input', inputFacts(input)))}
${left > 0 ? markup`<p class="note">${formatCounted(left, 'more input')}.</p>` : null}
${stages(timings)}
${group('Memory', [
  ['Limit', formatBytes(memory.limit_bytes)], ['Largest resident size', formatBytes(memory.rss_peak_bytes)],
  ['Most in flight', formatBytes(memory.in_flight_peak_bytes)], ['Waited for memory', formatDuration(memory.blocked_ms)],
])}</div></section>`
}

function group(title: string, facts: readonly Fact[]): Markup {
  return markup`<div class="group"><h3>${title}</h3><dl>${facts.map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></div>`
}

const code = (text: string): Markup => markup`<code>${data(text, MAX_TEXT)}</code>`

function inputFacts({ uri, bytes, fingerprint, sampled, detected: { dialect, columns } }: Input): readonly Fact[] {
  const { encoding, delimiter, quote, escape, header, skip_rows: skipRows, comment, null_tokens: nullTokens, quoted_nulls: quotedNulls } = dialect
  return [
    ['Address', data(withoutSecrets(uri), MAX_TEXT)], ['Size', `${formatBytes(bytes)}, ${formatCounted(columns.length, 'column')}`], ['Fingerprint', code(fingerprint)],
    ...sampled === undefined ? [] : [['Read', `only the first ${formatCounted(sampled, 'record')}`] as const],
    ['Encoding', data(encoding, 40)], ['Delimiter', character(delimiter)],
    ['Quoting', quote === null ? 'none' : markup`${character(quote)}${escape === null ? null : escape === quote ? ', doubled inside' : markup`, escaped by ${character(escape)}`}`],
    ['Header', header === 0 ? 'none' : 'the first record'],
    ...skipRows > 0 ? [['Skipped', `the first ${formatCounted(skipRows, 'line')}`] as const] : [],
    ...comment === null ? [] : [['Comments', markup`lines that begin with ${character(comment)}`] as const],
    ['Means missing', markup`${tokens(nullTokens)}${quotedNulls ? null : ', unless quoted'}`],
  ]
}

const CHARACTERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', ' ': 'space', ':': 'colon', '"': 'double quote', "'": 'single quote', '\\': 'backslash', '#': 'hash' }

function character(text: string): Markup {
  const name = Object.hasOwn(CHARACTERS, text) ? CHARACTERS[text] : undefined
  if (text.trim() === '' && name !== undefined) return markup`${name}`
  return markup`${name === undefined ? null : `${name} `}<code>${data(text, 10)}</code>`
}

function tokens(all: readonly string[]): Markup {
  if (all.length === 0) return markup`nothing`
  const left = all.length - MAX_TOKENS
  return markup`${all.slice(0, MAX_TOKENS).map((token, index) => markup`${index > 0 ? ', ' : null}${token === '' ? 'an empty cell' : markup`<code>${data(token, 40)}</code>`}`)}${left > 0 ? ` and ${formatCount(left)} more` : ''}`
}

function stages(timings: RunResult['timings']): Markup | null {
  const all = Object.entries(timings)
  if (all.length === 0) return null
  const longest = all.reduce((most, [, ms]) => Math.max(most, ms), 0)
  const left = all.length - MAX_STAGES
  return markup`<div class="group"><h3>Time</h3><table class="dimensions"><caption class="vh">Time by stage</caption><thead class="vh"><tr><th scope="col">Stage</th><th scope="col">Share of the longest</th><th scope="col">Time</th></tr></thead><tbody>
${all.slice(0, MAX_STAGES).map(([stage, ms]) => markup`<tr><th scope="row">${data(stage, 40)}</th><td><span class="meter time" aria-hidden="true"><span style="width:${cssShare(ms, longest)}"></span></span></td><td class="n">${formatDuration(ms)}</td></tr>`)}
</tbody></table>${left > 0 ? markup`<p class="note">${formatCounted(left, 'more stage')}.</p>` : null}</div>`
}
