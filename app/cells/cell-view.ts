import { useCallback, useSyncExternalStore } from 'react'

/** Every cell of the notebook by its name in addresses and element ids. */
export type CellId = 'source' | 'profile' | 'clean' | 'schema' | 'rules' | 'review' | 'recipe'

/** The element that holds a cell, and the one that holds its title. */
export const cellElementId = (id: CellId): string => `cell-${id}`
export const cellTitleId = (id: CellId): string => `cell-${id}-title`

/** Which cells are folded away. It belongs to the eye, not to the recipe, so undo and saving know nothing of it. */
let collapsed: ReadonlySet<CellId> = new Set()
const listeners = new Set<() => void>()

export function setCollapsed(id: CellId, isCollapsed: boolean): void {
  if (collapsed.has(id) === isCollapsed) return
  const next = new Set(collapsed)
  if (isCollapsed) next.add(id)
  else next.delete(id)
  collapsed = next
  for (const listener of listeners) listener()
}

export function useIsCollapsed(id: CellId): boolean {
  const read = useCallback(() => collapsed.has(id), [id])
  return useSyncExternalStore(subscribe, read, () => false)
}

/** Opens a cell, brings it under the bars at the top and moves the focus to its title, so that the keyboard goes on from there. */
export function revealCell(id: CellId): void {
  setCollapsed(id, false)
  requestAnimationFrame(() => {
    document.getElementById(cellElementId(id))?.scrollIntoView({ behavior: 'smooth', block: 'start' })
    document.getElementById(cellTitleId(id))?.querySelector('button')?.focus({ preventScroll: true })
  })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
