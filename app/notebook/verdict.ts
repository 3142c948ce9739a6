import type { Counts, RowFilter } from '../../engine/index.ts'
import { formatCount, formatShare } from '../charts/index.ts'

export interface VerdictPart {
  readonly rows: RowFilter['rows']
  readonly word: string
  readonly count: number
  /** What the number means, for its tooltip. */
  readonly detail: string
}

/** Rows that steps took out, over all of them. */
export function droppedTotal({ dropped }: Counts): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0)
}

/** The totals of a verdict in reading order. Warned rows are valid rows; the others add up to the physical records. */
export function verdictParts(counts: Counts): readonly VerdictPart[] {
  const share = (count: number) => formatShare(counts.physical === 0 ? 0 : count / counts.physical)
  const droppedBy = Object.entries(counts.dropped).map(([step, count]) => `${step}: ${formatCount(count)}`).join(', ')
  return [
    { rows: 'all', word: 'physical', count: counts.physical, detail: 'Records in the file: valid + rejected + dropped' },
    { rows: 'valid', word: 'valid', count: counts.valid, detail: `${share(counts.valid)} of the records pass every rule of severity error` },
    { rows: 'rejected', word: 'rejected', count: counts.rejected, detail: `${share(counts.rejected)} of the records fail one or could not be read` },
    { rows: 'warned', word: 'warned', count: counts.warned, detail: 'Valid, but a rule of severity warn fails' },
    { rows: 'dropped', word: 'dropped', count: droppedTotal(counts), detail: droppedBy === '' ? 'No step drops rows' : `Dropped by steps: ${droppedBy}` },
  ]
}
