'use client'

import {
  useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, useState,
  type ClipboardEvent, type CSSProperties, type FocusEvent, type KeyboardEvent, type MouseEvent, type Ref,
} from 'react'
import { Button } from '../ui/index.ts'
import { CellDetails } from './CellDetails.tsx'
import { CellEditor, type CellEdit } from './CellEditor.tsx'
import { withSlot } from './columns.ts'
import type { CellMark, DataFrame, GridColumn, GridRow } from './data-frame.ts'
import { rowsPerPage, rowTop, type Size } from './geometry.ts'
import { elementsFor, noElements } from './row-elements.ts'
import { GridHeader, type ColumnMenuItems, type RenderHeaderExtra } from './GridHeader.tsx'
import { GridRowView } from './GridRowView.tsx'
import { MarkTooltip } from './MarkTooltip.tsx'
import { isSamePlace, placeAfterKey, type CellPlace } from './navigation.ts'
import { cellElement, elementAt, placeOf } from './place-of.ts'
import { useActiveCell } from './useActiveCell.ts'
import { useColumns } from './useColumns.ts'
import { useRowScroll } from './useRowScroll.ts'
import { useRows, type Rows } from './useRows.ts'
import { useSample } from './useSample.ts'
import { useStable, useStableColumns } from './useStable.ts'

export interface DataGridProps {
  readonly frame: DataFrame
  /** The grid's accessible name. */
  readonly label: string
  /** A number of px is a maximum: a grid of few rows is as low as they are. Any CSS length is taken as it is. */
  readonly height: number | string
  /** What its place measures: its first rows are then drawn with it, not when it was measured itself. */
  readonly placeSize?: Size
  /** px */
  readonly rowHeight?: number
  /** px; more than the default gives room to `renderHeaderExtra`. */
  readonly headerHeight?: number
  /** What row headers are, e.g. "Line". */
  readonly rowHeaderLabel?: string
  /** Shown in place of rows when there are none. */
  readonly emptyMessage?: string
  /** Makes this row the active one and brings it into view whenever the number changes. Does not take the focus. */
  readonly focusRow?: number | undefined
  /** Keep it stable (`useCallback`): the header is drawn anew when it changes. */
  readonly renderHeaderExtra?: RenderHeaderExtra
  /** Further items of each column's menu. Keep it stable, too. */
  readonly columnMenuItems?: ColumnMenuItems
  readonly onActiveCell?: (cell: ActiveCell) => void
  /** Makes cells editable by F2 or a double click. Called once per edit that changes the value; null makes it missing. */
  readonly onEditCell?: (row: GridRow, columnIndex: number, text: string | null) => void
  readonly ref?: Ref<DataGridHandle>
}

export interface ActiveCell {
  /** -1 is the header row. */
  readonly rowIndex: number
  /** Among the frame's columns; -1 is the row header. */
  readonly columnIndex: number
  readonly column: GridColumn | undefined
  /** undefined while it is being fetched. */
  readonly row: GridRow | undefined
}

export interface DataGridHandle {
  /** Makes the row active and brings it to the middle of the view; `focus` also moves the keyboard focus there. */
  readonly scrollToRow: (rowIndex: number, options?: { readonly columnIndex?: number, readonly focus?: boolean }) => void
}

/** A cell that is looked at or edited. Remembers its row: the data may change meanwhile. */
interface OpenCell {
  readonly place: CellPlace
  readonly row: GridRow
  /** Among the frame's columns; undefined for the row's note. */
  readonly columnIndex: number | undefined
}

