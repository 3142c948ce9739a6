'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './Kbd.tsx'

export interface TooltipProps {
  content: ReactNode
  /** Keys that do the same, such as "Shift+Enter". */
  shortcut?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** One element that takes focus; the words appear on hover and on focus. */
  children: ReactNode
}

export function Tooltip({ content, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-overlay animate-arrive"
        >
          {content}
          {shortcut !== undefined && <Kbd keys={shortcut} className="border-transparent bg-canvas/20 text-canvas" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
