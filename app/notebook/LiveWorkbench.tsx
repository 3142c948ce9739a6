'use client'

import { LiveSession } from './LiveSession.tsx'
import { Workbench } from './Workbench.tsx'

/** The workbench with its session: everything that needs the recipe language, loaded after the first paint. */
export function LiveWorkbench() {
  return <LiveSession><Workbench /></LiveSession>
}
