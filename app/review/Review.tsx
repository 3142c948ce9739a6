import { FileWarning, Rows3 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { Verdict } from '../../engine/index.ts'
import { formatCounted } from '../charts/index.ts'
import { useSession } from '../session/session.ts'
import type { SessionState } from '../session/state.ts'
import { EmptyState, Spinner } from '../ui/index.ts'
import type { KindOf } from './filter.ts'
import { IssueList } from './IssueList.tsx'
import { errorsAmong, type RecipeCellId } from './issues.ts'
import { ReviewRows } from './ReviewRows.tsx'

export interface ReviewProps {
  /** What is known of a kind of rule. Keep it stable. */
  readonly kindOf: KindOf
  readonly onOpenCell: (id: RecipeCellId) => void
}

/** The rows of the verdict, or why there are none. */
export function Review({ kindOf, onOpenCell }: ReviewProps) {
  const phase = useSession(state => state.phase)
  // Deferred, both together: the grid is drawn in slices between which the page answers.
  const verdict = useDeferredValue(useSession(state => state.verdict))
  const inputId = useDeferredValue(useSession(state => state.id))
  const usable = useLastUsable(verdict)
  if (!verdict) return <Waiting phase={phase} />
  const errors = errorsAmong(verdict.issues)
  return (
    <>
      {errors.length > 0 && <IssueList issues={errors} hasRows={usable !== null} onOpenCell={onOpenCell} />}
      {usable && <ReviewRows key={inputId} inputId={inputId} verdict={usable} kindOf={kindOf} />}
    </>
  )
}

/** The latest verdict of a recipe that could be run: while one is being mended, the rows stay as they were. */
function useLastUsable(verdict: Verdict | null): Verdict | null {
  const [usable, setUsable] = useState(verdict)
  const next = verdict && errorsAmong(verdict.issues).length > 0 ? usableBefore(usable) : verdict
  if (next !== usable) setUsable(next)
  return next
}

const usableBefore = (usable: Verdict | null): Verdict | null => usable && errorsAmong(usable.issues).length === 0 ? usable : null

function Waiting({ phase }: { phase: SessionState['phase'] }) {
  const records = useSession(state => state.progress?.records)
  const isJudging = useSession(state => state.isJudging)
  if (phase === 'failed') return <EmptyState icon={<FileWarning />} title="No rows">The file could not be read. The source cell says why.</EmptyState>
  if (phase === 'ready' && !isJudging) return <EmptyState icon={<Rows3 />} title="Not judged yet">Rows appear here with the first verdict.</EmptyState>
  return (
    <EmptyState icon={<Spinner />} title={phase === 'ready' ? 'Judging the rows' : 'Reading the file'}>
      {records === undefined ? 'Rows appear here with the first verdict.' : `${formatCounted(records, 'record')} read. Rows appear here with the first verdict.`}
    </EmptyState>
  )
}
