'use client'

import { RadioGroup } from 'radix-ui'
import { cn } from './cn.ts'
import { useFieldGroup } from './Field.tsx'
import type { Option } from './option.ts'
import { icons } from './styles.ts'

export interface SegmentedControlProps<T extends string> {
  value: T
  onValueChange: (value: T) => void
  /** Two to five, short labels. */
  options: readonly Option<T>[]
  size?: 'sm' | 'md'
  isDisabled?: boolean
  'aria-label'?: string
  className?: string
}

/** One of a few, all in sight: a radio group that looks like a switch. */
export function SegmentedControl<T extends string>(props: SegmentedControlProps<T>) {
  const { value, onValueChange, options, size = 'md', isDisabled = false, className, ...rest } = props
  return (
    <RadioGroup.Root
      orientation="horizontal"
      value={value}
      onValueChange={next => onValueChange(next as T)}
      disabled={isDisabled}
      {...useFieldGroup()}
      {...rest}
      className={cn('inline-flex w-fit items-center gap-0.5 rounded-md border border-line bg-sunken p-0.5', className)}
    >
      {options.map(option => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.isDisabled ?? isDisabled}
          className={cn(
            'inline-flex items-center gap-1.5 rounded-sm px-2 font-medium text-muted transition-colors hover:text-ink disabled:opacity-50',
            'data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-raise',
            size === 'sm' ? 'h-5 text-xs' : 'h-6 text-sm',
            icons,
          )}
        >
          {option.icon}
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
