import type { CellId, CellStatus } from '../cells/index.ts'
import { formatCount } from '../charts/index.ts'
import { problemCount } from '../profile/index.ts'
import type { SessionState } from '../session/state.ts'

export interface OutlineEntry {
  readonly id: CellId
  readonly number: number
  readonly title: string
  /** A few characters at the right edge: a count, a share. */
  readonly count: string
  /** The count in words, for the tooltip and screen readers. */
  readonly detail: string
  readonly status: CellStatus
}

type Shown = Pick<SessionState, 'phase' | 'progress' | 'profiles' | 'recipe' | 'verdict' | 'draft' | 'isJudging'>

/** The notebook at a glance, in the order of its cells. */
export function outlineOf(state: Shown): readonly OutlineEntry[] {
  const { recipe, verdict } = state
  const failedRules = verdict?.rules.filter(({ failed, id }) => failed > 0 && id !== 'parse').length ?? 0
  const issues = [...(verdict?.issues ?? []), ...(state.draft?.issues ?? [])]
  const issuesUnder = (...parts: readonly string[]) => issues.some(({ path, severity }) => severity === 'error' && parts.every((part, at) => path[at] === part))
  const isStuck = (...parts: readonly string[]): CellStatus => issuesUnder(...parts) ? 'failed' : 'idle'
  const steps = recipe.transform?.steps?.length ?? 0
  const fields = recipe.schema?.fields?.length ?? 0
  const rules = recipe.rules?.length ?? 0
  const entries: readonly Omit<OutlineEntry, 'number'>[] = [
    { id: 'source', title: 'Source', ...sourceEntry(state) },
    { id: 'profile', title: 'Profile', ...profileEntry(state) },
    { id: 'clean', title: 'Clean', ...counted(steps, 'step'), status: isStuck('transform') },
    { id: 'schema', title: 'Schema', ...counted(fields, 'field'), status: isStuck('schema') },
    { id: 'rules', title: 'Rules', ...counted(rules, 'rule'), status: issuesUnder('rules') ? 'failed' : failedRules > 0 ? 'attention' : 'idle' },
    {
      id: 'review', title: 'Review', count: verdict ? formatCount(verdict.counts.rejected) : '', detail: verdict ? `${formatCount(verdict.counts.rejected)} rejected` : 'not judged yet',
      status: state.isJudging ? 'busy' : verdict ? (verdict.counts.rejected > 0 ? 'attention' : 'done') : 'idle',
    },
    { id: 'recipe', title: 'Recipe', ...recipeEntry(issues.length), status: issues.some(({ severity }) => severity === 'error') ? 'failed' : issues.length > 0 ? 'attention' : 'idle' },
  ]
  return entries.map((entry, index) => ({ ...entry, number: index + 1 }))
}

type Figures = Pick<OutlineEntry, 'count' | 'detail'>

const counted = (count: number, noun: string): Figures =>
  ({ count: count === 0 ? '' : formatCount(count), detail: count === 1 ? `1 ${noun}` : `${formatCount(count)} ${noun}s` })

const recipeEntry = (issues: number): Figures => issues === 0 ? { count: '', detail: 'no issues' } : counted(issues, 'issue')

function sourceEntry({ phase, progress, verdict }: Shown): Figures & { status: CellStatus } {
  if (phase === 'failed') return { count: '', detail: 'could not be read', status: 'failed' }
  if (phase === 'reading') {
    const percent = progress && progress.totalBytes > 0 ? `${Math.floor(progress.bytesRead / progress.totalBytes * 100)}%` : ''
    return { count: percent, detail: `reading ${percent}`.trim(), status: 'busy' }
  }
  const malformed = verdict?.rules.find(({ id }) => id === 'parse')?.failed ?? 0
  const records = verdict ? formatCount(verdict.counts.physical) : ''
  return { count: records, detail: verdict ? `${records} records` : 'read', status: malformed > 0 ? 'attention' : 'done' }
}

function profileEntry({ profiles, phase }: Shown): Figures & { status: CellStatus } {
  if (!profiles) return { count: '', detail: 'not profiled yet', status: phase === 'failed' || phase === 'empty' ? 'idle' : 'busy' }
  const troubled = profiles.filter(profile => problemCount(profile) > 0).length
  return { ...counted(profiles.length, 'column'), status: troubled > 0 ? 'attention' : 'done' }
}
