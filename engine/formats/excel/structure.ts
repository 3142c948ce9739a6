import { cellKind, isTelling } from '../detect/cell-kind.ts'
import type { MergedArea, SheetRow } from './sheet-rows.ts'

/** Titles and notes above a table are no more rows than this. */
const MAX_PREAMBLE = 30
/** Rows of labels at most; more than that above the data are notes, and the last of them is the header. */
const MAX_HEADERS = 3
/** Rows whose kinds say what a column's data look like. */
const BODY_ROWS = 200
/** A merged area over this share of the columns is a title. */
const TITLE_SHARE = 0.8
/** A gap of more empty columns than this between two that have something is left out. */
const MAX_EMPTY_COLUMNS = 20

export interface TableHints {
  /** How many rows hold labels; found out when left out. */
  readonly headerRows?: number | undefined
  /** How many rows of the sheet stand above the table; found out when left out. */
  readonly skipRows?: number | undefined
  readonly mergedAreas?: readonly MergedArea[]
}

/** Where a table begins among the rows looked at: labels in `[start, firstRow)`, data from `firstRow`. */
export interface TableLayout {
  readonly start: number
  readonly firstRow: number
}

/** Finds the table in the first rows of a sheet (those with something in them): behind titles, notes and empty lines, under its labels. */
export function findTable(rows: readonly SheetRow[], { headerRows, skipRows, mergedAreas = [] }: TableHints = {}): TableLayout {
  if (skipRows !== undefined) {
    const start = rows.findIndex(({ line }) => line > skipRows)
    if (start === -1) return { start: rows.length, firstRow: rows.length }
    const { firstRow } = withHeaders(rows, start, headerRows, mergedAreas)
    return { start, firstRow: headerRows === undefined && firstRow - start > MAX_HEADERS ? start + 1 : firstRow }
  }
  const start = tableStart(rows, mergedAreas)
  const found = withHeaders(rows, start, undefined, mergedAreas)
  const first = found.firstRow - found.start > MAX_HEADERS ? found.firstRow - 1 : found.start
  return headerRows === undefined ? { start: first, firstRow: found.firstRow } : { start: first, firstRow: Math.min(rows.length, first + headerRows) }
}

/** Whether rows above or among the labels have gaps, so that it matters which cells are merged. */
export const asksForMergedAreas = (rows: readonly SheetRow[]): boolean => {
  const typical = typicalFill(rows)
  return typical > 1 && rows.slice(0, 2).some(row => filled(row).length < typical)
}

const hasText = (cell: string | null | undefined): cell is string => cell !== null && cell !== undefined && cell.trim() !== ''
const filled = ({ cells }: SheetRow): number[] => cells.flatMap((cell, column) => hasText(cell) ? [column] : [])
const isTellingCell = (cell: string | null | undefined): boolean => hasText(cell) && isTelling(cellKind(cell))
const isLabelCell = (cell: string | null | undefined): boolean => hasText(cell) && !isTelling(cellKind(cell)) && cellKind(cell) !== 'empty'

/** How many cells most rows fill, or more: three quarters of the rows fill no more. */
function typicalFill(rows: readonly SheetRow[]): number {
  const counts = rows.slice(0, BODY_ROWS).map(row => filled(row).length).sort((a, b) => a - b)
  return counts[Math.floor(counts.length * 0.75)] ?? 0
}

function tableStart(rows: readonly SheetRow[], mergedAreas: readonly MergedArea[]): number {
  const typical = typicalFill(rows)
  const enough = Math.max(typical >= 2 ? 2 : 1, Math.ceil(typical * 0.6))
  let start = Math.max(0, rows.slice(0, MAX_PREAMBLE + 1).findIndex((row, at) => {
    const count = filled(row).length
    return count >= enough && (count >= typical || !standsApart(rows.slice(at)))
  }))
  const columns = usedColumns(rows.slice(start))
  // Rows above it that are neither titles nor apart are its own: labels over several columns, or data with gaps.
  for (; start > 0; start--) {
    const [above, below] = [rows[start - 1], rows[start]]
    if (above === undefined || below === undefined || below.line !== above.line + 1 || isTitle(above, typical, columns, mergedAreas)) break
  }
  return start
}

