import { trimBlanks } from './text.ts'

/**
 * Numbers and their texts. The patterns are RE2 and JavaScript alike, for a whole text from which `trimBlanks` took spaces and tabs:
 * dialects test them before a cast, since every engine left alone accepts more.
 */
export const INTEGER_PATTERN = '[+-]?[0-9]+'
export const NUMBER_PATTERN = '[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?'

/** The texts of decimal(precision, scale): no exponent, at most `scale` digits after the point, all digits significant to the type. */
export function decimalPattern(precision: number, scale: number): string {
  const whole = precision > scale ? `0*[0-9]{1,${precision - scale}}` : '0+'
  return scale === 0 ? `[+-]?${whole}\\.?` : `[+-]?(?:${whole}(?:\\.[0-9]{0,${scale}})?|\\.[0-9]{1,${scale}})`
}

export const MIN_INTEGER = -(2n ** 63n)
export const MAX_INTEGER = 2n ** 63n - 1n

/** True for integers of 64 bits, the range of our type `integer`. */
export function isInteger64(value: bigint): boolean {
  return value >= MIN_INTEGER && value <= MAX_INTEGER
}

/** An integer of 64 bits from decimal digits with an optional sign; undefined for everything else. */
export function parseInteger(text: string): bigint | undefined {
  const digits = trimBlanks(text)
  if (!INTEGER.test(digits)) return undefined
  const significant = digits.replace(/^[+-]?0*/, '')
  if (significant.length > MAX_INTEGER_DIGITS) return undefined
  const value = BigInt(significant) * (digits.startsWith('-') ? -1n : 1n)
  return isInteger64(value) ? value : undefined
}

/** A finite double; undefined for what is no number and for what overflows. What is too small to represent is zero. */
export function parseNumber(text: string): number | undefined {
  const digits = trimBlanks(text)
  if (!NUMBER.test(digits)) return undefined
  const value = Number(digits)
  return Number.isFinite(value) ? value : undefined
}

/** The shortest text that reads back as the same double (ECMAScript Number::toString); zero has no sign. */
export function formatNumber(value: number): string {
  return String(value)
}

/**
 * Rounded to `digits` places after the point (before it, when negative), half away from zero on the shortest decimal form, so that
 * 1.005 to 2 places is 1.01. Undefined when the result would not be finite.
 */
export function roundHalfAwayShortest(value: number, digits: number): number | undefined {
  if (!Number.isFinite(value) || !Number.isInteger(digits)) return undefined
  const [mantissa = '', exponentText = ''] = Math.abs(value).toExponential().split('e')
  const significant = mantissa.replace('.', '')
  const exponent = Number(exponentText)
  const kept = exponent + 1 + digits
  if (kept >= significant.length) return value
  if (kept < 0) return 0
  const roundsUp = significant.charAt(kept) >= '5' ? 1n : 0n
  const rounded = Number(`${BigInt(significant.slice(0, kept)) + roundsUp}e${-digits}`)
  if (!Number.isFinite(rounded)) return undefined
  return value < 0 && rounded !== 0 ? -rounded : rounded
}

/**
 * A decimal as an integer of units of 10^-scale, exactly. Undefined for what is no decimal, has an exponent, more than `scale` digits
 * after the point (zeros too), or more than `precision - scale` before it (leading zeros apart).
 */
export function parseDecimal(text: string, precision: number, scale: number): bigint | undefined {
  const digits = trimBlanks(text)
  const match = DECIMAL.exec(digits)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const significant = whole.replace(/^0+/, '')
  if (whole + fraction === '' || fraction.length > scale || significant.length > precision - scale) return undefined
  const unscaled = BigInt(significant + fraction.padEnd(scale, '0'))
  return sign === '-' ? -unscaled : unscaled
}

/** A decimal with exactly `scale` digits after the point, and at least one before it. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const MAX_INTEGER_DIGITS = 19
const INTEGER = new RegExp(`^(?:${INTEGER_PATTERN})$`)
const NUMBER = new RegExp(`^(?:${NUMBER_PATTERN})$`)
const DECIMAL = /^([+-]?)([0-9]*)\.?([0-9]*)$/
