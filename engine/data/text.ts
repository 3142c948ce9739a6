/**
 * Text is a sequence of Unicode code points, never normalised. Lengths and positions here count code points, order is by
 * code point (the order of UTF-8 bytes). Texts are taken to be well formed: {@link wellFormed} is applied once, at the door.
 * Where a docstring names no other source, DuckDB 1.5.6 is the reference and the tests compare with it.
 */

/**
 * What `trim` takes away: Unicode's White_Space property (Unicode 16, PropList.txt) and U+FEFF, the stray byte order mark.
 * Dialects print `trim(x, TRIM_CHARACTERS)`, for each engine's own idea of a space is another.
 */
export const TRIM_CHARACTERS =
  '\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'
  + '\u2028\u2029\u202f\u205f\u3000\ufeff'

/** Spaces and tabs: what is ignored around numbers, booleans and dates. Dialects print `trim(x, BLANKS)` before their casts. */
export const BLANKS = ' \t'

/** The longest text {@link padLeft} and {@link padRight} make, in code points. */
export const MAX_PADDED_LENGTH = 1_000_000

/** `text` without the characters of `characters` (each one code unit) at both ends. */
export function trimText(text: string, characters = TRIM_CHARACTERS): string {
  return rtrim(ltrim(text, characters), characters)
}

export function ltrim(text: string, characters = TRIM_CHARACTERS): string {
  let start = 0
  while (start < text.length && characters.includes(text.charAt(start))) start++
  return text.slice(start)
}

export function rtrim(text: string, characters = TRIM_CHARACTERS): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** `text` without the {@link BLANKS} at both ends. */
export function trimBlanks(text: string): string {
  return trimText(text, BLANKS)
}

/** The code points, each as a text. */
export function codePoints(text: string): string[] {
  return Array.from(text)
}

/** The number of code points. */
export function textLength(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length - 1; i++) if (startsPair(text, i)) length--
  return length
}

/**
 * The code points at positions `start` … `start + length - 1` as far as `text` has them; without `length`, all from `start` on.
 * Positions count from 1; a negative `start` counts from the end, -1 being the last. Positions before the first exist and hold nothing,
 * so that `substringText('hello', -7, 3)` is `h` and `substringText('hello', 0, 2)` is `h`. A length below 1 gives the empty text.
 *
 * DuckDB agrees for texts that are not ASCII. For a column it knows to be ASCII it takes `hel` in the first example, and for a
 * negative length it reads backwards: a dialect that prints `substring` clamps both arguments first.
 */
export function substringText(text: string, start: number, length = Number.POSITIVE_INFINITY): string {
  const first = start < 0 ? textLength(text) + start : start - 1
  if (length === Number.POSITIVE_INFINITY) return sliceCodePoints(text, first, Number.POSITIVE_INFINITY)
  return sliceCodePoints(text, first, first + Math.max(0, length))
}

/** The first `count` code points; a negative count leaves out that many at the end. */
export function leftText(text: string, count: number): string {
  return sliceCodePoints(text, 0, count < 0 ? textLength(text) + count : count)
}

/** The last `count` code points; a negative count leaves out that many at the start. */
export function rightText(text: string, count: number): string {
  return sliceCodePoints(text, count < 0 ? -count : textLength(text) - count, Number.POSITIVE_INFINITY)
}

/** Negative when `a` comes before `b`, zero when they are the same, positive otherwise; by code point. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i)
    if (difference !== 0) return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
  }
  return a.length - b.length
}

/** Every occurrence of `part`, from left to right, becomes `replacement`; an empty `part` occurs nowhere. */
export function replaceLiteral(text: string, part: string, replacement: string): string {
  return part === '' ? text : text.split(part).join(replacement)
}

/**
 * `text` brought to exactly `length` code points by repeating `padding` before it, or by cutting its end.
 * A length below 1 gives the empty text. Undefined when `padding` is empty and needed, or `length` is above {@link MAX_PADDED_LENGTH}.
 */
export function padLeft(text: string, length: number, padding = ' '): string | undefined {
  const filler = fillerFor(text, length, padding)
  return filler === undefined ? undefined : filler + leftText(text, Math.max(0, length))
}

/** As {@link padLeft}, with the padding after the text. */
export function padRight(text: string, length: number, padding = ' '): string | undefined {
  const filler = fillerFor(text, length, padding)
  return filler === undefined ? undefined : leftText(text, Math.max(0, length)) + filler
}

