'use client'

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { cn } from './cn.ts'

export interface ToastMessage {
  title: string
  description?: ReactNode
  tone?: 'neutral' | 'valid' | 'mismatched' | 'warning'
  /** One thing to do about it, such as Undo. */
  action?: { label: string, onPress: () => void }
  /** How long it stays. Bad news stays until it is closed. */
  durationMs?: number
}

export type ShowToast = (message: ToastMessage) => void

const ToastContext = createContext<ShowToast | undefined>(undefined)

/** The way to say something in passing. */
export function useToast(): ShowToast {
  const show = useContext(ToastContext)
  if (!show) throw new Error('useToast: no ToastProvider above this component')
  return show
}

const signs = {
  neutral: <Info className="text-accent-ink" />,
  valid: <CircleCheck className="text-valid" />,
  mismatched: <CircleAlert className="text-mismatched" />,
  warning: <TriangleAlert className="text-warning" />,
}

const shownAtMost = 4

/** Keeps the messages and shows the latest few in a live region at the lower right; F8 moves focus there. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<readonly (ToastMessage & { id: string })[]>([])
  const show = useCallback<ShowToast>(message => setMessages(now => [...now, { ...message, id: crypto.randomUUID() }].slice(-shownAtMost)), [])
  const close = (id: string) => setMessages(now => now.filter(message => message.id !== id))
  return (
    <ToastContext value={show}>
      <Radix.Provider label="Notification" swipeDirection="right">
        {children}
        {messages.map(message => <ToastCard key={message.id} message={message} onClose={() => close(message.id)} />)}
        <Radix.Viewport className="fixed right-4 bottom-4 z-60 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none" />
      </Radix.Provider>
    </ToastContext>
  )
}

function ToastCard({ message, onClose }: { message: ToastMessage, onClose: () => void }) {
  const { title, description, tone = 'neutral', action, durationMs = tone === 'mismatched' ? Infinity : 6000 } = message
  return (
    <Radix.Root
      type={tone === 'mismatched' ? 'foreground' : 'background'}
      duration={durationMs}
      onOpenChange={isOpen => {
        if (!isOpen) onClose()
      }}
      className={cn('flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-overlay animate-arrive')}
    >
      <span aria-hidden className="mt-0.5 [&_svg]:size-4">{signs[tone]}</span>
      <div className="min-w-0 flex-1">
        <Radix.Title className="text-sm font-medium">{title}</Radix.Title>
        {description !== undefined && <Radix.Description className="mt-0.5 text-xs text-muted">{description}</Radix.Description>}
        {action && <Radix.Action asChild altText={action.label}><Button size="sm" className="mt-2" onClick={action.onPress}>{action.label}</Button></Radix.Action>}
      </div>
      <Radix.Close aria-label="Close notification" className="flex size-6 shrink-0 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-ink">
        <X aria-hidden className="size-3.5" />
      </Radix.Close>
    </Radix.Root>
  )
}
