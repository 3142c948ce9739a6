'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { useState } from 'react'
import { cn } from './cn.ts'
import { useFieldControl } from './Field.tsx'
import { labelOf, type Option } from './option.ts'
import { controlBox, overlay, overlayItem } from './styles.ts'

export interface SelectProps<T extends string> {
  /** '' is nothing chosen yet. */
  value: T | ''
  onValueChange: (value: T) => void
  options: readonly Option<T>[]
  placeholder?: string
  isDisabled?: boolean
  /** The name, outside a Field. */
  'aria-label'?: string
  className?: string
}

/** One of a short list. For more than about fifteen choices take a Combobox. */
export function Select<T extends string>({ value, onValueChange, options, placeholder = 'Choose…', isDisabled = false, className, ...rest }: SelectProps<T>) {
  // Closed, it would draw its options all the same: they exist from when the focus or a pointer first comes near.
  const [isNear, setNear] = useState(false)
  const comesNear = () => setNear(true)
  return (
    <Radix.Root value={value} onValueChange={next => onValueChange(next as T)} disabled={isDisabled}>
      <Radix.Trigger {...useFieldControl()} {...rest} onFocus={comesNear} onPointerEnter={comesNear} className={cn(controlBox, 'group flex h-7 items-center justify-between gap-2', className)}>
        <span className="truncate group-data-[placeholder]:text-faint">
          {value === '' ? <Radix.Value placeholder={placeholder} /> : <Radix.Value>{labelOf(options, value)}</Radix.Value>}
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </Radix.Trigger>
      {isNear && (
        <Radix.Portal>
          <Radix.Content position="popper" sideOffset={4} collisionPadding={8} className={cn(overlay, 'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden')}>
            <Radix.Viewport className="p-1">
              {options.map(option => (
                <Radix.Item key={option.value} value={option.value} disabled={option.isDisabled ?? false} className={cn(overlayItem, 'pr-8')}>
                  <Radix.ItemText>
                    {option.label}
                    {option.hint !== undefined && option.hint !== '' && <span className="ml-2 text-xs text-faint">{option.hint}</span>}
                  </Radix.ItemText>
                  <Radix.ItemIndicator className="absolute right-2"><Check aria-hidden className="size-3.5 text-accent-ink" /></Radix.ItemIndicator>
                </Radix.Item>
              ))}
            </Radix.Viewport>
          </Radix.Content>
        </Radix.Portal>
      )}
    </Radix.Root>
  )
}
