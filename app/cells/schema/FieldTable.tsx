import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useRef, useState, type KeyboardEvent } from 'react'
import type { Issue } from '../../../engine/base/issue.ts'
import type { FieldSpec } from '../../../engine/recipe/index.ts'
import { cn } from '../../ui/index.ts'
import { FieldRow, fieldGrid } from './FieldRow.tsx'
import type { Finding } from './fields.ts'

export interface ListedField {
  readonly field: FieldSpec
  /** Its place in the recipe. */
  readonly index: number
}

export interface FieldTableProps {
  fields: readonly ListedField[]
  /** How many the recipe has. */
  total: number
  findings: ReadonlyMap<string, readonly Finding[]>
  /** By place in the recipe. */
  issues: ReadonlyMap<number, readonly Issue[]>
  primaryKey: readonly string[]
}

const ROW_PX = 37
const HEADS = ['Field', 'Type', 'Date format', 'Required', 'Unique', 'Constraints', 'Failing rows'] as const
const noFindings: readonly Finding[] = []
const noIssues: readonly Issue[] = []

/** The fields as a table of which only the rows in sight exist. Up and down go to the same control of the next row; from boxes that use these keys, with Alt. */
export function FieldTable({ fields, total, findings, issues, primaryKey }: FieldTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((name: string) => setOpen(now => {
    const next = new Set(now)
    if (!next.delete(name)) next.add(name)
    return next
  }), [])
  const rows = useVirtualizer({
    count: fields.length,
    getScrollElement: () => scroller.current,
    // About what it measures: the first rows are then drawn with the table.
    initialRect: { width: 0, height: ROW_PX * 15 },
    estimateSize: () => ROW_PX,
    getItemKey: at => fields[at]?.field.name ?? at,
    overscan: 8,
    // The header stands over the rows and must not hide the one that is scrolled to.
    scrollPaddingStart: 32,
  })
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const control = event.target instanceof Element ? event.target : null
    const column = control?.closest<HTMLElement>('[data-col]')?.dataset.col
    const row = control?.closest<HTMLElement>('[data-at]')
    if (direction === 0 || !control || !row || column === undefined) return
    if (!event.altKey && control.matches('input, textarea, [role=combobox]')) return
    const to = Number(row.dataset.at) + direction
    if (to < 0 || to >= fields.length) return
    event.preventDefault()
    event.stopPropagation()
    const focus = () => {
      const next = scroller.current?.querySelector<HTMLElement>(`[data-at="${to}"] [data-col="${column}"] button`)
      next?.focus()
      return next !== null && next !== undefined
    }
    // A row that is not there yet comes with the frame after the scrolling.
    if (!focus()) {
      rows.scrollToIndex(to)
      requestAnimationFrame(focus)
    }
  }
  return (
    <div ref={scroller} onKeyDownCapture={move} className="max-h-[min(36rem,75vh)] overflow-auto">
      <div role="table" aria-label="Fields" aria-rowcount={total + 1} className="min-w-[56rem]">
        <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
          <div role="row" aria-rowindex={1} className={cn(fieldGrid, 'h-8 text-xs font-medium text-muted')}>
            <span role="columnheader"><span className="sr-only">Details</span></span>
            {HEADS.map(head => <span key={head} role="columnheader" className={cn((head === 'Required' || head === 'Unique') && 'text-center', (head === 'Type' || head === 'Date format') && 'pl-2')}>{head}</span>)}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index: at, key, start }) => {
            const { field, index } = fields[at]!
            return (
              <div key={key} ref={rows.measureElement} data-index={at} data-at={at} role="presentation" style={{ transform: `translateY(${start}px)` }} className="absolute inset-x-0 top-0 border-b border-line">
                <FieldRow
                  field={field}
                  index={index}
                  findings={findings.get(field.name) ?? noFindings}
                  issues={issues.get(index) ?? noIssues}
                  isKey={primaryKey.includes(field.name)}
                  isOpen={open.has(field.name)}
                  onToggle={toggle}
                />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
