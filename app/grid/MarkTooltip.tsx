import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import { MarkReasons } from './CellMark.tsx'
import type { CellMark } from './data-frame.ts'
import { placeBeside } from './geometry.ts'
import type { CellPlace } from './navigation.ts'
import { cellElement, placeOf } from './place-of.ts'

const hoverDelayMs = 250
const leaveDelayMs = 120

interface Shown {
  readonly cell: HTMLElement
  readonly mark: CellMark
}

/** Tells why a cell is marked while it is pointed at or focused. Stays while the pointer is on it; Escape or scrolling puts it away. */
export function MarkTooltip({ scrollerRef, markAt }: { scrollerRef: RefObject<HTMLElement | null>, markAt: (place: CellPlace) => CellMark | undefined }) {
  const [shown, setShown] = useState<Shown>()
  const box = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lookUp = useRef(markAt)
  useLayoutEffect(() => { lookUp.current = markAt })

  useEffect(() => {
    const scroller = scrollerRef.current
    if (!scroller) return
    const later = (next: Shown | undefined, delayMs: number) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setShown(next), delayMs)
    }
    const markedCell = (target: EventTarget | null): Shown | undefined => {
      const cell = cellElement(target)
      const mark = cell && lookUp.current(placeOf(cell))
      return mark && { cell, mark }
    }
    const onPointerOver = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') later(markedCell(event.target), markedCell(event.target) ? hoverDelayMs : leaveDelayMs)
    }
    const onPointerLeave = () => later(undefined, leaveDelayMs)
    const onFocus = (event: FocusEvent) => later(markedCell(event.target), 0)
    const hide = () => later(undefined, 0)
    const onKeyDown = (event: KeyboardEvent) => { if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'F2') hide() }
    scroller.addEventListener('pointerover', onPointerOver)
    scroller.addEventListener('pointerleave', onPointerLeave)
    scroller.addEventListener('focusin', onFocus)
    scroller.addEventListener('focusout', hide)
    scroller.addEventListener('scroll', hide, { passive: true })
    scroller.addEventListener('dblclick', hide)
    document.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(timer.current)
      scroller.removeEventListener('pointerover', onPointerOver)
      scroller.removeEventListener('pointerleave', onPointerLeave)
      scroller.removeEventListener('focusin', onFocus)
      scroller.removeEventListener('focusout', hide)
      scroller.removeEventListener('scroll', hide)
      scroller.removeEventListener('dblclick', hide)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [scrollerRef])

  useLayoutEffect(() => {
    const element = box.current
    if (!element || !shown) return
    const { left, top } = placeBeside(shown.cell.getBoundingClientRect(), element.getBoundingClientRect(), { width: innerWidth, height: innerHeight })
    element.style.left = `${left}px`
    element.style.top = `${top}px`
  }, [shown])

  if (!shown?.cell.isConnected) return null
  return createPortal(
    <div
      ref={box}
      role="tooltip"
      onPointerEnter={() => clearTimeout(timer.current)}
      onPointerLeave={() => setShown(undefined)}
      className="fixed z-50 max-h-60 max-w-80 overflow-auto rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-ink shadow-overlay"
    >
      <MarkReasons mark={shown.mark} />
    </div>,
    document.body,
  )
}
