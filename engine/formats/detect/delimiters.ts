/** The delimiters that most files have, most likely first. */
const USUAL = [',', ';', '\t', '|', '^', '~', ':'] as const
/** Lines within quotes need have none: of the others nearly all have to have a delimiter, as its score will tell. */
const LEAST_SHARE = 0.5
/** Characters that stand between cells now and then, but in cells more often. */
const UNUSUAL = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u00a6\u00a7\u00ac\u00b6\u00b7\u00a4\u2022\u00fe\u00ff!#&*]/u
/** Two or more marks in a row, as in `a||b`, `a;;b`, `a|~|b`. */
const MARKS = /[^\p{L}\p{N}\p{Surrogate}\s"'`.()\-–—/\\\0\uFEFF]{2,}/gu
const LINES_LOOKED_AT = 200
const MOST_MULTIPLE = 5

/** What may stand between the cells of a text, most likely first. The comma is always among them. */
export function possibleDelimiters(text: string): readonly string[] {
  const lines = text.slice(0, 100_000).split(/\r\n|\n|\r/).filter(line => line.trim() !== '').slice(0, LINES_LOOKED_AT)
  const usual = USUAL.filter(delimiter => delimiter === ',' || text.includes(delimiter))
  const multiple = multipleDelimiters(lines)
  // A space behind the delimiter matters only where it keeps a quote from opening its cell.
  const spaced = usual.filter(delimiter => delimiter !== '\t').flatMap(delimiter => [` ${delimiter} `, `${delimiter} `]).filter(delimiter => text.includes(`${delimiter}"`))
  return [...usual, ...spaced, ...multiple, ...unusualDelimiters(lines), ...spaceDelimiter(lines)]
}

const shareWith = (lines: readonly string[], wanted: (line: string) => boolean): number =>
  lines.length === 0 ? 0 : lines.filter(wanted).length / lines.length

function unusualDelimiters(lines: readonly string[]): string[] {
  const marks = new Set(lines.slice(0, 5).flatMap(line => Array.from(line).filter(character => UNUSUAL.test(character))))
  return [...marks].filter(mark => shareWith(lines, line => line.includes(mark)) >= LEAST_SHARE)
}

/** Every sequence of two or three marks that most lines have. */
function multipleDelimiters(lines: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const own = new Set<string>()
    for (const [run] of line.matchAll(MARKS)) {
      const marks = Array.from(run).slice(0, 12)
      for (let length = 2; length <= 3; length++) {
        for (let at = 0; at + length <= marks.length; at++) own.add(marks.slice(at, at + length).join(''))
      }
    }
    for (const sequence of own) counts.set(sequence, (counts.get(sequence) ?? 0) + 1)
  }
  return [...counts].filter(([, count]) => count >= lines.length * LEAST_SHARE)
    .sort(([a, m], [b, n]) => n - m || b.length - a.length).slice(0, MOST_MULTIPLE).map(([sequence]) => sequence)
}

/** One space each: several in a row align columns, they do not separate cells. */
function spaceDelimiter(lines: readonly string[]): string[] {
  const isLikely = shareWith(lines, line => line.includes(' ')) >= LEAST_SHARE && shareWith(lines, line => line.includes('  ')) <= 0.1
  return isLikely ? [' '] : []
}
