import { string } from '../data/type.ts'
import { isCompact, type Candidate } from './candidates.ts'
import { isNameOfWrittenNumber } from './names.ts'

/** What the whole file says about one candidate of one column. Counts are of cells. */
export interface Reading {
  readonly candidate: Candidate
  readonly valid: number
  /** Smallest and largest value as text, and as positions on a line: the number itself, days or microseconds since 1970, microseconds of a day. */
  readonly min: string | null
  readonly max: string | null
  readonly low: number | null
  readonly high: number | null
  readonly mean: number | null
  /** Integers written with leading zeros or more than 15 digits: names of things rather than amounts. Numbers only. */
  readonly names: number
  /** Integers written as telephone numbers are: a plus sign and seven digits or more. Numbers only. */
  readonly phones: number
  /** Of a column written in several formats, how many cells each reads; the first reads the most. */
  readonly parts?: readonly { readonly format: string, readonly valid: number }[]
  /** The day and the month could be either way round in every cell. */
  readonly isDayMonthOpen?: true
  /** Some cells that are none, where the engine cannot tell which they are. */
  readonly others?: readonly string[]
  /** Values outside the bounds that the column's name suggests. Numbers only. */
  readonly outside: number
}

/** A column is of a type when this share of its non-null cells is; below, it is text. */
export const TYPE_SHARE = 0.9
/** Eight digits are a date only if this share of all that are digits is one … */
export const COMPACT_DATE_SHARE = 0.99
/** … and all of those lie in these years. */
const COMPACT_YEARS = ['1900', '2101'] as const
/** A column of numbers is one of telephone numbers when this share of its cells begins with a plus sign. */
const PHONE_SHARE = 0.5

/** Text, which every cell is. */
export const textCandidate: Candidate = { spec: { to: string } }

/**
 * The reading that explains the most of `present` cells, words for missing ones not counted; undefined for text. Of equals the first wins, so `readings` come in the order of preference:
 * integer before number, ISO before other dates, month-first before day-first. So 03/04/2024 is the fourth of March unless the column
 * has more days than months can be.
 */
export function chooseReading(readings: readonly Reading[], present: number, name: string): Reading | undefined {
  const enough = readings.filter(({ valid }) => valid > 0 && valid >= present * TYPE_SHARE)
  const digits = readings.reduce((most, { candidate, valid }) => candidate.spec.to.name === 'integer' ? Math.max(most, valid) : most, 0)
  const compact = enough.find(reading => isCompact(reading.candidate) && isCredible(reading, digits))
  if (compact) return compact
  return enough
    .filter(reading => !isCompact(reading.candidate) && !isWrittenNumber(reading, present, name))
    .reduce<Reading | undefined>((best, reading) => best === undefined || reading.valid > best.valid ? reading : best, undefined)
}

function isCredible({ valid, min, max }: Reading, digits: number): boolean {
  const [first, end] = COMPACT_YEARS
  return valid >= digits * COMPACT_DATE_SHARE && min !== null && max !== null && min >= first && max < end
}

/** Digits that stay text, because as numbers they would lose zeros, precision or their meaning. One cell that would is enough. */
function isWrittenNumber({ candidate: { spec }, names, phones }: Reading, present: number, name: string): boolean {
  const isNumber = spec.to.name === 'integer' || spec.to.name === 'number'
  return isNumber && (names > 0 || phones >= present * PHONE_SHARE || isNameOfWrittenNumber(name))
}
