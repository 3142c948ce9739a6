import { cellKind, isTelling } from './cell-kind.ts'
import type { SampleRecord } from './candidates.ts'

/** Title lines above a table are no more than this many records, records of labels no more than that. */
const MAX_PREAMBLE = 30
const MAX_HEADERS = 4
const MAX_FOOTER = 30
/** Records behind the labels whose kinds say what data look like. */
const BODY_RECORDS = 200

/**
 * How many physical lines stand above the table: records at the top with fewer cells than the rest, or, where a spreadsheet
 * has filled them up, with one that is not empty. A header that is merely one label short stays one.
 */
export function preambleLines(records: readonly SampleRecord[], width: number): number {
  if (width < 2) return 0
  const start = records.slice(0, MAX_PREAMBLE).findIndex((record, at) => startsTable(records, at, width))
  const first = records[start]
  if (start <= 0 || first === undefined) return 0
  const table = records.slice(start)
  const regular = table.filter(({ cells }) => cells.length === width).length
  return regular >= table.length * 0.7 ? first.line - 1 : 0
}

/** A record of the table's width, or nearly, and behind it one that is; titles that were filled up are none. */
function startsTable(records: readonly SampleRecord[], at: number, width: number): boolean {
  const [record, next] = [records[at], records[at + 1]]
  if (record === undefined || isFilledUp(record, width) || standsApart(records, at)) return false
  if (record.cells.length === width) return next === undefined || next.cells.length === width || at === 0 || records.slice(at + 1, at + 4).some(({ cells }) => cells.length === width)
  // A header with one label less than the records have cells: the first column, or the delimiter behind the last, has none.
  const isShortHeader = width > 2 && record.cells.length === width - 1 && record.cells.every(isLabel)
  return isShortHeader && next?.cells.length === width
}

/** A blank line behind it, and none between the records that follow. */
function standsApart(records: readonly SampleRecord[], at: number): boolean {
  const next = records.slice(at + 1, at + 8)
  const [record, first] = [records[at], next[0]]
  return record !== undefined && first !== undefined && next.length >= 3 && !looksLikeHeader(record, first) && hasGap(record, first) && next.every((other, i) => i === 0 || !hasGap(next[i - 1] as SampleRecord, other))
}

/** Short labels over data need not stand close to them. */
function looksLikeHeader({ cells }: SampleRecord, next: SampleRecord): boolean {
  const isShort = cells.every(cell => cell.trim() !== '' && cell.length <= 40 && !/[:.]\s|:$/.test(cell))
  return isShort && cells.length === next.cells.length && (new Set(cells).size === cells.length) && (next.cells.some(cell => isTelling(cellKind(cell))) || cells.length > 2) && !cells.some(cell => isTelling(cellKind(cell)))
}

const hasGap = (record: SampleRecord, next: SampleRecord): boolean => next.line > record.line + 1 + lineEndsIn(record)

const filledCells = ({ cells }: SampleRecord): number => cells.filter(cell => cell.trim() !== '').length
const isFilledUp = (record: SampleRecord, width: number): boolean => width >= 3 && record.cells.length === width && filledCells(record) <= 1
const isLabel = (cell: string): boolean => cell.trim() !== '' && !isTelling(cellKind(cell))

/**
 * How many records of labels stand above the data (at least 1, where there is one): labels are words over columns of numbers and dates.
 * `records` start with the first of them.
 */
export function headerRecords(records: readonly SampleRecord[], width: number): number {
  const rows = records.filter(({ cells }) => cells.length === width)
  const body = rows.slice(MAX_HEADERS, MAX_HEADERS + BODY_RECORDS)
  if (body.length < 3) return 1
  const telling = Array.from({ length: width }, (_, column) => column).filter(column => {
    const filled = body.map(({ cells }) => cellKind(cells[column] ?? '')).filter(kind => kind !== 'empty')
    return filled.length >= 3 && filled.filter(isTelling).length >= filled.length * 0.9
  })
  if (telling.length < 2) return 1
  let headers = 0
  if (isOfYears(telling.map(column => body[0]?.cells[column] ?? ''))) return 1
  while (headers < MAX_HEADERS && isOfLabels(rows[headers], telling)) headers++
  // Data may well have words in place of some numbers: labels of their own stand over more than half of these columns.
  const last = rows[headers - 1]
  return headers <= 1 || last === undefined || telling.filter(column => isLabel(last.cells[column] ?? '') || isYear(last.cells[column] ?? '')).length < telling.length * 0.6 ? 1 : headers
}

