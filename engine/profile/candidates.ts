import { parseCell, type CastSpec } from '../data/cast.ts'
import { compileDateFormat } from '../data/dates.ts'
import type { TypeName } from '../data/type.ts'

/** A type a column may turn out to have, and how its cells are read then. */
export interface Candidate {
  readonly spec: CastSpec
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
  '%d-%b-%Y', '%-d-%b-%Y', '%d-%b-%y', '%-d-%b-%y', '%d %b %Y', '%-d %b %Y', '%d %B %Y', '%-d %B %Y', '%b %d, %Y', '%b %-d, %Y', '%B %d, %Y', '%B %-d, %Y',
] as const

/** Digits only: the column may as well be a number, see `choose.ts`. */
export const COMPACT_DATE = '%Y%m%d'

const DATES_OF_DATETIMES = [
  '%m/%d/%Y', '%d/%m/%Y', '%-m/%-d/%Y', '%-d/%-m/%Y', '%-m/%-d/%y', '%-d/%-m/%y', '%Y/%m/%d', '%d.%m.%Y', '%m-%d-%Y', '%d-%m-%Y', '%d-%b-%Y', '%d %b %Y', '%b %-d, %Y',
] as const
const CLOCKS = ['%H:%M:%S', '%H:%M', '%-H:%M:%S', '%-H:%M', '%H:%M:%S.%f', '%I:%M:%S %p', '%I:%M %p', '%-I:%M:%S %p', '%-I:%M %p'] as const
const TIME_FORMATS = ['%-H:%M', '%-H:%M:%S', '%I:%M %p', '%-I:%M %p', '%I:%M:%S %p', '%-I:%M:%S %p'] as const

/** Month first before day first: of two formats that fit equally well the earlier one is taken. */
export const candidates: readonly Candidate[] = (() => {
  const plain = (name: Exclude<TypeName, 'decimal'>): Candidate => ({ spec: { to: { name } } })
  const [integer, date, time] = [plain('integer'), plain('date'), plain('time')]
  return [
    plain('boolean'), integer, { spec: { to: { name: 'number' } }, widens: integer },
    date, ...written('date', [...DATE_FORMATS, COMPACT_DATE], { '%Y-%m-%d': date }),
    plain('datetime'), ...written('datetime', DATES_OF_DATETIMES.flatMap(day => CLOCKS.map(clock => `${day} ${clock}`)), {}),
    plain('timestamp'),
    time, ...written('time', TIME_FORMATS, { '%H:%M': time, '%H:%M:%S': time }),
  ]
})()

/** A format with optional leading zeros (`%-d`) widens the one where they are written (`%d`), which stands before it or among `known`. */
function written(name: 'date' | 'datetime' | 'time', formats: readonly string[], known: Readonly<Record<string, Candidate>>): readonly Candidate[] {
  const made = new Map(Object.entries(known))
  return formats.map(format => {
    const padded = format.replaceAll('%-', '%')
    const narrower = padded === format ? undefined : made.get(padded)
    const candidate: Candidate = { spec: { to: { name }, formats: [format] }, ...(narrower ? { widens: narrower } : {}) }
    made.set(format, candidate)
    return candidate
  })
}

/** An ISO timestamp with nanoseconds and an offset is the longest text that is looked for. */
const MAX_SHAPED_BYTES = '2024-01-31T14:00:00.000000000+01:00'.length
const MONTHS = '[Jj][Aa][Nn]([Uu][Aa][Rr][Yy])?|[Ff][Ee][Bb]([Rr][Uu][Aa][Rr][Yy])?|[Mm][Aa][Rr]([Cc][Hh])?|[Aa][Pp][Rr]([Ii][Ll])?|[Mm][Aa][Yy]|[Jj][Uu][Nn][Ee]?|[Jj][Uu][Ll][Yy]?'
  + '|[Aa][Uu][Gg]([Uu][Ss][Tt])?|[Ss][Ee][Pp]([Tt][Ee][Mm][Bb][Ee][Rr])?|[Oo][Cc][Tt]([Oo][Bb][Ee][Rr])?|[Nn][Oo][Vv]([Ee][Mm][Bb][Ee][Rr])?|[Dd][Ee][Cc]([Ee][Mm][Bb][Ee][Rr])?'
/** Digits and what candidates have between them. Most text is sorted out here, before its shape is made. */
const SHAPED = `(?:[0-9 \\t+.,/:TZEe-]|[AaPp][Mm]|${MONTHS})*|[ \\t]*(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])[ \\t]*`

/** SQL for the shape of the text `v`; null for what is of no candidate anyway. */
export const SHAPE_SQL = `case when strlen(v) <= ${MAX_SHAPED_BYTES} and regexp_full_match(v, '${SHAPED}') then translate(v, '023456789', '111111111') end`

/** The candidates that fit at least {@link PLAUSIBLE_SHARE} of `present` cells, in the order of preference. */
export function plausible(shapes: readonly Shape[], present: number): readonly Candidate[] {
  const cells = new Map<Candidate, number>()
  for (const shape of shapes) {
    for (const candidate of fitting(shape.text)) cells.set(candidate, (cells.get(candidate) ?? 0) + shape.cells)
  }
  const fits = (candidate: Candidate): number => cells.get(candidate) ?? 0
  return candidates.filter(candidate => fits(candidate) > 0 && fits(candidate) >= present * PLAUSIBLE_SHARE)
}

/** Those among the plausible that have to be looked at first: a wider one only if the sample has cells that its narrower one does not explain. */
export function narrowest(found: readonly Candidate[]): readonly Candidate[] {
  return found.filter(({ widens }) => widens === undefined || !found.includes(widens))
}

/** Which candidates a shape fits. Every digit being 1, a date of the shape exists: 11 November 1111. */
function fitting(shape: string): readonly Candidate[] {
  const text = withoutDeepFraction(shape)
  return readers().flatMap(({ candidate, reads }) => reads(text) ? [candidate] : [])
}

/** Fractions of a second past six digits may only be zeros; a shape has forgotten whether they are. */
const withoutDeepFraction = (shape: string): string => shape.replace(/(:11\.1{6})(1{1,3})(?!1)/, (_, kept: string, deep: string) => kept + '0'.repeat(deep.length))

interface Reader {
  readonly candidate: Candidate
  readonly reads: (text: string) => boolean
}

let compiled: readonly Reader[] | undefined

/** Compiled once: there are more formats than `compileDateFormat` keeps. */
function readers(): readonly Reader[] {
  return compiled ??= candidates.map(candidate => {
    const [format] = candidate.spec.formats ?? []
    const dateFormat = format === undefined ? undefined : compileDateFormat(format)
    return { candidate, reads: dateFormat?.ok ? text => dateFormat.parse(text) !== undefined : text => parseCell(text, candidate.spec) !== undefined }
  })
}
