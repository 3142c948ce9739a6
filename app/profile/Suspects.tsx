import { formatCount } from '../charts/index.ts'
import { cn } from '../ui/index.ts'

export interface SuspectsProps {
  suspects: readonly { readonly value: string, readonly count: number }[]
  onTreatAsMissing: (value: string) => void
  className?: string
}

/** Values that seem to mean "no value"; pressing one makes it a null token of the whole file. */
export function Suspects({ suspects, onTreatAsMissing, className }: SuspectsProps) {
  return (
    <ul aria-label="Values that seem to mean missing" className={cn('flex min-w-0 gap-1', className)}>
      {suspects.map(({ value, count }) => (
        <li key={value} className="min-w-0">
          <button
            type="button"
            aria-label={`${value} ×${formatCount(count)}: treat as missing`}
            title={`Read ${value} as a missing value in the whole file`}
            onClick={() => onTreatAsMissing(value)}
            className="flex h-5 max-w-full items-center gap-1 rounded-sm border border-transparent bg-warning-soft px-1.5 text-xs text-warning-ink hover:border-warning"
          >
            <span className="truncate font-mono whitespace-pre">{value}</span>
            <span className="shrink-0">×{formatCount(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
