/** Figures as people read them, in one locale: a report says the same on every machine. */
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
 * A share, 0 to 1, as a percentage. 0% and 100% are said only of none and all: twelve bad rows in a million are `0.0012%`,
 * and the rest `>99.9%`.
 */
export function formatShare(share: number): string {
  if (share <= 0) return '0%'
  if (share >= 1) return '100%'
  if (share < 1e-6) return '<0.0001%'
  if (share < 0.01) return `${Number((share * 100).toPrecision(2))}%`
  if (share > 0.999) return '>99.9%'
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')}%`
}

/** How long something took: `8 ms`, `0.3 s`, `12 s`, `2 min 5 s`, `1 h 4 min`. */
export function formatDuration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `1 March 2026, 10:20:31 UTC` of an ISO 8601 moment; the text itself when it is none. */
export function formatMoment(iso: string): string {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return iso
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `${day}, ${moment.toISOString().slice(11, 19)} UTC`
}

/** How long it was from one ISO 8601 moment to another; null when either is none. */
export function formatElapsed(from: string, to: string): string | null {
  const ms = Date.parse(to) - Date.parse(from)
  return Number.isFinite(ms) ? formatDuration(ms) : null
}

/** The part of a whole as a CSS length. */
export function cssShare(part: number, total: number): string {
  return `${total > 0 ? Number((Math.min(1, Math.max(0, part / total)) * 100).toFixed(2)) : 0}%`
}
