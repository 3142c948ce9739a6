'use client'

import { Switch as Radix } from 'radix-ui'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn.ts'

export interface SwitchProps extends Omit<ComponentProps<typeof Radix.Root>, 'checked' | 'onCheckedChange' | 'children'> {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Visible label. Without one, pass aria-label. */
  label?: ReactNode
}

/** A setting that takes effect at once. */
export function Switch({ checked, onCheckedChange, label, className, id, ...rest }: SwitchProps) {
  const ownId = useId()
  const track = (
    <Radix.Root
      id={id ?? ownId}
      checked={checked}
      onCheckedChange={onCheckedChange}
      className={cn(
        'relative inline-flex h-4 w-7 shrink-0 items-center rounded-full bg-line-control transition-colors data-[state=checked]:bg-accent disabled:opacity-50',
        className,
      )}
      {...rest}
    >
      <Radix.Thumb className="ml-0.5 block size-3 rounded-full bg-on-accent shadow-raise transition-[translate] data-[state=checked]:translate-x-3" />
    </Radix.Root>
  )
  if (label === undefined) return track
  return (
    <span className="inline-flex min-h-6 items-center gap-2">
      {track}
      <label htmlFor={id ?? ownId} className="text-sm text-ink select-none">{label}</label>
    </span>
  )
}
