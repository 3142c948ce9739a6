import { compileGrammar, defaultDialect, RecordCursor, splitRecord, type CsvDialect } from '../csv/index.ts'
import { cellKind, type CellKind } from './cell-kind.ts'

/** Most likely first: of equal scores the first wins. */
export const DELIMITERS = [',', ';', '\t', '|', '^', '~', ':'] as const
const MAX_RECORDS = 1000

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

/** Every dialect that the sample's characters allow, best first. */
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
  const delimiters = DELIMITERS.filter(delimiter => delimiter === ',' || text.includes(delimiter))
  const comments = /^#/m.test(text) ? [null, '#'] : [null]
  return delimiters.flatMap(delimiter => possibleQuotes(text, delimiter).flatMap(quotes => comments.map(comment => ({
    ...defaultDialect, delimiter, ...quotes, comment, header: 0,
  }))))
}

/** Double quotes unless quotes at the edges of cells say otherwise. */
function possibleQuotes(text: string, delimiter: string): Pick<CsvDialect, 'quote' | 'escape'>[] {
  const quotes: Pick<CsvDialect, 'quote' | 'escape'>[] = [{ quote: '"', escape: '"' }]
  if (text.includes('\\"')) quotes.push({ quote: '"', escape: '\\' })
  if (opensCells(text, "'", delimiter)) quotes.push({ quote: "'", escape: "'" })
  if (text.includes("\\'") && opensCells(text, "'", delimiter)) quotes.push({ quote: "'", escape: '\\' })
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
    if (cells > 0 && count > most) [width, most] = [cells, count]
  }
  return { dialect, records, score: evenness * typedShare(records, dialect), width, regularity: most / total }
}

/** The share of cells that look like something whole. Quotes left at the edge of a cell say that it was cut out wrongly. */
function typedShare(records: readonly SampleRecord[], { quote }: CsvDialect): number {
  let typed = 0
  let all = 0
  for (const { cells, isBroken } of records) {
    for (const cell of cells) {
      all++
      if (!isBroken && cellKind(cell) !== 'other' && !(quote === null && cell.startsWith('"') && cell.endsWith('"'))) typed++
    }
  }
  return all === 0 ? 0 : typed / all
}

/** The sample's first records, by the scanner's own grammar. */
export function readSample(dialect: CsvDialect, sample: Uint8Array): SampleRecord[] {
  const cursor = new RecordCursor(compileGrammar({ ...dialect, encoding: 'utf-8', header: 0 }))
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  cursor.feed(sample)
  cursor.finish()
  const records: SampleRecord[] = []
  while (records.length < MAX_RECORDS) {
    const found = cursor.next()
    if (found !== 'record' && found !== 'malformed') break
    const { bytes, from, to, line, trouble } = cursor
    const isBroken = trouble === 'text_after_quote' || trouble === 'unclosed_quote'
    records.push({ line, isBroken, cells: splitRecord(decoder.decode(bytes.subarray(from, to)), dialect).cells })
  }
  return records
}