/** A blank line behind the first of these rows, and none between those that follow. */
function standsApart([row, ...others]: readonly SheetRow[]): boolean {
  const next = others.slice(0, 7)
  const [first] = next
  return row !== undefined && first !== undefined && next.length >= 3 && first.line > row.line + 1 && next.every(({ line }, i) => line === first.line + i)
}

function isTitle(row: SheetRow, typical: number, columns: readonly number[], mergedAreas: readonly MergedArea[]): boolean {
  const cells = filled(row)
  const [first, second = first] = columns
  if (cells.length > 1) return cells.length === 2 && typical >= 5 && cells.every(column => column === first || column === second)
  const area = areasIn(mergedAreas, row).find(({ firstColumn }) => firstColumn === cells[0])
  return area === undefined || isWide(area, columns)
}

const areasIn = (mergedAreas: readonly MergedArea[], { line }: SheetRow): MergedArea[] => mergedAreas.filter(({ firstLine }) => firstLine === line)
const isWide = ({ firstColumn, lastColumn }: MergedArea, columns: readonly number[]): boolean =>
  columns.filter(column => column >= firstColumn && column <= lastColumn).length >= columns.length * TITLE_SHARE

function withHeaders(rows: readonly SheetRow[], start: number, wanted: number | undefined, mergedAreas: readonly MergedArea[]): TableLayout {
  const count = wanted ?? headerCount(rows.slice(start, start + BODY_ROWS), mergedAreas)
  return { start, firstRow: Math.min(rows.length, start + count) }
}

/** How many of these rows, from the first on, hold labels: words over columns of numbers and dates. */
function headerCount(rows: readonly SheetRow[], mergedAreas: readonly MergedArea[]): number {
  const columns = usedColumns(rows)
  const telling = tellingColumns(rows.slice(rows.length >= 10 ? MAX_HEADERS + 2 : 1), columns)
  const [first] = rows
  if (first === undefined) return 0
  let count = telling.length === 0 ? Number(areNames(rows, columns)) : labelRows(rows, telling)
  if (count === 0) return 0
  for (let last = rows[count - 1]; last !== undefined && count <= MAX_HEADERS + 1; last = rows[count - 1]) {
    if (!goesOn(last, rows[count], columns, telling, mergedAreas)) break
    count++
  }
  return count
}

/** Columns in which nearly all cells are numbers, dates and the like. */
export function tellingColumns(body: readonly SheetRow[], columns: readonly number[]): number[] {
  return columns.filter(column => {
    const cells = body.map(({ cells: own }) => own[column]).filter(cell => hasText(cell) && cellKind(cell) !== 'empty')
    return cells.length >= Math.min(3, body.length) && cells.length > 0 && cells.filter(isTellingCell).length >= cells.length * 0.8
  })
}

function labelRows(rows: readonly SheetRow[], telling: readonly number[]): number {
  let labels = 0
  for (const [at, row] of rows.slice(0, MAX_PREAMBLE).entries()) {
    const cells = telling.map(column => row.cells[column])
    const words = cells.filter(isLabelCell).length
    const numbers = cells.filter(isTellingCell).length
    const counts = isSequence(row, telling, at === 0) && !isSequence(rows[at + 1], telling, at === 0)
    const isOfLabels = counts || (at === 0 ? words > numbers || (numbers === 0 && filled(row).length >= 2) : numbers === 0 && filled(row).length >= 2)
    if (!isOfLabels) break
    // Data may have words in place of some numbers: a further row of labels has them over most of these columns.
    const isFull = counts || words >= telling.length * 0.6
    if (at === 0 || (isFull && telling.length >= 2)) labels = at + 1
  }
  return labels
}

