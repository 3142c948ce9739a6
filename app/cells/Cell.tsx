import { ChevronRight, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn, Spinner, VisuallyHidden } from '../ui/index.ts'
import { cellElementId, cellTitleId, setCollapsed, useIsCollapsed, type CellId } from './cell-view.ts'

/** `idle` has nothing to say yet; `attention` wants a look; `failed` could not go on. */
export type CellStatus = 'idle' | 'busy' | 'done' | 'attention' | 'failed'

export interface CellProps {
  id: CellId
  /** The number in the gutter; the order of the cells. */
  number: number
  title: string
  /** What the cell holds, in half a line; stays in sight when the cell is folded. */
  summary?: ReactNode
  status?: CellStatus
  /** Buttons at the right edge of the header. */
  actions?: ReactNode
  /** Leaves out the padding around the children, for tables and editors that reach the edge. */
  isFlush?: boolean
  children: ReactNode
}

/** The frame of every cell of the notebook: a numbered, foldable region named by its title. */
export function Cell({ id, number, title, summary, status = 'idle', actions, isFlush = false, children }: CellProps) {
  const isCollapsed = useIsCollapsed(id)
  const bodyId = `${cellElementId(id)}-body`
  return (
    <section id={cellElementId(id)} aria-labelledby={cellTitleId(id)} className="group/cell flex scroll-mt-26 gap-2">
      <div aria-hidden className="w-7 shrink-0 pt-3 text-right font-mono text-xs text-faint select-none max-sm:hidden">[{number}]</div>
      <div className={cn('min-w-0 flex-1 rounded-lg border bg-surface shadow-raise', status === 'failed' ? 'border-mismatched' : 'border-line')}>
        <header className={cn('flex min-h-11 items-center gap-2 px-2 py-1.5', !isCollapsed && 'border-b border-line')}>
          <h2 id={cellTitleId(id)} className="shrink-0 text-md font-semibold">
            <button
              type="button"
              aria-expanded={!isCollapsed}
              aria-controls={bodyId}
              onClick={() => setCollapsed(id, !isCollapsed)}
              className="flex h-7 items-center gap-1 rounded-md pr-1.5 pl-1 hover:bg-hover"
            >
              <ChevronRight aria-hidden className={cn('size-4 text-faint transition-transform', !isCollapsed && 'rotate-90')} />
              {title}
            </button>
          </h2>
          <StatusMark status={status} />
          {summary !== undefined && <div className="min-w-0 flex-1 truncate text-xs text-muted">{summary}</div>}
          {actions !== undefined && <div className="ml-auto flex shrink-0 items-center gap-1">{actions}</div>}
        </header>
        <div id={bodyId} hidden={isCollapsed} className={cn('min-w-0', !isFlush && 'p-3')}>{children}</div>
      </div>
    </section>
  )
}

/** A small picture of how a cell stands, with its word for screen readers. */
export function StatusMark({ status }: { status: CellStatus }) {
  switch (status) {
    case 'idle': return null
    case 'busy': return <Spinner label="working" />
    case 'done': return <Mark icon={<CircleCheck className="size-3.5 text-valid" />} label="done" />
    case 'attention': return <Mark icon={<TriangleAlert className="size-3.5 text-warning" />} label="needs attention" />
    case 'failed': return <Mark icon={<CircleAlert className="size-3.5 text-mismatched" />} label="failed" />
  }
}

const Mark = ({ icon, label }: { icon: ReactNode, label: string }) =>
  <span className="shrink-0"><span aria-hidden>{icon}</span><VisuallyHidden>{label}</VisuallyHidden></span>
