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
  /** Says each bin's bounds and count under the pointer; left out where many charts have to be light. */
  hasTooltips?: boolean
  className?: string
}

const GAP = 0.14
/** Height of the stub that stands for an empty bin, and least height of one that is not. */
const EMPTY = 0.04
const LEAST = 0.06

/** Bars of equal width, filling the box they are put in. */
export function Histogram({ bins, label, hasTooltips = false, className }: HistogramProps) {
  const heights = barHeights(bins.map(bin => bin.count), LEAST)
  return (
    <svg role="img" aria-label={histogramSummary(label, bins)} viewBox={`0 0 ${bins.length} 1`} preserveAspectRatio="none" className={cn('block h-10 w-full', className)}>
      <path d={bars(heights.map(height => height === 0 ? EMPTY : 0))} className="fill-line-strong" />
      <path d={bars(heights)} className="fill-accent/75" />
      {hasTooltips && bins.map((bin, index) => (
        <rect key={index} x={index} y={0} width={1} height={1} className="fill-transparent hover:fill-accent/15">
          <title>{`${bin.low} to ${bin.high}: ${formatCount(bin.count)}`}</title>
        </rect>
      ))}
    </svg>
  )
}

/** All bars as one path: one element however many bins. Bars of no height are left out. */
function bars(heights: readonly number[]): string {
  return heights.map((height, index) => height === 0 ? '' : `M${index + GAP / 2} 1V${(1 - height).toFixed(3)}h${1 - GAP}V1z`).join('')
}

/** The chart in a sentence: range, and where most of it lies. */
export function histogramSummary(label: string, bins: readonly Bin[]): string {
  const [first, last] = [bins[0], bins.at(-1)]
  if (!first || !last) return `${label}: nothing to count`
  const fullest = bins.reduce((most, bin) => bin.count > most.count ? bin : most, first)
  return `${label}: from ${first.low} to ${last.high}, most (${formatCount(fullest.count)}) between ${fullest.low} and ${fullest.high}`
}
