'use client'

import dynamic from 'next/dynamic'
import { Opening } from './notebook/Opening.tsx'

const LiveWorkbench = dynamic(() => import('./notebook/LiveWorkbench.tsx').then(module => module.LiveWorkbench), { ssr: false, loading: Opening })

export default function Page() {
  return <LiveWorkbench />
}