/** `2019, 2020`, or (`orFromOne`) `1, 2, 3` beside a word: numbers that count up, as labels do and data hardly ever. */
function isSequence(row: SheetRow | undefined, telling: readonly number[], orFromOne: boolean): boolean {
  const numbers = telling.map(column => row?.cells[column]).filter(isTellingCell).map(Number)
  const [first = 0] = numbers
  if (row === undefined || !numbers.every((number, i) => number === first + i)) return false
  return first >= 1900 && first <= 2100 ? numbers.length >= 2 : orFromOne && first === 1 && numbers.length >= 3 && row.cells.some(isLabelCell)
}

/** Where all columns hold words: whether the first row's are names of columns, that is all different, and none comes again below it. */
function areNames(rows: readonly SheetRow[], columns: readonly number[]): boolean {
  const [first, ...others] = rows
  const labels = columns.map(column => first?.cells[column]).filter(hasText)
  if (labels.length === 0 || labels.some(isTellingCell) || new Set(labels).size < labels.length) return false
  const again = columns.filter(column => hasText(first?.cells[column]) && others.some(({ cells }) => cells[column] === first?.cells[column]))
  return again.length <= columns.length / 3
}

/** Whether the labels of `row` go on in the next: one is merged over several columns that have labels of their own there, or reaches down to it. */
function goesOn(row: SheetRow, next: SheetRow | undefined, columns: readonly number[], telling: readonly number[], mergedAreas: readonly MergedArea[]): boolean {
  if (next === undefined || telling.some(column => isTellingCell(next.cells[column]))) return false
  return areasIn(mergedAreas, row).some(area => {
    if (isWide(area, columns)) return false
    const below = columns.filter(column => column >= area.firstColumn && column <= area.lastColumn && hasText(next.cells[column]))
    return area.lastColumn > area.firstColumn && area.lastLine < next.line && below.length >= 2
  }) || (areasIn(mergedAreas, row).some(({ lastLine }) => lastLine >= next.line) && filled(next).length < columns.length)
}

/** The columns of a sheet, from 0, from the first with something in it to the last; wide gaps are left out. */
export function usedColumns(rows: readonly SheetRow[]): number[] {
  const used = new Set<number>()
  for (const { cells } of rows) for (let column = 0; column < cells.length; column++) if (cells[column] !== null && cells[column] !== '') used.add(column)
  const columns: number[] = []
  for (const column of [...used].sort((a, b) => a - b)) {
    const next = (columns.at(-1) ?? column - 1) + 1
    if (column - next <= MAX_EMPTY_COLUMNS) for (let empty = next; empty < column; empty++) columns.push(empty)
    columns.push(column)
  }
  return columns
}

/**
 * The columns' labels from the rows that hold them: from top to bottom, joined with a space. A merged label is that of all columns it covers; where
 * nothing is merged, a label above the last row is that of the columns to its right too, until the next.
 */
export function labelsOf(headers: readonly SheetRow[], columns: readonly number[], mergedAreas: readonly MergedArea[]): string[] {
  const [only] = headers
  if (headers.length <= 1) return columns.map(column => only?.cells[column] ?? '')
  const isMerged = headers.some(row => areasIn(mergedAreas, row).length > 0)
  const spread = (row: SheetRow, at: number): readonly (string | null)[] =>
    isMerged ? spreadMerged(row, mergedAreas) : at < headers.length - 1 ? spreadRight(row, columns) : row.cells
  const rows = headers.map(spread)
  return columns.map(column => {
    const parts = rows.map(cells => (cells[column] ?? '').trim()).filter(part => part !== '')
    return parts.filter((part, at) => part !== parts[at - 1]).join(' ')
  })
}

