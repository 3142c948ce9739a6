/** Reads cells as values, in AssemblyScript: only the forms that are frequent. What is in another, and what is none, is left to the host. */

import { MINUS, ZERO } from '../bytes.as.ts'

const PLUS: u32 = 0x2b
const POINT: u32 = 0x2e
/** Each of so many digits is within 64 bits, and each of so many exact as a double, as are powers of ten with so many zeros. */
const INTEGER_DIGITS: usize = 18
const EXACT_DIGITS: u32 = 15
const EXACT_ZEROS: usize = 22

/** A sign and digits; false for anything else, and for more digits than surely fit. */
export function writeInteger(from: usize, to: usize, o: usize): bool {
  const p = pastSign(from, to)
  if (p == to || to - p > INTEGER_DIGITS) return false
  let value: i64 = 0
  for (let d = p; d < to; d++) {
    const digit = <u32>load<u8>(d) - ZERO
    if (digit > 9) return false
    value = value * 10 + digit
  }
  store<i64>(o, <u32>load<u8>(from) == MINUS ? -value : value)
  return true
}

/**
 * A sign, digits and a point among them; false for anything else, and for more digits than a quotient of two exact doubles gives rightly
 * rounded (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990).
 */
export function writeNumber(from: usize, to: usize, o: usize): bool {
  let digits: u64 = 0
  let count: u32 = 0
  let significant: u32 = 0
  let behindPoint: usize = 0
  for (let p = pastSign(from, to); p < to; p++) {
    const digit = <u32>load<u8>(p) - ZERO
    if (digit > 9) {
      if (<u32>load<u8>(p) != POINT || behindPoint != 0) return false
      behindPoint = p + 1
      continue
    }
    count++
    if (significant != 0 || digit != 0) significant++
    digits = digits * 10 + digit
  }
  const zeros: usize = behindPoint == 0 ? 0 : to - behindPoint
  if (count == 0 || significant > EXACT_DIGITS || zeros > EXACT_ZEROS) return false
  const value = <f64>digits / powerOfTen(zeros)
  store<f64>(o, <u32>load<u8>(from) == MINUS ? -value : value)
  return true
}

/** Exact, for so few zeros. */
@inline
function powerOfTen(zeros: usize): f64 {
  let power: f64 = 1
  for (let zero: usize = 0; zero < zeros; zero++) power *= 10
  return power
}

@inline
function pastSign(from: usize, to: usize): usize {
  return from < to && (<u32>load<u8>(from) == MINUS || <u32>load<u8>(from) == PLUS) ? from + 1 : from
}

/** Whether a cell is a word in any case: its first four letters, and the fifth, 0 where there are four. */
@inline
export function isWord(from: usize, to: usize, four: u32, fifth: u32): bool {
  return to - from == (fifth == 0 ? 4 : 5) && (load<u32>(from) | 0x20202020) == four && (fifth == 0 || (<u32>load<u8>(from, 4) | 0x20) == fifth)
}

/** Year, month and day of the civil calendar, with hyphens between; false for what is none. Counted as by H. Hinnant, chrono-Compatible Low-Level Date Algorithms, 2013. */
export function writeDate(from: usize, to: usize, o: usize): bool {
  if (to - from != 10 || <u32>load<u8>(from, 4) != MINUS || <u32>load<u8>(from, 7) != MINUS) return false
  const century = twoDigits(from)
  const ofCentury = twoDigits(from + 2)
  const month = twoDigits(from + 5)
  const day = twoDigits(from + 8)
  if (max(century, ofCentury) > 99 || century + ofCentury == 0 || month - 1 > 11 || day == 0) return false
  const isLeap = ofCentury % 4 == 0 && (ofCentury != 0 || century % 4 == 0)
  // February has its own length; from March to July and from August on, months of 31 and 30 days take turns.
  if (day > (month == 2 ? (isLeap ? 29 : 28) : 30 + ((month + (month >> 3)) & 1))) return false
  // Years from March on, so that a leap day is a year's last.
  const year: i32 = <i32>(century * 100 + ofCentury) - (month <= 2 ? 1 : 0)
  const era = (year >= 0 ? year : year - 399) / 400
  const ofEra = year - era * 400
  const ofYear = (153 * <i32>(month > 2 ? month - 3 : month + 9) + 2) / 5 + <i32>day - 1
  store<i32>(o, era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468)
  return true
}

/** More than 99 where one of them is none. */
@inline
function twoDigits(p: usize): u32 {
  const tens = <u32>load<u8>(p) - ZERO
  const ones = <u32>load<u8>(p, 1) - ZERO
  return max(tens, ones) > 9 ? 100 : tens * 10 + ones
}
