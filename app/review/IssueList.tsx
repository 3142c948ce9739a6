import { CircleAlert } from 'lucide-react'
import { formatPath } from '../../engine/base/issue.ts'
import type { Issue } from '../../engine/index.ts'
import { formatCounted } from '../charts/index.ts'
import { Button } from '../ui/index.ts'
import { cellOfIssue, type RecipeCellId } from './issues.ts'

const titles: Readonly<Record<RecipeCellId, string>> = { source: 'Source', clean: 'Clean', schema: 'Schema', rules: 'Rules', recipe: 'Recipe' }

export interface IssueListProps {
  readonly issues: readonly Issue[]
  /** Rows of an earlier verdict stand below. */
  readonly hasRows: boolean
  readonly onOpenCell: (id: RecipeCellId) => void
}

/** Why the recipe cannot be run, each issue with a way to where it can be mended. */
export function IssueList({ issues, hasRows, onOpenCell }: IssueListProps) {
  return (
    <div role="region" aria-label="Errors in the recipe" className="border-b border-line bg-mismatched-soft px-3 py-2.5">
      <p className="flex items-center gap-2 text-sm font-semibold text-mismatched-ink">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        The recipe has {formatCounted(issues.length, 'error')}: rows cannot be judged by it
      </p>
      <ul className="mt-1.5 flex max-h-48 flex-col gap-1 overflow-y-auto pl-6">
        {issues.map((issue, index) => {
          const cell = cellOfIssue(issue)
          const path = formatPath(issue.path)
          return (
            <li key={index} className="flex items-baseline gap-2 text-sm">
              <span className="min-w-0 flex-1 wrap-anywhere">
                {path !== '' && <span className="mr-1.5 font-mono text-xs text-muted">{path}</span>}
                {issue.message}
                {issue.hint !== undefined && <span className="text-muted"> {issue.hint}</span>}
              </span>
              <Button size="sm" onClick={() => onOpenCell(cell)}>Open {titles[cell]}</Button>
            </li>
          )
        })}
      </ul>
      {hasRows && <p className="mt-1.5 pl-6 text-xs text-muted">Below are the rows as the last recipe without errors judged them.</p>}
    </div>
  )
}
