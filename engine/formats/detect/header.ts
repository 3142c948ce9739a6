import { cellKind, isTelling, type CellKind } from './cell-kind.ts'
import type { SampleRecord } from './candidates.ts'

/** Title lines above a table are no more than this many records. */
const MAX_PREAMBLE = 30

/**
 * How many physical lines stand above the table: records at the top with far fewer cells than the rest, or, where a
 * spreadsheet has filled them up, with one that is not empty. A header that is merely short stays one.
 */
export function preambleLines(records: readonly SampleRecord[], width: number): number {
  if (width < 2) return 0
  const start = records.slice(0, MAX_PREAMBLE).findIndex(record => !isTitle(record, width))
  const first = records[start]
  if (start <= 0 || first?.cells.length !== width) return 0
  const table = records.slice(start)
  const regular = table.filter(({ cells }) => cells.length === width).length
  return regular >= table.length * 0.8 ? first.line - 1 : 0
}

function isTitle({ cells }: SampleRecord, width: number): boolean {
  if (cells.length !== width) return cells.length <= Math.max(1, Math.floor(width / 2))
  return width >= 4 && cells.filter(cell => cell.trim() !== '').length <= 1
}

/**
 * Whether the first record holds labels, and how sure that is (0 to 1): labels are words above columns of numbers and dates,
 * do not come again below, and are all different.
 */
export function judgeHeader(records: readonly SampleRecord[], width: number): { readonly isHeader: boolean, readonly confidence: number } {
  const [first, ...others] = records.filter(record => record.cells.length === width)
  if (first === undefined) return { isHeader: true, confidence: 0.5 }
  const labels = first.cells
  if (others.length === 0) return { isHeader: labels.every(looksLikeLabel), confidence: 0.5 }
  let votes = 0
  for (let i = 0; i < width; i++) votes += voteOfColumn(labels[i] ?? '', others.map(({ cells }) => cells[i] ?? ''))
  const named = labels.filter(label => label.trim() !== '')
  if (new Set(named).size < named.length) votes -= 1
  // Most files have a header: only data in the first record speaks against it.
  const isHeader = votes > 0 || (votes === 0 && named.length > 0 && named.every(looksLikeLabel))
  return { isHeader, confidence: Math.min(1, 0.5 + Math.abs(votes) / (2 * width)) }
}

const looksLikeLabel = (cell: string): boolean => !isTelling(cellKind(cell))

/** Above 0: the first cell differs from those below as a label does; below 0: it is one of them. */
function voteOfColumn(first: string, below: readonly string[]): number {
  const kinds = below.map(cellKind).filter(kind => kind !== 'empty')
  const kind = commonKind(kinds)
  const own = cellKind(first)
  if (kind !== undefined && isTelling(kind)) return own === kind ? -1 : own === 'empty' ? 0 : 1
  if (isTelling(own)) return -0.5
  if (own !== 'empty' && below.includes(first)) return -0.5
  const lengths = new Set(below.map(cell => cell.length))
  return kinds.length > 4 && lengths.size === 1 && !lengths.has(first.length) ? 0.5 : 0
}

/** The kind of at least four in five. */
function commonKind(kinds: readonly CellKind[]): CellKind | undefined {
  const counts = new Map<CellKind, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].find(([, count]) => count >= kinds.length * 0.8)?.[0]
}
