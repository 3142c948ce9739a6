import { ConnectorError } from '../../base/errors.ts'
import type { ByteSource } from '../source.ts'
import type { RecordSink, TableFacts, TableReader } from '../table.ts'
import { openWorkbook, type ExcelKind } from './open-workbook.ts'
import { readTable } from './read-table.ts'
import type { SheetVisibility, Workbook } from './sheet-rows.ts'
import { noSuchSheet } from './trouble.ts'

export interface ExcelOptions {
  readonly kind: ExcelKind
  /** A sheet's name, or its number from 1; the first that is shown and has cells when left out. */
  readonly sheet?: string | number | undefined
  /** How many rows hold labels; found out when left out. */
  readonly header?: number | undefined
  /** How many rows of the sheet stand above the table; found out when left out. */
  readonly skipRows?: number | undefined
  /** How many rows with something in them stand below the table; found out when left out. */
  readonly skipFooter?: number | undefined
  readonly maxRecords?: number | undefined
}

export interface ExcelFacts extends TableFacts {
  /** The sheet that was read. */
  readonly sheet: string
}

export interface SheetInfo {
  readonly name: string
  readonly isHidden: boolean
  readonly visibility: SheetVisibility
}

/** Rows that may stand above the records wanted. */
const MARGIN_ROWS = 100

/**
 * Reads a sheet's table as texts: see `DateTexts` for dates, {@link readTable} for what belongs to the table. A record's line is its row's number.
 * @throws ConnectorError `not_a_workbook`, `damaged_workbook`, `encrypted_workbook`, `workbook_too_large`, `no_such_sheet`
 */
export async function readExcel(source: ByteSource, options: ExcelOptions, sink: RecordSink, signal?: AbortSignal): Promise<ExcelFacts> {
  const { kind, sheet, header: headerRows, skipRows, skipFooter, maxRecords } = options
  const book = await openWorkbook(source, kind, signal)
  const maxRows = maxRecords === undefined ? undefined : maxRecords + (skipRows ?? 0) + (headerRows ?? 0) + MARGIN_ROWS
  for (const index of sheetsToTry(source.name, book, sheet)) {
    const reading = await book.read(index, { maxRows, signal })
    const notes = await readTable(reading, { headerRows, skipRows, skipFooter, maxRows, maxRecords }, sink)
    if (notes !== undefined) return { sheet: book.sheets[index]?.name ?? '', notes: [...sheetNotes(book, index, sheet), ...notes] }
  }
  const name = book.sheets[sheetsToTry(source.name, book, sheet)[0] ?? 0]?.name ?? ''
  sink.begin([])
  const nothing = sheet === undefined ? 'none of the sheets has a cell with something in it' : `sheet "${name}" has no cell with something in it`
  return { sheet: name, notes: [nothing] }
}

export const excelReader: TableReader<ExcelOptions> = readExcel

/** The sheets of a workbook in order, hidden ones too. @throws as {@link readExcel} */
export async function listSheets(source: ByteSource, kind: ExcelKind, signal?: AbortSignal): Promise<readonly SheetInfo[]> {
  const book = await openWorkbook(source, kind, signal)
  return book.sheets.map(({ name, visibility }) => ({ name, visibility, isHidden: visibility !== 'visible' }))
}

/**
 * The first `rows` rows of a sheet as they stand there, blank ones too; missing cells are ''. Reads no more of the file than they need.
 * @throws as {@link readExcel}
 */
export async function previewSheet(source: ByteSource, kind: ExcelKind, sheet: string | number, rows: number, signal?: AbortSignal): Promise<string[][]> {
  const book = await openWorkbook(source, kind, signal)
  const [index = 0] = sheetsToTry(source.name, book, sheet)
  const reading = await book.read(index, { maxRows: rows, signal })
  const preview: string[][] = []
  for await (const batch of reading.rows) {
    for (const { line, cells } of batch) {
      while (preview.length < Math.min(line - 1, rows)) preview.push([])
      if (preview.length >= rows) return preview
      preview.push(cells.map(cell => cell ?? ''))
    }
  }
  return preview
}

/** Indexes of the sheets to look for a table in: the one that is named, or all that are shown, or all. */
function sheetsToTry(name: string, { sheets }: Workbook, wanted: string | number | undefined): readonly number[] {
  const names = sheets.map(sheet => sheet.name)
  if (wanted !== undefined) {
    const index = typeof wanted === 'number' ? wanted - 1 : indexOfName(names, wanted)
    if (sheets[index] === undefined) throw noSuchSheet(name, wanted, names)
    return [index]
  }
  if (sheets.length === 0) throw new ConnectorError('no_such_sheet', `${name} has no sheet with cells`, { details: { name } })
  const visible = sheets.flatMap(({ visibility }, index) => visibility === 'visible' ? [index] : [])
  return visible.length > 0 ? visible : sheets.map((_, index) => index)
}

/** Sheet names differ in more than letter case, so that a name in other case can only mean that one. */
function indexOfName(names: readonly string[], wanted: string): number {
  const exact = names.indexOf(wanted)
  return exact !== -1 ? exact : names.findIndex(name => name.toLowerCase() === wanted.toLowerCase())
}

function sheetNotes({ sheets }: Workbook, index: number, wanted: string | number | undefined): string[] {
  if (wanted !== undefined || sheets.length < 2) return []
  const others = sheets.flatMap(({ name, visibility }, i) => i === index ? [] : [`"${name}"${visibility === 'visible' ? '' : ` (${visibility})`}`])
  return [`sheet "${sheets[index]?.name ?? ''}" is read; the workbook also has ${others.join(', ')}`]
}