const isYear = (cell: string): boolean => /^\s*(19|20)[0-9]{2}\s*$/.test(cell)
/** `2019, 2020, 2019, 2020`: what stands over columns of other numbers. */
const isOfYears = (cells: readonly string[]): boolean => cells.length >= 2 && cells.every(isYear)

function isOfLabels(record: SampleRecord | undefined, telling: readonly number[]): boolean {
  if (record === undefined) return false
  const kinds = telling.map(column => cellKind(record.cells[column] ?? ''))
  if (isOfYears(telling.map(column => record.cells[column] ?? ''))) return true
  return !kinds.some(isTelling) && kinds.some(kind => kind !== 'empty') && (filledCells(record) > record.cells.length / 2 || filledCells(record) >= 2)
}

/** Whether the header has one label less than the records have cells, and it is the first that lacks one. */
export function hasRowNames([header, ...body]: readonly SampleRecord[], width: number): boolean {
  return header !== undefined && width > 2 && header.cells.length === width - 1 && header.cells.every(isLabel) && body.length > 1
    && body.filter(({ cells }) => cells.length === width).length >= body.length * 0.8
}

/** Whether records end in a delimiter that starts no cell: then the last cell is empty everywhere, and has no label. */
export function hasTrailingDelimiter(records: readonly SampleRecord[], width: number): boolean {
  const [header, ...body] = records
  const regular = body.filter(({ cells }) => cells.length === width)
  if (header === undefined || width < 3 || regular.length < 2 || regular.some(({ cells }) => cells[width - 1] !== '')) return false
  return header.cells.length === width - 1 || (header.cells.length === width && header.cells[width - 1] === '')
}

/**
 * How many lines at the end of the file belong to no record: totals, counts of rows, notes. `tail` holds its last records. What might
 * as well be the beginning of a record, as in a file that was cut off, is not among them.
 */
export function footerLines(tail: readonly SampleRecord[], width: number): number {
  if (width < 2) return 0
  const last = tail.slice(-MAX_FOOTER)
  const body = tail.slice(0, -1).filter(({ cells }) => cells.length === width)
  const isFirstTelling = body.length > 2 && body.filter(({ cells }) => isTelling(cellKind(cells[0] ?? ''))).length >= body.length * 0.8
  let lines = linesApart(last, width, isFirstTelling)
  for (let at = last.length - 1 - lines; at > 0; at--) {
    const record = last[at]
    if (record === undefined || !isFooter(record, last[at - 1], width, isFirstTelling)) break
    lines++
  }
  return lines === last.length - 1 ? 0 : lines
}

/** What stands behind the only blank line, if any of it is plainly no record. */
function linesApart(last: readonly SampleRecord[], width: number, isFirstTelling: boolean): number {
  const gaps = last.flatMap((record, at) => at > 0 && hasGap(last[at - 1] as SampleRecord, record) ? [at] : [])
  const [gap, ...others] = gaps
  if (gap === undefined || others.length > 0 || gap < 3) return 0
  const below = last.slice(gap)
  return below.some((record, i) => record.cells.length !== width && isFooter(record, last[gap + i - 1], width, isFirstTelling)) ? below.length : 0
}

const TOTAL = /^[*\s]*((grand|sub)[ -]?)?(totals?|sum|summe|gesamt(summe)?|insgesamt|total g[eé]n[eé]ral|totaal|totale|suma|razem|итого|всего|合计|合計|总计|総計)\b.{0,20}$/iu
const COUNT = /^\W*([0-9][0-9,. ]* (rows?|records?|lines?|results?|entries|Zeilen|lignes|filas|righe)\b|(rows?|records?|count|number of (rows|records))\W*[0-9]+).{0,40}$/iu
const NOTE = /^[*†(\[]|^(notes?|source|sources|quelle|hinweis|remarks?|legend|footnotes?|generated|created|exported|printed|report|end of|eof|page|copyright|©|--|==)\b/iu

function isFooter(record: SampleRecord, previous: SampleRecord | undefined, width: number, isFirstTelling: boolean): boolean {
  const first = record.cells.find(cell => cell.trim() !== '')?.trim() ?? ''
  const filled = filledCells(record)
  if (TOTAL.test(first)) return record.cells.length <= width
  const isShort = record.cells.length < width || filled <= 1
  if (!isShort || filled === 0) return filled === 0 && record.cells.length <= width
  if (COUNT.test(first) || NOTE.test(first)) return true
  // A blank line before it, or a word where records begin with a number or a date.
  const isApart = previous !== undefined && hasGap(previous, record)
  return filled <= Math.max(1, width / 3) && (isApart || (isFirstTelling && !isTelling(cellKind(first))))
}

const lineEndsIn = ({ cells }: SampleRecord): number => cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
