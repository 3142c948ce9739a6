import { decodeRaw, type CsvDialect, type Encoding } from '../csv/index.ts'
import { recognizeBinary } from './binary.ts'
import { rankCandidates, readSample, type Candidate, type SampleRecord } from './candidates.ts'
import { NULL_SPELLINGS } from './cell-kind.ts'
import { guessEncoding } from './encoding.ts'
import { judgeHeader, preambleLines } from './header.ts'

export type Detection =
  | {
    readonly kind: 'csv'
    readonly dialect: CsvDialect
    /** 0 to 1. Below 0.5 the user had better look. */
    readonly confidence: number
    /** What else it could be, best first. */
    readonly alternatives: readonly { readonly dialect: CsvDialect, readonly confidence: number }[]
    /** Whole sentences on what was seen, for the user. */
    readonly notes: readonly string[]
  }
  /** No text, so no CSV. `what`: "an Excel workbook (.xlsx)". */
  | { readonly kind: 'binary', readonly what: string }

/** Bytes of a file's start that are worth giving. */
export const HEAD_BYTES = 1_000_000
/** Delimiters and quotes show in less. */
const SAMPLE_CHARACTERS = 100_000

/**
 * The dialect of a CSV file from its first bytes, `isWhole` saying that they are all of it; of `knownNulls` no note is made.
 * Delimiter and quote are those under which the records are most regular and the cells most often whole things: see `candidates.ts`.
 */
export function detectDialect(head: Uint8Array, { isWhole = head.length < HEAD_BYTES, knownNulls = [] }: { readonly isWhole?: boolean, readonly knownNulls?: readonly string[] } = {}): Detection {
  const what = recognizeBinary(head)
  if (what !== undefined) return { kind: 'binary', what }
  const guess = guessEncoding(head)
  if (guess.kind === 'binary') return guess
  const { encoding } = guess
  const text = sampleText(head, encoding, isWhole)
  const sample = new TextEncoder().encode(text)
  const [best, ...others] = rankCandidates(sample, text)
  // There is always the comma.
  if (best === undefined) return { kind: 'binary', what: 'nothing that can be read' }
  const { dialect, notes, confidence } = describeTable(best, sample, knownNulls)
  const separation = separationOf(best, others)
  return {
    kind: 'csv',
    dialect: { ...dialect, encoding },
    confidence: round(guess.confidence * confidence * separation),
    alternatives: others
      .filter(({ score, dialect }) => score > best.score * 0.1 && dialect.delimiter !== best.dialect.delimiter)
      .slice(0, 3)
      .map(({ dialect, score }) => ({ dialect: { ...dialect, encoding, header: best.dialect.header }, confidence: round(Math.min(1, score / best.score) * (1 - separation)) })),
    notes: [...guess.notes, ...markupNotes(text), ...notes],
  }
}

/** Header, preamble and what is worth saying about the records. */
function describeTable(best: Candidate, sample: Uint8Array, knownNulls: readonly string[]): { dialect: CsvDialect, notes: string[], confidence: number } {
  const skip_rows = preambleLines(best.records, best.width)
  const trimmed = { ...best.dialect, skip_rows }
  const records = skip_rows === 0 ? best.records : readSample(trimmed, sample)
  const { isHeader, confidence } = judgeHeader(records, best.width)
  const notes: string[] = []
  if (skip_rows > 0) notes.push(`The first ${skip_rows === 1 ? 'line stands' : `${skip_rows} lines stand`} above the table and ${skip_rows === 1 ? 'is' : 'are'} skipped.`)
  if (trimmed.comment !== null) notes.push(`Lines that start with ${trimmed.comment} are comments.`)
  if (best.width === 1) notes.push('No delimiter found: one column.')
  if (!isHeader) notes.push('The first record looks like data: the columns get numbers for names.')
  notes.push(...raggedNotes(records, best.width), ...nullNotes(isHeader ? records.slice(1) : records, knownNulls))
  return { dialect: { ...trimmed, header: isHeader ? 1 : 0 }, notes, confidence: best.regularity * (0.75 + confidence / 4) }
}

/** How clearly the best dialect stands out from those with another delimiter, 0.5 to 1. */
function separationOf(best: Candidate, others: readonly Candidate[]): number {
  if (best.width === 1) return 0.6
  const rival = others.find(({ dialect }) => dialect.delimiter !== best.dialect.delimiter)
  return best.score === 0 ? 0.5 : 1 - (rival?.score ?? 0) / best.score / 2
}

function sampleText(head: Uint8Array, encoding: Encoding, isWhole: boolean): string {
  const text = decodeRaw(head.subarray(0, Math.min(head.length, 4 * SAMPLE_CHARACTERS)), { encoding }).replace(/^\uFEFF/, '')
  const isCut = !isWhole || text.length > SAMPLE_CHARACTERS || head.length > 4 * SAMPLE_CHARACTERS
  return isCut ? upToLastLine(text.slice(0, SAMPLE_CHARACTERS)) : text
}

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
