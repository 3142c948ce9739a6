import { LOWER_RUNS, UPPER_RUNS } from './letter-case-data.ts'

/**
 * `lower` and `upper` map one code point to one code point by DuckDB's tables, so that length never changes and no
 * JavaScript engine's Unicode version, language rule (İ, ß, final sigma) or special casing has a say.
 */
type CaseMap = ReadonlyMap<number, string>

const ASCII_ONLY = /^[\x00-\x7f]*$/

/** Lower case, code point by code point. Lone surrogates stay as they are. */
export function lowerText(text: string): string {
  return ASCII_ONLY.test(text) ? text.toLowerCase() : mapCodePoints(text, lowerMap())
}

/** Upper case, code point by code point: `ß` becomes `ẞ`, never `SS`. Lone surrogates stay as they are. */
export function upperText(text: string): string {
  return ASCII_ONLY.test(text) ? text.toUpperCase() : mapCodePoints(text, upperMap())
}

const lowerMap = once(() => decodeRuns(LOWER_RUNS))
const upperMap = once(() => decodeRuns(UPPER_RUNS))

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function mapCodePoints(text: string, map: CaseMap): string {
  let mapped = ''
  for (const char of text) mapped += map.get(char.codePointAt(0) ?? 0) ?? char
  return mapped
}

/** The map written as runs in letter-case-data.ts, where the encoding is described. */
function decodeRuns(runs: string): CaseMap {
  const map = new Map<number, string>()
  let point = 0
  for (const run of runs.split(' ')) {
    const [gap = 0, steps = 0, stride = 1, shift = 0] = run.split(',').map(part => parseInt(part, 36))
    point += gap
    map.set(point, String.fromCodePoint(point + shift))
    for (let step = 0; step < steps; step++) {
      point += stride
      map.set(point, String.fromCodePoint(point + shift))
    }
  }
  return map
}
