import type { GridColumn, GridRow } from './data-frame.ts'
import { clamp } from './geometry.ts'

export const minColumnWidth = 48
export const maxColumnWidth = 1200

/** A column that is not hidden. `index` counts the frame's columns; `width` in px. */
export interface ShownColumn {
  readonly column: GridColumn
  readonly index: number
  readonly width: number
}

/** A shown column where it is drawn: `place` counts shown columns, `left` in px from the row's start. */
export interface ColumnSlot extends ShownColumn {
  readonly place: number
  readonly left: number
}

const characterPx = 7.4
const cellPaddingPx = 26
const headerControlsPx = 30

/** A width for the column's name, type and the texts of the sample, between readable bounds. An estimate: nothing is measured. */
export function fittingWidth({ label, typeLabel = '' }: GridColumn, index: number, sample: readonly GridRow[]): number {
  const lengths = sample.map(row => row.note === undefined ? row.cells[index]?.length ?? 4 : 0)
  const longest = Math.min(40, lengths.reduce((a, b) => Math.max(a, b), 4))
  const headerPx = Math.min(24, Math.max(label.length, typeLabel.length)) * characterPx + headerControlsPx
  return Math.round(clamp(Math.max(longest * characterPx, headerPx) + cellPaddingPx, 88, 320))
}

/** `order` with `id` moved next to `neighbour`: before it, or after it if `isAfter`. */
export function movedNextTo(order: readonly string[], id: string, neighbour: string, isAfter: boolean): string[] {
  const others = order.filter(other => other !== id)
  const at = others.indexOf(neighbour) + (isAfter ? 1 : 0)
  return [...others.slice(0, at), id, ...others.slice(at)]
}

export function isSameColumns(a: readonly GridColumn[], b: readonly GridColumn[]): boolean {
  return a === b || (a.length === b.length && a.every((column, i) => isSameColumn(column, b[i]!)))
}

function isSameColumn(a: GridColumn, b: GridColumn): boolean {
  return a.id === b.id && a.label === b.label && a.typeLabel === b.typeLabel && a.align === b.align && a.description === b.description
}

/** The slots and one more, if it is not among them. */
export function withSlot(slots: readonly ColumnSlot[], extra: ColumnSlot | undefined): readonly ColumnSlot[] {
  return !extra || slots.some(({ place }) => place === extra.place) ? slots : [...slots, extra]
}
