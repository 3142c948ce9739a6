import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { DataFrame, GridRow, RowRequest } from './data-frame.ts'
import type { RowRange } from './geometry.ts'
import { blockRowsFor, createRowCache, type RowCache } from './row-cache.ts'

export interface Rows {
  /** The row if it is at hand; `isStale` if it is of the frame before, whose place the new one has not filled yet. */
  readonly at: (rowIndex: number) => { readonly row: GridRow | undefined, readonly isStale: boolean, readonly isFailed: boolean }
  /** Why something in the wanted range could not be fetched. */
  readonly failure: string | undefined
  readonly retry: () => void
  /** Has rows fetched that will be drawn, and resolves when they are here, or it has taken so long; undefined where they are, or where rows fly past. */
  readonly bring: (range: RowRange, atMostMs: number) => Promise<void> | undefined
}

const maxBytes = 48 * 2 ** 20
const maxRequests = 3
/** While the scrollbar is dragged nothing of one frame is wanted in the next: then rows are asked for this often. */
const jumpPauseMs = 80

interface Held {
  readonly key: string
  readonly numRows: number
  readonly columns: DataFrame['columns']
  readonly cache: RowCache
  readonly previous: RowCache | undefined
}

/** The rows of a frame, fetched around `range`. When the frame's key changes, old rows stay in sight until the new ones come. */
export function useRows(frame: DataFrame, { rowStart, rowEnd }: RowRange): Rows {
  const latest = useRef(frame)
  useLayoutEffect(() => { latest.current = frame }, [frame])

  const hold = (before?: Held): Held => ({
    key: frame.key,
    numRows: frame.numRows,
    columns: frame.columns,
    cache: createRowCache(
      { numRows: frame.numRows, fetch: (request: RowRequest) => latest.current.fetch(request) },
      { blockRows: blockRowsFor(frame.columns.length), maxBytes, maxRequests },
    ),
    previous: before && hasSameColumns(before.columns, frame.columns) ? before.cache : undefined,
  })
  const [held, setHeld] = useState(() => hold())
  let current = held
  if (held.key !== frame.key || held.numRows !== frame.numRows) {
    current = hold(held)
    setHeld(current)
  }
  const { cache, previous } = current

  useSyncExternalStore(cache.subscribe, cache.version, cache.version)
  useEffect(() => () => cache.cancel(), [cache])

  const lastWant = useRef({ rowStart: 0, rowEnd: 0, atMs: -Infinity })
  const want = useCallback((range: RowRange) => {
    lastWant.current = { ...range, atMs: performance.now() }
    cache.want(range)
  }, [cache])
  useEffect(() => {
    const range = { rowStart, rowEnd }
    const waitMs = lastWant.current.atMs + jumpPauseMs - performance.now()
    if (waitMs <= 0 || overlaps(lastWant.current, range)) {
      want(range)
      return
    }
    const timer = setTimeout(want, waitMs, range)
    return () => clearTimeout(timer)
  }, [want, rowStart, rowEnd])
  const bring = useCallback((range: RowRange, atMostMs: number) => {
    if (performance.now() < lastWant.current.atMs + jumpPauseMs || cache.has(range)) return undefined
    want(range)
    return new Promise<void>(resolve => {
      const end = () => {
        stop()
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(end, atMostMs)
      const stop = cache.subscribe(() => { if (cache.has(range)) end() })
    })
  }, [cache, want])

  const isFilled = previous !== undefined && rowEnd > rowStart && cache.has({ rowStart, rowEnd: Math.min(rowEnd, frame.numRows) })
  useEffect(() => {
    if (isFilled) setHeld(before => ({ ...before, previous: undefined }))
  }, [isFilled])

  const at = (rowIndex: number) => {
    const row = cache.row(rowIndex)
    const isFailed = cache.failure(rowIndex) !== undefined
    const old = row ?? isFailed ? undefined : previous?.row(rowIndex)
    return { row: row ?? old, isFailed, isStale: old !== undefined }
  }
  return { at, failure: cache.failure(rowStart)?.message ?? cache.failure(Math.max(rowStart, rowEnd - 1))?.message, retry: useCallback(() => cache.retry(), [cache]), bring }
}

function overlaps(a: RowRange, b: RowRange): boolean {
  return a.rowStart < b.rowEnd && b.rowStart < a.rowEnd
}

function hasSameColumns(a: DataFrame['columns'], b: DataFrame['columns']): boolean {
  return a.length === b.length && a.every((column, i) => column.id === b[i]?.id)
}
