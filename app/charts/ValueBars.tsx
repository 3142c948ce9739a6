import { cn } from '../ui/index.ts'
import { formatCount, formatShare } from './format.ts'

export interface ValueBarsProps {
  values: readonly { readonly value: string, readonly count: number }[]
  /** What the bars are shares of. */
  total: number
  /** The accessible name of the list. */
  label: string
  className?: string
}

/** The most frequent values, each on a bar as long as its share. */
export function ValueBars({ values, total, label, className }: ValueBarsProps) {
  const largest = values.reduce((max, { count }) => Math.max(max, count), 1)
  return (
    <ol aria-label={label} className={cn('flex flex-col gap-0.5', className)}>
      {values.map(({ value, count }) => (
        <li key={value} className="relative flex h-5 items-center justify-between gap-2 overflow-hidden rounded-sm px-1.5 text-xs" title={`${value}: ${formatCount(count)}`}>
          <span aria-hidden className="absolute inset-y-0 left-0 rounded-sm bg-accent-soft" style={{ width: `${count / largest * 100}%` }} />
          <span className="relative truncate font-mono whitespace-pre">{value === '' ? '""' : value}</span>
          <span className="relative shrink-0 text-muted">{formatCount(count)} <span className="inline-block w-11 text-right">{formatShare(count / total)}</span></span>
        </li>
      ))}
    </ol>
  )
}
