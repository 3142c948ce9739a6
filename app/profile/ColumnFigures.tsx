import type { ColumnProfile } from '../../engine/index.ts'
import { formatCount, formatFigure } from '../charts/index.ts'
import { cn } from '../ui/index.ts'

interface Figure {
  readonly name: string
  readonly value: string
}

/** The statistics of a column worth a line, in words and text. */
export function figuresOf({ distinct, isApproximate, min, max, mean, minLength, maxLength, type }: ColumnProfile): readonly Figure[] {
  return [
    ...(min === null ? [] : [{ name: 'min', value: min }]),
    ...(max === null ? [] : [{ name: 'max', value: max }]),
    { name: 'distinct', value: `${isApproximate ? '≈' : ''}${formatCount(distinct)}` },
    ...(mean === null ? [] : [{ name: 'mean', value: formatFigure(mean) }]),
    ...(type !== 'string' || minLength === null || maxLength === null
      ? []
      : [{ name: 'length', value: minLength === maxLength ? formatCount(minLength) : `${formatCount(minLength)}–${formatCount(maxLength)}` }]),
  ]
}

export interface ColumnFiguresProps {
  profile: ColumnProfile
  /** In two columns of two, where the card is wide and low. */
  isWide?: boolean
  className?: string
}

export function ColumnFigures({ profile, isWide = false, className }: ColumnFiguresProps) {
  return (
    <dl className={cn('grid min-w-0 shrink-0 content-start gap-x-4 text-xs', isWide && 'auto-cols-fr grid-flow-col grid-rows-2', className)}>
      {figuresOf(profile).map(({ name, value }) => (
        <div key={name} className="flex min-w-0 justify-between gap-2">
          <dt className="text-faint">{name}</dt>
          <dd className="truncate text-right text-ink" title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
