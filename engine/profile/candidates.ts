import { parseCell, type CastSpec } from '../data/cast.ts'
import { compileDateFormat } from '../data/dates.ts'
import { compareText } from '../data/text.ts'
import type { DataType, TypeName } from '../data/type.ts'
import type { NumberForm } from '../steps/parse-number.ts'
import type { Counted } from './cells.ts'

/** A type a column may turn out to have, and how its cells are read then. */
export interface Candidate {
  readonly spec: CastSpec
  /** How numbers are written that our own grammar does not know: what a step `parse_number` would be told. */
  readonly form?: NumberForm
  /** Accepts whatever this one accepts, and more: it need not be looked at while the narrower one explains every cell. */
  readonly widens?: Candidate
}

/** Cells written alike: every digit read as 1, letters and signs as they stand. */
export interface Shape {
  readonly text: string
  readonly cells: number
}

/**
 * A candidate has to fit this share of the sampled cells before the whole file is asked about it. Lower than the share a type needs in the end,
 * because the sample is not the file.
 */
export const PLAUSIBLE_SHARE = 0.5

const DATE_FORMATS = [
  '%m/%d/%Y', '%d/%m/%Y', '%-m/%-d/%Y', '%-d/%-m/%Y', '%m/%d/%y', '%d/%m/%y', '%-m/%-d/%y', '%-d/%-m/%y', '%Y/%m/%d', '%Y/%-m/%-d', '%Y-%-m-%-d',
  '%d.%m.%Y', '%-d.%-m.%Y', '%d.%m.%y', '%Y.%m.%d', '%m-%d-%Y', '%d-%m-%Y', '%-m-%-d-%Y', '%-d-%-m-%Y',
  '%m-%d-%y', '%d-%m-%y', '%-d.%-m.%y',
  '%d-%b-%Y', '%-d-%b-%Y', '%d-%b-%y', '%-d-%b-%y', '%d/%b/%Y', '%d %b %y', '%d %b %Y', '%-d %b %Y', '%d %B %Y', '%-d %B %Y', '%b %d, %Y', '%b %-d, %Y', '%B %d, %Y', '%B %-d, %Y',
  '%a, %d %b %Y', '%a, %-d %b %Y', '%a, %b %d, %Y', '%a, %b %-d, %Y', '%A, %d %B %Y', '%A, %-d %B %Y', '%A, %B %d, %Y', '%A, %B %-d, %Y',
] as const

/** Digits only: the column may as well be a number, see `choose.ts`. */
const COMPACT_DATE = '%Y%m%d'
const COMPACT_DATETIME = '%Y%m%d%H%M%S'
export const isCompact = ({ spec }: Candidate): boolean => spec.formats?.length === 1 && (spec.formats[0] === COMPACT_DATE || spec.formats[0] === COMPACT_DATETIME)

const DATES_OF_DATETIMES = [
  '%m/%d/%Y', '%d/%m/%Y', '%-m/%-d/%Y', '%-d/%-m/%Y', '%-m/%-d/%y', '%-d/%-m/%y', '%Y/%m/%d', '%d.%m.%Y', '%-d.%-m.%Y', '%d.%m.%y', '%m-%d-%Y', '%d-%m-%Y',
  '%d-%b-%Y', '%d %b %Y', '%-d %b %Y', '%b %-d, %Y',
] as const
/** As JavaScript and spreadsheets write a moment for people: the date, a comma, the time. */
const DATES_BEFORE_COMMA = ['%-m/%-d/%Y', '%d/%m/%Y', '%-d.%-m.%Y'] as const
const CLOCKS = ['%H:%M:%S', '%H:%M', '%-H:%M:%S', '%-H:%M', '%H:%M:%S.%f', '%I:%M:%S %p', '%I:%M %p', '%-I:%M:%S %p', '%-I:%M %p'] as const
/** Web server logs; mail (RFC 5322). */
const TIMESTAMP_FORMATS = ['%d/%b/%Y:%H:%M:%S %z', '%a, %d %b %Y %H:%M:%S %z', '%d %b %Y %H:%M:%S %z'] as const
const TIME_FORMATS = ['%-H:%M', '%-H:%M:%S', '%I:%M %p', '%-I:%M %p', '%I:%M:%S %p', '%-I:%M:%S %p'] as const

/** Month first before day first: of two formats that fit equally well the earlier one is taken. */
export const candidates: readonly Candidate[] = (() => {
  const plain = (name: Exclude<TypeName, 'decimal'>): Candidate => ({ spec: { to: { name } } })
  const [integer, date, time] = [plain('integer'), plain('date'), plain('time')]
  return [
    plain('boolean'), integer, { spec: { to: { name: 'number' } }, widens: integer },
    date, ...written('date', [...DATE_FORMATS, COMPACT_DATE], { '%Y-%m-%d': date }),
    plain('datetime'), ...written('datetime', [
      ...DATES_OF_DATETIMES.flatMap(day => CLOCKS.map(clock => `${day} ${clock}`)), ...DATES_BEFORE_COMMA.flatMap(day => CLOCKS.map(clock => `${day}, ${clock}`)),
      '%Y%m%dT%H%M%S', COMPACT_DATETIME,
    ], {}),
    plain('timestamp'), ...written('timestamp', TIMESTAMP_FORMATS, {}),
    time, ...written('time', TIME_FORMATS, { '%H:%M': time, '%H:%M:%S': time }),
  ]
})()

