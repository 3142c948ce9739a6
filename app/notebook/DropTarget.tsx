import { FileDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

/** Lets files be dropped anywhere on the page, and says so while one is held over it. */
export function DropTarget({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const isOver = useFileDrop(onFiles)
  if (!isOver) return null
  return (
    <div aria-hidden className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center bg-canvas/80 p-4 backdrop-blur-xs">
      <div className="flex size-full flex-col items-center justify-center gap-3 rounded-xl border-2 border-dashed border-accent bg-accent-soft/60">
        <FileDown className="size-8 text-accent-ink" />
        <p className="text-lg font-semibold text-accent-ink">Drop to open</p>
      </div>
    </div>
  )
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  // Enter and leave come for every element passed on the way; the page is left when as many have been left as entered.
  const depth = useRef(0)
  useEffect(() => {
    const end = () => {
      depth.current = 0
      setOver(false)
    }
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current++
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current = Math.max(0, depth.current - 1)
      if (depth.current === 0) setOver(false)
    }
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      end()
      if (!hasFiles(event)) return
      event.preventDefault()
      const files = [...event.dataTransfer?.files ?? []]
      if (files.length > 0) onFiles(files)
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop, dragend: end }
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener as EventListener)
    }
  }, [onFiles])
  return isOver
}
