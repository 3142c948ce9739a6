import { useEffect, useRef, useState } from 'react'
import { formatBytes } from '../../engine/base/bytes.ts'
import { formatCounted, formatDuration } from '../charts/index.ts'
import type { SessionState } from '../session/state.ts'
import { Progress } from '../ui/index.ts'
import { readingRate, remainingMs, type ReadingSample } from './reading.ts'

/** The bar while a file is read, with bytes, records, rate and time left. Before the first report the whole is not known. */
export function ReadingProgress({ name, progress }: { name: string, progress: SessionState['progress'] }) {
  const rate = useRate(progress)
  const label = `${progress?.isUnpacking ? 'Unpacking' : 'Reading'} ${name}`
  if (!progress) return <Progress value={null} label={label} />
  const { bytesRead, totalBytes, records } = progress
  const restMs = remainingMs(totalBytes - bytesRead, rate)
  const figures = [
    `${formatBytes(bytesRead)} of ${formatBytes(totalBytes)}`,
    ...progress.isUnpacking ? [] : [formatCounted(records, 'record')],
    ...(rate === null ? [] : [`${formatBytes(rate)}/s`]),
    ...(restMs === null ? [] : [`${formatDuration(Math.max(1000, restMs))} left`]),
  ]
  return <Progress value={totalBytes === 0 ? null : bytesRead / totalBytes} label={label} detail={figures.join(' · ')} />
}

/** The bar while a file that has been read is read once more, and what for. */
export function ImportProgress({ bytesRead, totalBytes, purpose }: NonNullable<SessionState['importing']> & { readonly purpose: ImportPurpose }) {
  const [label, detail] = IMPORT_WORDS[purpose]
  return <Progress value={totalBytes === 0 ? null : bytesRead / totalBytes} label={label} detail={detail} />
}

type ImportPurpose = 'profile' | 'verdict' | 'changes'

/** The verdict comes first where the recipe is there before the file; what waits for it otherwise are changes still to be made. */
export const purposeOf = ({ profiles, isJudging }: Pick<SessionState, 'profiles' | 'isJudging'>): ImportPurpose => isJudging ? 'verdict' : profiles === null ? 'profile' : 'changes'

const IMPORT_WORDS = {
  profile: ['Reading the columns', 'The profile follows.'],
  verdict: ['Judging the file', 'Its rows are read for that.'],
  changes: ['Getting ready for changes', 'Everything is as you left it; a change of the recipe is judged as soon as this is done.'],
} satisfies Record<ImportPurpose, readonly [label: string, detail: string]>

function useRate(progress: SessionState['progress']): number | null {
  const start = useRef<ReadingSample | null>(null)
  const [rate, setRate] = useState<number | null>(null)
  useEffect(() => {
    if (!progress) {
      start.current = null
      return
    }
    const now = { atMs: performance.now(), bytes: progress.bytesRead }
    if (!start.current || start.current.bytes > now.bytes) start.current = now
    setRate(readingRate(start.current, now))
  }, [progress])
  return progress ? rate : null
}
