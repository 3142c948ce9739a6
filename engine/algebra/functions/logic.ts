import { compareValues } from '../../data/compare.ts'
import type { Value } from '../../data/type.ts'
import { defineFunctions } from './define.ts'

const comparison = (test: (order: number) => boolean) => ({
  signatures: [
    { params: ['numeric', 'numeric'], result: 'boolean' },
    { params: ['T', 'T'], result: 'boolean' },
  ],
  operator: true,
  evaluate: ([a = null, b = null]: readonly Value[]) => test(compareValues(a, b)),
} as const)

function extreme(sign: 1 | -1) {
  return (args: readonly Value[]): Value =>
    args.reduce<Value>((best, value) => value === null ? best : best === null || sign * compareValues(value, best) > 0 ? value : best, null)
}

/** Three-valued logic, comparison, and what deals with null. */
export const logicFunctions = defineFunctions({
  and: {
    signatures: [{ params: ['boolean', 'boolean'], result: 'boolean' }],
    usage: 'a and b', doc: 'True when both are true; false when either is false, even if the other is null.', example: ['null and false', 'false'],
    operator: true, acceptsNull: true,
    evaluate: ([a, b]) => a === false || b === false ? false : a === null || b === null ? null : true,
  },
  or: {
    signatures: [{ params: ['boolean', 'boolean'], result: 'boolean' }],
    usage: 'a or b', doc: 'True when either is true, even if the other is null; false when both are false.', example: ['null or true', 'true'],
    operator: true, acceptsNull: true,
    evaluate: ([a, b]) => a === true || b === true ? true : a === null || b === null ? null : false,
  },
  not: {
    signatures: [{ params: ['boolean'], result: 'boolean' }],
    usage: 'not a', doc: 'The opposite; null of null.', example: ['not (1 = 2)', 'true'], operator: true,
    evaluate: ([a]) => !a,
  },
  eq: { ...comparison(order => order === 0), usage: 'a = b', doc: 'Equal. Text never equals a number.', example: ["'a' = 'a'", 'true'] },
  ne: { ...comparison(order => order !== 0), usage: 'a <> b', doc: 'Not equal; also written !=.', example: ['1 <> 2', 'true'] },
  lt: { ...comparison(order => order < 0), usage: 'a < b', doc: 'Less. Text is ordered by code point.', example: ["'B' < 'a'", 'true'] },
  le: { ...comparison(order => order <= 0), usage: 'a <= b', doc: 'Less or equal.', example: ['2 <= 2.0', 'true'] },
  gt: { ...comparison(order => order > 0), usage: 'a > b', doc: 'Greater.', example: ["date '2024-03-01' > date '2024-02-29'", 'true'] },
  ge: { ...comparison(order => order >= 0), usage: 'a >= b', doc: 'Greater or equal.', example: ['null >= 1', 'null'] },
  is_null: {
    signatures: [{ params: ['T'], result: 'boolean' }],
    usage: 'a is null', doc: 'True for null.', example: ['null is null', 'true'], operator: true, acceptsNull: true,
    evaluate: ([a]) => a === null,
  },
  is_not_null: {
    signatures: [{ params: ['T'], result: 'boolean' }],
    usage: 'a is not null', doc: 'True for anything but null; empty text is a value.', example: ["'' is not null", 'true'], operator: true, acceptsNull: true,
    evaluate: ([a]) => a !== null,
  },
  coalesce: {
    signatures: [{ params: ['numeric'], variadic: true, result: 'numeric' }, { params: ['T'], variadic: true, result: 'T' }],
    usage: 'coalesce(a, b, …)', doc: 'The first that is not null.', example: ["coalesce(null, 'x')", 'x'], acceptsNull: true,
    evaluate: args => args.find(value => value !== null) ?? null,
  },
  nullif: {
    signatures: [{ params: ['numeric', 'numeric'], result: 'numeric' }, { params: ['T', 'T'], result: 'T' }],
    usage: 'nullif(a, b)', doc: 'Null when a equals b, otherwise a.', example: ["nullif('-', '-')", 'null'], acceptsNull: true,
    evaluate: ([a = null, b = null]) => a !== null && b !== null && compareValues(a, b) === 0 ? null : a,
  },
  greatest: {
    signatures: [{ params: ['numeric', 'numeric'], variadic: true, result: 'numeric' }, { params: ['T', 'T'], variadic: true, result: 'T' }],
    usage: 'greatest(a, b, …)', doc: 'The largest; nulls are skipped.', example: ['greatest(1, null, 3)', '3'], acceptsNull: true,
    evaluate: extreme(1),
  },
  least: {
    signatures: [{ params: ['numeric', 'numeric'], variadic: true, result: 'numeric' }, { params: ['T', 'T'], variadic: true, result: 'T' }],
    usage: 'least(a, b, …)', doc: 'The smallest; nulls are skipped.', example: ['least(1, null, 3)', '1'], acceptsNull: true,
    evaluate: extreme(-1),
  },
})
