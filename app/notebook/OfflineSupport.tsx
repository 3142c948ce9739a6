'use client'

import { useEffect } from 'react'
import type { SessionState } from '../session/state.ts'
import { useSession } from '../session/session.ts'

const QUIET_MS = 5_000
/** What says that somebody is at work. */
const SIGNS_OF_WORK = ['keydown', 'pointerdown', 'wheel', 'scroll', 'input'] as const

/**
 * Registers the service worker that keeps the workbench usable without a network. On a first visit it keeps 45 MB, which takes the processors
 * for seconds: so it waits until no file has been read or judged, and nobody has done anything, for a while. The development server has none.
 */
export function OfflineSupport() {
  const isBusy = useSession(isWorking)
  useEffect(() => isBusy || process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator) ? undefined : whenQuiet(register), [isBusy])
  return null
}

/** A refusal (private window, plain http) only costs offline use. */
const register = (): void => void navigator.serviceWorker.register('/sw.js').catch(() => undefined)

/** Does it once nobody has done anything for a while; gives what calls it off. */
function whenQuiet(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => { stop(); work() }, QUIET_MS)
  }
  const stop = (): void => {
    clearTimeout(timer)
    for (const sign of SIGNS_OF_WORK) removeEventListener(sign, wait, true)
  }
  for (const sign of SIGNS_OF_WORK) addEventListener(sign, wait, { capture: true, passive: true })
  wait()
  return stop
}

const isWorking = ({ phase, profiles, importing, isJudging }: SessionState): boolean =>
  phase === 'reading' || (phase === 'ready' && profiles === null) || importing !== null || isJudging
