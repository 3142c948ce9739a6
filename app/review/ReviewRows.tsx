import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, PanelRight, SearchX } from 'lucide-react'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { describeCause } from '../../engine/base/errors.ts'
import type { RowError, RowFilter, Verdict } from '../../engine/index.ts'
import { formatCount, formatCounted } from '../charts/index.ts'
import { DataGrid, type ActiveCell, type ColumnMenuItems, type DataGridHandle, type Size } from '../grid/index.ts'
import { useSession, useSessionHandle, useShared } from '../session/session.ts'
import { Button, cn, EmptyState, IconButton, useToast, VisuallyHidden } from '../ui/index.ts'
import { cleared, describeFilter, isNarrowed, withColumn, withRule, type KindOf } from './filter.ts'
import { FailureFilter, VerdictFilter } from './FilterBar.tsx'
import { GoTo } from './GoTo.tsx'
import { isRowInSight } from './in-sight.ts'
import { canHoldRejects, locate, neighbouringReject, type Located, type PlaceUnit } from './locate.ts'
import { RowDetails } from './RowDetails.tsx'
import { isReviewRow, placeToLookAt, WHY, type ReviewRow } from './rows.ts'
import { useReviewFrame, type ActiveRow } from './useReviewFrame.ts'

export interface ReviewRowsProps {
  readonly inputId: string
  /** Of the latest recipe that could be run. */
  readonly verdict: Verdict
  readonly kindOf: KindOf
}

const noNames: readonly string[] = []

