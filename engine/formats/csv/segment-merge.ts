import { joinBytes } from '../../base/bytes.ts'

/**
 * What may stand before an ordinal in segment text, where a record was not read but made: then no cell in quotes is null, whatever the dialect
 * says of them, and every text can be told from a missing one.
 */
export const LITERAL = '0'

/** Lines of segment text, ascending: where each ends, and its record's ordinal. */
export interface SegmentLines {
  readonly text: Uint8Array<ArrayBuffer>
  readonly ends: Uint32Array<ArrayBuffer>
  readonly ordinals: Float64Array<ArrayBuffer>
}

/** The stretches of a segment's text that are marked as unsure, as segment text. */
export function unsureText(text: Uint8Array, unsure: Uint32Array): Uint8Array<ArrayBuffer> {
  let length = 0
  for (let i = 0; i < unsure.length; i += 2) length += (unsure[i + 1] ?? 0) - (unsure[i] ?? 0)
  const taken = new Uint8Array(length)
  let at = 0
  for (let i = 0; i < unsure.length; i += 2) {
    taken.set(text.subarray(unsure[i], unsure[i + 1]), at)
    at += (unsure[i + 1] ?? 0) - (unsure[i] ?? 0)
  }
  return taken
}

/** Lines behind one another. */
export function joinLines(parts: readonly SegmentLines[]): SegmentLines {
  let before = 0
  const ends = parts.flatMap(part => {
    const moved = Array.from(part.ends, end => end + before)
    before += part.text.length
    return moved
  })
  return { text: joinBytes(parts.map(({ text }) => text)), ends: Uint32Array.from(ends), ordinals: Float64Array.from(parts.flatMap(({ ordinals }) => Array.from(ordinals))) }
}

/**
 * Segment text with `lines` in place of the stretches that are marked as unsure, as parts that follow one another, views of both: every line takes
 * the place of a record of the same ordinal in one of the stretches.
 */
export function replaceUnsure(text: Uint8Array, unsure: Uint32Array, lines: SegmentLines): readonly Uint8Array[] {
  const parts: Uint8Array[] = []
  let [line, lineStart, copied] = [0, 0, 0]
  for (let i = 0; i < unsure.length; i += 2) {
    const [start = 0, end = 0] = [unsure[i], unsure[i + 1]]
    parts.push(text.subarray(copied, start))
    copied = end
    // What follows a stretch is another record.
    const next = end < text.length ? ordinalAt(text, end) : Infinity
    const first = lineStart
    for (; line < lines.ends.length && (lines.ordinals[line] ?? 0) < next; line++) lineStart = lines.ends[line] ?? 0
    if (first < lineStart) parts.push(lines.text.subarray(first, lineStart))
  }
  parts.push(text.subarray(copied))
  return parts
}

const ZERO = 0x30

function ordinalAt(text: Uint8Array, from: number): number {
  let ordinal = 0
  for (let p = from; ; p++) {
    const digit = (text[p] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return ordinal
    ordinal = 10 * ordinal + digit
  }
}
