import type { ByteSource } from '../source.ts'
import { builtInDateFormat, dateFormatOf, type DateFormat } from './number-format.ts'
import { SharedStringsHandler, type TextTable } from './shared-strings.ts'
import {
  areaOf, SheetTally, type DeclaredTable, type MergedArea, type SheetEntry, type SheetReading, type SheetRow, type SheetVisibility, type Workbook,
} from './sheet-rows.ts'
import { scanSheet } from './scan-sheet.ts'
import { damaged, noWorkbook, tooLarge } from './trouble.ts'
import { MergedAreasHandler, XlsxSheetHandler } from './xlsx-sheet.ts'
import { attribute, XmlScanner, type XmlHandler } from './xml-scanner.ts'
import { textPieces } from './xml-text.ts'
import type { ZipArchive, ZipEntry } from './zip-archive.ts'

/** Of all shared texts together, which are held in memory. */
const MAX_TEXT_BYTES = 1 << 30

interface Relationship {
  readonly id: string
  /** The last word of its type, which is the same in the transitional and the strict kind of file: `worksheet`. */
  readonly type: string
  readonly path: string
}

/** Opens an Office Open XML workbook (ECMA-376, ISO/IEC 29500), transitional or strict. @throws ConnectorError `damaged_workbook` */
export async function openXlsx(source: ByteSource, archive: ZipArchive, signal?: AbortSignal): Promise<Workbook> {
  const parts = new Parts(source.name, archive, signal)
  const root = (await parts.relationships('')).find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml'
  const { sheets, is1904 } = await readWorkbook(parts, root)
  const relationships = await parts.relationships(root)
  const pathOf = (type: string): string | undefined => relationships.find(relationship => relationship.type === type)?.path
  const worksheets = sheets.flatMap(({ id, ...entry }) => {
    const target = relationships.find(relationship => relationship.id === id)
    return target?.type === 'worksheet' ? [{ ...entry, path: target.path }] : []
  })
  if (worksheets.length === 0) throw noWorkbook(source.name, `its main part ${root} has no sheet with cells`)
  return {
    sheets: worksheets,
    async read(index, options) {
      const reading = parts.withSignal(options.signal)
      const path = worksheets[index]?.path ?? ''
      const dateFormats = await readDateFormats(reading, pathOf('styles'))
      const fail = reading.failIn(path)
      const maxRows = options.maxRows ?? Infinity
      const lastText = maxRows < Infinity ? await lastTextOf(reading, path, maxRows) : Infinity
      const texts = await readTexts(reading, pathOf('sharedStrings'), lastText)
      const tally = new SheetTally()
      return {
        tally,
        rows: readRows(reading, path, new XlsxSheetHandler({ dateFormats, texts, is1904, fail }, tally), maxRows),
        mergedAreasTo: line => readMergedAreas(reading, path, line),
        declaredTables: await readTables(reading, path),
      } satisfies SheetReading
    },
  }
}

/** The XML files of a workbook. */
class Parts {
  constructor(readonly name: string, private readonly archive: ZipArchive, readonly signal: AbortSignal | undefined) {}

  withSignal(signal: AbortSignal | undefined): Parts {
    return signal === undefined ? this : new Parts(this.name, this.archive, signal)
  }

  has(path: string): boolean {
    return this.archive.find(path) !== undefined
  }

  failIn(path: string): (what: string) => Error {
    return what => damaged(this.name, `its part ${path} cannot be read: ${what}`)
  }

  /** Gives a part to a handler, piece by piece. */
  async *scan(path: string, handler: XmlHandler): AsyncGenerator<void, void> {
    const scanner = new XmlScanner(handler, this.failIn(path))
    for await (const piece of textPieces(this.archive.stream(this.entry(path), this.signal))) {
      scanner.push(piece)
      yield
    }
    scanner.finish()
  }

  /** As {@link scan}, for the XML of a sheet. */
  scanSheet(path: string, handler: XlsxSheetHandler): AsyncGenerator<void, void> {
    return scanSheet(this.archive.stream(this.entry(path), this.signal), handler, this.failIn(path))
  }

  async scanAll(path: string, handler: XmlHandler): Promise<void> {
    for await (const _ of this.scan(path, handler)) { /* The handler takes it. */ }
  }

