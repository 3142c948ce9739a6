import { booleanCandidate } from './boolean-words.ts'
import { plausible, PLAUSIBLE_SHARE, shapesOf, type Candidate } from './candidates.ts'
import { countCells, type Counted } from './cells.ts'
import { formatsAmong, type FoundFormat } from './formats.ts'
import { jsonCandidate, looksStructured } from './json-texts.ts'
import { asksYesOrNo } from './names.ts'
import { numberCandidates } from './number-form.ts'
import { takeSample, wholeTexts, type AskColumns, type SampledColumn } from './sample.ts'
import { NULL_WORDS } from './suspects.ts'

/** What the sample says of the columns. */
export interface Sample {
  /** Columns in which cells are equal now and then. */
  readonly repeating: ReadonlySet<number>
  readonly plausible: ReadonlyMap<number, readonly Candidate[]>
  /** The columns with cells that no candidate reads. */
  readonly unexplained: readonly number[]
  /** Of columns without candidates. */
  readonly formats: ReadonlyMap<number, readonly FoundFormat[]>
}

/** A column is worth grouping unless more than this share of the sampled cells are different from all others. */
const REPEATING_SHARE = 0.9

/** Looks at columns, by position and name, in sampled rows of `source`. */
export async function lookAtSample(ask: AskColumns, names: ReadonlyMap<number, string>, numRows: number): Promise<Sample> {
  const sampled = await takeSample(ask, [...names.keys()], numRows)
  const repeating = new Set<number>()
  const plausibleOf = new Map<number, readonly Candidate[]>()
  const unexplained: number[] = []
  const formats = new Map<number, readonly FoundFormat[]>()
  for (const [column, seen] of sampled) {
    const { present, texts } = seen
    const name = names.get(column) ?? ''
    const { found, fitted } = plausible(shapesOf(texts), present)
    const isUnexplained = present > fitted
    if (texts.length <= present * REPEATING_SHARE) repeating.add(column)
    if (isUnexplained) unexplained.push(column)
    const all = isUnexplained || asksYesOrNo(name) ? await withWrittenOtherwise(found, seen, name, () => wholeTexts(ask, column, numRows, VALUES_SEEN)) : found
    plausibleOf.set(column, all)
    if (all.length === 0) formats.set(column, formatsAmong(seen))
  }
  return { repeating, plausible: plausibleOf, unexplained, formats }
}

/** So many different values, the most frequent, say how a column is written. */
const VALUES_SEEN = 1_000

/** Candidates that no shape shows, too: booleans in words, which come before others that read as much, numbers as people write them, JSON. */
async function withWrittenOtherwise(found: readonly Candidate[], sampled: SampledColumn, name: string, whole: () => Promise<readonly Counted[]>): Promise<readonly Candidate[]> {
  const isValue = ({ value }: Counted): boolean => !NULL_WORDS.includes(value)
  const values = sampled.frequent(VALUES_SEEN).filter(isValue)
  const structured = looksStructured(values) ? (await whole()).filter(isValue) : []
  const [boolean, json] = [booleanCandidate(values, countCells(values), PLAUSIBLE_SHARE, name), jsonCandidate(structured, countCells(structured), PLAUSIBLE_SHARE)]
  return [...boolean ? [boolean] : [], ...found, ...numberCandidates(values, countCells(values), PLAUSIBLE_SHARE), ...json ? [json] : []]
}
