'use client'

import { useEffect } from 'react'
import type { SessionState } from '../session/state.ts'
import { useSession } from '../session/session.ts'

const QUIET_MS = 5_000

/**
 * Registers the service worker that keeps the workbench usable without a network. On a first visit it keeps 45 MB, which takes the processors
 * for seconds: so it waits until no file has been read or judged for a while. The development server has none.
 */
export function OfflineSupport() {
  const isBusy = useSession(isWorking)
  useEffect(() => {
    if (isBusy || process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
    // A refusal (private window, plain http) only costs offline use.
    const timer = setTimeout(() => void navigator.serviceWorker.register('/sw.js').catch(() => undefined), QUIET_MS)
    return () => clearTimeout(timer)
  }, [isBusy])
  return null
}

const isWorking = ({ phase, profiles, importing, isJudging }: SessionState): boolean =>
  phase === 'reading' || (phase === 'ready' && profiles === null) || importing !== null || isJudging
