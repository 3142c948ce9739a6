'use client'

import { useEffect, useState, type ReactNode } from 'react'
import { createSession } from '../session/create-session.ts'
import { SessionContext } from '../session/session.ts'

/** Holds the page's one session: opens what was open before a reload, and lets go of the engine when the page goes. */
export function LiveSession({ children }: { children: ReactNode }) {
  const [session] = useState(createSession)
  useEffect(() => {
    void session.restore()
    return () => session.close()
  }, [session])
  return <SessionContext value={session}>{children}</SessionContext>
}
