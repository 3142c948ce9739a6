import type { ByteSource } from '../source.ts'
import { isoText, numberText } from './cell-text.ts'
import {
  MAX_COLUMNS, MAX_ROWS, SheetTally, type MergedArea, type SheetEntry, type SheetReading, type SheetReadOptions, type SheetRow, type Workbook,
} from './sheet-rows.ts'
import { damaged, encrypted, noWorkbook, tooLarge } from './trouble.ts'
import { attribute, characterData, XmlScanner, type XmlHandler } from './xml-scanner.ts'
import { textPieces } from './xml-text.ts'
import type { ZipArchive } from './zip-archive.ts'

const CONTENT = 'content.xml'
/** Cells that come from a row or a cell that says it is repeated: a few bytes can ask for a great many. */
const MAX_REPEATED_CELLS = 50_000_000

/** Opens an OpenDocument spreadsheet (OASIS OpenDocument 1.3 part 3). @throws ConnectorError `damaged_workbook`, `encrypted_workbook` */
export async function openOds(source: ByteSource, archive: ZipArchive, signal?: AbortSignal): Promise<Workbook> {
  const content = archive.find(CONTENT)
  if (content === undefined) throw damaged(source.name, `its part ${CONTENT} is missing`)
  const manifest = archive.find('META-INF/manifest.xml')
  if (manifest !== undefined && new TextDecoder().decode(await archive.read(manifest, signal)).includes(':encryption-data')) throw encrypted(source.name)
  const fail = (what: string): Error => damaged(source.name, `its part ${CONTENT} cannot be read: ${what}`)

  async function* scan(handler: XmlHandler, scanSignal: AbortSignal | undefined): AsyncGenerator<void, void> {
    const scanner = new XmlScanner(handler, fail)
    for await (const piece of textPieces(archive.stream(content as NonNullable<typeof content>, scanSignal))) {
      scanner.push(piece)
      yield
    }
    scanner.finish()
  }

  const list = new SheetListHandler()
  for await (const _ of scan(list, signal)) { /* The handler takes it. */ }
  if (!list.isSpreadsheet) throw noWorkbook(source.name, 'it is an OpenDocument file of another kind')
  return {
    sheets: list.sheets,
    read(index: number, options: SheetReadOptions): Promise<SheetReading> {
      const tally = new SheetTally()
      const handler = new OdsSheetHandler(index, tally, source.name)
      async function* rows(): AsyncGenerator<readonly SheetRow[], void> {
        let left = options.maxRows ?? Infinity
        for await (const _ of scan(handler, options.signal ?? signal)) {
          for (const batch of handler.take()) {
            const taken = batch.slice(0, left)
            left -= taken.length
            if (taken.length > 0) yield taken
            if (left <= 0) return
          }
          if (handler.isDone) return
        }
      }
      return Promise.resolve({
        tally, rows: rows(), declaredTables: [],
        mergedAreasTo: line => Promise.resolve(handler.mergedAreas.filter(area => area.firstLine <= line)),
      })
    },
  }
}

/** Finds the sheets, and whether a style hides them. */
class SheetListHandler implements XmlHandler {
  readonly sheets: SheetEntry[] = []
  isSpreadsheet = false
  private readonly hidden = new Set<string>()
  private style = ''
  private depth = 0

  open(name: string, text: string, start: number, end: number): void {
    if (name === 'spreadsheet') this.isSpreadsheet = true
    else if (name === 'style') this.style = attribute(text, start, end, 'style:name') ?? ''
    else if (name === 'table-properties' && attribute(text, start, end, 'table:display') === 'false') this.hidden.add(this.style)
    else if (name === 'table' && this.depth++ === 0 && this.isSpreadsheet) {
      const style = attribute(text, start, end, 'table:style-name') ?? ''
      this.sheets.push({ name: attribute(text, start, end, 'table:name') ?? '', visibility: this.hidden.has(style) ? 'hidden' : 'visible' })
    }
  }

  close(name: string): void {
    if (name === 'table') this.depth--
  }

  characters(): void { /* Attributes say all. */ }
}

/** A row that stands there once or several times, from `line` on. */
interface RepeatedRow extends SheetRow {
  readonly count: number
}

