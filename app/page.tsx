import { LiveSession } from './notebook/LiveSession.tsx'
import { Workbench } from './notebook/Workbench.tsx'

export default function Page() {
  return <LiveSession><Workbench /></LiveSession>
}
