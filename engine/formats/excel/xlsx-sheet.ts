import { DateTexts, isoText, numberText } from './cell-text.ts'
import type { DateFormat } from './number-format.ts'
import type { TextTable } from './shared-strings.ts'
import { areaOf, MAX_COLUMNS, MAX_ROWS, type MergedArea, type SheetRow, type SheetTally } from './sheet-rows.ts'
import { CELL_WORDS, HAS_FORMULA, IS_RAW, NO_VALUE, STYLE_SHIFT, TYPE_MASK, type SheetRun } from './sheet-run.ts'
import { attribute, characterData, unescaped, type XmlHandler } from './xml-scanner.ts'

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const EQUALS = 0x3d
const SPACE = 0x20
const DOUBLE_QUOTE = 0x22
const LOWER_C = 0x63
const LOWER_R = 0x72
const LOWER_S = 0x73
const LOWER_T = 0x74

const VALUE = '><v>'
const VALUE_END = '</v></c>'
const OPENINGS = ['><is><t>', '><is><t xml:space="preserve">'] as const
const INLINE_END = '</t></is></c>'
/** Attributes of cells are short: a loop finds their ends sooner than a call. */
const SHORT_CHARACTERS = 12

/** What a cell's `t` says its value is (ECMA-376 part 1, 18.18.11). */
type CellType = 'number' | 'shared' | 'inline' | 'formula' | 'boolean' | 'error' | 'date'
/** By their numbers in sheet-run.as.ts. */
const CELL_TYPES: readonly CellType[] = ['number', 'shared', 'inline', 'formula', 'boolean', 'error', 'date']

/** What rows are made with. */
export interface SheetContext {
  /** By the number of a cell's style: how it shows numbers as dates; undefined for those that do not. */
  readonly dateFormats: readonly (DateFormat | undefined)[]
  readonly texts: Pick<TextTable, 'at'>
  readonly is1904: boolean
  readonly fail: (what: string) => Error
}

/**
 * Makes rows of a sheet's XML (ECMA-376 part 1, 18.3). What the sheet says of its own size is not looked at: rows are those that have a value
 * in a cell, wherever they stand.
 */
export class XlsxSheetHandler implements XmlHandler {
  private rows: SheetRow[] = []
  private cells: (string | null)[] = []
  private hasContent = false
  private line = 0
  private column = -1
  private isInData = false
  private isInRow = false
  private isInCell = false
  private isInline = false
  private isPhonetic = false
  private isValue = false
  private hasFormula = false
  private type: CellType = 'number'
  private style = 0
  private value: string | null = null
  private readonly dates: DateTexts

  constructor(private readonly context: SheetContext, private readonly tally: SheetTally) {
    this.dates = new DateTexts(context.is1904)
  }

  /** The rows that are complete. */
  take(): readonly SheetRow[] {
    const { rows } = this
    this.rows = []
    this.tally.hiddenParts = this.dates.hiddenParts
    return rows
  }

  /** Whether what comes next may be a row. */
  get isBetweenRows(): boolean {
    return this.isInData && !this.isInRow
  }

  /** Rows that were read already. */
  addRun({ rows, cells, values }: SheetRun): void {
    let at = 0
    let from = 0
    for (let row = 0; row < rows.length; row += 2) {
      this.line = rows[row] as number
      const end = (rows[row + 1] as number) * CELL_WORDS
      for (; at < end; at += CELL_WORDS) {
        const what = cells[at + 1] as number
        this.column = cells[at] as number
        this.type = CELL_TYPES[what & TYPE_MASK] ?? 'number'
        this.style = what >>> STYLE_SHIFT
        this.hasFormula = (what & HAS_FORMULA) !== 0
        const value = values.slice(from, from += cells[at + 2] as number)
        const isPlain = this.type === 'number' || this.type === 'shared' || (what & IS_RAW) === 0
        this.value = (what & NO_VALUE) !== 0 ? null : isPlain ? value : characterData(value, 0, value.length, false)
        this.endCell()
      }
      this.endRow()
    }
  }

