/** Thrown by {@link assert} and {@link unreachable}: our own bug, never the user's. Exit code 4. */
export class AssertionError extends Error {
  override name = 'AssertionError'
}

/** States what must hold here if our own reasoning is right. */
export function assert(claim: unknown, message: string): asserts claim {
  if (!claim) throw new AssertionError(message)
}

/** The compiler proves this is never called: the last branch of a switch over a closed union. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`)
}

/** The value, which our own reasoning says is there. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new AssertionError(`missing: ${what}`)
  return value
}