/** The filtered rows in a grid, with the ways through them and the details of the active one. */
export function ReviewRows({ inputId, verdict, kindOf }: ReviewRowsProps) {
  const session = useSessionHandle()
  const showToast = useToast()
  const filter = useSession(state => state.filter)
  const [areDetailsOpen, setDetailsOpen] = useState(true)
  const [active, setActive] = useState<{ readonly rowIndex: number, readonly row: ReviewRow }>()
  const [said, setSaid] = useState({ count: 0, text: '', isShown: false })
  const grid = useRef<DataGridHandle>(null)
  const gridBox = useRef<HTMLDivElement>(null)
  const isSeeking = useRef(false)
  // Of the grid's place, while its rows are on their way.
  const [placeSize, setPlaceSize] = useState<Size>()
  useEffect(() => {
    if (gridBox.current) setPlaceSize({ width: gridBox.current.clientWidth, height: gridBox.current.clientHeight })
  }, [])

  const activeRow = (): ActiveRow | undefined => active && { rowIndex: active.rowIndex, ordinal: active.row.view.ordinal, isInSight: isRowInSight(gridBox.current, active.rowIndex) }
  const { arrival, isComing, failure, retry } = useReviewFrame(session, { inputId, filter, verdict }, activeRow)
  const frame = arrival?.frame
  const numRows = frame?.numRows ?? 0
  const names = useShared(frame?.names ?? noNames)
  const setFilter = useCallback((next: RowFilter) => session.dispatch({ op: 'setFilter', filter: next }), [session])
  const say = useCallback((text: string, isShown = false) => setSaid(({ count }) => ({ count: count + 1, text, isShown })), [])
  const titles = useShared(useMemo(() => new Map(verdict.rules.map(({ id, kind }) => [id, kindOf(kind).title])), [verdict, kindOf]))
  const titleOf = useCallback((id: string) => titles.get(id) ?? id, [titles])
  const narrowToRule = useCallback(({ ruleId, severity }: RowError) => setFilter(withRule(session.getState().filter, { id: ruleId, severity })), [session, setFilter])
  const narrowToColumn = useCallback((column: string) => setFilter(withColumn(session.getState().filter, column)), [session, setFilter])
  const closeDetails = useCallback(() => setDetailsOpen(false), [])

  const arrive = useEffectEvent(({ frame: { numRows: total }, rowIndex, isNewFilter }: NonNullable<typeof arrival>) => {
    const hasFocus = gridBox.current?.contains(document.activeElement) === true
    if (rowIndex !== undefined) grid.current?.scrollToRow(rowIndex, { focus: hasFocus })
    if (total === 0) setActive(undefined)
    if (isNewFilter) say(formatCounted(total, 'row'))
  })
  useEffect(() => {
    if (arrival) arrive(arrival)
  }, [arrival])

  const onActiveCell = useCallback(({ rowIndex, row }: ActiveCell) => {
    if (row && isReviewRow(row)) setActive({ rowIndex, row })
  }, [])
  const columnMenuItems = useCallback<ColumnMenuItems>((column, index) => index === WHY
    ? []
    : [{ label: 'Only rows with an error here', onSelect: () => narrowToColumn(column.label) }], [narrowToColumn])

  /** Looks a row up and goes there; presses meanwhile are not queued, so that a key held down cannot run ahead. */
  const seek = async (find: (target: NonNullable<typeof frame>) => Promise<Located | undefined>, { focus, tell }: { focus: boolean, tell: (found: Located | undefined) => void }) => {
    if (!frame || isSeeking.current) return
    isSeeking.current = true
    try {
      const found = await find(frame)
      if (found) grid.current?.scrollToRow(found.rowIndex, { columnIndex: placeToLookAt(found.row, frame.placeOf, frame.filter.column), focus })
      tell(found)
    } catch (error) {
      showToast({ tone: 'mismatched', title: 'The row could not be looked up', description: describeCause(error) })
    } finally {
      isSeeking.current = false
    }
  }
  const goToReject = (direction: 1 | -1, focus: boolean) => {
    const from = activeRow()
    if (!from) return
    void seek(target => neighbouringReject(session, target.filter, from, direction), {
      focus,
      tell: found => found ? say(`Line ${formatCount(found.row.line)}`) : say(`No rejected row ${direction === 1 ? 'after' : 'before'} this one`, true),
    })
  }
  const goTo = (place: { unit: PlaceUnit, number: number }) => void seek(target => locate(session, target.filter, target.numRows, place), {
    focus: true,
    tell: found => {
      const isThere = found?.row[place.unit === 'line' ? 'line' : 'ordinal'] === place.number
      const missing = `${place.unit === 'line' ? 'No row starts at line' : 'There is no record'} ${formatCount(place.number)} here`
      if (found) say(isThere ? '' : `${missing}: this is line ${formatCount(found.row.line)}`, !isThere)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    const isOnCell = event.target instanceof Element && event.target.matches('[role=gridcell], [role=rowheader], [role=columnheader]')
    if (!isPlain || !isOnCell || (event.key !== 'n' && event.key !== 'p')) return
    event.preventDefault()
    goToReject(event.key === 'n' ? 1 : -1, true)
  }

  const canSeekRejects = numRows > 0 && canHoldRejects(filter) && verdict.counts.rejected > 0
  return (
    <div className="@container flex flex-col gap-2 p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <VerdictFilter filter={filter} onFilter={setFilter} counts={verdict.counts} />
        <p className="text-sm text-muted"><span className="font-semibold text-ink">{frame ? formatCount(numRows) : '…'}</span> of {formatCounted(verdict.counts.physical, 'row')}</p>
        <Button aria-pressed={areDetailsOpen} onClick={() => setDetailsOpen(!areDetailsOpen)} className="ml-auto aria-pressed:bg-hover"><PanelRight aria-hidden />Details</Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <FailureFilter filter={filter} onFilter={setFilter} rules={verdict.rules} columns={names} kindOf={kindOf} />
        <div className="ml-auto flex items-center gap-3">
          {said.isShown && <p className="text-xs text-warning-ink">{said.text}</p>}
          <div role="group" aria-label="Rejected rows" className="flex">
            <IconButton label="Previous rejected row" shortcut="P" aria-keyshortcuts="p" icon={<ChevronUp />} disabled={!canSeekRejects} onClick={() => goToReject(-1, false)} />
            <IconButton label="Next rejected row" shortcut="N" aria-keyshortcuts="n" icon={<ChevronDown />} disabled={!canSeekRejects} onClick={() => goToReject(1, false)} />
          </div>
          <GoTo isDisabled={numRows === 0} onGo={goTo} />
        </div>
      </div>
      {failure !== undefined && (
        <div role="alert" className="flex items-center gap-3 rounded-md border border-mismatched bg-mismatched-soft px-3 py-2 text-sm">
          <CircleAlert aria-hidden className="size-4 shrink-0 text-mismatched" />
          <span className="min-w-0 flex-1 wrap-anywhere">The rows could not be had: {failure}</span>
          <Button size="sm" onClick={retry}>Try again</Button>
        </div>
      )}
      <div className={cn('flex min-w-0 flex-col gap-2 @min-[72rem]:flex-row', gridHeights, areDetailsOpen && gridHeightsAboveDetails)}>
        <GridBox ref={gridBox} isComing={isComing} onKeyDown={onKeyDown}>
          {frame
            ? (
                <DataGrid
                  ref={grid}
                  frame={frame}
                  label={describeFilter(frame.filter)}
                  height="var(--review-grid)"
                  {...placeSize && { placeSize }}
                  emptyMessage=""
                  onActiveCell={onActiveCell}
                  columnMenuItems={columnMenuItems}
                />
              )
            : <div className="rounded-md border border-line bg-sunken" style={{ height: 'var(--review-grid)' }} />}
          {frame?.numRows === 0 && (
            <div className="absolute inset-px top-12 grid place-items-center rounded-b-md bg-surface">
              <NoRows filter={frame.filter} verdict={verdict} onFilter={setFilter} />
            </div>
          )}
        </GridBox>
        {areDetailsOpen && (
          <RowDetails
            row={numRows > 0 ? active?.row : undefined}
            titleOf={titleOf}
            onRule={narrowToRule}
            onColumn={narrowToColumn}
            onClose={closeDetails}
          />
        )}
      </div>
      <VisuallyHidden><span role="status"><span key={said.count}>{said.text}</span></span></VisuallyHidden>
    </div>
  )
}

interface GridBoxProps {
  readonly ref: Ref<HTMLDivElement>
  /** Other rows are on their way. */
  readonly isComing: boolean
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

/** The grid's place, which fades while what is in it may not be so for long. */
function GridBox({ ref, isComing, onKeyDown, children }: GridBoxProps) {
  const isJudging = useSession(state => state.isJudging)
  const isBusy = isJudging || isComing
  return <div ref={ref} onKeyDown={onKeyDown} aria-busy={isBusy} className={cn('relative min-w-0 flex-1 transition-opacity duration-200', isBusy && 'opacity-75 delay-150')}>{children}</div>
}

/** Below the bars at the top there is room for the cell's own bars, the grid and, where they are not at its side, the details. */
const gridHeights = '[--review-grid:clamp(18rem,calc(100dvh-18rem),46rem)]'
const gridHeightsAboveDetails = '@max-[72rem]:[--review-grid:clamp(17rem,calc(100dvh-32.5rem),46rem)]'

interface NoRowsProps {
  readonly filter: RowFilter
  readonly verdict: Verdict
  readonly onFilter: (filter: RowFilter) => void
}

function NoRows({ filter, verdict: { counts }, onFilter }: NoRowsProps) {
  if (counts.physical === 0) return <EmptyState title="No records">There is nothing in the file below its header.</EmptyState>
  if (isNarrowed(filter)) {
    return (
      <EmptyState icon={<SearchX />} title="No such rows" actions={<Button onClick={() => onFilter(cleared(filter))}>Clear filters</Button>}>
        There are no {describeFilter(filter)}.
      </EmptyState>
    )
  }
  const showAll = <Button onClick={() => onFilter({ rows: 'all' })}>Show all rows</Button>
  switch (filter.rows) {
    case 'rejected': return <EmptyState icon={<CircleCheck />} title="Every row passes" actions={showAll}>None of {formatCounted(counts.physical, 'row')} fails a rule.</EmptyState>
    case 'warned': return <EmptyState icon={<CircleCheck />} title="No warnings" actions={showAll}>No valid row fails a rule of severity warn.</EmptyState>
    case 'dropped': return <EmptyState icon={<CircleCheck />} title="Nothing dropped" actions={showAll}>No step takes rows out.</EmptyState>
    case 'valid': return <EmptyState icon={<CircleAlert />} title="No valid rows" actions={showAll}>Every row is rejected or dropped.</EmptyState>
    case 'all': return <EmptyState title="No rows" />
  }
}
