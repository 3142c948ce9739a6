/** Figures as people read them. One locale, so that a screenshot, a test and a colleague see the same text. */
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })

/** `1,204,311` */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1 row`, `2 rows`, `1,204 rows`. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** A measured number: at most six significant digits; very large and very small ones by power of ten. */
export function formatFigure(value: number): string {
  const size = Math.abs(value)
  return size !== 0 && (size >= 1e12 || size < 1e-4) ? value.toExponential(3) : precise.format(value)
}

/**
 * A share, 0 to 1, as a percentage with one decimal. 0% and 100% are said only of none and all:
 * one bad row in a million is `>99.9%`, not `100%`.
 */
export function formatShare(share: number): string {
  if (share <= 0) return '0%'
  if (share >= 1) return '100%'
  if (share < 0.001) return '<0.1%'
  if (share > 0.999) return '>99.9%'
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')}%`
}

/** How long something took: `8 ms`, `0.3 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