function spreadMerged(row: SheetRow, mergedAreas: readonly MergedArea[]): readonly (string | null)[] {
  const cells = [...row.cells]
  for (const { firstColumn, lastColumn } of areasIn(mergedAreas, row)) {
    for (let column = firstColumn + 1; column <= lastColumn; column++) cells[column] = row.cells[firstColumn] ?? null
  }
  return cells
}

function spreadRight({ cells }: SheetRow, columns: readonly number[]): readonly (string | null)[] {
  const spread: (string | null)[] = []
  let label: string | null = null
  for (const column of columns) {
    const own = cells[column]
    if (hasText(own)) label = own
    spread[column] = label
  }
  return spread
}

/** What the rows of a table are like, for telling what stands below it. */
export interface BodyShape {
  readonly columns: readonly number[]
  /** See {@link tellingColumns}. */
  readonly telling: readonly number[]
  /** Columns that nearly every row fills. */
  readonly usual: readonly number[]
}

export function shapeOf(body: readonly SheetRow[], columns: readonly number[]): BodyShape {
  // The last rows may be what is to be told from the others.
  const rows = body.slice(0, Math.min(BODY_ROWS, Math.ceil(body.length * 0.6)))
  const isUsual = (column: number): boolean => rows.filter(({ cells }) => hasText(cells[column])).length >= rows.length * 0.8
  return { columns, telling: tellingColumns(rows, columns), usual: columns.filter(isUsual) }
}

/** How many of a table's last rows are none of its records: totals, notes. `tail` are its last rows; the first of them always stays. */
export function footerRows(tail: readonly SheetRow[], shape: BodyShape): number {
  let count = 0
  for (let at = tail.length - 1; at > 0; at--) {
    const [row, previous] = [tail[at], tail[at - 1]]
    if (row === undefined || previous === undefined) break
    const isSparse = lacksCells(row, shape)
    // A record with nearly all cells missing is a record, unless it stands among rows that cannot be.
    if (isFooter(row, previous, shape) || (isSparse && (count > 0 || !startsRecord(row, shape)))) count = tail.length - at
    else if (!isSparse) break
  }
  return count
}

const TOTAL = /^[*\s]*((grand|sub|overall)[\s-]?)?(totals?|sum|summe|gesamt(summe)?|insgesamt|total g[eé]n[eé]ral|totaal|totale|suma|razem|итого|всего|合计|合計|总计|総計)(\s*[:：(].{0,20}|\s+[0-9]{4})?$/iu
const NOTE = /^([*†‡(]|(notes?|sources?|quelle|hinweis|remarks?|legend|footnotes?|generated|created|exported|report|end of|copyright)\b|©|--|==)/iu

function isFooter(row: SheetRow, previous: SheetRow, { columns }: BodyShape): boolean {
  const cells = filled(row)
  const first = row.cells[cells[0] ?? -1]?.trim() ?? ''
  const hasNoOtherWords = cells.slice(1).every(column => isTellingCell(row.cells[column]))
  if (columns.length >= 2 && TOTAL.test(first) && hasNoOtherWords) return true
  if (cells.length > Math.max(1, columns.length / 3) || columns.length < 2) return false
  return NOTE.test(first) || (columns.length >= 3 && row.line > previous.line + 1)
}

/** Whether a row has few of the cells that nearly all rows have, and no number or date where those are usual. */
function lacksCells(row: SheetRow, { columns, telling, usual }: BodyShape): boolean {
  if (usual.length < 3 || filled(row).length > columns.length / 3) return false
  return usual.filter(column => hasText(row.cells[column])).length <= usual.length / 3 && !telling.some(column => isTellingCell(row.cells[column]))
}

/** Whether a row begins as the others do: with something in the first column they all fill, of its kind. */
function startsRecord({ cells }: SheetRow, { telling, usual }: BodyShape): boolean {
  const [first = -1] = usual
  return hasText(cells[first]) && (!telling.includes(first) || isTellingCell(cells[first]))
}
