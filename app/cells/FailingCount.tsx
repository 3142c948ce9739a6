import { CircleAlert, TriangleAlert } from 'lucide-react'
import { formatCount } from '../charts/index.ts'
import { useSessionHandle } from '../session/session.ts'
import { cn } from '../ui/index.ts'
import { revealCell } from './cell-view.ts'

export interface FailingCountProps {
  ruleId: string
  failed: number
  severity: 'error' | 'warn'
  /** A word before the number; without it the number stands alone. */
  word?: string
  /** What fails, for the name: `email required`. */
  subject: string
  className?: string
}

/** How many rows fail a check. Pressing it shows them in the review. */
export function FailingCount({ ruleId, failed, severity, word, subject, className }: FailingCountProps) {
  const session = useSessionHandle()
  const show = () => {
    session.dispatch({ op: 'setFilter', filter: { rows: severity === 'error' ? 'rejected' : 'warned', rule: ruleId } })
    revealCell('review')
  }
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert
  return (
    <button
      type="button"
      onClick={show}
      aria-label={`${word === undefined ? '' : `${word} `}${formatCount(failed)}: show the ${failed === 1 ? 'row that fails' : 'rows that fail'} ${subject}`}
      title="Show these rows"
      className={cn(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap underline-offset-2 hover:underline',
        severity === 'error' ? 'bg-mismatched-soft text-mismatched-ink' : 'bg-warning-soft text-warning-ink',
        className,
      )}
    >
      <Icon aria-hidden className="size-3 shrink-0" />
      {word !== undefined && <span className="font-normal">{`${word} `}</span>}
      {formatCount(failed)}
    </button>
  )
}
