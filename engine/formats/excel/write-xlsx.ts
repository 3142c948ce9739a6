import { ConnectorError } from '../../base/errors.ts'
import { Utf8Pieces } from '../../base/utf8-pieces.ts'
import { parseDate, parseDatetime, parseTime } from '../../data/date-text.ts'
import type { DataType } from '../../data/type.ts'
import type { RowBatches } from '../formats.ts'
import type { SourceColumn } from '../table.ts'
import { columnLetters, MAX_COLUMNS, MAX_ROWS } from './sheet-rows.ts'
import { ZipWriter } from './zip-writer.ts'

const encoder = new TextEncoder()
const PIECE_BYTES = 1 << 17
/** Excel's limit for the text of a cell. */
const MAX_CELL_CHARACTERS = 32_767
/** Numbers of more digits lose some: Excel keeps as many. */
const MAX_DIGITS = 15
const DAY_MS = 86_400_000
const DAY_MICROS = 86_400_000_000n
/** 1970-01-01 as a serial number; 1900-03-01, before which Excel is a day off; 1900-01-01, before which it has no days. */
const EPOCH_SERIAL = 25_569
const MARCH_1900 = -25_508
const FIRST_DAY = -25_567

/** Numbers of the styles in {@link STYLES}. */
const STYLE = { header: 1, date: 2, datetime: 3, datetimeMs: 4, time: 5, timeMs: 6 } as const

/**
 * Writes a table as a workbook of one sheet, row by row. Texts stay texts; integers and numbers of up to 15 digits, booleans, dates, datetimes and
 * times become Excel's own, and what Excel has no value for stays text: longer numbers, days before 1900, microseconds, instants.
 * @throws ConnectorError `too_many_rows`, `too_many_columns`, `cell_too_long`
 */
export async function* writeXlsx(columns: readonly SourceColumn[], rows: RowBatches): AsyncGenerator<Uint8Array, void> {
  if (columns.length > MAX_COLUMNS) {
    throw new ConnectorError('too_many_columns', `a sheet has at most ${MAX_COLUMNS} columns, and the table has ${columns.length}`, {
      details: { columns: columns.length }, hint: 'Write CSV or Parquet, or drop columns.',
    })
  }
  const zip = new ZipWriter()
  for (const [path, xml] of PARTS) yield* zip.add(path, [encoder.encode(xml)])
  yield* zip.add('xl/worksheets/sheet1.xml', sheetXml(columns, rows))
  yield* zip.end()
}

async function* sheetXml(columns: readonly SourceColumn[], rows: RowBatches): AsyncGenerator<Uint8Array, void> {
  const pieces = new Utf8Pieces(PIECE_BYTES)
  const letters = columns.map((_, i) => columnLetters(i))
  const cellOf = columns.map(({ type }) => cellWriter(type))
  const view = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
  pieces.add(`${XML}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><sheetData>`)
  pieces.add(`<row r="1">${columns.map(({ name }, i) => textCell(`r="${letters[i] ?? ''}1" s="${STYLE.header}"`, limited(name, columns, i, 1))).join('')}</row>`)
  let row = 1
  for await (const batch of rows) {
    for (const cells of batch) {
      if (++row > MAX_ROWS) {
        throw new ConnectorError('too_many_rows', `a sheet has at most ${MAX_ROWS} rows, the labels among them, and the table has more`, {
          details: { maxRows: MAX_ROWS }, hint: 'Write CSV or Parquet, or fewer rows.',
        })
      }
      let xml = `<row r="${row}">`
      for (let i = 0; i < columns.length; i++) {
        const text = cells[i]
        if (text !== null && text !== undefined) xml += cellOf[i]?.(`r="${letters[i] ?? ''}${row}"`, limited(text, columns, i, row)) ?? ''
      }
      pieces.add(`${xml}</row>`)
      if (pieces.isFull) yield pieces.take()
    }
  }
  pieces.add('</sheetData></worksheet>')
  yield pieces.take()
}

function limited(text: string, columns: readonly SourceColumn[], column: number, row: number): string {
  if (text.length <= MAX_CELL_CHARACTERS) return text
  const place = `column "${columns[column]?.name ?? ''}" has ${text.length} in row ${row} of the sheet`
  throw new ConnectorError('cell_too_long', `a cell of a workbook has at most ${MAX_CELL_CHARACTERS} characters, and ${place}`, {
    details: { row, characters: text.length }, hint: 'Write CSV or Parquet, or shorten that column.',
  })
}

/** Makes a cell's XML from its attributes and text. */
type CellWriter = (attributes: string, text: string) => string

function cellWriter({ name }: DataType): CellWriter {
  switch (name) {
    case 'integer': case 'number': case 'decimal':
      return (attributes, text) => isExactNumber(text) ? numberCell(attributes, String(Number(text))) : textCell(attributes, text)
    case 'boolean': return (attributes, text) => {
      const lower = text.toLowerCase()
      return lower === 'true' || lower === 'false' ? `<c ${attributes} t="b"><v>${lower === 'true' ? 1 : 0}</v></c>` : textCell(attributes, text)
    }
    case 'date': return (attributes, text) => dateCell(attributes, text)
    case 'datetime': return (attributes, text) => datetimeCell(attributes, text)
    case 'time': return (attributes, text) => timeCell(attributes, text)
    // An instant's zone, and what is nested, have no place in a number.
    case 'string': case 'timestamp': case 'json': case 'array': return textCell
  }
}

