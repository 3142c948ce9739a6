import { Fragment } from 'react'
import { EllipsisVertical } from 'lucide-react'
import { cn, DropdownMenu, MenuItem, MenuSeparator } from '../ui/index.ts'

export interface ColumnMenuItem {
  readonly label: string
  readonly isDisabled?: boolean
  readonly onSelect: () => void
}

export interface ColumnMenuProps {
  readonly label: string
  readonly tabIndex: number
  readonly className: string
  /** Groups of items, a line between them. */
  readonly groups: readonly (readonly ColumnMenuItem[])[]
}

export function ColumnMenu({ label, tabIndex, className, groups }: ColumnMenuProps) {
  const trigger = (
    <button type="button" aria-label={`Options of ${label}`} tabIndex={tabIndex} className={cn('grid size-5 place-items-center rounded-sm bg-canvas text-faint hover:bg-hover hover:text-ink', className)}>
      <EllipsisVertical size={14} aria-hidden />
    </button>
  )
  return (
    <DropdownMenu trigger={trigger}>
      {groups.map((items, i) => (
        <Fragment key={i}>
          {i > 0 && <MenuSeparator />}
          {items.map(item => <MenuItem key={item.label} disabled={item.isDisabled ?? false} onSelect={item.onSelect}>{item.label}</MenuItem>)}
        </Fragment>
      ))}
    </DropdownMenu>
  )
}
