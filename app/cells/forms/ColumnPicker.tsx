import { useVirtualizer } from '@tanstack/react-virtual'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useId, useMemo, useState, type KeyboardEvent } from 'react'
import { Badge, Button, cn, Input, Popover, useFieldControl } from '../../ui/index.ts'
import { apartFromField } from './apart.ts'
import { uniqueColumns, type ColumnChoice } from './columns.ts'

export interface ColumnPickerProps {
  value: readonly string[]
  /** The chosen names in the order they were chosen. */
  onValueChange: (names: string[]) => void
  columns: readonly ColumnChoice[]
  isSingle?: boolean
  placeholder?: string
  /** The name, outside a Field. */
  'aria-label'?: string
  className?: string
}

const SHOWN_NAMES = 4
const ROW_PX = 28

/** Columns found by typing part of a name; a list of thousands is no slower than one of ten. */
export function ColumnPicker({ value, onValueChange, columns, isSingle = false, placeholder = 'Choose columns…', className, ...rest }: ColumnPickerProps) {
  const [isOpen, setOpen] = useState(false)
  const known = useMemo(() => new Set(columns.map(({ name }) => name)), [columns])
  const pick = (name: string) => {
    if (isSingle) {
      setOpen(false)
      onValueChange([name])
    } else {
      onValueChange(value.includes(name) ? value.filter(other => other !== name) : [...value, name])
    }
  }
  const trigger = (
    <Button
      {...useFieldControl()}
      {...rest}
      role="combobox"
      aria-expanded={isOpen}
      aria-haspopup="dialog"
      className={cn('h-auto min-h-7 w-full min-w-0 justify-between border-line-control px-2 py-0.5 text-left font-normal', className)}
    >
      {value.length === 0
        ? <span className="truncate text-faint">{placeholder}</span>
        : (
            <span className="flex min-w-0 flex-wrap gap-1">
              {value.slice(0, SHOWN_NAMES).map(name => <Badge key={name} tone={known.has(name) ? 'neutral' : 'mismatched'}><span className="truncate">{name}</span></Badge>)}
              {value.length > SHOWN_NAMES && <Badge tone="accent">+{value.length - SHOWN_NAMES}</Badge>}
            </span>
          )}
      <ChevronsUpDown aria-hidden className="text-faint" />
    </Button>
  )
  return (
    <Popover trigger={trigger} label={rest['aria-label'] ?? 'Columns'} isOpen={isOpen} onOpenChange={setOpen} className="w-72 p-0">
      <ColumnList value={value} columns={columns} known={known} isSingle={isSingle} onPick={pick} onClear={() => onValueChange([])} onAll={names => onValueChange(names)} />
    </Popover>
  )
}

interface ColumnListProps {
  value: readonly string[]
  columns: readonly ColumnChoice[]
  known: ReadonlySet<string>
  isSingle: boolean
  onPick: (name: string) => void
  onClear: () => void
  onAll: (names: string[]) => void
}

function ColumnList({ value, columns, known, isSingle, onPick, onClear, onAll }: ColumnListProps) {
  const listId = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const chosen = new Set(value)
  // Names that are chosen but gone stay in sight, so that they can be taken away.
  const all = useMemo(() => uniqueColumns([...value.filter(name => !known.has(name)).map(name => ({ name })), ...columns]), [value, columns, known])
  const sought = query.trim().toLowerCase()
  const found = useMemo(() => all.filter(({ name }) => name.toLowerCase().includes(sought)), [all, sought])
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroller, estimateSize: () => ROW_PX, overscan: 6 })
  const move = (to: number) => {
    if (found.length === 0) return
    const next = (to + found.length) % found.length
    setActive(next)
    rows.scrollToIndex(next)
  }
  const press = (event: KeyboardEvent) => {
    const at = found[active]
    if (event.key === 'ArrowDown') move(active + 1)
    else if (event.key === 'ArrowUp') move(active - 1)
    else if (event.key === 'Enter' && at) onPick(at.name)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div className="border-b border-line p-1.5">
        <Input
          {...apartFromField}
          role="combobox"
          aria-label="Find a column"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          {...(found.length > 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
          placeholder="Find a column"
          value={query}
          onChange={event => {
            setQuery(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={press}
        />
      </div>
      <div ref={setScroller} id={listId} role="listbox" aria-label="Columns" aria-multiselectable={!isSingle} className="max-h-64 overflow-y-auto p-1">
        <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const { name, type } = found[index]!
            return (
              <div
                key={name}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={chosen.has(name)}
                aria-setsize={found.length}
                aria-posinset={index + 1}
                onMouseMove={() => setActive(index)}
                onClick={() => onPick(name)}
                style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
                className={cn('absolute inset-x-0 top-0 flex items-center gap-2 rounded-sm px-2', index === active && 'bg-hover')}
              >
                <Check aria-hidden className={cn('size-3.5 shrink-0 text-accent-ink', !chosen.has(name) && 'invisible')} />
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <span className="shrink-0 text-xs text-faint">{known.has(name) ? type : 'not in the data'}</span>
              </div>
            )
          })}
        </div>
        {found.length === 0 && <p className="px-2 py-3 text-center text-xs text-faint">No column has this in its name.</p>}
      </div>
      {!isSingle && (
        <div className="flex items-center justify-between border-t border-line p-1">
          <span className="px-1 text-xs text-faint">{value.length} of {all.length}</span>
          <span className="flex gap-1">
            <Button size="sm" variant="ghost" disabled={found.length === 0} onClick={() => onAll([...new Set([...value, ...found.map(({ name }) => name)])])}>Add all found</Button>
            <Button size="sm" variant="ghost" disabled={value.length === 0} onClick={onClear}>None</Button>
          </span>
        </div>
      )}
    </>
  )
}
