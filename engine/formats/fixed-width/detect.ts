import { judgeHeader } from '../detect/header.ts'
import { charactersOf, isBlank, isRuler, textOf, trimmed, type FixedWidthColumn, type FixedWidthLayout } from './layout.ts'

const MIN_LINES = 3
const SAMPLE_LINES = 2000
const SAMPLE_CHARACTERS = 500_000
/** Titles above a table are looked for in so many lines. */
const MAX_PREAMBLE = 20
/** Whether they are titles shows in so many. */
const TITLE_SAMPLE_LINES = 200
/** What may stand where all other lines are blank: one line in fifty. */
const MAX_STRAY_SHARE = 0.02
/** Below a line of dashes, so many lines have to keep to it. */
const MIN_FITTING_SHARE = 0.8
/** With so many lines a single blank position in all of them is hardly chance. */
const ENOUGH_LINES = 10
/** Longer lines are no table that somebody aligned. */
const MAX_LINE_CHARACTERS = 20_000

/** A stretch `[start, end)` of positions. */
interface Stretch {
  readonly start: number
  readonly end: number
}

type Characters = readonly string[] | string

/**
 * The columns of a text that is aligned with spaces: they stand between the positions that are blank in (nearly) all lines, or under the
 * dashes of a line that underlines the labels. Undefined where there are fewer than two columns or three lines. Whether a delimiter
 * explains the text better is the caller's to judge.
 */
export function detectFixedWidth(text: string): FixedWidthLayout | undefined {
  const all = text.slice(0, SAMPLE_CHARACTERS).replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, SAMPLE_LINES)
  const lines = all.map(line => charactersOf(line))
  if (lines.some(line => line.length > MAX_LINE_CHARACTERS)) return undefined
  return byRuler(all, lines) ?? byBlanks(lines)
}