  /** A cell as nearly all programs write most of them: `<c r="B2" s="1" t="s"><v>12</v></c>`, or one without a value: `<c r="B2" s="1"/>`. */
  element(text: string, at: number): number {
    if (text.charCodeAt(at + 1) !== LOWER_C || text.charCodeAt(at + 2) !== SPACE || text.charCodeAt(at) !== LT || !this.isInRow) return -1
    let [reference, style] = [-1, 0]
    let type: CellType = 'number'
    let i = at + 3
    for (; text.charCodeAt(i + 1) === EQUALS; i++) {
      const name = text.charCodeAt(i)
      const valueStart = i + 3
      const valueEnd = quoteBehind(text, valueStart)
      if (valueEnd === -1 || text.charCodeAt(i + 2) !== DOUBLE_QUOTE) return -1
      if (name === LOWER_R) reference = valueStart
      else if (name === LOWER_S) style = numberIn(text, valueStart, valueEnd)
      else if (name === LOWER_T) type = typeIn(text, valueStart, valueEnd)
      i = valueEnd + 1
      if (text.charCodeAt(i) !== SPACE) break
    }
    const end = this.valueBehind(text, i, type)
    if (end === -1) return -1
    this.column = reference === -1 ? this.column + 1 : columnIn(text, reference)
    if (this.column >= MAX_COLUMNS) throw this.beyondColumns()
    this.style = style
    this.type = type
    this.hasFormula = false
    this.endCell()
    return end
  }

  /** Reads what follows a cell's attributes, if it is one of the usual spellings, and returns where the cell ends, otherwise -1. */
  private valueBehind(text: string, at: number, type: CellType): number {
    if (text.charCodeAt(at) === SLASH && text.charCodeAt(at + 1) === GT) {
      this.value = null
      return at + 2
    }
    const isInline = type === 'inline'
    const open = isInline ? OPENINGS.find(opening => standsAt(text, at, opening)) : standsAt(text, at, VALUE) ? VALUE : undefined
    if (open === undefined) return -1
    const start = at + open.length
    const end = text.indexOf('<', start)
    const close = isInline ? INLINE_END : VALUE_END
    if (end === -1 || !standsAt(text, end, close)) return -1
    this.value = type === 'number' || type === 'shared' ? text.slice(start, end) : characterData(text, start, end, false)
    return end + close.length
  }

  open(name: string, text: string, start: number, end: number): void {
    switch (name) {
      case 'c':
        if (this.isInRow) this.startCell(text, start, end)
        return
      case 'v':
        this.isValue = this.isInCell
        return
      case 't':
        this.isValue = this.isInline && !this.isPhonetic
        return
      case 'f':
        this.hasFormula = true
        return
      case 'row':
        if (this.isInData) this.startRow(text, start, end)
        return
      case 'is':
        this.isInline = this.isInCell
        return
      case 'rPh':
        this.isPhonetic = true
        return
      case 'sheetData':
        this.isInData = true
        return
      case 'mergeCell':
        this.tally.mergedAreas++
    }
  }

  characters(text: string, start: number, end: number, isLiteral: boolean): void {
    if (!this.isValue) return
    const isPlain = this.type === 'number' || this.type === 'shared'
    const piece = isPlain && !isLiteral ? text.slice(start, end) : characterData(text, start, end, isLiteral)
    this.value = this.value === null ? piece : this.value + piece
  }

  close(name: string): void {
    switch (name) {
      case 'v': case 't':
        // Empty text is text.
        if (this.isValue) this.value ??= ''
        this.isValue = false
        return
      case 'c':
        if (this.isInCell) this.endCell()
        return
      case 'row':
        if (this.isInRow) this.endRow()
        return
      case 'is':
        this.isInline = false
        return
      case 'rPh':
        this.isPhonetic = false
        return
      case 'sheetData':
        this.isInData = false
    }
  }

  private startRow(text: string, start: number, end: number): void {
    const number = attribute(text, start, end, 'r')
    this.line = number === undefined ? this.line + 1 : Number(number)
    if (!(this.line >= 1 && this.line <= MAX_ROWS)) throw this.context.fail(`it has a row ${number ?? this.line}, and rows are 1 to ${MAX_ROWS}`)
    this.isInRow = true
    this.column = -1
  }

