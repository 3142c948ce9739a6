import type { CellPlace } from './navigation.ts'

/** The cell (of any role) that an event's target is in. */
export function cellElement(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null) ?? undefined
}

export function placeOf(cell: HTMLElement): CellPlace {
  return { row: Number(cell.closest<HTMLElement>('[data-row]')?.dataset['row']), column: Number(cell.dataset['place']) }
}

export function elementAt(scroller: HTMLElement, { row, column }: CellPlace): HTMLElement | undefined {
  return scroller.querySelector<HTMLElement>(`[data-row="${row}"] > [data-place="${column}"]`) ?? undefined
}
