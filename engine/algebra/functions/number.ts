import { roundHalfAwayShortest } from '../../data/numbers.ts'
import type { Value } from '../../data/type.ts'
import { defineFunctions, type Signature } from './define.ts'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** An integer out of 64 bits is null: overflow never ends a run. */
export const int64 = (value: bigint): bigint | null => value < INT64_MIN || value > INT64_MAX ? null : value
/** NaN and infinities cannot enter: a function that would make one gives null. Negative zero is zero. */
export const finite = (value: number): number | null => Number.isFinite(value) ? value + 0 : null

const BOTH_NUMERIC: readonly Signature[] = [{ params: ['numeric', 'numeric'], result: 'numeric' }]

function arithmetic(onIntegers: (a: bigint, b: bigint) => bigint | null, onDoubles: (a: number, b: number) => number | null) {
  return ([a = null, b = null]: readonly Value[]): Value => {
    if (typeof a === 'bigint' && typeof b === 'bigint') {
      const value = onIntegers(a, b)
      return value === null ? null : int64(value)
    }
    const value = onDoubles(Number(a), Number(b))
    return value === null ? null : finite(value)
  }
}

const toInteger = (round: (x: number) => number) => ([a = null]: readonly Value[]): Value => {
  if (typeof a === 'bigint') return a
  const value = round(Number(a))
  return Number.isFinite(value) ? int64(BigInt(value)) : null
}

const NUMBER_TO_INTEGER: readonly Signature[] = [{ params: ['numeric'], result: 'integer' }]

export const numberFunctions = defineFunctions({
  add: {
    signatures: BOTH_NUMERIC, usage: 'a + b', doc: 'Sum. Integer overflow is null.', example: ['1 + 2.5', '3.5'], operator: true,
    evaluate: arithmetic((a, b) => a + b, (a, b) => a + b),
  },
  sub: {
    signatures: BOTH_NUMERIC, usage: 'a - b', doc: 'Difference. Integer overflow is null.', example: ['1 - 3', '-2'], operator: true,
    evaluate: arithmetic((a, b) => a - b, (a, b) => a - b),
  },
  mul: {
    signatures: BOTH_NUMERIC, usage: 'a * b', doc: 'Product. Integer overflow is null.', example: ['9223372036854775807 * 2', 'null'], operator: true,
    evaluate: arithmetic((a, b) => a * b, (a, b) => a * b),
  },
  div: {
    signatures: [{ params: ['number', 'number'], result: 'number' }],
    usage: 'a / b', doc: 'Quotient as a number; null when b is 0.', example: ['7 / 2', '3.5'], operator: true,
    evaluate: ([a, b]) => b === 0 ? null : finite(Number(a) / Number(b)),
  },
  intdiv: {
    signatures: [{ params: ['integer', 'integer'], result: 'integer' }],
    usage: 'a // b', doc: 'Whole quotient, truncated towards zero; null when b is 0.', example: ['-7 // 2', '-3'], operator: true,
    evaluate: arithmetic((a, b) => b === 0n ? null : a / b, () => null),
  },
  mod: {
    signatures: [{ params: ['integer', 'integer'], result: 'integer' }],
    usage: 'a % b', doc: 'Remainder with the sign of a; null when b is 0.', example: ['-7 % 2', '-1'], operator: true,
    evaluate: arithmetic((a, b) => b === 0n ? null : a % b, () => null),
  },
  neg: {
    signatures: [{ params: ['numeric'], result: 'numeric' }], usage: '-a', doc: 'The negative.', example: ['-(3)', '-3'], operator: true,
    evaluate: ([a]) => typeof a === 'bigint' ? int64(-a) : finite(-Number(a)),
  },
  to_number: {
    signatures: [{ params: ['integer'], result: 'number' }, { params: ['decimal'], result: 'number' }, { params: ['number'], result: 'number' }],
    usage: 'to_number(a)', doc: 'The nearest double of an integer or a decimal.', example: ['to_number(3)', '3'],
    evaluate: ([a], [type]) => type?.name === 'decimal' ? Number(`${a}e-${type.scale}`) : Number(a),
  },
  abs: {
    signatures: [{ params: ['numeric'], result: 'numeric' }], usage: 'abs(a)', doc: 'The value without its sign.', example: ['abs(-2.5)', '2.5'],
    evaluate: ([a]) => typeof a === 'bigint' ? int64(a < 0n ? -a : a) : Math.abs(Number(a)),
  },
  sign: {
    signatures: [{ params: ['numeric'], result: 'integer' }], usage: 'sign(a)', doc: '-1, 0 or 1.', example: ['sign(-2.5)', '-1'],
    evaluate: ([a]) => { const x = Number(a); return x > 0 ? 1n : x < 0 ? -1n : 0n },
  },
  round: {
    signatures: [{ params: ['number', 'constant_integer'], required: 1, result: 'number' }],
    usage: 'round(a, digits = 0)', doc: 'Half away from zero on the shortest decimal form.', example: ['round(1.005, 2)', '1.01'],
    evaluate: ([a, digits = 0n]) => finite(roundHalfAwayShortest(Number(a), Number(digits)) ?? NaN),
  },
  floor: { signatures: NUMBER_TO_INTEGER, usage: 'floor(a)', doc: 'The integer at or below.', example: ['floor(-1.5)', '-2'], evaluate: toInteger(Math.floor) },
  ceil: { signatures: NUMBER_TO_INTEGER, usage: 'ceil(a)', doc: 'The integer at or above.', example: ['ceil(-1.5)', '-1'], evaluate: toInteger(Math.ceil) },
  trunc: { signatures: NUMBER_TO_INTEGER, usage: 'trunc(a)', doc: 'The integer without the fraction.', example: ['trunc(-1.5)', '-1'], evaluate: toInteger(Math.trunc) },
  sqrt: {
    signatures: [{ params: ['number'], result: 'number' }], usage: 'sqrt(a)', doc: 'Square root; null below zero.', example: ['sqrt(9)', '3'],
    evaluate: ([a]) => Number(a) < 0 ? null : finite(Math.sqrt(Number(a))),
  },
})

