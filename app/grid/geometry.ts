/**
 * Where rows lie. All rows have one height, so every question is arithmetic and costs the same for ten rows and for a billion.
 *
 * Browsers cap an element's height (Chromium at 33.5 million px, Firefox near 17.8 million), so tall content is scrolled on a shorter
 * *canvas*. Two heights then exist: `offset`, px into the full content, and `scrollTop`, px into the canvas. Near both ends they run
 * one to one, so the first and the last rows are always reachable; in between they are proportional. A small native scroll (wheel,
 * touch) moves the content by exactly as many px as the canvas, a large one (dragging the scrollbar) by proportion. What a small
 * scroll adds in disagreement is taken out when scrolling rests. The idea of mixing both scales is hightable's.
 */
export const maxCanvasPx = 8_000_000

/** px */
export interface Size {
  readonly width: number
  readonly height: number
}

/** All lengths in px. */
export interface RowSpace {
  readonly numRows: number
  readonly rowHeight: number
  /** Height of the part of the scroller in which rows are seen (without the header). */
  readonly viewHeight: number
  readonly contentHeight: number
  readonly canvasHeight: number
  readonly maxOffset: number
  readonly maxScrollTop: number
}

/** Where a grid is scrolled to: content offset = scrollTop - shift, and row r is drawn at canvas height r * rowHeight + shift. */
export interface RowScroll {
  readonly scrollTop: number
  readonly shift: number
}

/** Rows [rowStart, rowEnd). */
export interface RowRange {
  readonly rowStart: number
  readonly rowEnd: number
}

export const restingScroll: RowScroll = { scrollTop: 0, shift: 0 }

export function rowSpace({ numRows, rowHeight, viewHeight }: Pick<RowSpace, 'numRows' | 'rowHeight' | 'viewHeight'>): RowSpace {
  const contentHeight = numRows * rowHeight
  const canvasHeight = Math.min(contentHeight, maxCanvasPx)
  return {
    numRows,
    rowHeight,
    viewHeight,
    contentHeight,
    canvasHeight,
    maxOffset: Math.max(0, contentHeight - viewHeight),
    maxScrollTop: Math.max(0, canvasHeight - viewHeight),
  }
}

export function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value))
}

export function contentOffset({ scrollTop, shift }: RowScroll): number {
  return scrollTop - shift
}

/** The resting scroll position that shows `offset` at the top of the view. */
export function scrollAt(space: RowSpace, offset: number): RowScroll {
  const wanted = Math.round(clamp(offset, 0, space.maxOffset))
  const scrollTop = Math.round(toScrollTop(space, wanted))
  return { scrollTop, shift: scrollTop - wanted }
}

/** What a native scroll event to `scrollTop` means. The answer's scrollTop differs from the one given if the element must be corrected. */
export function afterNativeScroll(space: RowSpace, scroll: RowScroll, scrollTop: number): RowScroll {
  if (!isScaled(space)) return { scrollTop, shift: 0 }
  if (Math.abs(scrollTop - scroll.scrollTop) > jumpPx(space)) {
    const offset = Math.round(toOffset(space, scrollTop))
    return { scrollTop, shift: Math.round(scrollTop) - offset }
  }
  const offset = scrollTop - scroll.shift
  return isReachable(space, offset, scrollTop) ? { scrollTop, shift: scroll.shift } : scrollAt(space, offset)
}

/** Scrolls to `offset` on purpose: a short way without moving what is already drawn, a long way by going to the resting position. */
export function scrollTo(space: RowSpace, scroll: RowScroll, offset: number): RowScroll {
  const wanted = Math.round(clamp(offset, 0, space.maxOffset))
  const scrollTop = wanted + scroll.shift
  const isNear = Math.abs(scrollTop - scroll.scrollTop) <= jumpPx(space)
  return isScaled(space) && isNear && isReachable(space, wanted, scrollTop) ? { scrollTop, shift: scroll.shift } : scrollAt(space, wanted)
}

/** The scroll position once scrolling rests: brings the scrollbar back in agreement, if it has drifted enough to be worth a redraw. */
export function settled(space: RowSpace, scroll: RowScroll): RowScroll {
  const rest = scrollAt(space, contentOffset(scroll))
  const driftPx = Math.abs(rest.scrollTop - scroll.scrollTop)
  return driftPx > space.canvasHeight / 2000 ? rest : scroll
}

/** Rows to draw at `offset`: those in view, `overscan` more on each side, widened to multiples of `step` so that few scrolls redraw. */
export function rowsToDraw(space: RowSpace, offset: number, { overscan, step }: { overscan: number, step: number }): RowRange {
  const { rowStart, rowEnd } = rowsInView(space, offset)
  return {
    rowStart: clamp(Math.floor((rowStart - overscan) / step) * step, 0, space.numRows),
    rowEnd: clamp(Math.ceil((rowEnd + overscan) / step) * step, 0, space.numRows),
  }
}