const numberCell = (attributes: string, number: string): string => `<c ${attributes}><v>${number}</v></c>`
const textCell: CellWriter = (attributes, text) => `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

/** Whether a workbook's number holds all digits of the text. */
function isExactNumber(text: string): boolean {
  const match = /^\s*[+-]?([0-9]*)\.?([0-9]*)([eE][+-]?[0-9]{1,4})?\s*$/.exec(text)
  if (match === null || !Number.isFinite(Number(text))) return false
  const digits = `${match[1] ?? ''}${match[2] ?? ''}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  // Zero, or a number that is not rounded to it.
  return `${match[1] ?? ''}${match[2] ?? ''}` !== '' && significant.length <= MAX_DIGITS && (significant === '' || Number(text) !== 0)
}

function dateCell(attributes: string, text: string): string {
  const days = parseDate(text)
  return days === undefined || days < FIRST_DAY ? textCell(attributes, text) : numberCell(`${attributes} s="${STYLE.date}"`, String(serialDay(days)))
}

function datetimeCell(attributes: string, text: string): string {
  const micros = parseDatetime(text)
  if (micros === undefined || micros % 1000n !== 0n) return textCell(attributes, text)
  const days = Number((micros - floorRest(micros)) / DAY_MICROS)
  if (days < FIRST_DAY) return textCell(attributes, text)
  const ms = Number(floorRest(micros) / 1000n)
  return numberCell(`${attributes} s="${ms % 1000 === 0 ? STYLE.datetime : STYLE.datetimeMs}"`, String(serialDay(days) + ms / DAY_MS))
}

/** Microseconds since the midnight before. */
const floorRest = (micros: bigint): bigint => ((micros % DAY_MICROS) + DAY_MICROS) % DAY_MICROS
const serialDay = (days: number): number => days + EPOCH_SERIAL - (days < MARCH_1900 ? 1 : 0)

function timeCell(attributes: string, text: string): string {
  const micros = parseTime(text)
  if (micros === undefined || micros % 1000n !== 0n) return textCell(attributes, text)
  const ms = Number(micros / 1000n)
  return numberCell(`${attributes} s="${ms % 1000 === 0 ? STYLE.time : STYLE.timeMs}"`, String(ms / DAY_MS))
}

const SPECIAL = /[&<>]|_(?=x[0-9A-Fa-f]{4}_)|[\0-\x08\x0b-\x1f\ufffe\uffff]/g
const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text for XML; what XML cannot hold, and what would be taken for that, as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
const escaped = (text: string): string => text.replace(SPECIAL, character => REFERENCES[character] ?? `_x${hexOf(character)}_`)
const hexOf = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** By {@link STYLE}: number of the format, number of the font. */
const STYLES = [[0, 0], [0, 1], [164, 0], [165, 0], [166, 0], [167, 0], [168, 0]] as const
const FORMATS = ['yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss', 'yyyy-mm-dd hh:mm:ss.000', 'hh:mm:ss', 'hh:mm:ss.000'] as const

const override = (part: string, type: string): string => `<Override PartName="${part}" ContentType="${TYPES}.${type}+xml"/>`
const relationships = (...parts: readonly (readonly [string, string])[]): string =>
  `<Relationships xmlns="${RELATIONSHIPS}">${parts.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`

const CONTENT_TYPES = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`
  + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
  + `${override('/xl/workbook.xml', 'sheet.main')}${override('/xl/worksheets/sheet1.xml', 'worksheet')}${override('/xl/styles.xml', 'styles')}</Types>`

const font = (weight: string): string => `<font>${weight}<sz val="11"/><name val="Calibri"/></font>`
const fill = (pattern: string): string => `<fill><patternFill patternType="${pattern}"/></fill>`
const cellFormat = ([format, fontId]: readonly [number, number]): string =>
  `<xf numFmtId="${format}" fontId="${fontId}" fillId="0" borderId="0" xfId="0"${format === 0 ? '' : ' applyNumberFormat="1"'}${fontId === 0 ? '' : ' applyFont="1"'}/>`

const STYLE_SHEET = `<styleSheet xmlns="${MAIN}">`
  + `<numFmts count="${FORMATS.length}">${FORMATS.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code}"/>`).join('')}</numFmts>`
  + `<fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="2">${fill('none')}${fill('gray125')}</fills><borders count="1"><border/></borders>`
  + `<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${STYLES.length}">${STYLES.map(cellFormat).join('')}</cellXfs>`
  + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

/** The parts besides the sheet: path, XML. */
const PARTS: readonly (readonly [string, string])[] = [
  ['[Content_Types].xml', `${XML}${CONTENT_TYPES}`],
  ['_rels/.rels', `${XML}${relationships(['officeDocument', 'xl/workbook.xml'])}`],
  ['xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`],
  ['xl/_rels/workbook.xml.rels', `${XML}${relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'])}`],
  ['xl/styles.xml', `${XML}${STYLE_SHEET}`],
]
