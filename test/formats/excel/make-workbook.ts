import { constants, crc32, deflateRawSync } from 'node:zlib'
import { excelReader, type ExcelFacts, type ExcelOptions } from '../../../engine/formats/excel/index.ts'
import { readExcel } from '../../../engine/formats/excel/excel-reader.ts'
import type { BrokenRecord, RecordSink, SourceColumn } from '../../../engine/formats/table.ts'
import { memorySource } from '../../support/memory-source.ts'

const text = (content: string | Uint8Array): Uint8Array => typeof content === 'string' ? new TextEncoder().encode(content) : content

/** Content that is packed already: a piece so many times over. */
export interface Repeated {
  readonly piece: string
  readonly times: number
}

function packedOf(content: string | Uint8Array | Repeated, method: 0 | 8): { readonly packed: Uint8Array, readonly crc: number, readonly size: number } {
  if (typeof content === 'object' && 'piece' in content) {
    const piece = deflateRawSync(content.piece, { finishFlush: constants.Z_FULL_FLUSH })
    return { packed: Buffer.concat([...Array.from({ length: content.times }, () => piece), deflateRawSync('')]), crc: 0, size: content.piece.length * content.times }
  }
  const bytes = text(content)
  return { packed: method === 0 ? bytes : deflateRawSync(bytes), crc: crc32(bytes), size: bytes.length }
}

/** A zip archive of some files, made without the code under test. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array | Repeated>>, { method = 8 }: { readonly method?: 0 | 8 } = {}): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [path, content] of Object.entries(files)) {
    const { packed, crc, size } = packedOf(content, method)
    const name = Buffer.from(path)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(name.length, 22)
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, entry, name)
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]
    parts.push(...local)
    offset += local.reduce((sum, { length }) => sum + length, 0)
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...parts, list, end]))
}

const TRANSITIONAL = { main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', office: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships' }
const STRICT = { main: 'http://purl.oclc.org/ooxml/spreadsheetml/main', office: 'http://purl.oclc.org/ooxml/officeDocument/relationships' }
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'

export interface SheetXml {
  readonly name?: string
  readonly state?: string
  /** What stands in `<sheetData>`. */
  readonly rows: string
  /** What stands before and behind it. */
  readonly before?: string
  readonly after?: string
}

export interface WorkbookXml {
  readonly sheets: readonly SheetXml[]
  /** Shared texts: the XML in `<si>`. */
  readonly strings?: readonly string[]
  /** Format codes; cell style 1 has the first, and so on. */
  readonly formats?: readonly string[]
  readonly date1904?: boolean
  readonly isStrict?: boolean
  /** A prefix for the main namespace. */
  readonly prefix?: string
  readonly files?: Readonly<Record<string, string | Uint8Array>>
}

/** The files of an .xlsx workbook. */
export function xlsxFiles({ sheets, strings, formats = [], date1904 = false, isStrict = false, prefix, files = {} }: WorkbookXml): Record<string, string | Uint8Array> {
  const { main, office } = isStrict ? STRICT : TRANSITIONAL
  const prefixed = (xml: string): string => prefix === undefined ? xml : xml.replace(/<(\/?)(?=[a-zA-Z])/g, `<$1${prefix}:`)
  const namespace = prefix === undefined ? `xmlns="${main}"` : `xmlns:${prefix}="${main}"`
  const relationship = (id: string, type: string, target: string): string => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}">${relationship('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': prefixed(`<workbook ${namespace} xmlns:r="${office}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name, state }, i) =>
      `<sheet name="${name ?? `Sheet${i + 1}`}" sheetId="${i + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}">${sheets.map((_, i) => relationship(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('')}${
      relationship('rIdS', 'sharedStrings', '/xl/sharedStrings.xml')}${relationship('rIdT', 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': prefixed(`<styleSheet ${namespace}><numFmts>${formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escapeXml(code)}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${
      formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join('')}</cellXfs></styleSheet>`),
    ...strings === undefined ? {} : { 'xl/sharedStrings.xml': prefixed(`<sst ${namespace} count="1">${strings.map(si => `<si>${si}</si>`).join('')}</sst>`) },
    ...Object.fromEntries(sheets.map(({ rows, before = '', after = '' }, i) =>
      [`xl/worksheets/sheet${i + 1}.xml`, prefixed(`<?xml version="1.0"?><worksheet ${namespace}>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`)])),
    ...files,
  }
}

export const xlsxOf = (book: WorkbookXml): Uint8Array => zipOf(xlsxFiles(book))
export const escapeXml = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Rows of XML from cells: null is none, a number a number, a text an inline one; what starts with `<` is a cell's own XML. */
export function rowsXml(rows: readonly (readonly (string | number | null)[])[], firstRow = 1): string {
  return rows.map((cells, r) => `<row r="${r + firstRow}">${cells.map((cell, c) => cellXml(cell, `${letters(c)}${r + firstRow}`)).join('')}</row>`).join('')
}

function cellXml(cell: string | number | null, reference: string): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
  if (cell.startsWith('<')) return cell.replace('<c', `<c r="${reference}"`)
  return `<c r="${reference}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`
}

