import { all, call, cast, int, text, type Expr } from '../../algebra/expr.ts'

/**
 * Check digits as row expressions, so that every engine computes them alike. The texts given here consist of
 * the characters named; `digits` means 0 to 9 only.
 */

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const STROKE = '|'

/** The sum of what each character is worth: every character becomes as many strokes, which are then counted. */
export function tally(subject: Expr, worth: Readonly<Record<string, number>>): Expr {
  return call('length', Object.entries(worth).reduce((rest, [character, strokes]) => call('replace', rest, text(character), text(STROKE.repeat(strokes))), subject))
}

const worthOf = (worth: (digit: number) => number): Readonly<Record<string, number>> => Object.fromEntries(DIGITS.map(digit => [String(digit), worth(digit)]))
const plain = worthOf(digit => digit)
/** Twice the digit, the digits of that added. */
const doubled = worthOf(digit => digit < 5 ? 2 * digit : 2 * digit - 9)

/** The first, third … characters of a text of even length, and the second, fourth … */
const oddPlaces = (subject: Expr): Expr => call('replace_regex', subject, text('(.)(.)'), text('\\1'))
const evenPlaces = (subject: Expr): Expr => call('replace_regex', subject, text('(.)(.)'), text('\\2'))
const isMultiple = (sum: Expr, of: number): Expr => call('eq', call('mod', sum, int(of)), int(0))

/** Filled up with zeros on the left to an even number of digits, which changes no sum that counts places from the right. */
const filledUp = (digits: Expr, length: number): Expr => call('lpad', digits, int(length), text('0'))

/** The Luhn check (ISO/IEC 7812-1, annex B) of at most `length` digits; `length` is even. */
export function luhn(digits: Expr, length: number): Expr {
  const filled = filledUp(digits, length)
  return isMultiple(call('add', tally(oddPlaces(filled), doubled), tally(evenPlaces(filled), plain)), 10)
}

/** The check of GS1 numbers of up to 14 digits: weights 3 and 1 by turns, the last digit 1 (GS1 General Specifications, 7.9). */
export function gs1(digits: Expr): Expr {
  const filled = filledUp(digits, 14)
  return isMultiple(call('add', call('mul', int(3), tally(oddPlaces(filled), plain)), tally(evenPlaces(filled), plain)), 10)
}

/**
 * The check modulo 11 of ISBN-10 (ISO 2108) and ISSN (ISO 3297): weights `length` down to 1, X worth 10 in the last place.
 * A character at place i is in `length` - i + 1 of the beginnings of the text: the tally of all beginnings is the weighted sum.
 */
export function weighted11(characters: Expr, length: number): Expr {
  const beginnings = Array.from({ length }, (_, index) => call('left', characters, int(index + 1)))
  return isMultiple(tally(call('concat', ...beginnings), { ...plain, X: 10 }), 11)
}

/** The check ISO/IEC 7064 MOD 11-2 of 15 digits and a check character, X worth 10. */
export function mod11Radix2(characters: Expr): Expr {
  const parts = Array.from({ length: 15 }, (_, index) => call('mul', int(2 ** (15 - index)), digitsAsInteger(call('substr', characters, int(index + 1), int(1)))))
  const sum = [...parts, tally(call('right', characters, int(1)), { ...plain, X: 10 })].reduce((a, b) => call('add', a, b))
  return call('eq', call('mod', sum, int(11)), int(1))
}

const digitsAsInteger = (digits: Expr): Expr => cast(digits, { to: { name: 'integer' } })

/** Capital letters as numbers, A to Z as 10 to 35. */
export function lettersAsDigits(subject: Expr): Expr {
  return Array.from({ length: 26 }, (_, index) => index).reduce((rest, index) => call('replace', rest, text(String.fromCharCode(65 + index)), text(String(10 + index))), subject)
}

/** Digits a chunk of a long number has, so that it fits into 64 bits with a 1 in front. */
const CHUNK = 18

/**
 * Whether up to 72 digits, read as one number, are 1 modulo 97 (ISO/IEC 7064 MOD 97-10): the remainders of four chunks, each times that of its power of ten.
 * A 1 in front keeps a chunk's leading zeros from mattering to the cast, and is subtracted again.
 */
export function mod97IsOne(digits: Expr): Expr {
  const filled = filledUp(digits, 4 * CHUNK)
  const remainders = [0, 1, 2, 3].map(chunk => {
    const marked = digitsAsInteger(call('concat_op', text('1'), call('substr', filled, int(chunk * CHUNK + 1), int(CHUNK))))
    const power = 10n ** BigInt(CHUNK * (3 - chunk)) % 97n
    return call('mul', call('mod', call('sub', marked, int(10n ** BigInt(CHUNK))), int(97)), int(power))
  })
  return call('eq', call('mod', remainders.reduce((a, b) => call('add', a, b)), int(97)), int(1))
}

/** Whether a number written in a text lies between two bounds. */
export function isBetween(subject: Expr, low: Expr, high: Expr): Expr {
  const value = cast(subject, { to: { name: 'number' } })
  return all(call('ge', value, low), call('le', value, high))
}
