import { useLayoutEffect, useRef, useState } from 'react'
import { isSameColumns } from './columns.ts'
import type { GridColumn } from './data-frame.ts'

/** The same array as long as the columns in it are equal, so that hosts may build it anew each time. */
export function useStableColumns(columns: readonly GridColumn[]): readonly GridColumn[] {
  const [stable, setStable] = useState(columns)
  if (isSameColumns(stable, columns)) return stable
  setStable(columns)
  return columns
}

/** One function for ever that does what the latest one does. For events only, never during rendering. */
export function useStable(action: () => void): () => void {
  const latest = useRef(action)
  useLayoutEffect(() => { latest.current = action })
  const [stable] = useState(() => () => latest.current())
  return stable
}
