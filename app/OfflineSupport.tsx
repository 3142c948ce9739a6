'use client'

import { useEffect } from 'react'

const REGISTER_DELAY_MS = 5_000

/** Registers the service worker that keeps the workbench usable without a network. The development server has none. */
export function OfflineSupport() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    // The first visit's own requests go first, the engine's among them; a refusal (private window, plain http) only costs offline use.
    const register = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined)
    const timer = setTimeout(register, REGISTER_DELAY_MS)
    return () => clearTimeout(timer)
  }, [])
  return null
}
