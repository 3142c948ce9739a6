import fc from 'fast-check'

/** What breaks text functions: astral, right to left, combining, joined emoji, BOM, spaces of all kinds, both sides of the surrogates. */
const UNITS = [
  'a', 'b', 'A', 'z', '1', ' ', '\t', '\n', '\r', '\u00a0', '\u3000', '\u0085', '\u2028', '\ufeff', '\u200b', '\u200d',
  'é', 'e\u0301', '\u0301', 'ß', 'İ', 'ı', 'Σ', 'ς', 'ﬁ', 'Ǆ', 'ש', 'ل', '\u202e', '中', '\ud7ff', '\ue000', '\uffff', '\ufffd',
  '😀', '👨‍👩‍👧', '🇫🇷', '𐐀', '𝟙', '\u{10ffff}', '%', '_', '\\', '\'', '"', '$', '\u0001',
] as const

/** Short texts of nasty units; NUL and lone surrogates never, for no text past the door has them. */
export const nastyText = (maxLength = 12): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...UNITS), maxLength })

/** Texts of few different units, so that parts are found in wholes. */
export const repetitiveText = (maxLength = 8): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom('a', 'b', '😀', 'é', '\ufeff'), maxLength })

/** The same sample in every run, so that a failure is found again. */
export function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: 20240229 })
}