  private endRow(): void {
    this.isInRow = false
    if (this.hasContent) this.rows.push({ line: this.line, cells: this.cells })
    if (this.cells.length > 0) this.cells = []
    this.hasContent = false
  }

  private startCell(text: string, start: number, end: number): void {
    this.isInCell = true
    this.column++
    this.type = 'number'
    this.style = 0
    this.value = null
    this.hasFormula = false
    const [reference, style, type] = [attribute(text, start, end, 'r'), attribute(text, start, end, 's'), attribute(text, start, end, 't')]
    if (reference !== undefined) this.column = columnIn(reference, 0)
    if (style !== undefined) this.style = Number(style)
    if (type !== undefined) this.type = typeIn(type, 0, type.length)
    if (this.column >= MAX_COLUMNS) throw this.beyondColumns()
  }

  private beyondColumns(): Error {
    return this.context.fail(`row ${this.line} has a cell beyond column XFD`)
  }

  private endCell(): void {
    this.isInCell = false
    const text = this.cellText()
    if (text === null) return
    const { cells, column } = this
    while (cells.length < column) cells.push(null)
    cells[column] = text
    if (text !== '') this.hasContent = true
  }

  private cellText(): string | null {
    const { value, type } = this
    if (value === null || (value === '' && (type === 'number' || type === 'shared'))) {
      if (this.hasFormula) this.tally.formulasWithoutValue++
      return null
    }
    switch (type) {
      case 'number': {
        const format = this.context.dateFormats[this.style]
        return format === undefined ? numberText(value) : this.dates.text(value, format)
      }
      case 'shared': return this.sharedText(value)
      case 'inline': case 'formula': return unescaped(value)
      case 'boolean': return value === '1' || value === 'true' ? 'true' : 'false'
      case 'error':
        this.tally.error(value)
        return value
      case 'date': return isoText(value, this.context.dateFormats[this.style])
    }
  }

  private sharedText(value: string): string | null {
    const text = this.context.texts.at(numberIn(value, 0, value.length))
    if (text === undefined) this.tally.missingTexts++
    return text ?? null
  }
}

/** Whether a text stands at `at`. */
function standsAt(text: string, at: number, wanted: string): boolean {
  for (let i = 0; i < wanted.length; i++) if (text.charCodeAt(at + i) !== wanted.charCodeAt(i)) return false
  return true
}

/** Where the next double quote stands, -1 for nowhere. */
function quoteBehind(text: string, from: number): number {
  for (let i = from; i < from + SHORT_CHARACTERS; i++) if (text.charCodeAt(i) === DOUBLE_QUOTE) return i
  return text.indexOf('"', from)
}

/** The column of the reference that begins at `at`, from 0. */
function columnIn(text: string, at: number): number {
  let column = 0
  for (let i = at; ; i++) {
    const letter = text.charCodeAt(i) & ~0x20
    if (!(letter >= 0x41 && letter <= 0x5a)) return column - 1
    column = column * 26 + letter - 0x40
    if (column > MAX_COLUMNS) return column
  }
}

function numberIn(text: string, start: number, end: number): number {
  let number = 0
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (!(digit >= 0 && digit <= 9)) return Number(text.slice(start, end))
    number = number * 10 + digit
  }
  return number
}

function typeIn(text: string, start: number, end: number): CellType {
  if (end - start === 1) {
    switch (text.charAt(start)) {
      case 's': return 'shared'
      case 'b': return 'boolean'
      case 'e': return 'error'
      case 'd': return 'date'
      default: return 'number'
    }
  }
  return standsAt(text, start, 'inlineStr') ? 'inline' : standsAt(text, start, 'str') ? 'formula' : 'number'
}

/** Finds merged areas, which stand behind all cells, without reading the cells. */
export class MergedAreasHandler implements XmlHandler {
  readonly areas: MergedArea[] = []

  constructor(private readonly lastLine: number) {}

  open(name: string, text: string, start: number, end: number): void {
    if (name !== 'mergeCell') return
    const area = areaOf(attribute(text, start, end, 'ref') ?? '')
    if (area !== undefined && area.firstLine <= this.lastLine) this.areas.push(area)
  }

  close(): void { /* Nothing stands in them. */ }
  characters(): void { /* Nothing is said in them. */ }
}