  /** The relationships of a part, or of the package for ''. */
  async relationships(part: string): Promise<readonly Relationship[]> {
    const folder = part.slice(0, part.lastIndexOf('/') + 1)
    const path = `${folder}_rels/${part.slice(folder.length)}.rels`
    const found: Relationship[] = []
    if (!this.has(path)) return found
    await this.scanAll(path, onOpen((name, read) => {
      if (name !== 'Relationship' || read('TargetMode') === 'External') return
      found.push({ id: read('Id') ?? '', type: (read('Type') ?? '').replace(/^.*\//, ''), path: resolved(folder, read('Target') ?? '') })
    }))
    return found
  }

  private entry(path: string): ZipEntry {
    const entry = this.archive.find(path)
    if (entry === undefined) throw damaged(this.name, `its part ${path} is missing`)
    return entry
  }
}

/** A handler that looks at start tags only. */
function onOpen(take: (name: string, read: (attributeName: string) => string | undefined) => void): XmlHandler {
  return {
    open: (name, text, start, end) => take(name, attributeName => attribute(text, start, end, attributeName)),
    close() { /* Start tags say all. */ },
    characters() { /* Start tags say all. */ },
  }
}

/** The path that a relationship's target names: from the root when it starts with a slash, otherwise from the folder of the part. */
function resolved(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

interface WorkbookSheet extends SheetEntry {
  readonly id: string
}

async function readWorkbook(parts: Parts, path: string): Promise<{ readonly sheets: readonly WorkbookSheet[], readonly is1904: boolean }> {
  const sheets: WorkbookSheet[] = []
  let is1904 = false
  await parts.scanAll(path, onOpen((name, read) => {
    // An extension has an element of the same name, without the attribute.
    if (name === 'workbookPr') is1904 ||= isTrue(read('date1904'))
    // `r:id` by whatever prefix; the attribute of the sheet's own is `sheetId`.
    else if (name === 'sheet') sheets.push({ name: read('name') ?? '', visibility: VISIBILITIES[read('state') ?? ''] ?? 'visible', id: read('id') ?? '' })
  }))
  return { sheets, is1904 }
}

const VISIBILITIES: Readonly<Record<string, SheetVisibility>> = { hidden: 'hidden', veryHidden: 'very hidden' }
const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true' || text === 'on'

/** By the number of a cell's style, how it shows numbers as dates. */
async function readDateFormats(parts: Parts, path: string | undefined): Promise<readonly (DateFormat | undefined)[]> {
  const custom = new Map<number, DateFormat | undefined>()
  const formats: (DateFormat | undefined)[] = []
  if (path === undefined || !parts.has(path)) return formats
  let isInCellFormats = false
  const handler: XmlHandler = {
    open(name, text, start, end) {
      if (name === 'numFmt') custom.set(Number(attribute(text, start, end, 'numFmtId')), dateFormatOf(attribute(text, start, end, 'formatCode') ?? ''))
      else if (name === 'cellXfs') isInCellFormats = true
      else if (name === 'xf' && isInCellFormats) {
        const id = Number(attribute(text, start, end, 'numFmtId') ?? 0)
        formats.push(custom.has(id) ? custom.get(id) : builtInDateFormat(id))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false
    },
    characters() { /* Attributes say all. */ },
  }
  await parts.scanAll(path, handler)
  return formats
}

/** The shared texts up to number `last`. */
async function readTexts(parts: Parts, path: string | undefined, last: number): Promise<TextTable> {
  const handler = new SharedStringsHandler()
  if (path === undefined || !parts.has(path) || last < 0) return handler.texts
  for await (const _ of parts.scan(path, handler)) {
    if (handler.texts.byteLength > MAX_TEXT_BYTES) throw tooLarge(parts.name, `its texts are more than ${MAX_TEXT_BYTES >> 20} MB`, { maxBytes: MAX_TEXT_BYTES })
    if (handler.texts.size > last) break
  }
  return handler.texts
}

/** The greatest number of a shared text in the first rows, so that not all texts need be read for them. */
async function lastTextOf(parts: Parts, path: string, maxRows: number): Promise<number> {
  let last = -1
  const texts = {
    at(index: number): string {
      last = Math.max(last, index)
      return ' '
    },
  }
  const handler = new XlsxSheetHandler({ dateFormats: [], texts, is1904: false, fail: parts.failIn(path) }, new SheetTally())
  for await (const _ of readRows(parts, path, handler, maxRows)) { /* Only the numbers matter. */ }
  return last
}

async function* readRows(parts: Parts, path: string, handler: XlsxSheetHandler, maxRows: number): AsyncGenerator<readonly SheetRow[], void> {
  let left = maxRows
  for await (const _ of parts.scanSheet(path, handler)) {
    const rows = handler.take().slice(0, left)
    left -= rows.length
    if (rows.length > 0) yield rows
    if (left <= 0) return
  }
  const rows = handler.take().slice(0, left)
  if (rows.length > 0) yield rows
}

async function readMergedAreas(parts: Parts, path: string, line: number): Promise<readonly MergedArea[]> {
  const handler = new MergedAreasHandler(line)
  await parts.scanAll(path, handler)
  return handler.areas
}

async function readTables(parts: Parts, sheetPath: string): Promise<readonly DeclaredTable[]> {
  const tables: DeclaredTable[] = []
  for (const { type, path } of await parts.relationships(sheetPath)) {
    if (type !== 'table' || !parts.has(path)) continue
    await parts.scanAll(path, onOpen((name, read) => {
      const area = name === 'table' ? areaOf(read('ref') ?? '') : undefined
      if (area !== undefined) tables.push({ ...area, headerRows: Number(read('headerRowCount') ?? 1), totalRows: Number(read('totalsRowCount') ?? 0) })
    }))
  }
  return tables
}
