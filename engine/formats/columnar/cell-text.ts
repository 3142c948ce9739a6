import { civil } from '../../data/calendar.ts'
import { formatDecimal } from '../../data/numbers.ts'

/** Texts of scalar values as files of columns store them: exact, and in the lexical grammar of our types (docs/types.md) where it has them. */

export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

export const UNITS_PER_SECOND: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }
const SECONDS_PER_DAY = 86_400

/** The shortest text that reads back as the same float of 32 bits. */
export function float32Text(value: number): string {
  const size = Math.abs(value)
  // Nine digits tell all floats apart. Powers of ten up to 22 are exact, and so a quotient by one is the double nearest to those digits.
  if (size > 1e-12 && size < 1e15 && !Number.isInteger(value)) {
    const whole = Math.floor(Math.log10(size)) + 1
    for (let digits = Math.max(6, whole); digits <= 9; digits++) {
      const power = POWERS_OF_TEN[digits - whole]
      if (power === undefined) break
      const shorter = Math.round(value * power) / power
      if (Math.fround(shorter) === value) return String(shorter)
    }
  }
  // Those near zero have fewer digits.
  for (let digits = size < MIN_NORMAL ? 1 : 6; digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return String(shorter)
  }
  return String(value)
}

const MIN_NORMAL = 2 ** -126
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))

/** The shortest text that reads back as the same float of 16 bits (IEEE 754 binary16), from its bits. */
export function float16Text(bits: number): string {
  const value = halfToNumber(bits)
  // What is nearer than half of the distance to the neighbours is nearest to no other; below a power of two that is half as much.
  const near = 2 ** (Math.max((bits >> 10) & 0x1f, 1) - 15 - 10) / ((bits & 0x3ff) === 0 ? 4 : 2)
  for (let digits = 1; digits <= 5; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.abs(shorter - value) < near) return String(shorter)
  }
  return String(value)
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** A decimal of any scale; one below 0 stands for zeros at the end. */
export function decimalText(unscaled: bigint, scale: number): string {
  return scale >= 0 ? formatDecimal(unscaled, scale) : String(unscaled * 10n ** BigInt(-scale))
}

/** As {@link decimalText}, for a safe integer. */
export function smallDecimalText(unscaled: number, scale: number): string {
  if (scale <= 0) return decimalText(BigInt(unscaled), scale)
  const digits = String(Math.abs(unscaled)).padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return unscaled < 0 ? `-${text}` : text
}

/** Bytes as PostgreSQL prints them: `\x00ff`. */
export function hexText(bytes: Uint8Array): string {
  let text = '\\x'
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i] as number] as string
  return text
}

/** RFC 9562, from 16 bytes. */
export function uuidText(bytes: Uint8Array): string {
  const hex = hexText(bytes)
  return `${hex.slice(2, 10)}-${hex.slice(10, 14)}-${hex.slice(14, 18)}-${hex.slice(18, 22)}-${hex.slice(22)}`
}

/**
 * `YYYY-MM-DD` from days since 1970-01-01 of the proleptic Gregorian calendar. A year that is not 1 to 9999 is written so that nothing takes
 * it for one: `0000`, `-0044`, `+12345`.
 */
export function dateText(days: number): string {
  const slot = days & (KNOWN_DATES - 1)
  if (knownDays[slot] === days) return knownTexts[slot] as string
  const text = civilText(days)
  knownDays[slot] = days
  knownTexts[slot] = text
  return text
}

/** Columns have the same dates again and again. */
const KNOWN_DATES = 1024
const knownDays = new Float64Array(KNOWN_DATES).fill(NaN)
const knownTexts = new Array<string>(KNOWN_DATES).fill('')

function civilText(days: number): string {
  const { year, month, day } = civil(days)
  return `${yearText(year)}-${two(month)}-${two(day)}`
}

function yearText(year: number): string {
  const digits = String(Math.abs(year)).padStart(4, '0')
  return year < 0 ? `-${digits}` : year > 9999 ? `+${digits}` : digits
}

/** `HH:MM:SS[.f…]` from the seconds of a day and the rest of a second in units of `perSecond`. */
function clockText(seconds: number, rest: number, unit: TimeUnit): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fractionText(rest, unit)}`
}

const FRACTION_DIGITS: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 }

function fractionText(rest: number, unit: TimeUnit): string {
  if (rest === 0) return ''
  const digits = String(rest).padStart(FRACTION_DIGITS[unit], '0')
  // Past the sixth digit there are nine or none.
  if (unit === 'ns' && rest % 1000 !== 0) return `.${digits}`
  let end = digits.length
  while (digits.charCodeAt(end - 1) === 48) end--
  return `.${digits.slice(0, end)}`
}

/** A moment split into whole seconds and the rest of one, in units; both from 64 bits that need not be a safe integer. */
export interface Seconds {
  seconds: number
  rest: number
}

/** Splits `count` units into seconds, rounded down, and the rest. */
export function splitSeconds(count: number | bigint, unit: TimeUnit, into: Seconds): Seconds {
  const perSecond = UNITS_PER_SECOND[unit]
  if (typeof count === 'number') {
    into.seconds = Math.floor(count / perSecond)
    into.rest = count - into.seconds * perSecond
  } else {
    const [units, quotient] = [BigInt(perSecond), count / BigInt(perSecond)]
    const rest = Number(count - quotient * units)
    into.seconds = Number(quotient) - (rest < 0 ? 1 : 0)
    into.rest = rest < 0 ? rest + perSecond : rest
  }
  return into
}

const split: Seconds = { seconds: 0, rest: 0 }

/** `YYYY-MM-DDTHH:MM:SS[.f…]` from units since 1970-01-01T00:00. */
export function datetimeText(count: number | bigint, unit: TimeUnit): string {
  const { seconds, rest } = splitSeconds(count, unit, split)
  const days = Math.floor(seconds / SECONDS_PER_DAY)
  return `${dateText(days)}T${clockText(seconds - days * SECONDS_PER_DAY, rest, unit)}`
}

/** `HH:MM:SS[.f…]` from units since midnight; what is before it has a minus, what is a day or more after it is no time of day either way. */
export function timeText(count: number | bigint, unit: TimeUnit): string {
  if (count < 0) return `-${timeText(-count, unit)}`
  const { seconds, rest } = splitSeconds(count, unit, split)
  return clockText(seconds, rest, unit)
}

/** ISO 8601: `P1Y2M3DT4.5S`. Months, days and seconds do not convert into each other; each has its own sign. */
export function durationText(months: number, days: number, count: number | bigint, unit: TimeUnit): string {
  const isNegative = count < 0
  const { seconds, rest } = splitSeconds(isNegative ? -count : count, unit, split)
  const years = Math.trunc(months / 12)
  const date = `${part(years, 'Y')}${part(months - years * 12, 'M')}${part(days, 'D')}`
  const hasTime = seconds !== 0 || rest !== 0
  return hasTime ? `P${date}T${isNegative ? '-' : ''}${seconds}${fractionText(rest, unit)}S` : date === '' ? 'PT0S' : `P${date}`
}

const part = (count: number, letter: string): string => count === 0 ? '' : `${count}${letter}`

const two = (value: number): string => TWO_DIGITS[value] ?? String(value)
const TWO_DIGITS = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'))
const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