/** The columns by the line of dashes under the labels. */
function byRuler(texts: readonly string[], lines: readonly Characters[]): FixedWidthLayout | undefined {
  const at = texts.slice(0, MAX_PREAMBLE + 1).findIndex((line, i) => i > 0 && isRuler(line) && trimmed(texts[i - 1] ?? '') !== '')
  const ruler = texts[at]
  if (at < 1 || ruler === undefined) return undefined
  const dashes = [...ruler.matchAll(/[-=]+/g)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
  if (dashes.length < 2) return undefined
  const body = lines.slice(at + 1).filter(line => !isBlankLine(line))
  const rough = columnsBetween(dashes, body)
  const fits = (line: Characters): boolean => keepsBoundaries(line, rough)
  // Counts and totals may stand below the table, behind a blank line.
  const end = lines.findIndex((line, i) => i > at && isBlankLine(line))
  const table = lines.slice(at + 1, end < 0 ? lines.length : end)
  const fitting = table.filter(fits).length / table.length
  if (table.length === 0 || fitting < MIN_FITTING_SHARE) return undefined
  const kept = body.filter(fits)
  return { columns: columnsBetween(dashes, kept), isOpenEnded: commonLength(kept) === undefined, skipRows: at - 1, header: 1, confidence: round(0.95 * fitting) }
}

interface NumberedLine {
  readonly line: Characters
  /** From 0. */
  readonly at: number
}

/** The columns by what is blank in the lines. */
function byBlanks(lines: readonly Characters[]): FixedWidthLayout | undefined {
  const filled = lines.flatMap((line, at) => isBlankLine(line) ? [] : [{ line, at }])
  const from = titleLines(filled.slice(0, TITLE_SAMPLE_LINES))
  const layout = layoutOf(filled.slice(from).map(({ line }) => line))
  return layout === undefined ? undefined : { ...layout, skipRows: from === 0 ? 0 : filled[from]?.at ?? 0 }
}

/** How many lines stand above the table. */
function titleLines(filled: readonly NumberedLine[]): number {
  const whole = layoutOf(filled.map(({ line }) => line))
  for (const { titles, isApart } of possibleTitles(filled)) {
    const below = layoutOf(filled.slice(titles).map(({ line }) => line))
    if (below === undefined || filled.slice(0, titles).some(({ line }) => isRecord(line, below))) continue
    // Titles fill what the table leaves blank: without them there are more columns. Or a blank line says where they end.
    if (isApart || below.columns.length > (whole?.columns.length ?? 0)) return titles
  }
  return 0
}

/** How many lines at the top might be titles: each is one phrase, or a blank line stands between them and the table. */
function possibleTitles(lines: readonly NumberedLine[]): readonly { readonly titles: number, readonly isApart: boolean }[] {
  const most = Math.min(MAX_PREAMBLE, lines.length - MIN_LINES)
  const phrases = lines.findIndex(({ line }) => /\S[ \t]{2,}\S/.test(textOf(line, 0, line.length)))
  // Few lines have chance gaps, so that phrases alone are believed at the top of many only.
  const mostPhrases = Math.min(phrases < 0 ? lines.length : phrases, lines.length / 4)
  return Array.from({ length: Math.max(0, most) }, (_, i) => ({ titles: i + 1, isApart: (lines[i + 1]?.at ?? 0) > (lines[i]?.at ?? 0) + 1 }))
    .filter(({ titles, isApart }) => isApart || titles <= mostPhrases)
}

/** Whether a line stands in the columns and fills half of them. */
function isRecord(line: Characters, { columns, isOpenEnded }: Pick<FixedWidthLayout, 'columns' | 'isOpenEnded'>): boolean {
  const cells = columns.filter(({ start, width }) => trimmed(textOf(line, start, start + width)) !== '').length
  const end = columns.reduce((last, { start, width }) => Math.max(last, start + width), 0)
  const isWithin = isOpenEnded || trimmed(textOf(line, end, line.length)) === ''
  return isWithin && keepsBoundaries(line, columns) && cells >= columns.length / 2 && cells >= 2
}

function layoutOf(lines: readonly Characters[]): Omit<FixedWidthLayout, 'skipRows'> | undefined {
  const [first] = lines
  if (first === undefined || lines.length < MIN_LINES) return undefined
  const fields = fieldsOf(lines)
  if (fields.length < 2) return undefined
  const whole = withoutChanceGaps(fields, lines)
  if (whole.length < 2) return undefined
  const rough = columnsBetween(whole, lines)
  const kept = lines.filter(line => keepsBoundaries(line, rough))
  const columns = columnsBetween(whole, kept)
  const regularity = kept.length / lines.length
  // The first line is what decides how many titles there are: it has to be one of the table.
  if (regularity < 1 - MAX_STRAY_SHARE || !keepsBoundaries(first, columns)) return undefined
  const records = kept.map((line, i) => ({ line: i + 1, isBroken: false, cells: columns.map(({ start, width }) => trimmed(textOf(line, start, start + width))) }))
  const cellsFilled = records.reduce((sum, { cells }) => sum + cells.filter(cell => cell !== '').length, 0) / (records.length * columns.length)
  // A margin and some words that happen to stand below each other are no table.
  if (cellsFilled < 0.3 || (records[0]?.cells.filter(cell => cell !== '').length ?? 0) < 2) return undefined
  const { isHeader } = judgeHeader(records.slice(0, 200), columns.length)
  return {
    columns, isOpenEnded: commonLength(kept) === undefined, header: isHeader ? 1 : 0,
    confidence: round(regularity * (0.5 + 0.5 * cellsFilled) * alignment(lines, columns) * Math.min(1, 0.6 + lines.length / 25)),
  }
}

/** A few lines may cross what all others leave blank. Without them a column that is hardly ever filled is still one. */
function fieldsOf(lines: readonly Characters[]): readonly Stretch[] {
  const rough = filledStretches(lines, Math.floor(lines.length * MAX_STRAY_SHARE))
  const columns = rough.map(({ start, end }) => ({ start, width: end - start }))
  const ends = rough.map(({ end }) => ({ start: end, width: 1 }))
  const crosses = (line: Characters): boolean => !keepsBoundaries(line, columns) || !keepsBoundaries(line, ends, 0)
  return filledStretches(lines.filter(line => !crosses(line)), 0)
}

/** The stretches between the positions that are blank in all lines but so many. */
function filledStretches(lines: readonly Characters[], strays: number): readonly Stretch[] {
  const counts = countsByPosition(lines)
  const stretches: Stretch[] = []
  let start = -1
  for (let at = 0; at <= counts.length; at++) {
    const isFilled = at < counts.length && (counts[at] as number) > strays
    if (isFilled && start < 0) start = at
    if (!isFilled && start >= 0) {
      stretches.push({ start, end: at })
      start = -1
    }
  }
  return stretches
}

function countsByPosition(lines: readonly Characters[]): Uint32Array {
  const counts = new Uint32Array(lines.reduce((longest, { length }) => Math.max(longest, length), 0))
  for (const line of lines) for (let at = 0; at < line.length; at++) if (!isBlank(line[at])) counts[at] = (counts[at] as number) + 1
  return counts
}

/**
 * Parts of a text that stand below each other by chance (`New York`, `Los Gatos`; `No 12`, `No 13`) make a gap of one position. It is none
 * where the first line has a label on its left and none on its right, or where few lines, with words alone, have exactly one space there.
 */
function withoutChanceGaps(fields: readonly Stretch[], lines: readonly Characters[]): readonly Stretch[] {
  const [labels = '', ...below] = lines
  const isHeader = !/[0-9]/.test(textOf(labels, 0, labels.length))
  const hasText = (line: Characters, { start, end }: Stretch): boolean => trimmed(textOf(line, start, end)) !== ''
  const isWords = (field: Stretch): boolean => below.every(line => !/[0-9]/.test(textOf(line, field.start, field.end)))
  const whole: Stretch[] = []
  for (const field of fields) {
    const left = whole.at(-1)
    if (left === undefined || field.start - left.end > 1) {
      whole.push(field)
      continue
    }
    const isUnlabelled = hasText(labels, left) && !hasText(labels, field)
    const isSpaced = lines.length < ENOUGH_LINES && lines.every(line => !hasText(line, field) || (!isBlank(line[left.end - 1]) && !isBlank(line[field.start])))
    const areWords = isWords(left) && isWords(field)
    if ((isUnlabelled && (isHeader || areWords)) || (isSpaced && areWords)) whole[whole.length - 1] = { start: left.start, end: field.end }
    else whole.push(field)
  }
  return whole
}

/**
 * The columns that stand in these fields. In the gap between two, both may grow: text that begins at the same position in all lines grows
 * to the right, a number that ends at the same one grows to the left. The gap belongs to the side that grows into it.
 */
function columnsBetween(fields: readonly Stretch[], lines: readonly Characters[]): readonly FixedWidthColumn[] {
  const growsLeft = fields.map(field => isFlushRight(field, lines))
  const starts = fields.map(({ start }, i) => {
    const left = fields[i - 1]
    if (left === undefined) return 0
    return growsLeft[i] === true ? (growsLeft[i - 1] === true ? left.end : Math.ceil((left.end + start) / 2)) : start
  })
  const end = Math.max(fields.at(-1)?.end ?? 0, commonLength(lines) ?? lines.reduce((most, { length }) => Math.max(most, length), 0))
  return starts.map((start, i) => ({ start, width: (starts[i + 1] ?? end) - start }))
}

/** Whether values rather end at the same position than begin at the same. */
function isFlushRight({ start, end }: Stretch, lines: readonly Characters[]): boolean {
  let left = 0
  let right = 0
  for (const line of lines) {
    if (!isBlank(line[start])) left++
    if (!isBlank(line[end - 1])) right++
  }
  return right > left
}

/** The share of values that stand at an edge of their column, 0 to 1: words of prose do not. */
function alignment(lines: readonly Characters[], columns: readonly FixedWidthColumn[]): number {
  const shares = columns.map(({ start, width }) => {
    let values = 0
    const counts = new Map<number, number>()
    for (const line of lines) {
      const value = textOf(line, start, start + width)
      const text = trimmed(value)
      if (text === '') continue
      values++
      const from = value.indexOf(text)
      // Where it begins, from 0 up; where it ends, from -1 down.
      for (const edge of [from, -1 - from - text.length]) counts.set(edge, (counts.get(edge) ?? 0) + 1)
    }
    return values === 0 ? 1 : Math.max(...counts.values()) / values
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

/** Whether no value of a line runs from one column into the next; the first border looked at is that before column `from`. */
export function keepsBoundaries(line: Characters, columns: readonly FixedWidthColumn[], from = 1): boolean {
  for (let i = from; i < columns.length; i++) {
    const start = columns[i]?.start ?? 0
    if (start < line.length && !isBlank(line[start - 1]) && !isBlank(line[start])) return false
  }
  return true
}

/** The length of nearly all lines: they are filled up with spaces, and so say how wide the last column is. */
function commonLength(lines: readonly Characters[]): number | undefined {
  const counts = new Map<number, number>()
  for (const { length } of lines) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].find(([, count]) => count >= lines.length * (1 - MAX_STRAY_SHARE))?.[0]
}

function isBlankLine(line: Characters): boolean {
  for (let at = 0; at < line.length; at++) if (!isBlank(line[at])) return false
  return true
}

const round = (share: number): number => Math.round(share * 100) / 100