/** A format with optional leading zeros (`%-d`) widens the one where they are written (`%d`), which stands before it or among `known`. */
function written(name: 'date' | 'datetime' | 'timestamp' | 'time', formats: readonly string[], known: Readonly<Record<string, Candidate>>): readonly Candidate[] {
  const made = new Map(Object.entries(known))
  return formats.map(format => {
    const padded = format.replaceAll('%-', '%')
    const narrower = padded === format ? undefined : made.get(padded)
    const candidate: Candidate = { spec: { to: { name }, formats: [format] }, ...(narrower ? { widens: narrower } : {}) }
    made.set(format, candidate)
    return candidate
  })
}

/** ISO 8601 as formats, which a column needs that is written in other formats too. */
const ISO_FORMATS = {
  date: ['%Y-%m-%d'],
  datetime: ['T', ' '].flatMap(mark => ['%H:%M:%S', '%H:%M', '%H:%M:%S.%f'].map(clock => `%Y-%m-%d${mark}${clock}`)),
  time: ['%H:%M:%S', '%H:%M', '%H:%M:%S.%f'],
} as const

/** An ISO timestamp with nanoseconds and an offset is the longest text that is looked for. */
const MAX_SHAPED_LENGTH = '2024-01-31T14:00:00.000000000+01:00'.length
/** What candidates have words for. */
const WORDS = /[ap]m|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?/gi
/** Digits, and what candidates have between them. */
const FIGURES = /^[0-9 \t+.,/:TZEe-]*$/
const TRUTH = /^[ \t]*(?:true|false)[ \t]*$/i

/** Most text is sorted out here, before its shape is made. */
const hasShape = (text: string): boolean =>
  text.length <= MAX_SHAPED_LENGTH && (FIGURES.test(text) || TRUTH.test(text) || (/[0-9]/.test(text) && FIGURES.test(text.replace(WORDS, ''))))

/** Only the commonest shapes: a type that fits half of the cells is among them. */
const MAX_SHAPES = 128

/** The shapes of texts, the commonest first; what is of no candidate anyway has none. */
export function shapesOf(texts: readonly Counted[]): readonly Shape[] {
  const shapes = new Map<string, number>()
  for (const { value, count } of texts) {
    if (!hasShape(value)) continue
    const shape = value.replace(/[02-9]/g, '1')
    shapes.set(shape, (shapes.get(shape) ?? 0) + count)
  }
  return [...shapes].map(([text, cells]): Shape => ({ text, cells })).sort((a, b) => b.cells - a.cells || compareText(a.text, b.text)).slice(0, MAX_SHAPES)
}

/** What the shapes of a column's sampled cells say. */
export interface Plausible {
  /** The candidates that fit at least {@link PLAUSIBLE_SHARE} of the cells, in the order of preference. */
  readonly found: readonly Candidate[]
  /** How many cells the best of them fits. */
  readonly fitted: number
}

/** The candidates for `present` cells; columns written in several date formats have them together as one more. */
export function plausible(shapes: readonly Shape[], present: number): Plausible {
  const fits = shapes.map(shape => ({ cells: shape.cells, candidates: fitting(shape.text) }))
  const cells = new Map<Candidate, number>()
  for (const fit of fits) {
    for (const candidate of fit.candidates) cells.set(candidate, (cells.get(candidate) ?? 0) + fit.cells)
  }
  const enough = (count: number): boolean => count > 0 && count >= present * PLAUSIBLE_SHARE
  const single = candidates.filter(candidate => enough(cells.get(candidate) ?? 0))
  const fitted = single.reduce((most, candidate) => Math.max(most, cells.get(candidate) ?? 0), 0)
  const mixtures = fitted >= present ? [] : TEMPORAL.flatMap(name => {
    const best = single.reduce((most, candidate) => candidate.spec.to.name === name ? Math.max(most, cells.get(candidate) ?? 0) : most, 0)
    const mixture = mixtureOf(fits, name, present)
    return mixture.cells > best && enough(mixture.cells) ? [mixture] : []
  })
  return { found: [...single, ...mixtures.flatMap(({ parts }) => variantsOf(parts))], fitted: mixtures.reduce((most, mixture) => Math.max(most, mixture.cells), fitted) }
}

const TEMPORAL = ['date', 'datetime', 'time'] as const

interface Fit {
  readonly cells: number
  readonly candidates: readonly Candidate[]
}

/** A format that reads fewer of the cells is a coincidence. */
const MIXED_SHARE = 0.005
const MAX_MIXED = 6

