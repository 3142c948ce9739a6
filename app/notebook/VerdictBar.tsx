import { useMemo } from 'react'
import type { RowFilter } from '../../engine/index.ts'
import { revealCell } from '../cells/index.ts'
import { formatCount, formatCounted, formatDuration, formatShare, StackedBar } from '../charts/index.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import { Button, cn, Popover, Progress, Spinner } from '../ui/index.ts'
import { droppedTotal, verdictParts, type VerdictPart } from './verdict.ts'

/** The verdict in true totals, always in sight. Each number shows its rows; while a newer verdict is on its way the old one stays. */
export function VerdictBar() {
  const session = useSessionHandle()
  const verdict = useSession(state => state.verdict)
  const filter = useSession(state => state.filter)
  const phase = useSession(state => state.phase)
  const parts = useMemo(() => verdict ? verdictParts(verdict.counts) : [], [verdict])
  const show = (rows: RowFilter['rows']) => {
    session.dispatch({ op: 'setFilter', filter: { rows } })
    revealCell('review')
  }
  return (
    <div role="region" aria-label="Verdict" className="sticky top-12 z-20 border-b border-line bg-canvas/95 backdrop-blur-sm">
      {/* The line along the lower edge: the whole file, by verdict. */}
      <StackedBar parts={verdict ? barParts(verdict.counts, show) : []} className="absolute inset-x-0 -bottom-px h-0.75 rounded-none" />
      <div className="flex h-12 items-center gap-1 overflow-x-auto px-4">
        {verdict
          ? parts.map(part => <Total key={part.rows} part={part} isShown={isPlain(filter) && filter.rows === part.rows} onPress={() => show(part.rows)} />)
          : <Waiting phase={phase} />}
        <div className="ml-auto flex shrink-0 items-center gap-3 pl-3">
          {verdict && <Quality quality={verdict.quality} />}
          <Timing />
        </div>
      </div>
    </div>
  )
}

const isPlain = ({ rule, column, cell }: RowFilter): boolean => rule === undefined && column === undefined && cell === undefined

const inks: Record<VerdictPart['rows'], string> = { all: 'text-ink', valid: 'text-valid-ink', rejected: 'text-mismatched-ink', warned: 'text-warning-ink', dropped: 'text-missing-ink' }
const fills: Record<VerdictPart['rows'], string> = { all: '', valid: 'bg-valid', rejected: 'bg-mismatched', warned: 'bg-warning', dropped: 'bg-missing' }

function Total({ part: { rows, word, count, detail }, isShown, onPress }: { part: VerdictPart, isShown: boolean, onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={isShown}
      title={detail}
      onClick={onPress}
      className={cn(
        'flex h-8 items-center gap-1.5 rounded-md border border-transparent px-2 whitespace-nowrap transition-colors hover:bg-hover',
        'aria-pressed:border-line-strong aria-pressed:bg-surface aria-pressed:shadow-raise',
      )}
    >
      {fills[rows] !== '' && <span aria-hidden className={cn('size-2 rounded-full', count === 0 ? 'bg-line-strong' : fills[rows])} />}
      <span className={cn('text-md font-semibold', count === 0 ? 'text-faint' : inks[rows])}>{formatCount(count)}</span>{' '}
      <span className="text-xs text-muted">{word}</span>
    </button>
  )
}

function Waiting({ phase }: { phase: 'empty' | 'reading' | 'ready' | 'failed' }) {
  const progress = useSession(state => state.progress)
  if (phase === 'failed') return <p className="text-sm text-muted">No verdict: the file could not be read.</p>
  if (phase === 'ready') return <p className="text-sm text-muted">No verdict yet.</p>
  return (
    <div className="flex items-center gap-3 text-sm text-muted">
      <span>{progress ? `${formatCounted(progress.records, 'record')} read` : 'Opening the file'}</span>
      <Progress isBare value={progress && progress.totalBytes > 0 ? progress.bytesRead / progress.totalBytes : null} label="Reading" className="w-40" />
    </div>
  )
}

/** Says that a verdict is being worked out, or how long the last one took; issues that stand in its way come first. */
function Timing() {
  const verdict = useSession(state => state.verdict)
  const isJudging = useSession(state => state.isJudging)
  const numErrors = useSession(state => (state.verdict?.issues ?? []).filter(({ severity }) => severity === 'error').length)
  return (
    <>
      {numErrors > 0 && <Button size="sm" variant="danger" onClick={() => revealCell('recipe')}>{formatCounted(numErrors, 'error')} in the recipe</Button>}
      <p role="status" className="flex shrink-0 items-center justify-end lg:w-26 gap-1.5 text-xs text-faint">
        {isJudging ? <><Spinner /><span className="max-lg:sr-only">judging…</span></> : verdict && <span className="max-lg:hidden" title={`${formatCounted(verdict.evaluated, 'check')} evaluated, the others were known`}>judged in {formatDuration(verdict.ms)}</span>}
      </p>
    </>
  )
}

function Quality({ quality: { score, dimensions } }: { quality: { readonly score: number, readonly dimensions: Readonly<Record<string, number>> } }) {
  const names = Object.keys(dimensions)
  return (
    <Popover
      label="Quality by dimension"
      align="end"
      trigger={(
        <button type="button" className="flex h-8 items-center gap-2 rounded-md px-2 text-xs text-muted hover:bg-hover">
          <Ring share={score} />
          <span className="whitespace-nowrap"><span className="max-md:sr-only">quality</span> <span className="text-md font-semibold text-ink">{formatShare(score)}</span></span>
        </button>
      )}
    >
      <p className="text-sm font-medium">Quality {formatShare(score)}</p>
      <p className="mb-3 text-xs text-muted">The mean over dimensions of the share of checks that passed.</p>
      <div className="flex flex-col gap-2.5">
        {names.map(name => <Progress key={name} value={dimensions[name] ?? 0} label={name} detail={formatShare(dimensions[name] ?? 0)} tone="valid" />)}
        {names.length === 0 && <p className="text-xs text-faint">Nothing is checked yet.</p>}
      </div>
    </Popover>
  )
}

function Ring({ share }: { share: number }) {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="size-5 -rotate-90">
      <circle cx="10" cy="10" r="8" fill="none" strokeWidth="3" className="stroke-hover" />
      <circle cx="10" cy="10" r="8" fill="none" strokeWidth="3" strokeLinecap="round" pathLength={1} strokeDasharray={`${share} 1`} className="stroke-valid" />
    </svg>
  )
}

function barParts(counts: Parameters<typeof verdictParts>[0], show: (rows: RowFilter['rows']) => void) {
  const part = (rows: Exclude<RowFilter['rows'], 'all'>, count: number) => ({ id: rows, count, fill: fills[rows], title: `${formatCount(count)} ${rows}`, onPress: () => show(rows) })
  return [part('valid', counts.valid - counts.warned), part('warned', counts.warned), part('rejected', counts.rejected), part('dropped', droppedTotal(counts))]
}
