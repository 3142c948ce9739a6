import { decodeRaw, type CsvDialect, type Encoding } from '../csv/index.ts'
import { recognizeBinary } from './binary.ts'
import { rankCandidates, readSample, type Candidate, type SampleRecord } from './candidates.ts'
import { NULL_SPELLINGS } from './cell-kind.ts'
import { guessEncoding } from './encoding.ts'
import { judgeHeader } from './header.ts'
import { footerLines, hasRowNames, hasTrailingDelimiter, headerRecords, preambleLines } from './structure.ts'

export type Detection =
  | {
    readonly kind: 'csv'
    readonly dialect: CsvDialect
    /** How many cells most records have. */
    readonly width: number
    /** The share of records that have so many. */
    readonly regularity: number
    /** 0 to 1. Below 0.5 the user had better look. */
    readonly confidence: number
    /** What else it could be, best first. */
    readonly alternatives: readonly { readonly dialect: CsvDialect, readonly confidence: number, readonly sample?: string }[]
    /** Whole sentences on what was seen, for the user. */
    readonly notes: readonly string[]
  }
  /** No text, so no CSV. `what`: "an Excel workbook (.xlsx)". */
  | { readonly kind: 'binary', readonly what: string }

export interface DetectOptions {
  /** Whether the head is all of the file. */
  readonly isWhole?: boolean
  /** The last bytes of a longer file, for what stands below the table. In UTF-16 and UTF-32 they start with a whole character. */
  readonly tail?: Uint8Array
  /** Null tokens of which no note is to be made. */
  readonly knownNulls?: readonly string[]
}

/** Bytes of a file's start that are worth giving. */
export const HEAD_BYTES = 1_000_000
/** Bytes of its end. */
export const TAIL_BYTES = 32_768
/** Delimiters and quotes show in less. */
const SAMPLE_CHARACTERS = 100_000

/**
 * The dialect of a CSV file from its first bytes.
 * Delimiter and quote are those under which the records are most regular and the cells most often whole things: see `candidates.ts`.
 */
export function detectDialect(head: Uint8Array, { isWhole = head.length < HEAD_BYTES, tail, knownNulls = [] }: DetectOptions = {}): Detection {
  const what = recognizeBinary(head)
  if (what !== undefined) return { kind: 'binary', what }
  const guess = guessEncoding(head)
  if (guess.kind === 'binary') return guess
  const { encoding } = guess
  const { text, isAll } = sampleText(head, encoding, isWhole)
  const bottom = isAll ? undefined : tail ?? (isWhole ? head.subarray(Math.max(0, head.length - TAIL_BYTES) & ~3) : EMPTY)
  const sample = new TextEncoder().encode(text)
  const said = SEPARATOR_LINE.exec(text)?.[1]
  const ranked = rankCandidates(sample, text)
  const [best, ...others] = said === undefined ? ranked : withSeparatorLine(ranked, said, sample)
  // There is always the comma.
  if (best === undefined) return { kind: 'binary', what: 'nothing that can be read' }
  const end = bottom === undefined ? undefined : new TextEncoder().encode(fromFirstLine(decodeRaw(bottom, { encoding })))
  const { dialect, notes, confidence } = describeTable(best, sample, end, knownNulls)
  const separation = separationOf(best, others)
  return {
    kind: 'csv',
    dialect: { ...dialect, encoding },
    width: best.width,
    regularity: best.regularity,
    confidence: round(guess.confidence * confidence * separation),
    alternatives: [
      ...guess.rivals.map(rival => ({ dialect: { ...dialect, encoding: rival.encoding }, confidence: rival.confidence, sample: rival.sample })),
      ...runnersUp(best, others).map(({ dialect, score }) => ({
        dialect: { ...dialect, encoding, header: best.dialect.header }, confidence: round(Math.min(1, score / best.score) * (1 - separation)),
      })),
    ],
    notes: [...guess.notes, ...markupNotes(text), ...notes],
  }
}

/** `sep=;` tells Excel the delimiter of what follows. */
const SEPARATOR_LINE = /^sep=(.{1,3}?)\r?\n/i

