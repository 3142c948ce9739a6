import type { ColumnProfile } from '../profile/profile.ts'
import { cssShare, formatCount, formatCounted, formatFigure, formatShare } from './figures.ts'
import { data, drawFirst, markup, type Markup, type Room } from './markup.ts'

const ROOM: Room = { maxItems: 200, maxBytes: 600_000 }
const MAX_TOP = 5
const MAX_EXAMPLES = 4
const MAX_BINS = 40

/** What the profiles are of. */
export interface ColumnsAbout {
  readonly profiledRows: number | null
  /** Of how many records those are a sample; null when they are all. */
  readonly sampledFrom: number | null
  readonly numColumns: number
}

/** A card for each of the first columns: what its cells are, how many are none, how they spread. */
export function columnCards(profiles: readonly ColumnProfile[], { profiledRows, sampledFrom, numColumns }: ColumnsAbout): Markup {
  const { drawn } = drawFirst(profiles, ROOM, card)
  const left = numColumns - drawn.length
  const over = profiledRows === null ? '' : sampledFrom === null
    ? `, over ${formatCounted(profiledRows, 'record')}`
    : `, in a sample of ${formatCounted(profiledRows, 'record')} spread over all ${formatCount(sampledFrom)}; the counts are those of the sample`
  return markup`<section aria-labelledby="columns"><h2 id="columns">Columns <small>${formatCount(numColumns)}</small></h2>
<p class="note">As they stand in the input${over}.</p><div class="cards">${drawn}</div>${left > 0 ? markup`<p class="note">${formatCounted(left, 'more column')}.</p>` : null}</section>`
}

function card(profile: ColumnProfile, index: number): Markup {
  const { name, type, dateFormat } = profile
  return markup`<article aria-labelledby="c${index}"><h3 id="c${index}">${data(name, 80)}</h3><p class="type">${type}${dateFormat === undefined ? null : markup` ${data(dateFormat, 30)}`}</p>
${qualityBar(profile)}${histogram(profile)}${figures(profile)}${topValues(profile)}${findings(profile)}</article>
`
}

function qualityBar({ valid, mismatched, missing }: ColumnProfile): Markup {
  const total = valid + mismatched + missing
  const parts = [['valid', valid], ['mismatched', mismatched], ['missing', missing]] as const
  const shown = parts.filter(([, count]) => count > 0)
  return markup`<div class="bar" aria-hidden="true">${shown.map(([kind, count]) => markup`<span class="${kind}" style="flex-grow:${count}"></span>`)}</div>
<p class="parts">${shown.map(([kind, count]) => markup`<span title="${formatShare(count / total)}"><span class="swatch ${kind}" aria-hidden="true"></span>${formatCount(count)} ${kind}</span> `)}</p>`
}

/** Bars as one path in a box of 100 by 40: a card stays small however many bins it has. */
function histogram({ histogram, histogramOf, name }: ColumnProfile): Markup | null {
  const bins = histogram.slice(0, MAX_BINS)
  const [first, last] = [bins[0], bins.at(-1)]
  if (!first || !last || histogramOf === null) return null
  const fullest = bins.reduce((most, bin) => bin.count > most.count ? bin : most, first)
  const width = 100 / bins.length
  const path = bins.map(({ count }, index) => {
    const height = count === 0 ? 0.6 : Math.max(1.5, 40 * count / fullest.count)
    return `M${(index * width).toFixed(1)} ${(40 - height).toFixed(1)}h${(width * 0.86).toFixed(2)}V40h-${(width * 0.86).toFixed(2)}z`
  })
  const what = histogramOf === 'lengths' ? 'Text lengths' : 'Values'
  const label = `${what} of ${name.slice(0, 80)}: from ${cut(first.low)} to ${cut(last.high)}, most (${formatCount(fullest.count)}) between ${cut(fullest.low)} and ${cut(fullest.high)}`
  return markup`<figure><svg role="img" aria-label="${label}" viewBox="0 0 100 40" preserveAspectRatio="none"><path d="${path}"/></svg>
<figcaption><span>${data(first.low, 24)}</span><span class="quiet">${histogramOf === 'lengths' ? 'length' : null}</span><span>${data(last.high, 24)}</span></figcaption></figure>`
}

function figures({ distinct, isApproximate, min, max, mean, minLength, maxLength, histogramOf }: ColumnProfile): Markup {
  const hasLengths = minLength !== null && maxLength !== null && histogramOf !== 'values'
  return markup`<dl>${figure('Distinct', `${isApproximate ? '≈' : ''}${formatCount(distinct)}`)}${mean === null ? null : figure('Mean', formatFigure(mean))}
${hasLengths ? figure('Length', minLength === maxLength ? formatCount(minLength) : `${formatCount(minLength)} to ${formatCount(maxLength)}`) : null}
${min === null ? null : figure('Smallest', data(min, 60), 'wide')}${max === null ? null : figure('Largest', data(max, 60), 'wide')}</dl>`
}

function figure(term: string, value: Markup | string, width: 'narrow' | 'wide' = 'narrow'): Markup {
  return markup`<div class="${width}"><dt>${term}</dt><dd>${value}</dd></div>`
}

function topValues({ top, valid, mismatched }: ColumnProfile): Markup | null {
  const most = top[0]?.count ?? 0
  const item = ({ value, count }: ColumnProfile['top'][number]): Markup => markup`<li><span class="fill" aria-hidden="true" style="width:${cssShare(count, most)}"></span>
<span>${value === '' ? markup`<em>empty</em>` : data(value, 40)}</span><span class="n">${formatCount(count)}<small> ${formatShare(count / Math.max(1, valid + mismatched))}</small></span></li>`
  return top.length === 0 ? null : markup`<h4>Most frequent</h4><ol>${top.slice(0, MAX_TOP).map(item)}</ol>`
}

/** Cells that are not of the type, and texts that seem to mean "no value". */
function findings({ counterExamples, suspects, writing }: ColumnProfile): Markup {
  const others = counterExamples.slice(0, MAX_EXAMPLES).map(value => markup`<code>${data(value, 40)}</code>`)
  const signs = suspects.slice(0, MAX_EXAMPLES).map(({ value, count }) => markup`<code>${data(value, 40)}</code> ${formatCount(count)}×`)
  const how = writing === undefined ? null : markup`<p class="finding">${data(writing, 160)}</p>`
  return markup`${how}${finding('Not of the type', others)}${finding('May mean missing', signs)}`
}

function finding(title: string, examples: readonly Markup[]): Markup | null {
  return examples.length === 0 ? null : markup`<p class="finding"><b>${title}</b> ${examples.map((example, index) => markup`${index > 0 ? ' · ' : null}${example}`)}</p>`
}

const cut = (text: string): string => text.slice(0, 40)
