import { useEffect, useState, type RefObject } from 'react'

/** The width of an element in px; while it is folded away, the width it had. `likely` is what it is taken to be until it was measured. */
export function useWidth(element: RefObject<HTMLElement | null>, likely = 0): number {
  const [width, setWidth] = useState(likely)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(entry.contentRect.width)
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}
