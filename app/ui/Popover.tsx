'use client'

import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { defined } from './defined.ts'
import { overlay } from './styles.ts'

export interface PopoverProps {
  /** One button; pressing it opens and closes. */
  trigger: ReactNode
  /** What the small window is about, for screen readers. */
  label: string
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  className?: string
  children: ReactNode
}

export const PopoverClose = Radix.Close

/** A small window beside the button that opens it; the page stays usable. */
export function Popover({ trigger, label, isOpen, onOpenChange, side = 'bottom', align = 'start', className, children }: PopoverProps) {
  return (
    <Radix.Root {...defined({ open: isOpen, onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content aria-label={label} side={side} align={align} sideOffset={4} collisionPadding={8} className={cn(overlay, 'w-72 p-3', className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
