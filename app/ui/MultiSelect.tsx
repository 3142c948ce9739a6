'use client'

import { ChevronsUpDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useId, useState } from 'react'
import { Badge } from './Badge.tsx'
import { Button } from './Button.tsx'
import { cn } from './cn.ts'
import { defined } from './defined.ts'
import { useFieldControl } from './Field.tsx'
import { labelOf, type Option } from './option.ts'
import { OptionList } from './OptionList.tsx'
import { controlBox, overlay } from './styles.ts'

export interface MultiSelectProps<T extends string> {
  value: readonly T[]
  /** Gets the chosen values in the order of `options`. */
  onValueChange: (value: T[]) => void
  options: readonly Option<T>[]
  placeholder?: string
  searchPlaceholder?: string
  emptyText?: string
  isDisabled?: boolean
  'aria-label'?: string
  className?: string
}

const shownAtMost = 3

/** Any number of a list, found by typing part of a name. */
export function MultiSelect<T extends string>(props: MultiSelectProps<T>) {
  const { value, onValueChange, options, placeholder = 'Choose…', searchPlaceholder, emptyText, isDisabled = false, className, ...rest } = props
  const [isOpen, setOpen] = useState(false)
  const listId = useId()
  const chosen = new Set<string>(value)
  const choose = (next: ReadonlySet<string>) => onValueChange(options.map(option => option.value).filter(option => next.has(option)))
  const toggle = (picked: string) => choose(new Set(chosen.has(picked) ? value.filter(other => other !== picked) : [...value, picked]))
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          disabled={isDisabled}
          {...useFieldControl()}
          {...rest}
          role="combobox"
          aria-expanded={isOpen}
          aria-haspopup="dialog"
          aria-controls={listId}
          className={cn(controlBox, 'flex min-h-7 items-center justify-between gap-2 py-0.5 text-left', className)}
        >
          {value.length === 0
            ? <span className="truncate text-faint">{placeholder}</span>
            : (
                <span className="flex min-w-0 flex-wrap gap-1">
                  {value.slice(0, shownAtMost).map(picked => <Badge key={picked}>{labelOf(options, picked)}</Badge>)}
                  {value.length > shownAtMost && <Badge tone="accent">+{value.length - shownAtMost}</Badge>}
                </span>
              )}
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          id={listId}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={rest['aria-label'] ?? placeholder}
          className={cn(overlay, 'w-(--radix-popover-trigger-width) min-w-56 overflow-hidden')}
        >
          <OptionList
            isMultiple
            label={rest['aria-label'] ?? placeholder}
            options={options}
            isChosen={candidate => chosen.has(candidate)}
            onPick={toggle}
            {...defined({ searchPlaceholder, emptyText })}
          />
          <div className="flex items-center justify-between border-t border-line p-1">
            <span className="px-1 text-xs text-faint">{value.length} of {options.length}</span>
            <span className="flex gap-1">
              <Button size="sm" variant="ghost" onClick={() => choose(new Set(options.map(option => option.value)))}>All</Button>
              <Button size="sm" variant="ghost" onClick={() => choose(new Set())}>None</Button>
            </span>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