/** What is no record at both ends, which records are labels, and what is worth saying about the others. */
function describeTable(best: Candidate, sample: Uint8Array, tail: Uint8Array | undefined, knownNulls: readonly string[]): { dialect: CsvDialect, notes: string[], confidence: number } {
  const { width } = best
  const skip_rows = Math.max(best.dialect.skip_rows, preambleLines(best.records, width))
  let dialect: CsvDialect = { ...best.dialect, skip_rows }
  const all = skip_rows === 0 ? best.records : readSample(dialect, sample)
  const last = tail === undefined ? all : readSample({ ...dialect, skip_rows: 0 }, tail)
  const skip_footer = footerLines(last, width)
  const records = tail === undefined && skip_footer > 0 ? all.slice(0, -skip_footer) : all
  const trailing_delimiter = hasTrailingDelimiter(records, width)
  const columns = trailing_delimiter ? width - 1 : width
  const table = trailing_delimiter ? records.map(record => withoutTrailing(record, width)) : records
  const row_names = !trailing_delimiter && hasRowNames(table, columns)
  const { isHeader, confidence } = row_names ? { isHeader: true, confidence: 0.9 } : judgeHeader(table, columns)
  const header = row_names ? 1 : isHeader ? headerRecords(table, columns) : 0
  dialect = { ...dialect, skip_footer, trailing_delimiter, row_names, header }
  const notes: string[] = []
  if (skip_rows > 0) notes.push(`The first ${skip_rows === 1 ? 'line stands' : `${skip_rows} lines stand`} above the table and ${skip_rows === 1 ? 'is' : 'are'} skipped.`)
  if (skip_footer > 0) notes.push(`The last ${skip_footer === 1 ? 'line stands' : `${skip_footer} lines stand`} below the table and ${skip_footer === 1 ? 'is' : 'are'} skipped: ${JSON.stringify(shortened(last.at(-skip_footer)?.cells.filter(cell => cell.trim() !== '').join(' ') ?? ''))}${skip_footer === 1 ? '' : ' …'}.`)
  if (dialect.comment !== null) notes.push(`Lines that start with ${dialect.comment} are comments.`)
  if (trailing_delimiter) notes.push('Records end in a delimiter: no column of its own stands behind it.')
  if (row_names) notes.push('The header has one label less than the records have cells: the first column has none.')
  if (width === 1) notes.push('No delimiter found: one column.')
  if (!isHeader) notes.push('The first record looks like data: the columns get numbers for names.')
  if (header > 1) notes.push(`The first ${header} records are labels: they are joined, column by column.`)
  notes.push(...raggedNotes(table, columns), ...nullNotes(table.slice(header), knownNulls))
  return { dialect, notes, confidence: best.regularity * (0.75 + confidence / 4) }
}

const withoutTrailing = (record: SampleRecord, width: number): SampleRecord =>
  record.cells.length === width && record.cells[width - 1] === '' ? { ...record, cells: record.cells.slice(0, -1) } : record

const shortened = (text: string): string => Array.from(text).length > 40 ? `${Array.from(text).slice(0, 39).join('')}…` : text

/** The best of each other delimiter that comes near. */
function runnersUp(best: Candidate, others: readonly Candidate[]): readonly Candidate[] {
  const near = others.filter(({ score, dialect, width }) => score > best.score * 0.1 && width > 1 && dialect.delimiter !== best.dialect.delimiter)
  return near.filter(({ dialect }, at) => near.findIndex(other => other.dialect.delimiter === dialect.delimiter) === at).slice(0, 3)
}

/** How clearly the best dialect stands out from those with another delimiter, 0.5 to 1. */
function separationOf(best: Candidate, others: readonly Candidate[]): number {
  if (best.width === 1) return 0.6
  const rival = others.find(({ dialect }) => dialect.delimiter !== best.dialect.delimiter)
  return best.score === 0 ? 0.5 : 1 - (rival?.score ?? 0) / best.score / 2
}

function sampleText(head: Uint8Array, encoding: Encoding, isWhole: boolean): { readonly text: string, readonly isAll: boolean } {
  const text = decodeRaw(head.subarray(0, Math.min(head.length, 4 * SAMPLE_CHARACTERS)), { encoding }).replace(/^\uFEFF/, '')
  const isAll = isWhole && text.length <= SAMPLE_CHARACTERS && head.length <= 4 * SAMPLE_CHARACTERS
  return { text: isAll ? text : upToLastLine(text.slice(0, SAMPLE_CHARACTERS)), isAll }
}

const EMPTY = new Uint8Array(0)

/** The dialects with the delimiter that the file's first line names come first, and read from the second line on. */
function withSeparatorLine(ranked: readonly Candidate[], delimiter: string, sample: Uint8Array): readonly Candidate[] {
  const named = ranked.filter(({ dialect }) => dialect.delimiter === delimiter)
  const rest = ranked.filter(({ dialect }) => dialect.delimiter !== delimiter)
  return [...named, ...rest].map(candidate => {
    const dialect = { ...candidate.dialect, skip_rows: 1 }
    return { ...candidate, dialect, records: readSample(dialect, sample) }
  })
}

/** Without the part of a line at the beginning. */
const fromFirstLine = (text: string): string => text.slice(Math.max(text.indexOf('\n'), text.indexOf('\r')) + 1)

/** Without the line that the sample cuts off. */
function upToLastLine(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return end < 0 ? text : text.slice(0, end + 1)
}

function markupNotes(text: string): string[] {
  const start = text.trimStart().slice(0, 200).toLowerCase()
  if (/^<(!doctype html|html)/.test(start)) return ['This looks like a web page, not like CSV: perhaps an error page was saved under this name.']
  if (start.startsWith('<?xml')) return ['This looks like XML, not like CSV.']
  if (/^(\[\s*)?\{\s*"/.test(start)) return ['This looks like JSON, not like CSV.']
  return []
}

function raggedNotes(records: readonly SampleRecord[], width: number): string[] {
  const ragged = records.filter(({ cells, isBroken }) => isBroken || cells.length !== width).length
  return ragged === 0 ? [] : [`${ragged} of the first ${records.length} records ${ragged === 1 ? 'does' : 'do'} not have ${width} cells.`]
}

function nullNotes(records: readonly SampleRecord[], known: readonly string[]): string[] {
  const cells = records.flatMap(record => record.cells)
  return NULL_SPELLINGS.filter(spelling => !known.includes(spelling)).flatMap(spelling => {
    const count = cells.filter(cell => cell === spelling).length
    return count === 0 ? [] : [`${JSON.stringify(spelling)} stands in ${count} of the ${cells.length} cells looked at: if it means "no value", add it to the null tokens.`]
  })
}

const round = (share: number): number => Math.round(share * 100) / 100
