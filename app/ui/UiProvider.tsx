'use client'

import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { ToastProvider } from './Toast.tsx'

/** What the kit needs once, around the whole page: shared tooltip timing and the place for toasts. */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <ToastProvider>{children}</ToastProvider>
    </Tooltip.Provider>
  )
}