/** The formats that together explain the most cells, the one that explains the most first; none explains fewer than it adds. */
function mixtureOf(fits: readonly Fit[], name: typeof TEMPORAL[number], present: number): { readonly parts: readonly Candidate[], readonly cells: number } {
  const parts: Candidate[] = []
  let rest = fits
  let cells = 0
  while (parts.length < MAX_MIXED) {
    const gains = new Map<Candidate, number>()
    for (const fit of rest) {
      for (const candidate of fit.candidates) if (isPart(candidate, name)) gains.set(candidate, (gains.get(candidate) ?? 0) + fit.cells)
    }
    const best = mixable().find(candidate => gains.get(candidate) === Math.max(0, ...gains.values()))
    const gain = best ? gains.get(best) ?? 0 : 0
    if (!best || gain < present * MIXED_SHARE) break
    parts.push(best)
    cells += gain
    rest = rest.filter(fit => !fit.candidates.includes(best))
  }
  return { parts, cells: parts.length > 1 ? cells : 0 }
}

const isPart = (candidate: Candidate, name: typeof TEMPORAL[number]): boolean => candidate.spec.to.name === name && candidate.spec.formats !== undefined && !isCompact(candidate)

/** Month first throughout, and where that differs, day first throughout: the shapes are the same. */
function variantsOf(parts: readonly Candidate[]): readonly Candidate[] {
  const [first] = parts
  if (!first) return []
  const { to } = first.spec
  const monthFirst = together(to, parts)
  const dayFirst = together(to, parts.map(part => twinOf(part) ?? part))
  return monthFirst === dayFirst ? [monthFirst] : [monthFirst, dayFirst]
}

const mixtures = new Map<string, Candidate>()

/** The same object for the same parts, so that columns alike are asked about together. */
function together(to: DataType, parts: readonly Candidate[]): Candidate {
  const formats = parts.flatMap(({ spec }) => spec.formats ?? [])
  const key = JSON.stringify([to, formats])
  const mixture = mixtures.get(key) ?? { spec: { to, formats } }
  mixtures.set(key, mixture)
  return mixture
}

/** The candidates of the single formats of a mixture; empty for any other candidate. */
export function partsOf({ spec: { to, formats = [] } }: Candidate): readonly Candidate[] {
  return formats.length < 2 ? [] : formats.flatMap(format => mixable().find(({ spec }) => spec.to.name === to.name && spec.formats?.[0] === format) ?? [])
}

/** The candidate that reads the first number as the day where this one reads it as the month, or the other way around. */
export function twinOf({ spec: { to, formats = [] } }: Candidate): Candidate | undefined {
  const swapped = formats.map(format => NUMERIC_DAY.test(format) ? format.replace(/%(-?)([md])/g, (_, dash: string, part: string) => `%${dash}${part === 'm' ? 'd' : 'm'}`) : format)
  if (swapped.join() === formats.join()) return undefined
  if (formats.length > 1) return mixtures.get(JSON.stringify([to, swapped]))
  return mixable().find(({ spec }) => spec.to.name === to.name && spec.formats?.[0] === swapped[0])
}

/** Day and month as numbers, the year after them. */
const NUMERIC_DAY = /^(?:%-?m.%-?d|%-?d.%-?m)./

/** Those among the plausible that have to be looked at first: a wider one only if the sample has cells that its narrower one does not explain. */
export function narrowest(found: readonly Candidate[]): readonly Candidate[] {
  return found.filter(({ widens }) => widens === undefined || !found.includes(widens))
}

/** Which candidates a shape fits. Every digit being 1, a date of the shape exists: 11 November 1111. */
function fitting(shape: string): readonly Candidate[] {
  const text = withoutDeepFraction(shape)
  return readers().flatMap(({ candidate, reads }) => reads(text) ? [candidate] : [])
}

let mixed: readonly Candidate[] | undefined

/** The single formats of mixtures, in the order of preference. */
const mixable = (): readonly Candidate[] => mixed ??= [
  ...TEMPORAL.flatMap(name => ISO_FORMATS[name].map((format): Candidate => ({ spec: { to: { name }, formats: [format] } }))),
  ...candidates.filter(({ spec }) => spec.formats !== undefined),
]

/** Fractions of a second past six digits may only be zeros; a shape has forgotten whether they are. */
const withoutDeepFraction = (shape: string): string => shape.replace(/(:11\.1{6})(1{1,3})(?!1)/, (_, kept: string, deep: string) => kept + '0'.repeat(deep.length))

interface Reader {
  readonly candidate: Candidate
  readonly reads: (text: string) => boolean
}

let known: readonly Reader[] | undefined

const readers = (): readonly Reader[] => known ??= [...candidates, ...mixable().filter(candidate => !candidates.includes(candidate))].map(candidate => {
  const [format] = candidate.spec.formats ?? []
  return { candidate, reads: format === undefined ? text => parseCell(text, candidate.spec) !== undefined : readsFormat(format) }
})

/** There are hundreds of formats, and more than `compileDateFormat` keeps: one is compiled, once, for the first text that has all its marks. */
function readsFormat(format: string): Reader['reads'] {
  const marks = [...new Set(format.replaceAll(/%-?[A-Za-z]/g, ''))]
  let compiled: ReturnType<typeof compileDateFormat> | undefined
  return text => {
    if (!marks.every(mark => text.includes(mark))) return false
    compiled ??= compileDateFormat(format)
    return compiled.ok && compiled.parse(text) !== undefined
  }
}
