import { startTransition, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { describeCause } from '../../engine/base/errors.ts'
import type { RowFilter, Verdict } from '../../engine/index.ts'
import type { Session } from '../session/session.ts'
import { filterKey } from './filter.ts'
import { reviewFrame, type ReviewFrame } from './frame.ts'
import { sameRow } from './locate.ts'
import { reviewColumns } from './rows.ts'

/** The row that is looked at. */
export interface ActiveRow {
  readonly rowIndex: number
  readonly ordinal: number
  /** Whether some of it is in view: it can be active while one has scrolled elsewhere. */
  readonly isInSight: boolean
}

export interface Arrival {
  readonly frame: ReviewFrame
  /** Where the active row is to be; undefined leaves the grid as it is. */
  readonly rowIndex: number | undefined
  /** The filter is another one than before. */
  readonly isNewFilter: boolean
}

export interface ReviewFrameState {
  /** The latest rows there are: those of the verdict and filter before, while others are on their way. */
  readonly arrival: Arrival | undefined
  readonly isComing: boolean
  /** Why rows could not be had. */
  readonly failure: string | undefined
  readonly retry: () => void
}

interface Wanted {
  readonly inputId: string
  readonly filter: RowFilter
  readonly verdict: Verdict
}

/** The rows of a filter under a verdict. Keeps the row that is looked at, or else the place one has scrolled to. */
export function useReviewFrame(session: Session, { inputId, filter, verdict }: Wanted, activeRow: () => ActiveRow | undefined): ReviewFrameState {
  const [attempt, setAttempt] = useState(0)
  const retry = useCallback(() => setAttempt(before => before + 1), [])
  const key = [inputId, verdict.revision, attempt, filterKey(filter)].join(' ')
  const [arrival, setArrival] = useState<Arrival>()
  const [failed, setFailed] = useState<{ readonly key: string, readonly reason: string }>()
  const latest = useRef<ReviewFrame>(undefined)

  const load = useEffectEvent(async (signal: AbortSignal) => {
    const { total, columns } = await session.page(filter, 0, 0, signal)
    const frame = reviewFrame({ key, filter, total, columns: reviewColumns(columns, verdict.columns), page: session.page, onOutdated: retry })
    const isNewFilter = latest.current === undefined || filterKey(latest.current.filter) !== filterKey(filter)
    const rowIndex = await placeIn(session, frame, isNewFilter, activeRow())
    if (signal.aborted) return
    latest.current = frame
    // Many cells are drawn anew, in slices between which the page answers.
    startTransition(() => setArrival({ frame, rowIndex, isNewFilter }))
  })
  useEffect(() => {
    const stop = new AbortController()
    load(stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) setFailed({ key, reason: describeCause(error) })
    })
    return () => stop.abort()
  }, [key])

  return { arrival, isComing: arrival?.frame.key !== key, failure: failed?.key === key ? failed.reason : undefined, retry }
}

/** Under another verdict the active row is followed if it is looked at; under another filter it is kept, or the rows start anew. */
async function placeIn(session: Session, { filter, numRows }: ReviewFrame, isNewFilter: boolean, active: ActiveRow | undefined): Promise<number | undefined> {
  if (!active || numRows === 0) return undefined
  if (isNewFilter) return sameRow(session, filter, active.ordinal)
  if (active.rowIndex === 0 || !active.isInSight) return undefined
  return Math.min(numRows - 1, await session.positionOf(filter, active.ordinal))
}
