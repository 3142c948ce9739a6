import { memo, type ReactNode } from 'react'
import { cn } from '../ui/index.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import { ColumnMenu, type ColumnMenuItem } from './ColumnMenu.tsx'
import { ColumnResizer } from './ColumnResizer.tsx'
import { withSlot, type ColumnSlot } from './columns.ts'
import type { GridColumn } from './data-frame.ts'
import type { GridColumns } from './useColumns.ts'

/** Over the end of the name, so that it takes no room from it; there for keyboards and screen readers at any time. */
const menuClass = 'absolute top-1 opacity-0 group-focus-within/header:opacity-100 group-hover/header:opacity-100 data-[state=open]:opacity-100'

/** Draws the host's part of a column header. Give `tabIndex` to what can be focused, so that Tab does not walk through every column. */
export type RenderHeaderExtra = (column: GridColumn, context: { readonly tabIndex: number, readonly columnIndex: number, readonly width: number }) => ReactNode

/** The host's items of a column's menu. */
export type ColumnMenuItems = (column: GridColumn, columnIndex: number) => readonly ColumnMenuItem[]

export interface GridHeaderProps {
  /** Every column of the frame. */
  readonly all: readonly GridColumn[]
  readonly columns: GridColumns
  readonly height: number
  readonly rowHeaderWidth: number
  readonly rowHeaderLabel: string
  /** Place of the active cell, if it is in the header row: -1 is the corner. */
  readonly activePlace: number | undefined
  readonly renderExtra: RenderHeaderExtra | undefined
  readonly menuItems: ColumnMenuItems | undefined
  /** Called when a column was hidden, and with it the header that had the focus. */
  readonly onHidden: () => void
}

const headerCellClass = 'group/header h-full border-r border-b border-line bg-canvas -outline-offset-2'
const activeClass = 'outline-2 outline-line-strong group-focus-within/grid:outline-focus'

export const GridHeader = memo(function GridHeader(props: GridHeaderProps) {
  const { all, columns, height, rowHeaderWidth, rowHeaderLabel, activePlace, renderExtra, menuItems, onHidden } = props
  const slots = withSlot(columns.slots, activePlace === undefined ? undefined : columns.slotAt(activePlace))
  return (
    <div role="rowgroup" className="sticky top-0 z-20 min-w-full bg-canvas" style={{ height, width: columns.totalWidth }}>
      <div role="row" aria-rowindex={1} data-row={-1} className="relative h-full">
        <div
          role="columnheader"
          aria-colindex={1}
          aria-label={rowHeaderLabel}
          data-place={-1}
          tabIndex={activePlace === -1 ? 0 : -1}
          className={cn(headerCellClass, 'sticky left-0 z-10 inline-flex items-center justify-between gap-1 pr-2 pl-1 align-top text-xs text-faint', activePlace === -1 && activeClass)}
          style={{ width: rowHeaderWidth }}
        >
          <ColumnChooser all={all} columns={columns} tabIndex={activePlace === -1 ? 0 : -1} />
          <span className="truncate">{rowHeaderLabel}</span>
        </div>
        {slots.map(slot => (
          <ColumnHeader
            key={slot.column.id}
            slot={slot}
            columns={columns}
            isActive={activePlace === slot.place}
            renderExtra={renderExtra}
            menuItems={menuItems}
            onHidden={onHidden}
          />
        ))}
      </div>
    </div>
  )
})

interface ColumnHeaderProps extends Pick<GridHeaderProps, 'columns' | 'renderExtra' | 'menuItems' | 'onHidden'> {
  readonly slot: ColumnSlot
  readonly isActive: boolean
}

function ColumnHeader({ slot, columns, isActive, renderExtra, menuItems, onHidden }: ColumnHeaderProps) {
  const { place, index, column, left, width } = slot
  const { id, label, typeLabel, align, description } = column
  const tabIndex = isActive ? 0 : -1
  const isRight = align === 'right'
  return (
    <div
      role="columnheader"
      aria-colindex={place + 2}
      aria-label={typeLabel ? `${label}, ${typeLabel}` : label}
      aria-description={description}
      title={description}
      data-place={place}
      tabIndex={tabIndex}
      className={cn(headerCellClass, 'absolute top-0 overflow-hidden', isActive && activeClass)}
      style={{ left, width }}
    >
      <div className={cn('flex h-full items-center gap-1 px-2.5', isRight && 'flex-row-reverse')}>
        <div className={cn('min-w-0 grow', isRight && 'text-right')}>
          <div className="truncate font-medium"><bdi>{label}</bdi></div>
          {typeLabel && <div className="truncate text-2xs text-faint">{typeLabel}</div>}
        </div>
        {renderExtra?.(column, { tabIndex, columnIndex: index, width })}
      </div>
      <ColumnMenu label={label} tabIndex={tabIndex} groups={menuGroups(slot, columns, menuItems, onHidden)} className={cn(menuClass, isRight ? 'left-1' : 'right-2')} />
      <ColumnResizer label={label} width={width} tabIndex={tabIndex} onResize={next => columns.resize(id, next)} onFit={() => columns.fit(id)} />
    </div>
  )
}

function menuGroups({ place, index, column }: ColumnSlot, columns: GridColumns, menuItems: ColumnMenuItems | undefined, onHidden: () => void): ColumnMenuItem[][] {
  const hide = (id: string) => {
    columns.setHidden(id, true)
    onHidden()
  }
  const isLast = place === columns.shown.length - 1
  return [
    [...menuItems?.(column, index) ?? []],
    [
      { label: 'Move left', isDisabled: place === 0, onSelect: () => columns.move(column.id, -1) },
      { label: 'Move right', isDisabled: isLast, onSelect: () => columns.move(column.id, 1) },
      { label: 'Fit width', onSelect: () => columns.fit(column.id) },
      { label: 'Hide column', onSelect: () => hide(column.id) },
    ],
  ].filter(group => group.length > 0)
}
