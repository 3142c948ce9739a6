import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { RuleResult } from '../../../engine/index.ts'
import { formatDuration, formatShare } from '../../charts/index.ts'
import { cn } from '../../ui/index.ts'
import { FailingCount } from '../FailingCount.tsx'
import { failedShare } from './results.ts'

const marks = {
  passed: { icon: CircleCheck, className: 'text-valid-ink' },
  failed: { icon: CircleAlert, className: 'text-mismatched-ink' },
  warned: { icon: TriangleAlert, className: 'text-warning-ink' },
} as const

/** A rule's result in a line: failing rows and their share with a bar, status, time. */
export function RuleFigures({ result, subject }: { result: RuleResult, subject: string }) {
  const { id, failed, severity, status, ms } = result
  const { icon: Icon, className } = marks[status]
  const share = failedShare(result)
  return (
    <span className="grid shrink-0 grid-cols-[5.5rem_6.5rem_4.5rem_3.25rem] items-center gap-x-2 text-xs">
      <span className="flex justify-end">{failed > 0 ? <FailingCount ruleId={id} failed={failed} severity={severity} subject={subject} /> : <span className="text-faint">none</span>}</span>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-hover">
          <span className={cn('block h-full rounded-full', severity === 'error' ? 'bg-mismatched' : 'bg-warning')} style={{ width: failed > 0 ? `max(2px, ${share * 100}%)` : 0 }} />
        </span>
        <span className="w-10 shrink-0 text-right text-muted">{formatShare(share)}</span>
      </span>
      <span className={cn('flex items-center gap-1', className)}><Icon aria-hidden className="size-3.5" />{status}</span>
      <span className="text-right text-faint" title="Time its last evaluation took">{ms > 0 ? formatDuration(ms) : 'known'}</span>
    </span>
  )
}
