import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { Issue } from '../../../engine/base/issue.ts'

/** What is wrong with a step or rule as the recipe has it. */
export function Remarks({ issues }: { issues: readonly Issue[] }) {
  if (issues.length === 0) return null
  return (
    <ul className="flex flex-col gap-0.5 text-xs">
      {issues.map(({ severity, code, message, hint, path }) => (
        <li key={`${code} ${path.join('.')}`} className={severity === 'error' ? 'text-mismatched-ink' : 'text-warning-ink'}>
          {severity === 'error' ? <CircleAlert aria-label="error" className="mr-1 inline size-3 align-[-2px]" /> : <TriangleAlert aria-label="warning" className="mr-1 inline size-3 align-[-2px]" />}
          {message}.{hint !== undefined && <span className="text-muted"> {hint}</span>}
        </li>
      ))}
    </ul>
  )
}
