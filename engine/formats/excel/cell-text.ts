import { formatDate } from '../../data/date-text.ts'
import type { DateFormat, ElapsedPart } from './number-format.ts'

const DAY_MS = 86_400_000
/** Days from 1899-12-30, from which serial numbers count since March 1900, to 1970-01-01; and from 1904-01-01. */
const EPOCH_1900 = 25_569
const EPOCH_1904 = 24_107
/** 9999-12-31 in days since 1970-01-01. */
const LAST_DAY = 2_932_896
/** A second's neighbourhood in which programs that write seven decimals of a day mean the second itself. */
const NEAR_SECOND_MS = 5

const ZERO = 0x30
const NINE = 0x39
const POINT = 0x2e

/**
 * A number cell's text: ECMAScript's shortest form of the double that the workbook's text stands for: 0.10000000000000001 is 0.1. What is
 * no number stays as it is.
 */
export function numberText(raw: string): string {
  if (isShortest(raw)) return raw
  const number = Number(raw)
  return Number.isFinite(number) && raw.trim() !== '' ? String(number) : raw
}

/** Whether the text is its double's shortest form: no two decimals of 15 digits are the same double. False where only a parser can tell. */
function isShortest(raw: string): boolean {
  const { length } = raw
  const start = raw.charCodeAt(0) === 0x2d ? 1 : 0
  if (length - start > 16 || length === start) return false
  const first = raw.charCodeAt(start)
  if (first === ZERO && length - start > 1 && raw.charCodeAt(start + 1) !== POINT) return false
  if (first === ZERO && (length - start === 1 ? start === 1 : raw.startsWith('000000', start + 2))) return false
  let points = 0
  for (let i = start; i < length; i++) {
    const c = raw.charCodeAt(i)
    if (c === POINT) points++
    else if (c < ZERO || c > NINE) return false
  }
  if (points === 0) return length - start <= 15
  const last = raw.charCodeAt(length - 1)
  return points === 1 && first !== POINT && last !== ZERO && last !== POINT
}

/** Makes texts of the numbers that a workbook shows as dates, and counts those of which the format hides a part. */
export class DateTexts {
  /** Cells whose format shows the date without the time that is in it, or the time without the date. */
  hiddenParts = 0
  private readonly days = new Int32Array(DAY_CACHE).fill(-1)
  private readonly texts: string[] = new Array<string>(DAY_CACHE).fill('')

  constructor(private readonly is1904: boolean) {}

  /**
   * `raw` is the number's text. Dates are `YYYY-MM-DD`, with a time `YYYY-MM-DDTHH:MM:SS[.fff]`; times `HH:MM:SS[.fff]`; elapsed times as their format
   * shows them. Days the calendar does not have keep the name Excel gives them: 1900-01-00 and 1900-02-29. Numbers that are no date stay numbers.
   */
  text(raw: string, format: DateFormat): string {
    const serial = Number(raw)
    const exact = Math.round(serial * DAY_MS)
    if (raw.trim() === '' || !(serial >= 0)) return numberText(raw)
    if (format.kind === 'elapsed') return elapsedText(exact, format.parts)
    const ms = format.hasFraction ? exact : nearSecond(exact)
    const day = Math.floor(ms / DAY_MS)
    if (day > LAST_DAY + (this.is1904 ? EPOCH_1904 : EPOCH_1900)) return numberText(raw)
    const time = ms - day * DAY_MS
    const kind = format.kind !== 'either' ? format.kind : time === 0 ? 'date' : day === 0 ? 'time' : 'datetime'
    if (kind === 'date' ? time !== 0 : kind === 'time' && day !== 0) this.hiddenParts++
    return kind === 'date' ? this.dayText(day) : kind === 'time' ? timeText(time) : `${this.dayText(day)}T${timeText(time)}`
  }

  private dayText(day: number): string {
    const slot = day & (DAY_CACHE - 1)
    if (this.days[slot] !== day) {
      this.days[slot] = day
      this.texts[slot] = this.is1904 ? formatDate(day - EPOCH_1904) : dayText1900(day)
    }
    return this.texts[slot] ?? ''
  }
}

const DAY_CACHE = 4096

/** In the system of 1900, day 60 is a February 29 that never was; the days before count from one later. */
function dayText1900(day: number): string {
  if (day === 0) return '1900-01-00'
  if (day === 60) return '1900-02-29'
  return formatDate(day - EPOCH_1900 + (day < 60 ? 1 : 0))
}

function nearSecond(ms: number): number {
  const over = ms % 1000
  return over <= NEAR_SECOND_MS ? ms - over : over >= 1000 - NEAR_SECOND_MS ? ms + 1000 - over : ms
}

/** `HH:MM:SS[.fff]` of milliseconds since midnight. */
export function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const fraction = ms - seconds * 1000
  const whole = `${padded(Math.floor(seconds / 3600), 2)}:${padded(Math.floor(seconds / 60) % 60, 2)}:${padded(seconds % 60, 2)}`
  return fraction === 0 ? whole : `${whole}.${padded(fraction, 3).replace(/0+$/, '')}`
}

const UNIT_SECONDS = { h: 3600, m: 60, s: 1 } as const
const UNIT_MODULUS = { h: Infinity, m: 60, s: 60 } as const

function elapsedText(ms: number, parts: readonly ElapsedPart[]): string {
  const digits = Math.max(0, ...parts.map(part => part.unit === 'fraction' ? part.digits : 0))
  const scale = 10 ** digits
  // What is not shown of a second is rounded, what is not shown of a minute or an hour is cut off.
  const units = Math.round(ms / 1000 * scale)
  const seconds = Math.floor(units / scale)
  return parts.map(part => {
    if (part.unit === 'text') return part.text
    if (part.unit === 'fraction') return `.${padded(units - seconds * scale, digits)}`
    const count = Math.floor(seconds / UNIT_SECONDS[part.unit])
    return padded(part.isWhole ? count : count % UNIT_MODULUS[part.unit], part.digits)
  }).join('').trim()
}

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')

/** A date cell that is written as ISO 8601 already: without a time that is midnight where the format shows none, without zeros at the end. */
export function isoText(raw: string, format: DateFormat | undefined): string {
  const match = /^(-?[0-9]{4,}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?)?(Z?)$/.exec(raw.trim())
  if (match === null) return raw
  const [, date = '', minutes, seconds = '00', fraction = '', zone = ''] = match
  if (minutes === undefined) return date
  const time = `${minutes}:${seconds}${fraction.replace(/\.?0+$/, '')}`
  return format?.kind === 'date' && time === '00:00:00' ? date : `${date}T${time}${zone}`
}
