'use client'

import { useEffect } from 'react'

/** Registers the service worker that keeps the workbench usable without a network. The development server has none. */
export function OfflineSupport() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    // The first visit's own requests go first; a refusal (private window, plain http on another host) only costs offline use.
    const register = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined)
    if (document.readyState === 'complete') {
      register()
      return
    }
    window.addEventListener('load', register, { once: true })
    return () => window.removeEventListener('load', register)
  }, [])
  return null
}
