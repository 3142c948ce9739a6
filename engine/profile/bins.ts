import { formatDate, formatDatetime, formatTime, formatTimestamp, MAX_DATETIME } from '../data/dates.ts'
import { formatNumber } from '../data/numbers.ts'
import type { TypeName } from '../data/type.ts'
import type { ColumnProfile } from './profile.ts'

/** At most so many bins; fewer where there are fewer whole numbers, days or microseconds. */
export const MAX_BINS = 20

/** Equal widths from `low` on: bin k begins at low + k × width. The last one ends with `high`, which belongs to it. */
export interface Bins {
  readonly low: number
  readonly high: number
  readonly width: number
  readonly count: number
}

/** Bins for positions between two; undefined when the distance is more than a double can say. `isWhole`: only whole numbers occur. */
export function binsBetween(low: number, high: number, isWhole: boolean): Bins | undefined {
  const distance = high - low
  if (!Number.isFinite(distance)) return undefined
  if (isWhole) {
    const width = Math.ceil((distance + 1) / MAX_BINS)
    return { low, high, width, count: Math.ceil((distance + 1) / width) }
  }
  const width = distance / MAX_BINS
  return width > 0 ? { low, high, width, count: MAX_BINS } : { low, high, width: 1, count: 1 }
}

/** The bins as a profile shows them. `counts` may leave out empty ones; what it has past the last belongs to the last. */
export function labelled({ low, high, width, count }: Bins, counts: ReadonlyMap<number, number>, label: (position: number) => string): ColumnProfile['histogram'] {
  const past = [...counts].reduce((sum, [index, cells]) => index >= count ? sum + cells : sum, 0)
  return Array.from({ length: count }, (_, index) => ({
    low: label(low + index * width),
    high: label(index === count - 1 ? high : low + (index + 1) * width),
    count: (counts.get(index) ?? 0) + (index === count - 1 ? past : 0),
  }))
}

/** How a position on a type's line is written. Edges between the bins of numbers are rounded to twelve digits. */
export function positionLabel(type: TypeName): (position: number) => string {
  switch (type) {
    case 'date': return days => formatDate(days)
    case 'datetime': return micros => formatDatetime(withinCalendar(micros))
    case 'timestamp': return micros => formatTimestamp(withinCalendar(micros))
    case 'time': return micros => formatTime(BigInt(micros))
    default: return value => formatNumber(Number(value.toPrecision(12)))
  }
}

/** A double cannot tell the last microsecond of the year 9999 from the first of the next. */
const withinCalendar = (micros: number): bigint => BigInt(Math.min(micros, Number(MAX_DATETIME - 999_999n)))
