import { compileGrammar, defaultDialect, RecordCursor, splitRecord, type CsvDialect } from '../csv/index.ts'
import { cellKind, isTelling, type CellKind } from './cell-kind.ts'
import { possibleDelimiters } from './delimiters.ts'

const MAX_RECORDS = 1000
const NO_WIDTH = 0
/** Cells of one candidate whose kind is looked at. */
const MAX_CELLS = 4000

/** A record of the sample as one dialect reads it. */
export interface SampleRecord {
  readonly line: number
  readonly cells: readonly string[]
  /** Its quotes cannot be read in this dialect. */
  readonly isBroken: boolean
}

export interface Candidate {
  readonly dialect: CsvDialect
  readonly records: readonly SampleRecord[]
  /** 0 to 1: how regular the records are, times how many cells look like something. */
  readonly score: number
  /** How many cells most records have. */
  readonly width: number
  /** The share of records that have so many. */
  readonly regularity: number
}

/** Every dialect that the sample's characters allow, best first; of equal scores the more usual. */
export function rankCandidates(sample: Uint8Array, text: string): Candidate[] {
  const ranked = possibleDialects(text)
    .map(dialect => judge(dialect, sample))
    .sort((a, b) => b.score - a.score)
  const single = ranked.find(isColumnOfWholes)
  return single === undefined ? ranked : [single, ...ranked.filter(candidate => candidate !== single)]
}

/** One column of dates, times or addresses: regular enough to be cut at their own colons, yet each line is one thing. */
function isColumnOfWholes({ records, width, regularity }: Candidate): boolean {
  if (width !== 1 || regularity < 1) return false
  const wholes = records.filter(({ cells }) => WHOLES.has(cellKind(cells[0] ?? ''))).length
  return wholes >= 2 && wholes >= (records.length - 1) * 0.9
}

const WHOLES: ReadonlySet<CellKind> = new Set<CellKind>(['date', 'time', 'address'])

function possibleDialects(text: string): CsvDialect[] {
  const comments = [null, ...(/^#/m.test(text) ? ['#'] : []), ...(/^\/\//m.test(text) ? ['//'] : []), ...(/^--/m.test(text) ? ['--'] : []), ...(/^%/m.test(text) ? ['%'] : [])]
  return possibleDelimiters(text).flatMap(delimiter => possibleQuotes(text, delimiter).flatMap(quotes => comments.filter(comment => comment !== delimiter).map(comment => ({
    ...defaultDialect, delimiter, ...quotes, comment, header: 0,
  }))))
}

/** Double quotes unless quotes at the edges of cells say otherwise. */
function possibleQuotes(text: string, delimiter: string): Pick<CsvDialect, 'quote' | 'escape'>[] {
  const quotes: Pick<CsvDialect, 'quote' | 'escape'>[] = [{ quote: '"', escape: '"' }]
  if (text.includes('\\"')) quotes.push({ quote: '"', escape: '\\' })
  for (const quote of ["'", '`']) {
    if (delimiter.includes(quote) || !opensCells(text, quote, delimiter)) continue
    quotes.push({ quote, escape: quote })
    if (text.includes(`\\${quote}`)) quotes.push({ quote, escape: '\\' })
  }
  if (opensCells(text, '"', delimiter)) quotes.push({ quote: null, escape: null })
  return quotes
}

const opensCells = (text: string, quote: string, delimiter: string): boolean =>
  text.startsWith(quote) || text.includes(`${delimiter}${quote}`) || text.includes(`\n${quote}`)

function judge(dialect: CsvDialect, sample: Uint8Array): Candidate {
  const records = readSample(dialect, sample)
  const counts = new Map<number, number>()
  for (const { cells, isBroken } of records) {
    const width = isBroken ? 0 : cells.length
    counts.set(width, (counts.get(width) ?? 0) + 1)
  }
  const total = Math.max(1, records.length)
  let width = 1
  let most = 0
  let evenness = 0
  for (const [cells, count] of counts) {
    // One cell a record is what any delimiter that does not occur gives: nearly no evidence.
    evenness += (count / total) ** 2 * (cells === 0 ? 0 : Math.max(0.001, (cells - 1) / cells))
    if (cells > 0 && (count > most || (count === most && cells > width))) [width, most] = [cells, count]
  }
  const isWorthIt = dialect.delimiter !== ' ' || hasTellingColumn(records, width) || (most > 0.95 * total && keepsSpaces(records, width))
  return { dialect, records, score: isWorthIt ? evenness * typedShare(records, width, dialect) : 0, width, regularity: most / total }
}

/** Spaces separate words too: only numbers or dates among them say that they separate cells. */
function hasTellingColumn(records: readonly SampleRecord[], width: number): boolean {
  const regular = records.slice(1, 50).filter(({ cells }) => cells.length === width)
  return regular.length > 0 && Array.from({ length: Math.min(width, 50) }, (_, column) => column)
    .some(column => regular.filter(({ cells }) => isTelling(cellKind(cells[column] ?? ''))).length >= regular.length * 0.8)
}

/** Cells with a space in them would have been cut, but for their quotes. */
const keepsSpaces = (records: readonly SampleRecord[], width: number): boolean => width > 1 && records.some(({ cells }) => cells.some(cell => /\S \S/.test(cell)))

/**
 * The share of cells that look like something whole. Quotes left at the edge of a cell say that it was cut out wrongly, and so does
 * a column between others that is always empty: the delimiter is then half of one.
 */
function typedShare(records: readonly SampleRecord[], width: number, { quote }: CsvDialect): number {
  const looked = records.slice(0, Math.max(20, Math.ceil(MAX_CELLS / Math.max(1, width))))
  const isFilled = filledColumns(looked, width)
  let typed = 0
  let all = 0
  for (const { cells, isBroken } of looked) {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] as string
      all++
      if (isBroken || (isFilled[i] === false && i < cells.length - 1)) continue
      if (cellKind(cell) !== 'other' && !(quote === null && cell.startsWith('"') && cell.endsWith('"'))) typed++
    }
  }
  return all === 0 ? 0 : typed / all
}

function filledColumns(records: readonly SampleRecord[], width: number): readonly boolean[] {
  const isFilled = new Array<boolean>(width).fill(records.length < 3)
  for (const { cells } of records) for (let i = 0; i < Math.min(width, cells.length); i++) if ((cells[i] as string) !== '') isFilled[i] = true
  return isFilled
}

/** The sample's first records, by the scanner's own grammar. */
export function readSample(dialect: CsvDialect, sample: Uint8Array): SampleRecord[] {
  const cursor = new RecordCursor(compileGrammar({ ...dialect, encoding: 'utf-8', header: 0 }))
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  cursor.feed(sample)
  cursor.finish()
  const records: SampleRecord[] = []
  while (records.length < MAX_RECORDS) {
    // A title of one cell does not make one column of the file, in which blank lines would be records.
    cursor.columns = NO_WIDTH
    const found = cursor.next()
    if (found !== 'record' && found !== 'malformed') break
    const { bytes, from, to, line, trouble } = cursor
    const isBroken = trouble === 'text_after_quote' || trouble === 'unclosed_quote'
    records.push({ line, isBroken, cells: splitRecord(decoder.decode(bytes.subarray(from, to)), dialect).cells })
  }
  return records
}
