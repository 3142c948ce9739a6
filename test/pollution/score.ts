import type { Truth } from './writer.ts'

/** What a reader made of a file: the labels, null where it took the file to have none, and the records in order. */
export interface ReadTable {
  readonly header: readonly string[] | null
  readonly records: readonly (readonly string[])[]
}

/** Shares from 0 to 1; `f1` is the harmonic mean of the others. */
export interface Measure {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface Score {
  readonly header: Measure
  readonly records: Measure
  readonly cells: Measure
  /** The mean of the three `f1`. */
  readonly overall: number
}

/**
 * How well a file was read. Texts are compared without white space at their ends and with every line end as `\n`.
 *
 * - Header: labels are right at their own place only. An empty label, and one that stood before, may be read as any name that is made of it.
 *   Of several right headers the one counts that fits best. To find no header where there is none is right, to find one is wrong.
 * - Records: as multisets, a record being right when all its cells are. This, and precision, recall and F1 for header, records and cells,
 *   is how Vitagliano et al. measure in "Pollock: A Data Loading Benchmark", PVLDB 16(8), 2023.
 * - Cells: truth and reading are aligned so that as many cells as possible are equal, in order, a record with one record or with none;
 *   a cell is right when it equals the one in the same column of its partner.
 *
 * A spoiled record need not be read, and one record read in its place is no mistake: where it would be aligned with nothing better, it does not count.
 */
export function score(truth: Truth, read: ReadTable): Score {
  const wanted = truth.records.map(normalized)
  const found = read.records.map(normalized)
  const header = scoreHeader(truth, read.header)
  const records = scoreRecords(wanted, found, truth.spoiled.length)
  const cells = scoreCells(wanted, found, truth.spoiled)
  return { header, records, cells, overall: (header.f1 + records.f1 + cells.f1) / 3 }
}

/** `right` of `wanted` things among `found`. With nothing to find, to find nothing is perfect. */
export function measureOf(right: number, wanted: number, found: number): Measure {
  if (wanted === 0 && found === 0) return { precision: 1, recall: 1, f1: 1 }
  const precision = found === 0 ? 0 : right / found
  const recall = wanted === 0 ? 0 : right / wanted
  return { precision, recall, f1: right === 0 ? 0 : 2 * precision * recall / (precision + recall) }
}

type Cells = readonly string[]

const normalize = (text: string): string => text.replace(/\r\n?/g, '\n').trim()
const normalized = (cells: Cells): Cells => cells.map(normalize)

function scoreHeader({ header, otherHeaders }: Truth, found: Cells | null): Measure {
  if (header === null || found === null) return header === found ? measureOf(0, 0, 0) : measureOf(0, 1, 1)
  const right = (labels: Cells): Measure => measureOf(labels.filter((label, i) => isLabel(found[i], label, labels.slice(0, i))).length, labels.length, found.length)
  return [header, ...otherHeaders].map(right).reduce((best, measure) => (measure.f1 > best.f1 ? measure : best))
}

function isLabel(found: string | undefined, label: string, before: Cells): boolean {
  if (found === undefined) return false
  const [own, wanted] = [normalize(found), normalize(label)]
  if (own === wanted) return true
  return wanted === '' ? /^(unnamed|column|_|col|field|c)?[ :_]*[0-9]*$/i.test(own) : before.map(normalize).includes(wanted) && own.startsWith(wanted) && /^[ _.(]*[0-9]+\)?$/.test(own.slice(wanted.length))
}

const keyOf = (cells: Cells): string => JSON.stringify(cells)

function scoreRecords(wanted: readonly Cells[], found: readonly Cells[], spoiled: number): Measure {
  const left = new Map<string, number>()
  for (const cells of wanted) left.set(keyOf(cells), (left.get(keyOf(cells)) ?? 0) + 1)
  let right = 0
  for (const cells of found) {
    const count = left.get(keyOf(cells)) ?? 0
    if (count === 0) continue
    left.set(keyOf(cells), count - 1)
    right++
  }
  return measureOf(right, wanted.length, found.length - Math.min(spoiled, found.length - right))
}

const countCells = (records: readonly Cells[]): number => records.reduce((count, cells) => count + cells.length, 0)
const equalCells = (a: Cells, b: Cells): number => a.reduce((count, cell, i) => (cell === b[i] ? count + 1 : count), 0)

function scoreCells(wanted: readonly Cells[], found: readonly Cells[], spoiled: readonly number[]): Measure {
  const { right, forgiven } = align(withSpoiled(wanted, spoiled), found)
  return measureOf(right, countCells(wanted), countCells(found) - forgiven)
}

/** A record that was written, null for a spoiled one. */
type Written = Cells | null

const withSpoiled = (wanted: readonly Cells[], spoiled: readonly number[]): readonly Written[] =>
  Array.from({ length: wanted.length + 1 }, (_, at): readonly Written[] => {
    const nulls = spoiled.filter(place => place === at).map(() => null)
    const own = wanted[at]
    return own === undefined ? nulls : [...nulls, own]
  }).flat()

interface Alignment {
  /** Cells that are equal. */
  readonly right: number
  /** Cells of records that stand in the place of spoiled ones. */
  readonly forgiven: number
}

/** Records that are equal at both ends are partners; what lies between is aligned by {@link alignMiddle}. */
function align(wanted: readonly Written[], found: readonly Cells[]): Alignment {
  const isSame = (i: number, j: number): boolean => {
    const [own, other] = [wanted[i], found[j]]
    return own !== null && own !== undefined && other !== undefined && own.length === other.length && equalCells(own, other) === own.length
  }
  const shorter = Math.min(wanted.length, found.length)
  let start = 0
  let end = 0
  while (start < shorter && isSame(start, start)) start++
  while (end < shorter - start && isSame(wanted.length - 1 - end, found.length - 1 - end)) end++
  const middle = alignMiddle(wanted.slice(start, wanted.length - end), found.slice(start, found.length - end))
  const atEnds = [...wanted.slice(0, start), ...wanted.slice(wanted.length - end)].reduce((count, cells) => count + (cells?.length ?? 0), 0)
  return { right: atEnds + middle.right, forgiven: middle.forgiven }
}

/**
 * Needleman and Wunsch's alignment, the weight of two partners being how many cells they have in common. A record read in a spoiled one's
 * place weighs less than any cell, so that it never costs a right one.
 */
function alignMiddle(wanted: readonly Written[], found: readonly Cells[]): Alignment {
  const width = found.length + 1
  const forgivingWeight = 0.5 / (wanted.length + 1)
  const weights = new Float64Array((wanted.length + 1) * width)
  const weightOf = (i: number, j: number): number => {
    const own = wanted[i]
    return own === null || own === undefined ? forgivingWeight : equalCells(own, found[j] ?? [])
  }
  const best = (i: number, j: number): number => weights[i * width + j] ?? 0
  for (let i = 1; i <= wanted.length; i++) {
    for (let j = 1; j <= found.length; j++) weights[i * width + j] = Math.max(best(i - 1, j), best(i, j - 1), best(i - 1, j - 1) + weightOf(i - 1, j - 1))
  }
  let [right, forgiven] = [0, 0]
  for (let [i, j] = [wanted.length, found.length]; i > 0 && j > 0;) {
    const own = weightOf(i - 1, j - 1)
    if (own > 0 && best(i, j) === best(i - 1, j - 1) + own) {
      i--
      j--
      if (wanted[i] === null) forgiven += found[j]?.length ?? 0
      else right += own
    } else if (best(i, j) === best(i - 1, j)) i--
    else j--
  }
  return { right, forgiven }
}
