const UNITS = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 } as const

/** Bytes from `512MB`, `1.5 GiB`, `4096`; undefined when it is no size. Decimal units are powers of 1000, `i` units of 1024. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?i?b)?\s*$/i.exec(text)
  if (!match) return undefined
  const unit = (match[2] ?? 'b').toLowerCase()
  return unit in UNITS ? Math.round(Number(match[1]) * UNITS[unit as keyof typeof UNITS]) : undefined
}

/** `122 MB`: three significant digits, decimal units. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${units[unit] ?? ''}`
}

/** The bytes of all parts, one after the other, as a copy. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** A piece behind what was left over of the one before: the piece itself where that is nothing. */
export const continued = (rest: Uint8Array, piece: Uint8Array): Uint8Array => rest.length === 0 ? piece : joinBytes([rest, piece])
