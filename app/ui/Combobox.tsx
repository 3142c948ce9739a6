'use client'

import { ChevronsUpDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useId, useState } from 'react'
import { cn } from './cn.ts'
import { defined } from './defined.ts'
import { useFieldControl } from './Field.tsx'
import { labelOf, type Option } from './option.ts'
import { OptionList } from './OptionList.tsx'
import { controlBox, overlay } from './styles.ts'

export interface ComboboxProps<T extends string> {
  /** '' is nothing chosen yet. */
  value: T | ''
  onValueChange: (value: T) => void
  options: readonly Option<T>[]
  placeholder?: string
  searchPlaceholder?: string
  emptyText?: string
  /** Lets a text that is not in the list be chosen. */
  onCreate?: (text: string) => void
  isDisabled?: boolean
  'aria-label'?: string
  className?: string
}

/** One of a long list, found by typing part of its name. */
export function Combobox<T extends string>(props: ComboboxProps<T>) {
  const { value, onValueChange, options, placeholder = 'Choose…', searchPlaceholder, emptyText, onCreate, isDisabled = false, className, ...rest } = props
  const [isOpen, setOpen] = useState(false)
  const listId = useId()
  const finish = (act: () => void) => {
    setOpen(false)
    act()
  }
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
          className={cn(controlBox, 'flex h-7 items-center justify-between gap-2 text-left', className)}
        >
          <span className={cn('truncate', value === '' && 'text-faint')}>{value === '' ? placeholder : labelOf(options, value)}</span>
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
            label={rest['aria-label'] ?? placeholder}
            options={options}
            isChosen={candidate => candidate === value}
            onPick={picked => finish(() => onValueChange(picked as T))}
            {...defined({ searchPlaceholder, emptyText, onCreate: onCreate && ((text: string) => finish(() => onCreate(text))) })}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
