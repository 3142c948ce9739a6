import { cn } from '../ui/index.ts'
import { formatCount } from './format.ts'
import { barHeights } from './scale.ts'

export interface Bin {
  /** Bounds as text: the first inclusive, the second inclusive in the last bin only. */
  readonly low: string
  readonly high: string
  readonly count: number
}

export interface HistogramProps {
  bins: readonly Bin[]
  /** What is counted: the start of the accessible summary, such as "Values of amount". */
  label: string
  className?: string
}

const GAP = 0.14
const BASE = 0.04

/** Bars of equal width over a base line, as wide and as high as the box they are put in. */
export function Histogram({ bins, label, className }: HistogramProps) {
  const heights = barHeights(bins.map(bin => bin.count), 0.06)
  return (
    <svg role="img" aria-label={histogramSummary(label, bins)} viewBox={`0 0 ${bins.length} 1`} preserveAspectRatio="none" className={cn('block h-10 w-full', className)}>
      {bins.map((bin, index) => (
        <g key={index} className="group/bin">
          <title>{`${bin.low} to ${bin.high}: ${formatCount(bin.count)}`}</title>
          <rect x={index} y={0} width={1} height={1} className="fill-transparent group-hover/bin:fill-hover" />
          <rect
            x={index + GAP / 2}
            y={1 - (heights[index] || BASE)}
            width={1 - GAP}
            height={heights[index] || BASE}
            className={bin.count === 0 ? 'fill-line-strong' : 'fill-accent/75 group-hover/bin:fill-accent'}
          />
        </g>
      ))}
    </svg>
  )
}

/** The chart in a sentence: range, and where most of it lies. */
export function histogramSummary(label: string, bins: readonly Bin[]): string {
  const [first, last] = [bins[0], bins.at(-1)]
  if (!first || !last) return `${label}: nothing to count`
  const fullest = bins.reduce((most, bin) => bin.count > most.count ? bin : most, first)
  return `${label}: from ${first.low} to ${last.high}, most (${formatCount(fullest.count)}) between ${fullest.low} and ${fullest.high}`
}
