import { ruleNamed } from '../../engine/index.ts'
import { Cell, revealCell, type CellStatus } from '../cells/index.ts'
import { formatCount, formatCounted } from '../charts/index.ts'
import { useSession } from '../session/session.ts'
import type { SessionState } from '../session/state.ts'
import { PARSE_RULE, type RuleKind } from './filter.ts'
import { errorsAmong } from './issues.ts'
import { Review } from './Review.tsx'

/** The rows as they were judged: the rejected ones first of all, each with everything that is wrong with it. */
export function ReviewCell() {
  const status = useSession(statusOf)
  const summary = useSession(summaryOf)
  return (
    <Cell id="review" number={6} title="Review" isFlush status={status} summary={summary}>
      <Review kindOf={kindOf} onOpenCell={revealCell} />
    </Cell>
  )
}

function kindOf(kind: string): RuleKind {
  if (kind === PARSE_RULE) return { title: 'Malformed records', isAboutRows: true }
  const definition = ruleNamed(kind)
  return { title: definition?.title ?? kind.replaceAll('_', ' '), isAboutRows: definition?.target !== 'table' }
}

function statusOf({ phase, verdict, isJudging }: SessionState): CellStatus {
  if (phase === 'reading' || isJudging) return 'busy'
  if (!verdict) return 'idle'
  if (errorsAmong(verdict.issues).length > 0) return 'failed'
  return verdict.counts.rejected > 0 ? 'attention' : 'done'
}

function summaryOf({ verdict }: SessionState): string {
  if (!verdict) return 'Not judged yet'
  const { rejected, physical } = verdict.counts
  return rejected === 0 ? `None of ${formatCounted(physical, 'row')} rejected` : `${formatCount(rejected)} of ${formatCounted(physical, 'row')} rejected`
}