const letters = (column: number): string => column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26)

export interface ReadSheet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** Of each record, or broken one, the row of the sheet. */
  readonly lines: readonly number[]
  readonly broken: readonly BrokenRecord[]
  readonly facts: ExcelFacts
}

/** Collects what a reader gives and holds it to the sink's contract. */
export class CollectingSink implements RecordSink {
  columns: readonly SourceColumn[] | undefined
  readonly rows: (string | null)[][] = []
  readonly lines: number[] = []
  readonly brokenRecords: BrokenRecord[] = []
  private row: (string | null)[] = []

  constructor(private readonly maxRecords = Infinity) {}

  begin(columns: readonly SourceColumn[]): void {
    if (this.columns !== undefined) throw new Error('begun twice')
    this.columns = columns
  }

  linesOfText(): void {
    throw new Error('cells are wanted')
  }

  restart(): Promise<void> {
    throw new Error('there is no need to begin again')
  }

  cell(content: string | null): void {
    this.row.push(content)
  }

  end(line: number): void {
    if (this.columns === undefined || this.row.length > this.columns.length) throw new Error('a cell too many')
    this.rows.push(this.row)
    this.lines.push(line)
    this.row = []
  }

  broken(record: BrokenRecord): void {
    this.brokenRecords.push(record)
    this.lines.push(record.line)
  }

  drain(): Promise<void> {
    return Promise.resolve()
  }

  get isDone(): boolean {
    return this.rows.length >= this.maxRecords
  }
}

export async function readSheet(bytes: Uint8Array, options: Partial<ExcelOptions> = {}, name = 'book.xlsx'): Promise<ReadSheet> {
  const sink = new CollectingSink()
  const facts = await readExcel(memorySource(bytes, name), { kind: 'xlsx', ...options }, sink)
  return { columns: (sink.columns ?? []).map(column => column.name), rows: sink.rows, lines: sink.lines, broken: sink.brokenRecords, facts }
}

/** The cells of the first column under a header, for tests of single cells. */
export async function readCells(cells: readonly string[], book: Omit<WorkbookXml, 'sheets'> = {}): Promise<{ readonly texts: readonly (string | null)[], readonly notes: readonly string[] }> {
  const rows = `<row r="1">${cells.map((_, i) => cellXml(`h${i}`, `${letters(i)}1`)).join('')}</row><row r="2">${cells.map((cell, i) => cellXml(cell, `${letters(i)}2`)).join('')}<c r="${letters(cells.length)}2" t="b"><v>1</v></c></row>`
  const { rows: [first], facts } = await readSheet(xlsxOf({ ...book, sheets: [{ rows }] }), { header: 1, skipRows: 0, skipFooter: 0 })
  return { texts: (first ?? []).slice(0, cells.length), notes: facts.notes }
}

export { excelReader }
