import { assert } from '../base/assert.ts'
import { compareText } from './text.ts'
import type { Value } from './type.ts'

/** -1, 0 or 1 for two values of one type, neither null; false comes before true. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  assert(a !== null && b !== null && typeof a === typeof b, `cannot compare ${typeof a} with ${typeof b}`)
  return a < b ? -1 : a > b ? 1 : 0
}