const BATCH_ROWS = 1000

class OdsSheetHandler implements XmlHandler {
  readonly mergedAreas: MergedArea[] = []
  isDone = false
  private rows: RepeatedRow[] = []
  private table = -1
  private tableDepth = 0
  private isIn = false
  private line = 1
  private rowCount = 1
  private column = 0
  private cells: (string | null)[] = []
  private hasContent = false
  private repeatedCells = 0
  private isInCell = false
  private cellCount = 1
  private valueType = ''
  private value: string | null = null
  private isError = false
  private hasFormula = false
  /** Inside of something that is not the cell's own text: a comment, a picture. */
  private asideDepth = 0
  private paragraphs = 0
  private paragraphDepth = 0
  private text = ''

  constructor(private readonly index: number, private readonly tally: SheetTally, private readonly sourceName: string) {}

  /** The rows that are complete, repeated ones as often as they stand there. */
  * take(): Generator<readonly SheetRow[], void> {
    const { rows } = this
    this.rows = []
    let batch: SheetRow[] = []
    for (const { line, cells, count } of rows) {
      for (let i = 0; i < count; i++) {
        batch.push({ line: line + i, cells })
        if (batch.length === BATCH_ROWS) {
          yield batch
          batch = []
        }
      }
    }
    if (batch.length > 0) yield batch
  }

  open(name: string, text: string, start: number, end: number): void {
    if (name === 'table') {
      if (this.tableDepth++ === 0 && ++this.table === this.index) this.isIn = true
      return
    }
    if (!this.isIn || this.tableDepth !== 1) return
    if (this.asideDepth > 0 || ASIDES.has(name)) this.asideDepth++
    else if (name === 'table-cell' || name === 'covered-table-cell') this.startCell(text, start, end)
    else if (name === 'table-row') this.startRow(text, start, end)
    else if (this.isInCell) this.openText(name, text, start, end)
  }

  close(name: string): void {
    if (name === 'table') {
      if (--this.tableDepth === 0 && this.isIn) {
        this.isIn = false
        this.isDone = true
      }
      return
    }
    if (!this.isIn || this.tableDepth !== 1) return
    if (this.asideDepth > 0) this.asideDepth--
    else if (name === 'p' && this.paragraphDepth > 0) this.paragraphDepth--
    else if (name === 'table-cell' || name === 'covered-table-cell') this.endCell()
    else if (name === 'table-row') this.endRow()
  }

  characters(text: string, start: number, end: number, isLiteral: boolean): void {
    if (this.paragraphDepth > 0 && this.asideDepth === 0 && this.isInCell) this.text += collapsed(characterData(text, start, end, isLiteral), this.text)
  }

  private startRow(text: string, start: number, end: number): void {
    this.rowCount = countOf(attribute(text, start, end, 'table:number-rows-repeated'))
    this.column = 0
  }

  private endRow(): void {
    const { cells, line, rowCount } = this
    if (this.hasContent) {
      if (line + rowCount - 1 > MAX_ROWS) throw damaged(this.sourceName, `row ${line} stands there ${rowCount} times, and a sheet has at most ${MAX_ROWS} rows`)
      this.repeat(cells.length * (rowCount - 1))
      this.rows.push({ line, cells, count: rowCount })
      this.cells = []
    } else if (cells.length > 0) this.cells = []
    this.hasContent = false
    this.line += rowCount
  }

  private startCell(text: string, start: number, end: number): void {
    this.isInCell = true
    this.cellCount = countOf(attribute(text, start, end, 'table:number-columns-repeated'))
    this.text = ''
    this.paragraphs = 0
    this.paragraphDepth = 0
    this.value = null
    this.valueType = ''
    this.isError = false
    this.hasFormula = false
    if (start === end) return
    this.hasFormula = attribute(text, start, end, 'table:formula') !== undefined
    this.valueType = attribute(text, start, end, 'office:value-type') ?? ''
    this.isError = attribute(text, start, end, 'calcext:value-type') === 'error'
    const valueName = VALUE_ATTRIBUTES[this.valueType]
    if (valueName !== undefined) this.value = attribute(text, start, end, valueName) ?? null
    const columns = countOf(attribute(text, start, end, 'table:number-columns-spanned'))
    const rows = countOf(attribute(text, start, end, 'table:number-rows-spanned'))
    if (columns * rows > 1) {
      this.tally.mergedAreas++
      const { line, column } = this
      // Only those near the top are ever asked for.
      if (this.mergedAreas.length < 10_000) this.mergedAreas.push({ firstLine: line, lastLine: line + rows - 1, firstColumn: column, lastColumn: column + columns - 1 })
    }
  }

