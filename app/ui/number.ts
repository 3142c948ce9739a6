export interface NumberLimits {
  readonly min: number
  readonly max: number
  readonly isInteger: boolean
}

/** The number a text says: null for an empty text, undefined for what is no number or out of bounds. No thousands separators. */
export function readNumber(text: string, { min, max, isInteger }: NumberLimits): number | null | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return undefined
  const value = Number(trimmed)
  const fits = Number.isFinite(value) && value >= min && value <= max && (!isInteger || Number.isInteger(value))
  return fits ? value : undefined
}

/** `value + by`, kept in bounds and free of binary noise: 0.1 + 0.2 steps to 0.3. */
export function step(value: number, by: number, { min, max, isInteger }: NumberLimits): number {
  const moved = Number((value + by).toPrecision(12))
  const bounded = Math.min(max, Math.max(min, moved))
  return isInteger ? Math.round(bounded) : bounded
}
