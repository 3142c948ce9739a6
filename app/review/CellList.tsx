import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react'
import { CellText, type CellMark } from '../grid/index.ts'
import { cn } from '../ui/index.ts'
import type { ReviewRow } from './rows.ts'

/** UTF-16 units of a cell that are drawn; the grid's cell window shows more. */
const DRAWN_UNITS = 2000
const ROW_PX = 29

/** Every cell of a row with its column, however many: only those in view are drawn. Wrong ones come first. */
export function CellList({ row: { names, view, marks, cells } }: { row: ReviewRow }) {
  const scroller = useRef<HTMLDivElement>(null)
  const order = useMemo(() => {
    const places = names.map((_, index) => index + 1)
    return [...places.filter(place => marks?.has(place)), ...places.filter(place => !marks?.has(place))]
  }, [names, marks])
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: useCallback((index: number) => names[(order[index] ?? 0) - 1] ?? index, [names, order]),
    overscan: 6,
  })
  // Another row starts at its top.
  useLayoutEffect(() => { scroller.current?.scrollTo({ top: 0 }) }, [view.ordinal])
  return (
    <div ref={scroller} role="region" aria-label={`Cells of line ${view.line}`} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto overscroll-contain -outline-offset-2">
      <ul aria-label="Cells" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const place = order[index] ?? 0
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={order.length}
              aria-posinset={index + 1}
              className={cn('absolute inset-x-0 top-0 grid grid-cols-[minmax(5rem,34%)_minmax(0,1fr)] gap-x-3 border-b border-line px-3 py-1 text-xs/5', ground(marks?.get(place)))}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className="truncate text-muted" title={names[place - 1]}><bdi>{names[place - 1]}</bdi></span>
              <span dir="auto" className="min-w-0 font-mono wrap-anywhere whitespace-pre-wrap"><CellText text={cells[place] ?? null} limit={DRAWN_UNITS} breaksLines /></span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function ground(mark: CellMark | undefined): string {
  return mark === undefined ? '' : mark.severity === 'error' ? 'bg-mismatched-soft' : 'bg-warning-soft'
}