/** Rows of which at least one px is in view at `offset`. */
export function rowsInView({ numRows, rowHeight, viewHeight }: RowSpace, offset: number): RowRange {
  return {
    rowStart: clamp(Math.floor(offset / rowHeight), 0, numRows),
    rowEnd: clamp(Math.ceil((offset + viewHeight) / rowHeight), 0, numRows),
  }
}

/** Whole rows that fit the view: what PageDown moves by. At least 1. */
export function rowsPerPage({ rowHeight, viewHeight }: RowSpace): number {
  return Math.max(1, Math.floor(viewHeight / rowHeight))
}

/** The offset nearest to `offset` at which the whole row is in view. */
export function offsetShowing(space: RowSpace, offset: number, rowIndex: number): number {
  const rowTop = rowIndex * space.rowHeight
  const rowBottom = rowTop + space.rowHeight
  if (rowTop < offset || space.rowHeight > space.viewHeight) return rowTop
  return rowBottom > offset + space.viewHeight ? rowBottom - space.viewHeight : offset
}

/** Stays where it is if the row is in view, else brings it to the middle. */
export function offsetCentring(space: RowSpace, offset: number, rowIndex: number): number {
  if (offsetShowing(space, offset, rowIndex) === offset) return offset
  return clamp(rowIndex * space.rowHeight - (space.viewHeight - space.rowHeight) / 2, 0, space.maxOffset)
}

/** Canvas height at which a row is drawn. A row kept alive far outside the view stays inside the canvas, so it cannot stretch it. */
export function rowTop(space: RowSpace, shift: number, rowIndex: number): number {
  return clamp(rowIndex * space.rowHeight + shift, 0, Math.max(0, space.canvasHeight - space.rowHeight))
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Left and top of a floating box next to `anchor`: below it if that fits, else above, never outside the window. */
export function placeBeside(anchor: Box, size: Pick<Box, 'width' | 'height'>, window: Pick<Box, 'width' | 'height'>, gap = 4): Pick<Box, 'left' | 'top'> {
  const below = anchor.top + anchor.height + gap
  const fitsBelow = below + size.height <= window.height
  const above = anchor.top - gap - size.height
  return {
    left: clamp(anchor.left, gap, Math.max(gap, window.width - size.width - gap)),
    top: fitsBelow || above < 0 ? below : above,
  }
}

function isScaled(space: RowSpace): boolean {
  return space.contentHeight > space.canvasHeight
}

/**
 * A native scroll longer than this was a jump on the scrollbar. Dragging it by one px moves by canvasHeight / viewHeight or more;
 * a turn of the wheel between two frames moves by less than a view.
 */
function jumpPx({ canvasHeight, viewHeight }: RowSpace): number {
  return Math.max(1.5 * viewHeight, Math.min(canvasHeight / (4 * Math.max(1, viewHeight)), 4000))
}

/** False if the content or the canvas ends here while the other one goes on. */
function isReachable(space: RowSpace, offset: number, scrollTop: number): boolean {
  const touchesTop = scrollTop < 1 || offset < 1
  const touchesEnd = scrollTop > space.maxScrollTop - 1 || offset > space.maxOffset - 1
  return !(touchesTop || touchesEnd) || Math.abs(toScrollTop(space, clamp(offset, 0, space.maxOffset)) - scrollTop) <= 1
}

/** Length at either end of the canvas where content and canvas run one to one. */
function evenPx({ canvasHeight }: RowSpace): number {
  return canvasHeight / 64
}

function toScrollTop(space: RowSpace, offset: number): number {
  if (!isScaled(space)) return clamp(offset, 0, space.maxScrollTop)
  const { maxOffset, maxScrollTop } = space
  const even = evenPx(space)
  if (offset <= even) return Math.max(0, offset)
  if (offset >= maxOffset - even) return Math.min(maxScrollTop, maxScrollTop - (maxOffset - offset))
  return even + (offset - even) * (maxScrollTop - 2 * even) / (maxOffset - 2 * even)
}

function toOffset(space: RowSpace, scrollTop: number): number {
  const { maxOffset, maxScrollTop } = space
  const even = evenPx(space)
  if (scrollTop <= even) return Math.max(0, scrollTop)
  if (scrollTop >= maxScrollTop - even) return Math.min(maxOffset, maxOffset - (maxScrollTop - scrollTop))
  return even + (scrollTop - even) * (maxOffset - 2 * even) / (maxScrollTop - 2 * even)
}
