import { binsBetween, labelled, positionLabel } from './bins.ts'
import { textCandidate, type Reading } from './choose.ts'
import { boundsOfName, isKeyName } from './names.ts'
import type { ColumnProfile } from './profile.ts'
import { isWhole } from './read-sql.ts'
import { SUSPECTS, suspectsAmong } from './suspects.ts'
import { writingOf } from './writing.ts'
import type { Counted } from './cells.ts'
import {
  askBins, askCounterExamples, askCounts, askDifferent, askTextEnds, askTop,
  type Ask, type Basics, type Binned, type KeyQuestion, type Layout,
} from './questions.ts'

/** A column whose type is known. */
export interface Subject {
  readonly column: number
  readonly name: string
  readonly basics: Basics
  /** Undefined for text. */
  readonly reading: Reading | undefined
  /** Words for missing cells that stand in it. */
  readonly nullWords: readonly string[]
  /** Named formats that some of the sampled texts are of. */
  readonly formats: readonly { readonly name: string, readonly share: number }[]
}

/** Nearly every value is different: no value is frequent. */
const NEARLY_UNIQUE_SHARE = 0.5
const NEARLY_UNIQUE_COUNT = 1_000

export const isNearlyUnique = ({ distinct, present }: Basics): boolean => distinct > NEARLY_UNIQUE_COUNT && distinct > present * NEARLY_UNIQUE_SHARE

const TOP_VALUES = 10
/** A column of at most so many different values has all of them in its profile. */
const FEW_VALUES = 20
/** A column that may be a key is counted exactly when the estimate says that so many of its cells are different. */
const KEY_SHARE = 0.9
/** Integers further apart than this many times their number are not told apart by one bit each. */
const MAX_BITS_PER_CELL = 8
/** Named formats that fewer of the sampled texts are of are a coincidence. */
const FORMAT_SHARE = 0.5

interface Details {
  readonly binned: ReadonlyMap<number, Binned>
  readonly binCounts: ReadonlyMap<number, ReadonlyMap<number, number>>
  readonly top: ReadonlyMap<number, readonly Counted[]>
  readonly textEnds: ReadonlyMap<number, { readonly min: string | null, readonly max: string | null }>
  readonly suspects: ReadonlyMap<number, readonly Counted[]>
  readonly counterExamples: ReadonlyMap<number, readonly Counted[]>
  readonly different: ReadonlyMap<number, number>
}

/** Asks for what depends on the types, and puts the profiles together. */
export async function describe(ask: Ask, subjects: readonly Subject[], numRows: number, layout: Layout): Promise<readonly ColumnProfile[]> {
  const binned = mapOf(subjects, binnedOf)
  const details: Details = {
    binned,
    binCounts: await askBins(ask, binned, layout),
    top: await askTop(ask, mapOf(subjects, ({ column, basics }) =>
      layout.grouped.has(column) && !isNearlyUnique(basics) ? Math.max(TOP_VALUES, allValuesOf(basics)) : undefined), layout),
    textEnds: await askTextEnds(ask, subjects.flatMap(({ column, reading }) => reading ? [] : [column]), layout),
    suspects: await askCounts(ask, mapOf(subjects, ({ column, basics, reading }) =>
      isWholly(basics, reading) && !layout.grouped.has(column) ? suspectsAmong(reading) : SUSPECTS), layout, new Map(subjects.map(({ column, basics }) => [column, basics]))),
    counterExamples: await askCounterExamples(ask, mapOf(subjects, ({ basics, reading }) =>
      reading && reading.others === undefined && reading.valid < basics.present ? reading.candidate : undefined), layout),
    different: await askDifferent(ask, mapOf(subjects, keyQuestion)),
  }
  return subjects.map(subject => profileOf(subject, numRows, details))
}

/** What is known of the columns of which something is. */
function mapOf<T>(subjects: readonly Subject[], of: (subject: Subject) => T | undefined): ReadonlyMap<number, T> {
  return new Map(subjects.flatMap(subject => {
    const found = of(subject)
    return found === undefined ? [] : [[subject.column, found] as const]
  }))
}

const allValuesOf = ({ distinct }: Basics): number => distinct <= FEW_VALUES ? distinct : 0

