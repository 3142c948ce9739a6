import { automatonOf, type Automaton } from './automaton.ts'

/** A number in decimal: a sign, digits without leading zeros, digits behind the point without trailing ones. */
interface Decimal {
  readonly isNegative: boolean
  readonly whole: string
  readonly fraction: string
}

/** The decimal that a number's shortest text says. */
function decimalOf(value: number | bigint): Decimal | undefined {
  const text = String(value)
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text)
  return match ? { isNegative: match[1] === '-', whole: (match[2] ?? '').replace(/^0+/, ''), fraction: (match[3] ?? '').replace(/0+$/, '') } : undefined
}

/** How far a text has been read. Digits are counted from the first that is not 0, one more than the bound has at most. */
interface Read {
  readonly at: 'start' | 'sign' | 'whole' | 'fraction'
  readonly isNegative: boolean
  readonly isZero: boolean
  readonly digits: number
  /** How the digits so far compare with as many of the bound's. */
  readonly order: -1 | 0 | 1
}

const orderOf = (a: number, b: number): -1 | 0 | 1 => a < b ? -1 : a > b ? 1 : 0

/**
 * Texts of numbers in plain decimal, such as -12.50, that are at most or at least `bound` as decimals: so are then the doubles nearest to
 * them. No exponents, no spaces. Undefined for a bound that is written with an exponent.
 */
export function automatonOfBound(bound: number | bigint, side: 'most' | 'least'): Automaton | undefined {
  const decimal = decimalOf(bound)
  if (decimal === undefined) return undefined
  const { whole, fraction } = decimal
  const digit = (read: Read, value: number): Read | undefined => {
    const isZero = read.isZero && value === 0
    if (read.at === 'fraction') {
      const expected = Number(fraction[read.digits] ?? '0')
      return { ...read, isZero, digits: Math.min(read.digits + 1, fraction.length), order: read.order === 0 ? orderOf(value, expected) : read.order }
    }
    if (isZero) return { ...read, at: 'whole' }
    // One digit more than the bound has decides, whatever it is; what comes after it changes nothing.
    const isLonger = read.digits >= whole.length
    const order = isLonger ? 1 : read.order === 0 ? orderOf(value, Number(whole[read.digits])) : read.order
    return { ...read, at: 'whole', isZero, digits: isLonger ? whole.length + 1 : read.digits + 1, order }
  }
  return automatonOf<Read>({
    start: { at: 'start', isNegative: false, isZero: true, digits: 0, order: 0 },
    keyOf: ({ at, isNegative, isZero, digits, order }) => `${at} ${isNegative} ${isZero} ${digits} ${order}`,
    kindOf: byte => (byte >= 0x30 && byte <= 0x39) || '+-.'.includes(String.fromCharCode(byte)) ? byte : -1,
    step: (read, byte) => {
      if (byte >= 0x30 && byte <= 0x39) return digit(read, byte - 0x30)
      const character = String.fromCharCode(byte)
      if (read.at === 'start' && (character === '+' || character === '-')) return { ...read, at: 'sign', isNegative: character === '-' }
      if (read.at === 'fraction' || character !== '.') return undefined
      // Fewer digits than the bound has before the point are less, whatever they are.
      return { ...read, at: 'fraction', digits: 0, order: read.digits < whole.length ? -1 : read.order }
    },
    accepts: read => {
      if (read.at !== 'whole' && read.at !== 'fraction') return false
      const order = comparedWithBound(read, decimal)
      return side === 'most' ? order <= 0 : order >= 0
    },
  })
}

/** A finished text against the bound. */
function comparedWithBound({ at, isNegative, isZero, digits, order }: Read, bound: Decimal): number {
  const sign = isZero ? 0 : isNegative ? -1 : 1
  const boundSign = bound.whole === '' && bound.fraction === '' ? 0 : bound.isNegative ? -1 : 1
  if (sign !== boundSign || sign === 0) return orderOf(sign, boundSign)
  if (at === 'whole' && digits < bound.whole.length) return -sign
  if (order !== 0) return sign * order
  return (at === 'whole' ? 0 : digits) < bound.fraction.length ? -sign : 0
}
