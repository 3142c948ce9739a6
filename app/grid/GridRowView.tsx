import { memo, type CSSProperties, type ReactNode } from 'react'
import { clsx } from 'clsx'
import { drawText } from './CellText.tsx'
import { CornerMark } from './CellMark.tsx'
import type { ColumnSlot } from './columns.ts'
import type { CellMark, GridColumn, GridRow } from './data-frame.ts'

export interface GridRowViewProps {
  readonly rowIndex: number
  /** undefined while it is being fetched. */
  readonly row: GridRow | undefined
  /** It could not be fetched; the grid tells why, once. */
  readonly isFailed: boolean
  /** Of data that are being replaced. */
  readonly isStale: boolean
  /** Kept alive out of sight, because the active cell is in it. */
  readonly isOutOfView: boolean
  readonly top: number
  readonly height: number
  readonly width: number
  readonly rowHeaderWidth: number
  readonly slots: readonly ColumnSlot[]
  readonly numColumns: number
  /** Place of the active cell, if it is in this row: -1 is the row header. */
  readonly activePlace: number | undefined
  readonly editor: ReactNode
}

/** UTF-16 units of a cell that are drawn in the grid: more than fit the widest column people make. */
const drawnUnits = 400

const cellClass = 'h-full border-b border-line px-2.5 leading-(--grid-row-height) text-ellipsis whitespace-pre -outline-offset-2'
const activeClass = 'outline-2 outline-line-strong group-focus-within/grid:outline-focus'

/** A bar where text will be. */
const placeholder: CSSProperties = {
  backgroundImage: 'linear-gradient(var(--line), var(--line))',
  backgroundSize: 'min(60%, 8rem) 8px',
  backgroundPosition: '10px center',
  backgroundRepeat: 'no-repeat',
}

const rowPlaceholders = new WeakMap<readonly ColumnSlot[], CSSProperties>()

/** The bars and lines of all cells of a row as one background: rows that fly past cost one element, not one for each cell. */
function rowPlaceholder(slots: readonly ColumnSlot[]): CSSProperties {
  const known = rowPlaceholders.get(slots)
  if (known) return known
  const shapes = [{ position: '0 100%', size: '100% 1px' }, ...slots.flatMap(({ left, width }) => [
    { position: `${left + 10}px center`, size: `${Math.min(0.6 * width, 128)}px 8px` },
    { position: `${left + width - 1}px 0`, size: '1px 100%' },
  ])]
  const drawn: CSSProperties = {
    backgroundImage: shapes.map(() => placeholder.backgroundImage).join(),
    backgroundPosition: shapes.map(({ position }) => position).join(),
    backgroundSize: shapes.map(({ size }) => size).join(),
    backgroundRepeat: 'no-repeat',
  }
  rowPlaceholders.set(slots, drawn)
  return drawn
}

export const GridRowView = memo(function GridRowView(props: GridRowViewProps) {
  const { rowIndex, row, isFailed, isStale, isOutOfView, top, height, width, rowHeaderWidth, slots, numColumns, activePlace, editor } = props
  const acrossText = isFailed ? 'This row could not be read.' : row?.note
  const isOnlyPlaceholder = row === undefined && acrossText === undefined && activePlace === undefined
  const isAcrossActive = activePlace !== undefined && activePlace >= 0
  return (
    <div
      role="row"
      aria-rowindex={rowIndex + 2}
      data-row={rowIndex}
      className={clsx('absolute left-0 min-w-full contain-size contain-layout contain-style', isStale && 'opacity-60', isOutOfView && 'pointer-events-none opacity-0', editor !== undefined && 'z-10')}
      style={{ top, height, width, ...isOnlyPlaceholder && rowPlaceholder(slots) }}
    >
      <RowHeader row={row} width={rowHeaderWidth} isActive={activePlace === -1} />
      {isOnlyPlaceholder ? null : acrossText === undefined
        ? slots.map(slot => (
          <GridCell
            key={slot.column.id}
            place={slot.place}
            left={slot.left}
            width={slot.width}
            align={slot.column.align}
            text={row?.cells[slot.index]}
            mark={row?.marks?.get(slot.index)}
            isActive={activePlace === slot.place}
            editor={activePlace === slot.place ? editor : undefined}
          />
        ))
        : (
          <div
            role="gridcell"
            aria-colindex={2}
            aria-colspan={Math.max(1, numColumns)}
            data-place={Math.max(0, activePlace ?? 0)}
            tabIndex={isAcrossActive ? 0 : -1}
            className={clsx(
              cellClass,
              'sticky inline-block overflow-hidden w-[calc(var(--grid-view-width)-var(--grid-row-header-width))] bg-sunken align-top font-mono text-xs/(--grid-row-height)',
              isFailed ? 'text-faint' : 'text-muted',
              isAcrossActive && activeClass,
            )}
            style={{ left: rowHeaderWidth }}
          >
            {drawText({ text: acrossText, limit: drawnUnits })}
          </div>
        )}
    </div>
  )
})

function RowHeader({ row, width, isActive }: { row: GridRow | undefined, width: number, isActive: boolean }) {
  const severity = worstSeverity(row)
  return (
    <div
      role="rowheader"
      aria-colindex={1}
      aria-busy={row === undefined}
      data-place={-1}
      tabIndex={isActive ? 0 : -1}
      title={row?.label}
      className={clsx(cellClass, 'sticky left-0 z-1 inline-block overflow-hidden border-r bg-canvas pr-2 pl-1 text-right align-top text-xs/(--grid-row-height) text-faint', isActive && activeClass)}
      style={row ? { width } : { ...placeholder, width }}
    >
      {severity && (
        <span
          role="img"
          aria-label={severity === 'error' ? 'row has errors' : 'row has warnings'}
          className={clsx('absolute top-1/2 left-1.5 size-1.5 -translate-y-1/2', severity === 'error' ? 'bg-mismatched' : 'rounded-full border border-warning')}
        />
      )}
      {row?.label}
    </div>
  )
}

function worstSeverity(row: GridRow | undefined): CellMark['severity'] | undefined {
  if (!row?.marks?.size) return undefined
  for (const mark of row.marks.values()) if (mark.severity === 'error') return 'error'
  return 'warn'
}

interface GridCellProps {
  readonly place: number
  readonly left: number
  readonly width: number
  readonly align: GridColumn['align']
  readonly text: string | null | undefined
  readonly mark: CellMark | undefined
  readonly isActive: boolean
  readonly editor: ReactNode
}

const markTints = { error: 'bg-mismatched-soft', warn: 'bg-warning-soft' } as const

const GridCell = memo(function GridCell({ place, left, width, align, text, mark, isActive, editor }: GridCellProps) {
  const isEdited = editor !== undefined
  return (
    <div
      role="gridcell"
      aria-colindex={place + 2}
      aria-busy={text === undefined || undefined}
      aria-invalid={mark?.severity === 'error' || undefined}
      dir="auto"
      data-place={place}
      tabIndex={isActive ? 0 : -1}
      className={clsx(
        cellClass,
        'absolute top-0 border-r',
        align === 'right' ? 'text-right tabular-nums' : 'text-start',
        mark && markTints[mark.severity],
        isActive && activeClass,
        isEdited ? 'z-10' : 'overflow-hidden contain-strict',
      )}
      style={text === undefined ? { ...placeholder, left, width } : { left, width }}
    >
      {isEdited ? editor : (
        <>
          {text !== undefined && drawText({ text, limit: drawnUnits })}
          {mark && <CornerMark mark={mark} />}
        </>
      )}
    </div>
  )
})
