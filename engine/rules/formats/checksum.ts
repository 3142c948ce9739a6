import { all, call, cast, int, text, when, type Expr } from '../../algebra/expr.ts'

/**
 * Check digits as row expressions, so that every engine computes them alike. The texts given here consist of the characters that each
 * function names. Engines evaluate an expression as often as it stands there and read substrings slowly: sums of digits are
 * therefore written as sums of whole quotients of one number.
 */
const asInteger = (digits: Expr): Expr => cast(digits, { to: { name: 'integer' } })
/** With a 1 in front of leading zeros, which engines would read a slower way; its weight is 0. */
const asMarkedInteger = (digits: Expr): Expr => asInteger(call('concat_op', text('1'), digits))
const sum = (parts: readonly Expr[]): Expr => parts.reduce((a, b) => call('add', a, b))
const times = (factor: number | bigint, value: Expr): Expr => factor === 1 ? value : call('mul', int(factor), value)
const quotient = (number: Expr, divisor: bigint): Expr => divisor === 1n ? number : call('intdiv', number, int(divisor))
const leaves = (remainder: number, total: Expr, modulus: number): Expr => call('eq', call('mod', total, int(modulus)), int(remainder))
const positive = (value: number, modulus: number): number => (value % modulus + modulus) % modulus

/** The text without the spaces and hyphens that make a number readable, given to `check`; most texts have none. */
export function ofCompact(check: (digits: Expr) => Expr): (subject: Expr) => Expr {
  return subject => {
    const compact = call('replace', call('replace', subject, text('-'), text('')), text(' '), text(''))
    return when(call('contains_match', subject, text('[- ]')), check(compact), check(subject))
  }
}

/**
 * The sum of a number's digits times their weights, counted from the last digit, modulo `modulus` but not reduced yet.
 * With q(i) the quotient by 10^i, digit i is q(i) - 10 q(i+1): the sum is that of (w(i) - 10 w(i-1)) q(i).
 */
function weightedSum(number: Expr, weights: readonly number[], modulus: number): Expr {
  const factors = weights.map((weight, place) => positive(weight - 10 * (weights[place - 1] ?? 0), modulus))
  return sum(factors.flatMap((factor, place) => factor === 0 ? [] : [times(factor, quotient(number, 10n ** BigInt(place)))]))
}

/** What the last character adds: a digit, or X for 10. */
const checkCharacter = (characters: Expr): Expr => {
  const last = call('right', characters, int(1))
  return when(call('eq', last, text('X')), int(10), asInteger(last))
}

/** The check of GS1 numbers of up to 14 digits: weights 1 and 3 by turns, from the last digit (GS1 General Specifications, 7.9). */
export function gs1(digits: Expr): Expr {
  return leaves(0, weightedSum(asInteger(digits), Array.from({ length: 14 }, (_, place) => place % 2 === 0 ? 1 : 3), 10), 10)
}

/** The check modulo 11 of ISBN-10 (ISO 2108) and ISSN (ISO 3297): weights `length` down to 2 for the digits, 1 for the check character. */
export function weighted11(characters: Expr, length: number): Expr {
  const weights = Array.from({ length: length - 1 }, (_, place) => place + 2)
  return leaves(0, call('add', weightedSum(asMarkedInteger(call('left', characters, int(length - 1))), [...weights, 0], 11), checkCharacter(characters)), 11)
}

/** The check ISO/IEC 7064 MOD 11-2 of 15 digits and a check character: digits weigh powers of 2. */
export function mod11Radix2(characters: Expr): Expr {
  const weights = Array.from({ length: 15 }, (_, place) => 2 ** (place + 1))
  return leaves(1, call('add', weightedSum(asMarkedInteger(call('left', characters, int(15))), [...weights, 0], 11), checkCharacter(characters)), 11)
}

/** Luhn's doubling: twice the digit, the digits of that added. */
const doubled = (digit: number): number => digit < 5 ? 2 * digit : 2 * digit - 9

/** How many digits surely fit into 64 bits. */
const CHUNK = 18

/** The Luhn check (ISO/IEC 7812-1, annex B) of at most `length` digits, and at most 19. */
export function luhn(digits: Expr, length: number): Expr {
  const short = luhnSum(asInteger(digits), Math.min(length, CHUNK))
  if (length <= CHUNK) return leaves(0, short, 10)
  // The nineteenth digit from the end is not doubled.
  const long = call('add', luhnSum(asInteger(call('right', digits, int(CHUNK))), CHUNK), asInteger(call('left', digits, int(1))))
  return leaves(0, when(call('gt', call('length', digits), int(CHUNK)), long, short), 10)
}

/**
 * Of a number of at most `places` digits, modulo 10, where every second digit from the last but one is doubled. Doubled, a digit is 2d, and 1 more from 5 on (modulo 10);
 * that 1 is the quotient by 5·10^i less twice the one by 10^(i+1). The rest is as in {@link weightedSum}, whose terms with 10 vanish.
 */
function luhnSum(number: Expr, places: number): Expr {
  const powers = Array.from({ length: places }, (_, place) => 10n ** BigInt(place))
  const factor = (place: number): number => place % 2 === 1 ? 2 : place === 0 ? 1 : positive(1 - 2, 10)
  const fives = powers.filter((_, place) => place % 2 === 1).map(power => quotient(number, 5n * power))
  return sum([...powers.map((power, place) => times(factor(place), quotient(number, power))), ...fives])
}

/**
 * The Luhn check of a text whose expansion costs much: it is split into its odd and even places once, and each character becomes
 * as many strokes as it is worth, which are then counted.
 */
export function luhnOfExpansion(digits: Expr, length: number): Expr {
  const filled = call('lpad', digits, int(length + length % 2), text('0'))
  const places = (group: 1 | 2): Expr => call('replace_regex', filled, text('(.)(.)'), text(`\\${group}`))
  return leaves(0, call('add', tally(places(1), doubled), tally(places(2), digit => digit)), 10)
}

const STROKE = '|'

function tally(digits: Expr, worth: (digit: number) => number): Expr {
  const strokes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((rest, digit) => call('replace', rest, text(String(digit)), text(STROKE.repeat(worth(digit)))), digits)
  return call('length', strokes)
}

/** Capital letters as numbers, A to Z as 10 to 35. */
export function lettersAsDigits(subject: Expr): Expr {
  return Array.from({ length: 26 }, (_, index) => index).reduce((rest, index) => call('replace', rest, text(String.fromCharCode(65 + index)), text(String(10 + index))), subject)
}

/** Up to `length` digits, read as one number, modulo 97 but not reduced yet: the remainders of chunks, each times that of its power of ten. */
export function modulo97(digits: Expr, length: number): Expr {
  const chunks = Math.ceil(length / CHUNK)
  const filled = call('lpad', digits, int(chunks * CHUNK), text('0'))
  return sum(Array.from({ length: chunks }, (_, index) => {
    const chunk = asInteger(call('substr', filled, int(index * CHUNK + 1), int(CHUNK)))
    return times(10n ** BigInt(CHUNK * (chunks - 1 - index)) % 97n, call('mod', chunk, int(97)))
  }))
}

/** Whether the number written in a text lies between two bounds. */
export function isBetween(subject: Expr, low: Expr, high: Expr): Expr {
  const value = cast(subject, { to: { name: 'number' } })
  return all(call('ge', value, low), call('le', value, high))
}
