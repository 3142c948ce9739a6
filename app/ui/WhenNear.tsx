import { useEffect, useRef, useState, type ReactNode } from 'react'

/** Further down than this many pixels nobody is about to look. */
const MARGIN_PX = 600
const SETTLED_MS = 500

/** Something heavy that is drawn when it comes near the view, or when `isDue` says that nobody waits for anything else; from then on it stays. */
export function WhenNear({ isDue, placeholder, children }: { isDue: boolean, placeholder: ReactNode, children: ReactNode }) {
  const [isShown, setShown] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isShown || !place.current) return
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) setShown(true)
    }, { rootMargin: `${MARGIN_PX}px` })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [isShown])
  useEffect(() => {
    if (isShown || !isDue) return
    const timer = setTimeout(() => setShown(true), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [isShown, isDue])
  return isShown ? children : <div ref={place}>{placeholder}</div>
}
