import { continued } from '../../base/bytes.ts'

/**
 * Lines that are quoted as wholes: `"a,""b, c"",d"`, which some programs write that take a record for one text. Read as they stand they
 * are one column.
 */

const LINES_LOOKED_AT = 200
const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** Whether nearly all lines of a text are such lines. */
export function hasWrappedLines(text: string): boolean {
  const lines = text.split(/\r\n|\n/).filter(line => line !== '').slice(0, LINES_LOOKED_AT)
  const inners = lines.flatMap(line => line.length > 2 && line.startsWith('"') && line.endsWith('"') ? [line.slice(1, -1)] : [])
  // The labels may stand as they are.
  if (inners.length < 2 || inners.length < lines.length * 0.9) return false
  const whole = inners.filter(inner => !inner.replaceAll('""', '').includes('"'))
  if (whole.length < inners.length * 0.9) return false
  const cells = (inner: string): number => Math.max(...[',', ';', '\t', '|'].map(delimiter => inner.replaceAll(/""[^]*?""/g, '').split(delimiter).length))
  // One column of names, "Bell, Ann", is quoted for its commas.
  return whole.some(inner => inner.includes('""') && cells(inner) > 1) || whole.filter(inner => cells(inner) > 2).length >= whole.length * 0.9
}

/** The lines without the quotes around them; a line that has none stays as it is. */
export async function* unwrapLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    const bytes = continued(rest, piece)
    const end = bytes.lastIndexOf(LF) + 1
    yield unwrapped(bytes.subarray(0, end))
    rest = bytes.slice(end)
  }
  if (rest.length > 0) yield unwrapped(rest)
}

function unwrapped(lines: Uint8Array): Uint8Array {
  const out = new Uint8Array(lines.length)
  let o = 0
  for (let from = 0; from < lines.length;) {
    const found = lines.indexOf(LF, from)
    const next = found < 0 ? lines.length : found + 1
    let to = found < 0 ? lines.length : found
    if (to > from && lines[to - 1] === CR) to--
    if (to - from >= 2 && lines[from] === QUOTE && lines[to - 1] === QUOTE) {
      for (let at = from + 1; at < to - 1; at++) {
        out[o++] = lines[at] as number
        if (lines[at] === QUOTE && lines[at + 1] === QUOTE && at + 1 < to - 1) at++
      }
      from = to
    }
    out.set(lines.subarray(from, next), o)
    o += next - from
    from = next
  }
  return out.subarray(0, o)
}
