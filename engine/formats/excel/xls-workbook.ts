import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import { describeCause } from '../../base/errors.ts'
import type { ByteSource } from '../source.ts'
import { DateTexts } from './cell-text.ts'
import { isCutOff } from './compound-file.ts'
import { dateFormatOf, type DateFormat } from './number-format.ts'
import { SheetTally, type MergedArea, type SheetEntry, type SheetRow, type SheetVisibility, type Workbook } from './sheet-rows.ts'
import { damaged, encrypted, tooLarge } from './trouble.ts'

/** The format ends at 65,536 rows of 256 cells; a file is held in memory as a whole. */
const MAX_FILE_BYTES = 1 << 29
const BATCH_ROWS = 1000
const VISIBILITIES: readonly SheetVisibility[] = ['visible', 'hidden', 'very hidden']

/**
 * Opens a workbook of Excel 97 to 2003 or older, or a binary one of later ones (.xlsb), with a library that is loaded when first needed.
 * @throws ConnectorError `damaged_workbook`, `encrypted_workbook`, `workbook_too_large`
 */
export async function openXls(source: ByteSource): Promise<Workbook> {
  if (source.size > MAX_FILE_BYTES) throw tooLarge(source.name, `workbooks of this old kind are read up to ${MAX_FILE_BYTES >> 20} MB`, { maxBytes: MAX_FILE_BYTES })
  const bytes = await source.read(0, source.size)
  // The library reads what there is, and says nothing of what is not.
  if (isCutOff(bytes)) throw damaged(source.name, `it ends after ${bytes.length} bytes, before its last part begins`)
  const book = await parse(source.name, bytes)
  const isOf1904 = book.Workbook?.WBProps?.date1904 === true
  const sheets = book.SheetNames.map((name, i): SheetEntry => ({ name, visibility: VISIBILITIES[book.Workbook?.Sheets?.[i]?.Hidden ?? 0] ?? 'visible' }))
  const cellsOf = (index: number): WorkSheet => book.Sheets[book.SheetNames[index] ?? ''] ?? {}
  const readable = sheets.flatMap((entry, index) => cellsOf(index)['!type'] === undefined || cellsOf(index)['!type'] === 'sheet' ? [{ entry, index }] : [])
  return {
    sheets: readable.map(({ entry }) => entry),
    read(index, { maxRows = Infinity, signal }) {
      const sheet = cellsOf(readable[index]?.index ?? -1)
      const tally = new SheetTally()
      tally.mergedAreas = sheet['!merges']?.length ?? 0
      const areas = (sheet['!merges'] ?? []).map(({ s, e }): MergedArea => ({ firstLine: s.r + 1, lastLine: e.r + 1, firstColumn: s.c, lastColumn: e.c }))
      return Promise.resolve({
        tally, rows: readRows(sheet, isOf1904, tally, maxRows, signal), declaredTables: [],
        mergedAreasTo: line => Promise.resolve(areas.filter(({ firstLine }) => firstLine <= line)),
      })
    },
  }
}

async function parse(name: string, bytes: Uint8Array): Promise<WorkBook> {
  const xlsx = await import('@e965/xlsx')
  // Texts of workbooks before Excel 97 are in the code page of their country.
  if (isBeforeExcel97(bytes)) xlsx.set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'))
  try {
    return xlsx.read(bytes, { type: 'array', dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: true })
  } catch (error) {
    if (/password|encrypt/i.test(describeCause(error))) throw encrypted(name)
    // What the library did not foresee it tells in terms of its own code.
    const isForeseen = error instanceof Error && error.constructor === Error
    throw damaged(name, isForeseen ? `it cannot be read (${error.message})` : 'its records contradict each other, or end too early', error)
  }
}

/** Whether the container lacks the stream `Workbook`, which Excel writes since 97. */
const isBeforeExcel97 = (bytes: Uint8Array): boolean => !includesUtf16(bytes, 'Workbook') && bytes[0] !== 0x50

/** Whether an ASCII text stands somewhere in UTF-16, little end first. */
export function includesUtf16(bytes: Uint8Array, text: string): boolean {
  const wanted = Array.from({ length: text.length * 2 }, (_, i) => i % 2 === 0 ? text.charCodeAt(i / 2) : 0)
  for (let at = bytes.indexOf(wanted[0] ?? 0); at !== -1; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true
  }
  return false
}

async function* readRows(
  sheet: WorkSheet, is1904: boolean, tally: SheetTally, maxRows: number, signal: AbortSignal | undefined,
): AsyncGenerator<readonly SheetRow[], void> {
  const texts = new CellTexts(is1904, tally)
  const rows = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[]
  let batch: SheetRow[] = []
  let left = maxRows
  for (let r = 0; r < rows.length && left > 0; r++) {
    const cells = texts.rowOf(rows[r] ?? [])
    if (!cells.some(cell => cell !== null && cell !== '')) continue
    batch.push({ line: r + 1, cells })
    left--
    if (batch.length < BATCH_ROWS) continue
    signal?.throwIfAborted()
    yield await Promise.resolve(batch)
    batch = []
  }
  if (batch.length > 0) yield batch
}

class CellTexts {
  private readonly dates: DateTexts
  private readonly formats = new Map<string, DateFormat | undefined>()

  constructor(is1904: boolean, private readonly tally: SheetTally) {
    this.dates = new DateTexts(is1904)
  }

  rowOf(row: readonly (CellObject | undefined)[]): (string | null)[] {
    const cells: (string | null)[] = []
    row.forEach((cell, column) => {
      const text = cell === undefined ? null : this.textOf(cell)
      if (text === null) return
      while (cells.length < column) cells.push(null)
      cells[column] = text
    })
    this.tally.hiddenParts = this.dates.hiddenParts
    return cells
  }

  private textOf({ t: type, v: value, z: code, f: formula }: CellObject): string | null {
    if (value === undefined || type === 'z') {
      if (formula !== undefined) this.tally.formulasWithoutValue++
      return null
    }
    if (type === 'e') {
      const text = ERRORS[Number(value)] ?? '#ERROR!'
      this.tally.error(text)
      return text
    }
    if (typeof value !== 'number') return String(value)
    const format = code === undefined ? undefined : this.formatOf(String(code))
    return format === undefined ? String(value) : this.dates.text(String(value), format)
  }

  private formatOf(code: string): DateFormat | undefined {
    if (!this.formats.has(code)) this.formats.set(code, dateFormatOf(code))
    return this.formats.get(code)
  }
}

/** Error values by number ([MS-XLS] 2.5.10). */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!', 0x07: '#DIV/0!', 0x0f: '#VALUE!', 0x17: '#REF!', 0x1d: '#NAME?', 0x24: '#NUM!', 0x2a: '#N/A', 0x2b: '#GETTING_DATA',
}
