/** A row of a sheet that has something in it. Cells that are not there are null, also those behind the last of the array. */
export interface SheetRow {
  /** Its number in the sheet, from 1. */
  readonly line: number
  readonly cells: readonly (string | null)[]
}

/** Cells merged into one, from 0, ends included; lines from 1. */
export interface MergedArea {
  readonly firstLine: number
  readonly lastLine: number
  readonly firstColumn: number
  readonly lastColumn: number
}

/** What a sheet's cells have that a table of texts cannot show; counted while its rows are read. */
export class SheetTally {
  readonly errors = new Map<string, number>()
  formulasWithoutValue = 0
  missingTexts = 0
  hiddenParts = 0
  mergedAreas = 0

  error(text: string): void {
    this.errors.set(text, (this.errors.get(text) ?? 0) + 1)
  }
}

/** Where a table stands in its sheet by the workbook's own word; lines from 1, columns from 0, ends included. */
export interface DeclaredTable extends MergedArea {
  readonly headerRows: number
  readonly totalRows: number
}

/** A sheet being read. */
export interface SheetReading {
  readonly tally: SheetTally
  /** Its rows with something in them, from the top, some at a time. To be read once; the tally is complete behind the last. */
  readonly rows: AsyncIterable<readonly SheetRow[]>
  /** The merged areas that begin in the lines up to `line`, which has been read. */
  mergedAreasTo(line: number): Promise<readonly MergedArea[]>
  /** The tables that the workbook declares in the sheet. */
  readonly declaredTables: readonly DeclaredTable[]
}

export type SheetVisibility = 'visible' | 'hidden' | 'very hidden'

/** A sheet of cells; charts and macros are none. */
export interface SheetEntry {
  readonly name: string
  readonly visibility: SheetVisibility
}

export interface SheetReadOptions {
  readonly maxRows?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A workbook of any kind, open. */
export interface Workbook {
  readonly sheets: readonly SheetEntry[]
  /** Reads the sheet of an index from 0, or its first `maxRows` rows with something in them. */
  read(index: number, options: SheetReadOptions): Promise<SheetReading>
}

/** Rows beyond these are none that a spreadsheet can have. */
export const MAX_ROWS = 1_048_576
export const MAX_COLUMNS = 16_384

/** `A` for 0, `XFD` for 16,383. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + (rest - 1) % 26) + letters
  return letters
}

/** The area of `B2:D5` or `B2`; undefined for what is none. */
export function areaOf(reference: string): MergedArea | undefined {
  const match = /^\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?$/.exec(reference)
  if (match === null) return undefined
  const [, left = '', top = '', right = left, bottom = top] = match
  return { firstLine: Number(top), lastLine: Number(bottom), firstColumn: columnNumber(left), lastColumn: columnNumber(right) }
}

/** 0 for `A`. */
export function columnNumber(letters: string): number {
  let number = 0
  for (let i = 0; i < letters.length; i++) number = number * 26 + (letters.charCodeAt(i) & 0x1f)
  return number - 1
}
