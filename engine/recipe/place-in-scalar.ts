import type { Scalar } from 'yaml'

/** One written character of each style of scalar: YAML 1.2.2, 7.3.1 to 7.3.3 and, for escapes, 5.7. */
const WRITTEN = {
  PLAIN: /[^]/y,
  QUOTE_SINGLE: /''|[^']/y,
  QUOTE_DOUBLE: /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\r\nxuU])|[^"\\]/y,
} as const

/**
 * Where in a document's text the character at `offset` of a scalar's value is written; both count code units.
 * Undefined in block scalars and behind a line break, where what is written differs from the value by rules of layout.
 */
export function placeInScalar(text: string, scalar: Scalar, offset: number): number | undefined {
  const { type, value, range } = scalar
  if (!range || typeof value !== 'string' || (type !== 'PLAIN' && type !== 'QUOTE_SINGLE' && type !== 'QUOTE_DOUBLE')) return undefined
  let place = range[0] + (type === 'PLAIN' ? 0 : 1)
  for (let passed = 0; passed < offset;) {
    WRITTEN[type].lastIndex = place
    const written = WRITTEN[type].exec(text)?.[0]
    if (written === undefined || (written.length === 1 && written !== value.charAt(passed))) return undefined
    passed += codeUnits(written)
    place += written.length
  }
  return place
}

const codeUnits = (written: string): number => /^\\U(?!0000)/.test(written) ? 2 : 1