/** Whether every cell that is not missing is of the reading. */
const isWholly = (basics: Basics, reading: Reading | undefined): reading is Reading => reading?.valid === basics.present

function keyQuestion({ column, name, basics, reading }: Subject): KeyQuestion | undefined {
  const mayBeKey = basics.isApproximate && (column === 0 || isKeyName(name)) && basics.distinct >= basics.present * KEY_SHARE
  if (!mayBeKey) return undefined
  if (!isWholly(basics, reading) || reading.candidate.spec.to.name !== 'integer' || reading.low === null || reading.high === null) return {}
  const { low, high } = reading
  return high - low < basics.present * MAX_BITS_PER_CELL ? { integers: { low, high } } : {}
}

/** Values of a type that lies on a line; lengths of texts. */
function binnedOf({ basics: { present, minLength, maxLength }, reading }: Subject): Binned | undefined {
  // Of JSON, too, the lengths are what there is to see.
  const [of, low, high] = reading && reading.others === undefined ? [reading.candidate, reading.low, reading.high] : ['lengths' as const, minLength, maxLength]
  const bins = low === null || high === null ? undefined : binsBetween(low, high, of === 'lengths' || isWhole(of.spec.to.name))
  return bins && { of, bins, isTrusted: reading !== undefined && reading.valid === present }
}

function profileOf({ column, name, basics, reading, formats, nullWords }: Subject, numRows: number, details: Details): ColumnProfile {
  const { present, minLength, maxLength } = basics
  const { spec } = (reading ?? { candidate: textCandidate }).candidate
  const { form } = reading?.candidate ?? {}
  const written = {
    ...reading?.parts ? { dateFormats: reading.parts.map(part => ({ format: part.format, share: part.valid / present })) } : {},
    ...reading?.isDayMonthOpen ? { isDayMonthOpen: true as const } : {},
    ...spec.trueValues ? { trueValues: spec.trueValues } : {}, ...spec.falseValues ? { falseValues: spec.falseValues } : {}, ...form ? { numberForm: form } : {},
  }
  const writing = writingOf(written)
  const [dateFormat, ...otherFormats] = spec.formats ?? []
  const valid = reading?.valid ?? present
  const isDifferent = details.different.get(column) === present
  const top = details.top.get(column) ?? []
  const common = formats.filter(({ share }) => share >= FORMAT_SHARE)
  const usual = spec.to.name === 'integer' || spec.to.name === 'number' ? boundsOfName(name) : undefined
  return {
    name, type: spec.to.name, ...dateFormat === undefined || otherFormats.length > 0 ? {} : { dateFormat },
    ...written, ...writing === undefined ? {} : { writing },
    ...reading && nullWords.length > 0 ? { nullWords } : {},
    share: present === 0 ? 1 : valid / present, valid, mismatched: present - valid, missing: numRows - present,
    distinct: isDifferent ? present : basics.distinct, isApproximate: basics.isApproximate && !isDifferent,
    top: top.slice(0, TOP_VALUES), ...endsOf(reading ?? details.textEnds.get(column)), mean: reading?.mean ?? null,
    ...histogramOf(details.binned.get(column), details.binCounts.get(column)), minLength, maxLength,
    counterExamples: reading?.others ?? (details.counterExamples.get(column) ?? []).map(({ value }) => value),
    suspects: details.suspects.get(column) ?? [],
    ...allValuesOf(basics) > 0 ? { values: top } : {},
    ...common.length > 0 ? { formats: common.toSorted((a, b) => b.share - a.share) } : {},
    ...usual && reading ? { usual: { ...usual, outside: reading.outside } } : {},
  }
}

const endsOf = (ends: { readonly min: string | null, readonly max: string | null } | undefined): Pick<ColumnProfile, 'min' | 'max'> =>
  ({ min: ends?.min ?? null, max: ends?.max ?? null })

function histogramOf(binned: Binned | undefined, counts: ReadonlyMap<number, number> | undefined): Pick<ColumnProfile, 'histogram' | 'histogramOf'> {
  if (!binned) return { histogram: [], histogramOf: null }
  const { of, bins } = binned
  const label = positionLabel(of === 'lengths' ? 'integer' : of.spec.to.name)
  return { histogram: labelled(bins, counts ?? new Map(), label), histogramOf: of === 'lengths' ? 'lengths' : 'values' }
}
