/**
 * `after`, with every part that equals the same part of `before` replaced by that part, down to simple values.
 * What has not changed keeps its identity, by which components know that there is nothing to draw again.
 * For plain data: arrays, objects and maps; anything else counts as changed unless it is the same.
 */
export function shared<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after
  if (Array.isArray(before) && Array.isArray(after)) {
    const parts = after.map((part, index) => shared<unknown>(before[index], part))
    return (isSame(before, parts) ? before : parts) as T
  }
  if (before instanceof Map && after instanceof Map) {
    const parts = new Map(Array.from(after, ([key, part]) => [key, shared<unknown>(before.get(key), part)] as const))
    return (isSame([...before].flat(), [...parts].flat()) ? before : parts) as T
  }
  if (isPlain(before) && isPlain(after)) {
    const parts = Object.fromEntries(Object.entries(after).map(([key, part]) => [key, shared<unknown>(before[key], part)]))
    return (isSame(Object.entries(before).flat(), Object.entries(parts).flat()) ? before : parts) as T
  }
  return after
}

const isSame = (before: readonly unknown[], after: readonly unknown[]): boolean => before.length === after.length && before.every((part, index) => Object.is(part, after[index]))

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
