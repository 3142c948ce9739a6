import { useState } from 'react'
import type { GridColumn, GridRow } from './data-frame.ts'
import type { RowRange } from './geometry.ts'
import type { Rows } from './useRows.ts'

const noSample: readonly GridRow[] = []
const sampleRows = 60

/** The first rows seen of these columns. */
export function useSample(columns: readonly GridColumn[], rows: Rows, { rowStart, rowEnd }: RowRange): readonly GridRow[] {
  const [sample, setSample] = useState({ columns, rows: noSample })
  const isKnown = sample.columns === columns && sample.rows.length > 0
  const first = isKnown || rowEnd <= rowStart ? undefined : rows.at(rowStart)
  if (first?.row && !first.isStale) {
    const seen = Array.from({ length: Math.min(sampleRows, rowEnd - rowStart) }, (_, i) => rows.at(rowStart + i).row)
    setSample({ columns, rows: seen.filter(row => row !== undefined) })
  }
  return isKnown ? sample.rows : noSample
}
