import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { inside, type CellPlace, type GridBounds } from './navigation.ts'
import { elementAt } from './place-of.ts'

export interface ActiveCellState {
  /** The one cell that Tab reaches. */
  readonly active: CellPlace
  /** For a cell that has the focus already. */
  readonly setActive: (place: CellPlace) => void
  /** Makes the nearest existing cell active and brings it into view; `isJump` brings a far row to the middle. Takes the focus unless told not to. */
  readonly goTo: (place: CellPlace, options?: { readonly focus?: boolean, readonly isJump?: boolean }) => void
}

export interface Revealing {
  readonly reveal: (rowIndex: number) => void
  readonly centre: (rowIndex: number) => void
  readonly revealColumn: (place: number) => void
}

export function useActiveCell(scrollerRef: RefObject<HTMLElement | null>, bounds: GridBounds, { reveal, centre, revealColumn }: Revealing): ActiveCellState {
  const [wanted, setActive] = useState<CellPlace>({ row: 0, column: 0 })
  const active = inside(wanted, bounds)

  // The focus follows once the cell is drawn.
  const wantsFocus = useRef(false)
  useLayoutEffect(() => {
    const cell = wantsFocus.current && scrollerRef.current ? elementAt(scrollerRef.current, active) : undefined
    if (!cell) return
    wantsFocus.current = false
    cell.focus({ preventScroll: true })
  })

  const goTo: ActiveCellState['goTo'] = (place, { focus = true, isJump = false } = {}) => {
    const next = inside(place, bounds)
    wantsFocus.current = focus
    // A new object even for the same place: the focus may have to come back.
    setActive({ ...next })
    if (next.row >= 0) (isJump ? centre : reveal)(next.row)
    if (next.column >= 0) revealColumn(next.column)
  }

  return { active, setActive, goTo }
}