/** Every text contains, starts with and ends with the empty text. */
export function containsText(text: string, part: string): boolean {
  return text.includes(part)
}

export function startsWith(text: string, part: string): boolean {
  return text.startsWith(part)
}

export function endsWith(text: string, part: string): boolean {
  return text.endsWith(part)
}

/** Says whether a whole text fits a LIKE pattern. */
export type LikeMatcher = (text: string) => boolean

/**
 * The matcher of a LIKE pattern: `%` stands for any text, `_` for one code point, `escape` (one code point, or '' for none) makes the
 * next one stand for itself. Takes time proportional to text × pattern at worst. Undefined when the pattern ends with the escape
 * or `escape` is longer than one code point.
 */
export function likeToMatcher(pattern: string, escape = '\\'): LikeMatcher | undefined {
  const segments = parseLike(pattern, escape)
  if (segments === undefined) return undefined
  const head = segments[0] ?? []
  const tail = segments.length > 1 ? (segments.at(-1) ?? []) : undefined
  const middle = segments.slice(1, -1)
  return text => {
    const points = codePoints(text)
    if (!fitsAt(points, 0, head)) return false
    if (tail === undefined) return points.length === head.length
    let from = head.length
    for (const segment of middle) {
      const at = findSegment(points, from, segment)
      if (at === -1) return false
      from = at + segment.length
    }
    const tailAt = points.length - tail.length
    return tailAt >= from && fitsAt(points, tailAt, tail)
  }
}

/** `text` with each lone surrogate replaced by U+FFFD; `replaced` counts them. UTF-8 cannot carry them, so every door does this and says so. */
export function wellFormed(text: string): { readonly text: string, readonly replaced: number } {
  let replaced = 0
  const repaired = text.replace(/\p{Surrogate}/gu, () => {
    replaced++
    return '\ufffd'
  })
  return { text: repaired, replaced }
}

/** One code point of a LIKE pattern; null is `_`. */
type LikeSegment = readonly (string | null)[]

/** The stretches between the `%` of a LIKE pattern: one when there is no `%`. Undefined where {@link likeToMatcher} is. */
export function parseLike(pattern: string, escape = '\\'): LikeSegment[] | undefined {
  if (textLength(escape) > 1) return undefined
  const segments: (string | null)[][] = []
  let segment: (string | null)[] = []
  let escaped = false
  for (const char of pattern) {
    if (escaped || (char !== escape && char !== '%' && char !== '_')) {
      segment.push(char)
      escaped = false
    } else if (char === escape) {
      escaped = true
    } else if (char === '_') {
      segment.push(null)
    } else {
      segments.push(segment)
      segment = []
    }
  }
  return escaped ? undefined : [...segments, segment]
}

function fitsAt(points: readonly string[], at: number, segment: LikeSegment): boolean {
  return at + segment.length <= points.length && segment.every((char, i) => char === null || points[at + i] === char)
}

function findSegment(points: readonly string[], from: number, segment: LikeSegment): number {
  for (let at = from; at + segment.length <= points.length; at++) if (fitsAt(points, at, segment)) return at
  return -1
}

/** What is missing to `length`, made of `padding` cut at its end. */
function fillerFor(text: string, length: number, padding: string): string | undefined {
  const missing = length - textLength(text)
  if (missing <= 0) return ''
  const width = textLength(padding)
  if (width === 0 || !(length <= MAX_PADDED_LENGTH)) return undefined
  return leftText(padding.repeat(Math.ceil(missing / width)), missing)
}

/** Code points `first` … `end - 1`, counted from 0; positions outside the text hold nothing. */
function sliceCodePoints(text: string, first: number, end: number): string {
  const start = Math.max(0, first)
  if (end <= start) return ''
  const startOffset = offsetAfter(text, 0, start)
  return text.slice(startOffset, offsetAfter(text, startOffset, end - start))
}

/** The offset in code units that is `count` code points after `offset`, or the end of the text. */
function offsetAfter(text: string, offset: number, count: number): number {
  if (offset + count * 2 === Number.POSITIVE_INFINITY) return text.length
  let at = offset
  for (let left = count; left >= 1 && at < text.length; left--) at += startsPair(text, at) ? 2 : 1
  return at
}

function startsPair(text: string, offset: number): boolean {
  return (text.codePointAt(offset) ?? 0) > 0xffff
}

/** Moves the surrogates, which stand for the code points above U+FFFF, behind the rest of the code units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
