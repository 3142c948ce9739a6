import type { ColumnProfile } from '../../engine/profile/profile.ts'
import { formatCount, formatFigure } from '../charts/index.ts'
import { cn } from '../ui/index.ts'

interface Figure {
  readonly name: string
  readonly value: string
}

/** The statistics of a column worth a line, in words and text. */
export function figuresOf({ distinct, isApproximate, min, max, mean, minLength, maxLength, type }: ColumnProfile): readonly Figure[] {
  return [
    { name: 'distinct', value: `${isApproximate ? '≈' : ''}${formatCount(distinct)}` },
    ...(min === null ? [] : [{ name: 'min', value: min }]),
    ...(max === null ? [] : [{ name: 'max', value: max }]),
    ...(mean === null ? [] : [{ name: 'mean', value: formatFigure(mean) }]),
    ...(type !== 'string' || minLength === null || maxLength === null
      ? []
      : [{ name: 'length', value: minLength === maxLength ? formatCount(minLength) : `${formatCount(minLength)}–${formatCount(maxLength)}` }]),
  ]
}

export function ColumnFigures({ profile, className }: { profile: ColumnProfile, className?: string }) {
  return (
    <dl className={cn('grid min-w-0 grid-cols-[auto_minmax(0,1fr)] content-start gap-x-2 text-xs', className)}>
      {figuresOf(profile).map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="truncate text-right text-ink" title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