export function DataGrid(props: DataGridProps) {
  const {
    frame, label, height, placeSize, rowHeight = 30, headerHeight = 46, rowHeaderLabel = 'Line', emptyMessage = 'No rows', focusRow,
    renderHeaderExtra, columnMenuItems, onActiveCell, onEditCell, ref,
  } = props
  const { numRows } = frame
  const scrollerRef = useRef<HTMLDivElement>(null)
  const all = useStableColumns(frame.columns)
  const likelySize = placeSize ? { width: placeSize.width - bordersPx, height: placeSize.height - bordersPx } : unknownSize
  const bring = useRef<Rows['bring']>(() => undefined)
  const { space, drawn, viewWidth, reveal, centre } = useRowScroll(scrollerRef, { numRows, rowHeight, headerHeight, likelySize, bring })
  const rows = useRows(frame, drawn)
  useLayoutEffect(() => { bring.current = rows.bring }, [rows.bring])
  const sample = useSample(all, rows, drawn)
  const rowHeaderWidth = rowHeaderWidthFor(numRows)
  const columns = useColumns(scrollerRef, all, { sample, rowHeaderWidth, likelySize })

  const bounds = { numRows, numColumns: columns.shown.length, rowsPerPage: rowsPerPage(space) }
  const { active, setActive, goTo } = useActiveCell(scrollerRef, bounds, { reveal, centre, revealColumn: columns.reveal })
  const [editing, setEditing] = useState<OpenCell>()
  const [details, setDetails] = useState<OpenCell>()
  const detailsAnchor = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')
  const refocus = useStable(() => goTo(active))

  const jumpTo = useEffectEvent((rowIndex: number) => goTo({ row: rowIndex, column: active.column }, { focus: false, isJump: true }))
  // Nothing can be brought into a view without height.
  const canJump = space.viewHeight > 0
  useEffect(() => {
    if (focusRow !== undefined && canJump) jumpTo(focusRow)
  }, [focusRow, canJump])
  useImperativeHandle(ref, () => ({
    scrollToRow(rowIndex, { columnIndex, focus = false } = {}) {
      const place = columns.shown.findIndex(({ index }) => index === columnIndex)
      goTo({ row: rowIndex, column: place < 0 ? active.column : place }, { focus, isJump: true })
    },
  }))

  const activeRow = active.row < 0 ? undefined : rows.at(active.row).row
  const activeColumn = columns.shown[active.column]
  const tellActive = useEffectEvent(() => onActiveCell?.({
    rowIndex: active.row, columnIndex: activeColumn?.index ?? -1, column: activeColumn?.column, row: activeRow,
  }))
  useEffect(() => tellActive(), [active.row, activeColumn?.column.id, activeRow])

  const cellAt = (place: CellPlace): OpenCell | undefined => {
    const row = place.row < 0 ? undefined : rows.at(place.row).row
    if (!row || place.column < 0) return undefined
    return { place, row, columnIndex: row.note === undefined ? columns.shown[place.column]?.index : undefined }
  }
  const markAt = (place: CellPlace): CellMark | undefined => {
    const cell = cellAt(place)
    return cell?.columnIndex === undefined ? undefined : cell.row.marks?.get(cell.columnIndex)
  }

  const tryAgain = () => {
    rows.retry()
    goTo(active)
  }
  const openDetails = (place: CellPlace) => {
    const cell = cellAt(place)
    if (!cell || !scrollerRef.current) return
    detailsAnchor.current = elementAt(scrollerRef.current, place) ?? null
    setDetails(cell)
  }
  const startEdit = (place: CellPlace) => {
    const cell = cellAt(place)
    if (!onEditCell || cell?.columnIndex === undefined) return
    goTo(place, { focus: false })
    setEditing(cell)
  }
  const finishEdit = (edit: CellEdit | undefined, byKey: boolean) => {
    setEditing(undefined)
    if (byKey) goTo(active)
    if (edit && editing?.columnIndex !== undefined) onEditCell?.(editing.row, editing.columnIndex, edit.text)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const cell = cellElement(event.target)
    if (!cell || !event.currentTarget.contains(cell)) return
    if (cell !== event.target) {
      if (event.key === 'Escape') cell.focus()
      return
    }
    const next = placeAfterKey(active, event, bounds)
    if (next) goTo(next)
    else if (event.key === 'F2') startEdit(active)
    else if (event.key === 'Enter' && active.row < 0) cell.querySelector<HTMLElement>('button, [tabindex]')?.focus()
    else if (event.key === 'Enter') openDetails(active)
    else return
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const cell = cellElement(event.target)
    if (!cell || !event.currentTarget.contains(cell)) return
    const place = placeOf(cell)
    if (!isSamePlace(place, active)) setActive(place)
    if (place.row >= 0 && (place.row < drawn.rowStart || place.row >= drawn.rowEnd)) reveal(place.row)
  }
  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const cell = cellElement(event.target)
    if (!cell || !event.currentTarget.contains(cell)) return
    if (onEditCell && cellAt(placeOf(cell))?.columnIndex !== undefined) startEdit(placeOf(cell))
    else openDetails(placeOf(cell))
  }
  const onCopy = (event: ClipboardEvent<HTMLElement>) => {
    if (getSelection()?.isCollapsed === false || !cellElement(document.activeElement)) return
    const text = copiedText(active, activeRow, activeColumn?.column, activeColumn?.index)
    if (text === undefined) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', text)
    setSaid(text === '' ? 'Copied: nothing, the value is missing or empty' : `Copied: ${text.slice(0, 100)}`)
  }

  const rowEnd = Math.min(drawn.rowEnd, numRows)
  const drawnRows = Array.from({ length: Math.max(0, rowEnd - drawn.rowStart) }, (_, i) => drawn.rowStart + i)
  const isActiveOutOfView = active.row >= 0 && (active.row < drawn.rowStart || active.row >= rowEnd)
  const rowIndices = isActiveOutOfView && space.viewHeight > 0 ? [...drawnRows, active.row] : drawnRows
  const [elements, setElements] = useState(noElements)
  const placed = elementsFor(elements, rowIndices)
  if (placed !== elements) setElements(placed)
  const slotsOfActive = withSlot(columns.slots, columns.slotAt(active.column))
  const editedColumn = editing?.columnIndex === undefined ? undefined : all[editing.columnIndex]
  const editor = editing && editedColumn && isSamePlace(editing.place, active)
    ? <CellEditor label={`${editedColumn.label}, ${rowHeaderLabel} ${editing.row.label}`} text={editing.row.cells[editing.columnIndex ?? -1] ?? null} onDone={finishEdit} />
    : undefined
  const detailsColumn = details?.columnIndex === undefined ? undefined : all[details.columnIndex]

  return (
    // Isolated: what is in front within the grid is not in front of the page's bars.
    <div className="relative isolate text-sm text-ink" style={{ height: gridHeight(height, headerHeight, rowHeight, numRows) }}>
      <div
        ref={scrollerRef}
        role="grid"
        aria-label={label}
        aria-rowcount={numRows + 1}
        aria-colcount={columns.shown.length + 1}
        aria-readonly={!onEditCell}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onDoubleClick={onDoubleClick}
        onCopy={onCopy}
        className="group/grid relative h-full overflow-auto overscroll-contain rounded-md border border-line bg-surface [overflow-anchor:none]"
        style={{
          scrollPaddingLeft: rowHeaderWidth,
          scrollPaddingTop: headerHeight,
          '--grid-row-height': `${rowHeight - 1}px`,
          '--grid-row-header-width': `${rowHeaderWidth}px`,
          '--grid-view-width': `${viewWidth}px`,
        } as CSSProperties}
      >
        <GridHeader
          all={all}
          columns={columns}
          height={headerHeight}
          rowHeaderWidth={rowHeaderWidth}
          rowHeaderLabel={rowHeaderLabel}
          activePlace={active.row === -1 ? active.column : undefined}
          renderExtra={renderHeaderExtra}
          menuItems={columnMenuItems}
          onHidden={refocus}
        />
        <div role="rowgroup" className="relative min-w-full" style={{ height: space.canvasHeight, width: columns.totalWidth }}>
          {rowIndices.map(rowIndex => {
            const { row, isStale, isFailed } = rows.at(rowIndex)
            const isActive = rowIndex === active.row
            return (
              <GridRowView
                key={placed.get(rowIndex)}
                rowIndex={rowIndex}
                row={row}
                isFailed={isFailed}
                isStale={isStale}
                isOutOfView={isActive && isActiveOutOfView}
                top={rowTop(space, drawn.shift, rowIndex)}
                height={rowHeight}
                width={columns.totalWidth}
                rowHeaderWidth={rowHeaderWidth}
                slots={isActive ? slotsOfActive : columns.slots}
                numColumns={columns.shown.length}
                activePlace={isActive ? active.column : undefined}
                editor={isActive ? editor : undefined}
              />
            )
          })}
        </div>
      </div>
      {numRows === 0 && (
        <p role="status" className="pointer-events-none absolute inset-x-0 bottom-0 grid place-items-center text-faint" style={{ top: headerHeight }}>
          {emptyMessage}
        </p>
      )}
      {rows.failure !== undefined && (
        <div role="alert" className="absolute inset-x-3 bottom-4 z-30 flex items-center gap-3 rounded-md border border-mismatched bg-raised px-3 py-2 shadow-overlay">
          <span className="min-w-0 grow wrap-anywhere">Rows could not be read: {rows.failure}</span>
          <Button size="sm" onClick={tryAgain}>Try again</Button>
        </div>
      )}
      <MarkTooltip scrollerRef={scrollerRef} markAt={markAt} />
      {details && (
        <CellDetails
          anchor={detailsAnchor}
          title={`${detailsColumn?.label ?? 'Record'}, ${rowHeaderLabel} ${details.row.label}`}
          typeLabel={detailsColumn?.typeLabel}
          text={details.columnIndex === undefined ? details.row.note ?? null : details.row.cells[details.columnIndex] ?? null}
          mark={details.columnIndex === undefined ? undefined : details.row.marks?.get(details.columnIndex)}
          onEdit={onEditCell && details.columnIndex !== undefined ? () => {
            setDetails(undefined)
            startEdit(details.place)
          } : undefined}
          onClose={() => {
            setDetails(undefined)
            goTo(active)
          }}
        />
      )}
      <span role="status" className="sr-only">{said}</span>
    </div>
  )
}

/** What Ctrl+C takes from a place; undefined if there is nothing yet. */
function copiedText(place: CellPlace, row: GridRow | undefined, column: GridColumn | undefined, columnIndex: number | undefined): string | undefined {
  if (place.row < 0) return column?.label
  if (!row || place.column < 0) return row?.label
  if (row.note !== undefined) return row.note
  return columnIndex === undefined ? undefined : row.cells[columnIndex] ?? ''
}

const unknownSize: Size = { width: 0, height: 0 }
/** Of both sides. */
const bordersPx = 2
const scrollbarPx = 16
const emptyMessagePx = 72

function gridHeight(height: number | string, headerHeight: number, rowHeight: number, numRows: number): number | string {
  if (typeof height === 'string') return height
  return Math.min(height, headerHeight + (numRows === 0 ? emptyMessagePx : numRows * rowHeight + scrollbarPx) + bordersPx)
}

/** Room for line numbers: a file has more lines than rows where records span several. */
function rowHeaderWidthFor(numRows: number): number {
  const digits = Math.max(7, String(2 * numRows).length)
  return 26 + 8 * digits
}
