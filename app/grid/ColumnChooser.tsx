import { useState } from 'react'
import { Columns3 } from 'lucide-react'
import { Button, Checkbox, cn, Input, Popover } from '../ui/index.ts'
import type { GridColumn } from './data-frame.ts'
import type { GridColumns } from './useColumns.ts'

/** A longer list is searched, not read. */
const listedAtMost = 200

export interface ColumnChooserProps {
  readonly all: readonly GridColumn[]
  readonly columns: GridColumns
  readonly tabIndex: number
}

/** Which columns are shown: a list to search and tick. */
export function ColumnChooser({ all, columns, tabIndex }: ColumnChooserProps) {
  const numHidden = all.length - columns.shown.length
  const name = numHidden ? `Columns, ${numHidden} hidden` : 'Columns'
  const trigger = (
    <button type="button" aria-label={name} title={name} tabIndex={tabIndex} className={cn('grid size-6 place-items-center rounded-sm hover:bg-hover', numHidden && 'text-accent-ink')}>
      <Columns3 size={14} aria-hidden />
    </button>
  )
  return (
    <Popover trigger={trigger} label="Columns" className="flex w-64 flex-col gap-2 p-2">
      <ColumnList all={all} columns={columns} />
    </Popover>
  )
}

function ColumnList({ all, columns }: Omit<ColumnChooserProps, 'tabIndex'>) {
  const [search, setSearch] = useState('')
  const found = all.filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()))
  return (
    <>
      <Input type="search" aria-label="Find a column" placeholder="Find a column" value={search} onChange={event => setSearch(event.target.value)} />
      <div role="group" aria-label="Shown columns" className="flex max-h-72 min-h-0 flex-col overflow-auto px-1">
        {found.slice(0, listedAtMost).map(({ id, label }) => (
          <Checkbox key={id} label={label} checked={!columns.isHidden(id)} onCheckedChange={isShown => columns.setHidden(id, !isShown)} />
        ))}
        {found.length === 0 && <p className="text-faint">No column has this in its name.</p>}
        {found.length > listedAtMost && <p className="text-faint">{found.length - listedAtMost} more: type to find them.</p>}
      </div>
      <Button size="sm" disabled={columns.shown.length === all.length} onClick={columns.showAll}>Show all columns</Button>
    </>
  )
}
