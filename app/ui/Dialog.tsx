'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { cn } from './cn.ts'
import { defined } from './defined.ts'

export interface DialogProps {
  /** Left out, the dialog opens from its trigger and keeps its own state. */
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  trigger?: ReactNode
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the one that goes on last. Wrap one that closes in DialogClose. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** 'side' is a sheet at the right edge, for looking into one thing beside the page. */
  placement?: 'center' | 'side'
}

const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl', xl: 'max-w-6xl' }

const places = {
  center: 'top-[10vh] left-1/2 max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 rounded-xl border',
  side: 'inset-y-0 right-0 w-[calc(100vw-2rem)] border-l',
}

export const DialogClose = Radix.Close

/** A modal window. Escape, the close button and a press outside close it; focus goes back to where it came from. */
export function Dialog({ isOpen, onOpenChange, trigger, title, description, children, footer, size = 'md', placement = 'center' }: DialogProps) {
  return (
    <Radix.Root {...defined({ open: isOpen, onOpenChange })}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(8_10_14/0.5)]" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cn('fixed z-50 flex flex-col border-line-strong bg-raised text-ink shadow-overlay outline-none animate-arrive', places[placement], widths[size])}
        >
          <header className="min-w-0 py-3 pr-12 pl-4">
            <Radix.Title className="text-md font-semibold">{title}</Radix.Title>
            {description !== undefined && <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-0.5 pb-4">{children}</div>
          {footer !== undefined && <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>}
          {/* Last in order, so that focus starts in the body; without a tooltip, which would take the first Escape. */}
          <Radix.Close asChild>
            <Button variant="ghost" aria-label="Close" className="absolute top-2.5 right-2.5 w-7 px-0 [&_svg]:size-4"><X /></Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