  private endCell(): void {
    this.isInCell = false
    const text = this.cellText()
    if (text !== null) {
      if (this.column + this.cellCount > MAX_COLUMNS) throw damaged(this.sourceName, `row ${this.line} has more than ${MAX_COLUMNS} cells`)
      this.repeat(this.cellCount - 1)
      while (this.cells.length < this.column) this.cells.push(null)
      for (let i = 0; i < this.cellCount; i++) this.cells.push(text)
      if (text !== '') this.hasContent = true
    }
    this.column += this.cellCount
  }

  private cellText(): string | null {
    if (this.isError) {
      this.tally.error(this.text)
      return this.text
    }
    switch (this.valueType) {
      case 'float': case 'percentage': case 'currency': return this.value === null ? null : numberText(this.value)
      case 'boolean': return this.value
      case 'date': return this.value === null ? null : isoText(this.value, undefined)
      case 'time': return this.value === null ? null : durationText(this.value)
      case 'string': return this.value ?? this.text
      default:
        if (this.hasFormula && this.paragraphs === 0) this.tally.formulasWithoutValue++
        return this.paragraphs === 0 ? null : this.text
    }
  }

  private openText(name: string, text: string, start: number, end: number): void {
    if (name === 'p') {
      if (this.paragraphs++ > 0) this.text += '\n'
      this.paragraphDepth++
    } else if (name === 's') this.text += ' '.repeat(Math.min(countOf(attribute(text, start, end, 'text:c')), 1 << 16))
    else if (name === 'tab') this.text += '\t'
    else if (name === 'line-break') this.text += '\n'
  }

  private repeat(cells: number): void {
    this.repeatedCells += cells
    if (this.repeatedCells <= MAX_REPEATED_CELLS) return
    throw tooLarge(this.sourceName, `it repeats cells more than ${MAX_REPEATED_CELLS / 1e6} million times`, { maxRepeatedCells: MAX_REPEATED_CELLS })
  }
}

/** What stands in a cell without being its text. */
const ASIDES: ReadonlySet<string> = new Set(['annotation', 'note', 'ruby-text', 'shapes', 'frame', 'custom-shape', 'g', 'line', 'rect', 'control', 'detective'])

const VALUE_ATTRIBUTES: Readonly<Record<string, string>> = {
  float: 'office:value', percentage: 'office:value', currency: 'office:value', boolean: 'office:boolean-value', date: 'office:date-value', time: 'office:time-value',
  string: 'office:string-value',
}

function countOf(text: string | undefined): number {
  const count = text === undefined ? 1 : Number(text)
  return Number.isSafeInteger(count) && count >= 1 ? count : 1
}

/** White space as OpenDocument reads it (part 3, 6.1.2): a run of it is one space, and none at the start of a paragraph. */
function collapsed(piece: string, before: string): string {
  if (!/[\t\n ]/.test(piece)) return piece
  const single = piece.replace(/[\t\n\r ]+/g, ' ')
  return single.startsWith(' ') && (before === '' || before.endsWith('\n') || before.endsWith(' ')) ? single.slice(1) : single
}

/** `HH:MM:SS[.fff…]` of an ISO 8601 duration: `PT10H30M00S`; hours go on behind 24. */
function durationText(duration: string): string {
  const match = /^(-?)P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)([.,][0-9]+)?S)?$/.exec(duration)
  if (match === null) return duration
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${sign}${two(Number(days) * 24 + Number(hours))}:${two(Number(minutes))}:${two(Number(seconds))}${fraction.replace(',', '.').replace(/\.?0+$/, '')}`
}
