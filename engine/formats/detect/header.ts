import { cellKind, isTelling, type CellKind } from './cell-kind.ts'
import type { SampleRecord } from './candidates.ts'

/**
 * Whether the first record holds labels, and how sure that is (0 to 1): labels are words above columns of numbers and dates,
 * do not come again below, and are all different.
 */
export function judgeHeader(records: readonly SampleRecord[], width: number): { readonly isHeader: boolean, readonly confidence: number } {
  const [first, ...others] = records.filter(record => record.cells.length === width)
  if (first === undefined) return { isHeader: true, confidence: 0.5 }
  const labels = first.cells
  if (others.length === 0) return { isHeader: labels.every(isNoValue), confidence: 0.5 }
  if (isSequence(labels) && !others.slice(0, 20).some(({ cells }) => isSequence(cells))) return { isHeader: true, confidence: 0.8 }
  let votes = 0
  for (let i = 0; i < width; i++) votes += voteOfColumn(labels[i] ?? '', others.map(({ cells }) => cells[i] ?? ''))
  const named = labels.filter(label => label.trim() !== '')
  if (new Set(named).size < named.length) votes -= 1
  // Most files have a header: only data in the first record speaks against it.
  const isHeader = votes > 0 || (votes === 0 && named.length > 0 && named.every(looksLikeLabel))
  return { isHeader, confidence: Math.min(1, 0.5 + Math.abs(votes) / (2 * width)) }
}

/** `region, 2019, 2020, 2021`: numbers that count up, as labels do and data hardly ever. */
function isSequence(cells: readonly string[]): boolean {
  const numbers = cells.flatMap(cell => /^(19|20)[0-9]{2}$|^[1-9][0-9]?$/.test(cell.trim()) ? [Number(cell)] : [])
  return numbers.length >= 3 && numbers.length >= cells.length / 2 && numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1)
}

/** `no` may be a label, where nothing stands below it. */
const isNoValue = (cell: string): boolean => looksLikeLabel(cell) || cellKind(cell) === 'boolean'

const looksLikeLabel = (cell: string): boolean => !isTelling(cellKind(cell))

/** Above 0: the first cell differs from those below as a label does; below 0: it is one of them. */
function voteOfColumn(first: string, below: readonly string[]): number {
  const kinds = below.map(cellKind).filter(kind => kind !== 'empty')
  const kind = commonKind(kinds)
  const own = cellKind(first)
  if (isYear(first) && below.filter(isYear).length <= below.length * 0.1) return 1
  if (kind !== undefined && isTelling(kind)) return own === kind ? -1 : own === 'empty' ? 0 : 1
  if (isTelling(own)) return -0.5
  if (own !== 'empty' && below.includes(first)) return -0.5
  const lengths = new Set(below.map(cell => cell.length))
  return kinds.length > 4 && lengths.size === 1 && !lengths.has(first.length) ? 0.5 : 0
}

const isYear = (cell: string): boolean => /^(19|20)[0-9]{2}$/.test(cell.trim())

/** The kind of at least four in five. */
function commonKind(kinds: readonly CellKind[]): CellKind | undefined {
  const counts = new Map<CellKind, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].find(([, count]) => count >= kinds.length * 0.8)?.[0]
}
