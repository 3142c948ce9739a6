import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { maxColumnWidth, minColumnWidth } from './columns.ts'

export interface ColumnResizerProps {
  readonly label: string
  readonly width: number
  readonly tabIndex: number
  readonly onResize: (width: number) => void
  /** Back to the fitting width. */
  readonly onFit: () => void
}

const stepPx = 10

/** The edge of a column header: dragged, or moved by arrow keys (Shift: five steps). Enter or a double click fits the content. */
export function ColumnResizer({ label, width, tabIndex, onResize, onFit }: ColumnResizerProps) {
  const drag = useRef<{ readonly startX: number, readonly startWidth: number }>(undefined)

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { startX: event.clientX, startWidth: width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) onResize(drag.current.startWidth + event.clientX - drag.current.startX)
  }
  const onDragEnd = () => { drag.current = undefined }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepPx * (event.shiftKey ? 5 : 1)
    if (event.key === 'ArrowLeft') onResize(width - step)
    else if (event.key === 'ArrowRight') onResize(width + step)
    else if (event.key === 'Home') onResize(minColumnWidth)
    else if (event.key === 'Enter') onFit()
    else return
    event.preventDefault()
  }

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${label}`}
      aria-valuenow={width}
      aria-valuemin={minColumnWidth}
      aria-valuemax={maxColumnWidth}
      tabIndex={tabIndex}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onDragEnd}
      onPointerCancel={onDragEnd}
      onDoubleClick={onFit}
      onKeyDown={onKeyDown}
      className="absolute top-0 right-0 h-full w-2 cursor-col-resize touch-none outline-none after:absolute after:top-0 after:right-0 after:h-full after:w-0.5 hover:after:bg-focus focus-visible:after:w-1 focus-visible:after:bg-focus active:after:bg-focus"
    />
  )
}
