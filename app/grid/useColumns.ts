import { useCallback, useMemo, useState, type RefObject } from 'react'
import { getCoreRowModel, useReactTable, type ColumnDef, type ColumnOrderState, type ColumnSizingState, type VisibilityState } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { fittingWidth, maxColumnWidth, minColumnWidth, movedNextTo, type ColumnSlot, type ShownColumn } from './columns.ts'
import type { GridColumn, GridRow } from './data-frame.ts'
import { clamp, type Size } from './geometry.ts'

export interface GridColumns {
  /** Every column that is not hidden, in shown order. */
  readonly shown: readonly ShownColumn[]
  /** Those around the view. */
  readonly slots: readonly ColumnSlot[]
  /** Width of a whole row with its header, px. */
  readonly totalWidth: number
  readonly isHidden: (id: string) => boolean
  readonly slotAt: (place: number) => ColumnSlot | undefined
  /** Scrolls as little as brings the column into view. */
  readonly reveal: (place: number) => void
  readonly resize: (id: string, width: number) => void
  /** Back to the width that fits the column's name and the rows seen first. */
  readonly fit: (id: string) => void
  readonly setHidden: (id: string, isHidden: boolean) => void
  readonly showAll: () => void
  /** Moves a shown column by places: -1 is one to the left. */
  readonly move: (id: string, by: -1 | 1) => void
}

/** The table holds only the columns' state; rows come by another way. */
const noRows: unknown[] = []
const coreRowModel = getCoreRowModel<unknown>()

/** Which columns are shown, in which order, how wide, and which of them are near the view. `sample` rows set the first widths. */
export function useColumns(
  scrollerRef: RefObject<HTMLElement | null>,
  columns: readonly GridColumn[],
  { sample, rowHeaderWidth, likelySize }: { sample: readonly GridRow[], rowHeaderWidth: number, likelySize: Size },
): GridColumns {
  const [columnSizing, setSizing] = useState<ColumnSizingState>({})
  const [columnVisibility, setVisibility] = useState<VisibilityState>({})
  const [columnOrder, setOrder] = useState<ColumnOrderState>([])

  const definitions = useMemo(() => columns.map((column, index): ColumnDef<unknown> => ({
    id: column.id, size: fittingWidth(column, index, sample), minSize: minColumnWidth, maxSize: maxColumnWidth,
  })), [columns, sample])
  const table = useReactTable({
    data: noRows,
    columns: definitions,
    getCoreRowModel: coreRowModel,
    state: { columnSizing, columnVisibility, columnOrder },
    onColumnSizingChange: setSizing,
    onColumnVisibilityChange: setVisibility,
    onColumnOrderChange: setOrder,
  })

  const leaves = table.getVisibleLeafColumns()
  const shown = useMemo(() => {
    const indexById = new Map(columns.map(({ id }, index) => [id, index]))
    return leaves.flatMap(leaf => {
      const index = indexById.get(leaf.id)
      const column = index === undefined ? undefined : columns[index]
      const width = columnSizing[leaf.id] ?? leaf.columnDef.size ?? minColumnWidth
      return index !== undefined && column ? [{ column, index, width }] : []
    })
  }, [leaves, columns, columnSizing])

  // A new function tells the virtualizer to place the columns anew.
  const getItemKey = useCallback((place: number) => shown[place]?.column.id ?? place, [shown])
  const virtualizer = useVirtualizer({
    horizontal: true,
    initialRect: likelySize,
    count: shown.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: place => shown[place]?.width ?? minColumnWidth,
    getItemKey,
    paddingStart: rowHeaderWidth,
    scrollPaddingStart: rowHeaderWidth,
    overscan: 3,
  })
  const items = virtualizer.getVirtualItems()
  const totalWidth = virtualizer.getTotalSize()
  const slots = useMemo(() => items.flatMap(({ index: place, start: left }): ColumnSlot[] => {
    const column = shown[place]
    return column ? [{ ...column, place, left }] : []
  }), [items, shown])

  const order = useMemo(() => table.getAllLeafColumns().map(leaf => leaf.id), [table, columnOrder, definitions]) // eslint-disable-line react-hooks/exhaustive-deps -- what the table's answer depends on

  return useMemo(() => ({
    shown,
    slots,
    totalWidth,
    isHidden: id => columnVisibility[id] === false,
    slotAt(place) {
      const column = shown[place]
      const placed = virtualizer.measurementsCache[place]
      return column && placed && { ...column, place, left: placed.start }
    },
    reveal(place) {
      const [left] = virtualizer.getOffsetForIndex(place, 'auto') ?? []
      if (left !== undefined && scrollerRef.current) scrollerRef.current.scrollLeft = left
    },
    resize: (id, width) => setSizing(before => ({ ...before, [id]: clamp(Math.round(width), minColumnWidth, maxColumnWidth) })),
    fit: id => setSizing(({ [id]: _, ...others }) => others),
    setHidden: (id, isHidden) => setVisibility(before => ({ ...before, [id]: !isHidden })),
    showAll: () => setVisibility({}),
    move(id, by) {
      const neighbour = shown[shown.findIndex(({ column }) => column.id === id) + by]
      if (neighbour) setOrder(movedNextTo(order, id, neighbour.column.id, by > 0))
    },
  }), [shown, slots, totalWidth, columnVisibility, order, virtualizer, scrollerRef])
}
