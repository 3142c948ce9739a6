import type { ColumnProfile } from '../../engine/index.ts'
import { formatCount, formatShare, StackedBar } from '../charts/index.ts'
import { cn } from '../ui/index.ts'

export type Part = 'valid' | 'mismatched' | 'missing'

const looks: Record<Part, { fill: string, ink: string }> = {
  valid: { fill: 'bg-valid', ink: 'text-valid-ink' },
  mismatched: { fill: 'bg-mismatched', ink: 'text-mismatched-ink' },
  missing: { fill: 'bg-missing', ink: 'text-missing-ink' },
}
const PARTS: readonly Part[] = ['valid', 'mismatched', 'missing']

export interface QualityBarProps {
  profile: ColumnProfile
  /** The part whose rows are being looked at. */
  shownPart?: Part | undefined
  onPart: (part: Part) => void
}

/** How many cells of a column are of its type, are not, or are missing. Each count is a button that shows those rows. */
export function QualityBar({ profile, shownPart, onPart }: QualityBarProps) {
  const total = profile.valid + profile.mismatched + profile.missing
  const share = (part: Part): string => formatShare(total === 0 ? 0 : profile[part] / total)
  return (
    <div className="min-w-0 shrink-0">
      <StackedBar
        parts={PARTS.map(part => ({
          id: part, count: profile[part], fill: looks[part].fill, title: `${formatCount(profile[part])} ${part}, ${share(part)}`, onPress: () => onPart(part),
        }))}
      />
      <div className="mt-1 -ml-1 flex h-5 gap-1">
        {PARTS.filter(part => profile[part] > 0).map(part => (
          <button
            key={part}
            type="button"
            aria-label={`${profile.name}: ${formatCount(profile[part])} ${part}`}
            aria-pressed={shownPart === part}
            title={`${share(part)} ${part}: show these rows`}
            onClick={() => onPart(part)}
            className={cn(
              'flex min-w-0 items-center gap-1 rounded-sm px-1 text-xs whitespace-nowrap hover:bg-hover aria-pressed:bg-accent-soft',
              looks[part].ink,
            )}
          >
            <span aria-hidden className={cn('size-1.5 shrink-0 rounded-full', looks[part].fill)} />
            <span className="truncate">{formatCount(profile[part])} {part}</span>
          </button>
        ))}
      </div>
    </div>
  )
}
