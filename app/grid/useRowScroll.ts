import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import {
  afterNativeScroll, contentOffset, offsetCentring, offsetShowing, restingScroll, rowSpace, rowsToDraw, scrollAt, scrollTo, settled,
  type RowRange, type RowScroll, type RowSpace, type Size,
} from './geometry.ts'

export interface DrawnRows extends RowRange {
  /** Row r is drawn at canvas height r * rowHeight + shift. */
  readonly shift: number
}

export interface RowScrollOptions {
  readonly numRows: number
  readonly rowHeight: number
  readonly headerHeight: number
  /** What the scroller is likely to measure, px: its first rows are then drawn with it. */
  readonly likelySize: Size
  /** Has rows fetched that will be drawn, and resolves when they are here, or it has taken so long; undefined where there is nothing to wait for. */
  readonly bring: RefObject<(rows: RowRange, atMostMs: number) => Promise<void> | undefined>
}

export interface RowScrolling {
  readonly space: RowSpace
  readonly drawn: DrawnRows
  /** Width of the scroller without its scrollbar, px. */
  readonly viewWidth: number
  /** Scrolls as little as brings the row into view. */
  readonly reveal: (rowIndex: number) => void
  /** Brings a row that is out of view to the middle. */
  readonly centre: (rowIndex: number) => void
}

/** Rows beyond the view when scrolling on, so that the next frames find them drawn; none to speak of while rows fly past. */
const overscan = { on: { overscan: 8, step: 6 }, jump: { overscan: 1, step: 1 } }
const settleAfterMs = 200
/** Rows that come sooner than this are drawn when they come. Drawing bars in their place first would take longer, and show three pictures for two. */
const worthWaitingMs = 40

/** Draws the rows around where the scroller is. React hears of a scroll only when it brings other rows, or draws them elsewhere. */
export function useRowScroll(
  scrollerRef: RefObject<HTMLElement | null>,
  { numRows, rowHeight, headerHeight, likelySize, bring }: RowScrollOptions,
): RowScrolling {
  const [view, setView] = useState(() => viewOf(likelySize, headerHeight))
  const space = useMemo(() => rowSpace({ numRows, rowHeight, viewHeight: view.height }), [numRows, rowHeight, view.height])
  const scroll = useRef(restingScroll)
  const [drawn, setDrawn] = useState<DrawnRows>(() => ({ ...rowsToDraw(space, 0, overscan.on), shift: 0 }))

  const isJump = useCallback((next: RowScroll) => Math.abs(contentOffset(next) - contentOffset(scroll.current)) > space.viewHeight, [space])
  const rowsAt = useCallback((next: RowScroll) => rowsToDraw(space, contentOffset(next), isJump(next) ? overscan.jump : overscan.on), [space, isJump])
  const apply = useCallback((next: RowScroll) => {
    const element = scrollerRef.current
    if (!element) return
    if (Math.abs(element.scrollTop - next.scrollTop) >= 1) element.scrollTop = next.scrollTop
    const rows = { ...rowsAt(next), shift: next.shift }
    scroll.current = { scrollTop: element.scrollTop, shift: next.shift }
    setDrawn(before => isSame(before, rows) ? before : rows)
  }, [scrollerRef, rowsAt])

  useLayoutEffect(() => {
    const element = scrollerRef.current
    if (!element) return
    const measure = () => setView(before => {
      const { height, width } = viewOf({ height: element.clientHeight, width: element.clientWidth }, headerHeight)
      return before.height === height && before.width === width ? before : { height, width }
    })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scrollerRef, headerHeight])

  useLayoutEffect(() => apply(scrollAt(space, contentOffset(scroll.current))), [apply, space])

  useEffect(() => {
    const element = scrollerRef.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let waiting: Promise<void> | undefined
    // Drawn within the frame of the event, or the compositor shows rows that are not there yet.
    const draw = () => {
      waiting = undefined
      flushSync(() => apply(afterNativeScroll(space, scroll.current, element.scrollTop)))
    }
    const onScroll = () => {
      clearTimeout(timer)
      timer = setTimeout(() => flushSync(() => apply(settled(space, scroll.current))), settleAfterMs)
      const next = afterNativeScroll(space, scroll.current, element.scrollTop)
      const coming = waiting = isJump(next) ? bring.current(rowsAt(next), worthWaitingMs) : undefined
      if (coming) void coming.then(() => { if (waiting === coming) draw() })
      else draw()
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      waiting = undefined
      element.removeEventListener('scroll', onScroll)
    }
  }, [scrollerRef, space, apply, isJump, rowsAt, bring])

  const go = useCallback((offsetFrom: typeof offsetShowing, rowIndex: number) => {
    apply(scrollTo(space, scroll.current, offsetFrom(space, contentOffset(scroll.current), rowIndex)))
  }, [apply, space])
  const reveal = useCallback((rowIndex: number) => go(offsetShowing, rowIndex), [go])
  const centre = useCallback((rowIndex: number) => go(offsetCentring, rowIndex), [go])

  return { space, drawn, viewWidth: view.width, reveal, centre }
}

const viewOf = ({ height, width }: Size, headerHeight: number): Size => ({ height: Math.max(0, height - headerHeight), width })

function isSame(a: DrawnRows, b: DrawnRows): boolean {
  return a.rowStart === b.rowStart && a.rowEnd === b.rowEnd && a.shift === b.shift
}
