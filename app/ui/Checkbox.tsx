'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn.ts'

export interface CheckboxProps extends Omit<ComponentProps<typeof Radix.Root>, 'checked' | 'onCheckedChange' | 'children'> {
  /** 'mixed' when some of what it stands for is on. */
  checked: boolean | 'mixed'
  onCheckedChange: (checked: boolean) => void
  /** Visible label. Without one, pass aria-label. */
  label?: ReactNode
}

export function Checkbox({ checked, onCheckedChange, label, className, id, ...rest }: CheckboxProps) {
  const ownId = useId()
  const box = (
    <Radix.Root
      id={id ?? ownId}
      checked={checked === 'mixed' ? 'indeterminate' : checked}
      onCheckedChange={next => onCheckedChange(next === true)}
      className={cn(
        'flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-control bg-surface text-on-accent shadow-raise transition-colors',
        'hover:border-muted data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        'disabled:opacity-50',
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>{checked === 'mixed' ? <Minus aria-hidden className="size-3" strokeWidth={3} /> : <Check aria-hidden className="size-3" strokeWidth={3} />}</Radix.Indicator>
    </Radix.Root>
  )
  if (label === undefined) return box
  return (
    <span className="inline-flex min-h-6 items-center gap-2">
      {box}
      <label htmlFor={id ?? ownId} className="text-sm text-ink select-none">{label}</label>
    </span>
  )
}
