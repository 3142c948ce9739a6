import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'

/** `toEqual` for what is large: it compares value by value only to say where two differ. */
export function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}
