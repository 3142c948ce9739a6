import { string } from '../../data/type.ts'
import type { RecordSink } from '../table.ts'
import { columnLetters, type DeclaredTable, type MergedArea, type SheetReading, type SheetRow, type SheetTally } from './sheet-rows.ts'
import { asksForMergedAreas, findTable, footerRows, labelsOf, shapeOf, usedColumns, type BodyShape, type TableHints, type TableLayout } from './structure.ts'

/** Rows that are looked at before the table's columns are settled: so many, or so many cells. */
const SAMPLE_ROWS = 1000
const SAMPLE_CELLS = 1 << 19
/** Rows that are held back, since those below a table are known for what they are only at its end. */
const TAIL_ROWS = 30
const DRAIN_ROWS = 1000

export interface ReadTableOptions extends Pick<TableHints, 'headerRows' | 'skipRows'> {
  /** How many rows at the end are none of the table's; found out when left out. */
  readonly skipFooter?: number | undefined
  /** Rows that the reading gives at most: when there are as many, the sheet may go on. */
  readonly maxRows?: number | undefined
  readonly maxRecords?: number | undefined
}

/** Reads a sheet's table into a sink; returns what the user should know. Undefined, and nothing is given to the sink, when the sheet has no cells. */
export async function readTable(reading: SheetReading, options: ReadTableOptions, sink: RecordSink): Promise<readonly string[] | undefined> {
  const batches = reading.rows[Symbol.asyncIterator]()
  try {
    const sample = await firstRows(batches)
    if (sample.rows.length === 0) return undefined
    const isFree = options.headerRows === undefined && options.skipRows === undefined
    const declared = isFree && reading.declaredTables.length === 1 ? reading.declaredTables[0] : undefined
    const mergedAreas = asksForMergedAreas(sample.rows) ? await reading.mergedAreasTo(sample.rows.at(-1)?.line ?? 0) : []
    const layout = declaredLayout(sample.rows, declared) ?? findTable(sample.rows, { ...options, mergedAreas })
    const table = new TableWriter(sink, sample.rows, layout, mergedAreas, options.maxRecords)
    let isStopped = await table.add(sample.rows.slice(layout.firstRow))
    let numRows = sample.rows.length
    for (let next = sample.next; !isStopped && next.done !== true; next = await batches.next()) {
      numRows += next.value.length
      isStopped = await table.add(next.value)
    }
    if (!isStopped) await table.end(numRows >= (options.maxRows ?? Infinity) ? 0 : options.skipFooter, declared)
    return [...table.notes(), ...tallyNotes(reading.tally)]
  } finally {
    await batches.return?.()
  }
}

interface Sample {
  readonly rows: readonly SheetRow[]
  /** What comes behind them. */
  readonly next: IteratorResult<readonly SheetRow[], unknown>
}

async function firstRows(batches: AsyncIterator<readonly SheetRow[]>): Promise<Sample> {
  const rows: SheetRow[] = []
  let cells = 0
  let next = await batches.next()
  for (; next.done !== true; next = await batches.next()) {
    const batch = next.value
    let taken = 0
    for (; taken < batch.length && rows.length < SAMPLE_ROWS && cells < SAMPLE_CELLS; taken++) {
      const row = batch[taken]
      if (row === undefined) break
      rows.push(row)
      cells += row.cells.length
    }
    if (taken < batch.length) return { rows, next: { done: false, value: batch.slice(taken) } }
  }
  return { rows, next }
}

/** Where the workbook itself says that the table is, if there are rows. */
function declaredLayout(rows: readonly SheetRow[], declared: DeclaredTable | undefined): TableLayout | undefined {
  if (declared === undefined) return undefined
  const start = rows.findIndex(({ line }) => line === declared.firstLine)
  return start === -1 ? undefined : { start, firstRow: Math.min(rows.length, start + declared.headerRows) }
}

/** Gives rows to a sink, the last of them only at the end. */
class TableWriter {
  private readonly columns: readonly number[]
  /** By column of the sheet, whether it is one of the table's. */
  private readonly isColumn: readonly boolean[]
  private readonly shape: BodyShape
  private tail: SheetRow[] = []
  private lastLine: number
  private records = 0
  private blankRows = 0
  private brokenRows = 0
  private undrained = 0
  private readonly found: string[] = []

  constructor(
    private readonly sink: RecordSink, sample: readonly SheetRow[], { start, firstRow }: TableLayout, mergedAreas: readonly MergedArea[],
    private readonly maxRecords = Infinity,
  ) {
    const headers = sample.slice(start, firstRow)
    this.columns = usedColumns(sample.slice(start))
    const isColumn: boolean[] = []
    for (const column of this.columns) isColumn[column] = true
    this.isColumn = isColumn
    this.shape = shapeOf(sample.slice(firstRow), this.columns)
    this.lastLine = sample[firstRow - 1]?.line ?? (sample[firstRow]?.line ?? 1) - 1
    this.found.push(...layoutNotes(sample.slice(0, start), headers))
    sink.begin(labelsOf(headers, this.columns, mergedAreas).map(name => ({ name, type: string })))
  }

  /** Takes the next rows; true when no more are wanted. */
  async add(rows: readonly SheetRow[]): Promise<boolean> {
    this.tail = this.tail.length === 0 ? [...rows] : [...this.tail, ...rows]
    const free = this.tail.length - TAIL_ROWS
    return free > 0 && this.give(this.tail.splice(0, free))
  }

  /** Gives the last rows but those below the table: `skipFooter`, or what looks like it. */
  async end(skipFooter: number | undefined, declared: DeclaredTable | undefined): Promise<void> {
    const { tail } = this
    const count = skipFooter ?? declaredFooter(tail, declared) ?? footerRows(tail, this.shape)
    const footer = tail.splice(tail.length - Math.min(count, tail.length))
    if (footer.length > 0) this.found.push(`${range('row', footer)} below the table ${footer.length === 1 ? 'is' : 'are'} left out: ${excerpt(footer)}`)
    await this.give(tail)
  }

  notes(): readonly string[] {
    const { blankRows, brokenRows } = this
    return [
      ...this.found,
      ...blankRows > 0 ? [`${counted(blankRows, 'blank row')} between the records ${blankRows === 1 ? 'is' : 'are'} left out`] : [],
      ...brokenRows > 0 ? [`${counted(brokenRows, 'row')} ${brokenRows === 1 ? 'has' : 'have'} cells outside of the table's columns`] : [],
    ]
  }

  private async give(rows: readonly SheetRow[]): Promise<boolean> {
    const { sink } = this
    for (const row of rows) {
      if (sink.isDone || this.records >= this.maxRecords) return true
      this.records++
      this.blankRows += Math.max(0, row.line - this.lastLine - 1)
      this.lastLine = row.line
      this.record(row)
      if (++this.undrained < DRAIN_ROWS) continue
      this.undrained = 0
      await sink.drain()
    }
    return sink.isDone || this.records >= this.maxRecords
  }

  private record({ line, cells }: SheetRow): void {
    const { sink, columns } = this
    for (let column = 0; column < cells.length; column++) {
      if (this.isColumn[column] !== true && cells[column] !== null && cells[column] !== '') return this.broken({ line, cells }, column)
    }
    for (const column of columns) sink.cell(cells[column] ?? null)
    sink.end(line)
  }

  private broken({ line, cells }: SheetRow, column: number): void {
    const [first, last] = [columnLetters(this.columns[0] ?? 0), columnLetters(this.columns.at(-1) ?? 0)]
    this.brokenRows++
    this.sink.broken({
      code: 'too_many_cells', line, byteOffset: 0, raw: cells.map(cell => cell ?? '').join('\t'),
      message: `cell ${columnLetters(column)}${line} stands outside of the table, whose columns are ${first} to ${last}`,
    })
  }
}

/** What stands below the table's end as the workbook has it; undefined when that is more than a few rows, which may be records added by a program. */
function declaredFooter(tail: readonly SheetRow[], declared: DeclaredTable | undefined): number | undefined {
  if (declared === undefined) return undefined
  const lastLine = declared.lastLine - declared.totalRows
  const inside = tail.findLastIndex(({ line }) => line <= lastLine)
  return inside === -1 ? undefined : tail.length - 1 - inside
}

function layoutNotes(above: readonly SheetRow[], headers: readonly SheetRow[]): string[] {
  return [
    ...above.length > 0 ? [`${range('row', above)} above the table ${above.length === 1 ? 'is' : 'are'} left out: ${excerpt(above)}`] : [],
    ...headers.length > 1 ? [`the labels stand in ${range('row', headers)} and are joined`] : [],
    ...headers.length === 0 ? ['no row of labels was found, so the columns are numbered'] : [],
  ]
}

function tallyNotes({ errors, formulasWithoutValue, missingTexts, hiddenParts, mergedAreas }: SheetTally): string[] {
  const notes: string[] = []
  const note = (count: number, what: string, one: string, many: string): void => {
    if (count > 0) notes.push(`${counted(count, what)} ${count === 1 ? one : many}`)
  }
  const kinds = [...errors].sort(([, a], [, b]) => b - a).map(([text, count]) => `${count} ${text}`).join(', ')
  note([...errors.values()].reduce((sum, count) => sum + count, 0), 'cell', `holds an error, read as text: ${kinds}`, `hold errors, read as text: ${kinds}`)
  const remedy = 'open the workbook in a spreadsheet program and save it to store them'
  note(formulasWithoutValue, 'formula', `has no stored value and is read as missing; ${remedy}`, `have no stored value and are read as missing; ${remedy}`)
  const hidden = 'a date or a time of which the number format shows only a part, and only that part is read'
  note(hiddenParts, 'cell', `holds ${hidden}`, `hold ${hidden}`)
  note(missingTexts, 'cell', 'refers to a text that the workbook lacks, and is read as missing', 'refer to texts that the workbook lacks, and are read as missing')
  const merged = 'merged: the value stands in the first cell, the others are missing'
  note(mergedAreas, 'area', `is ${merged}`, `are ${merged}`)
  return notes
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function range(what: string, rows: readonly SheetRow[]): string {
  const [first, last] = [rows[0]?.line ?? 0, rows.at(-1)?.line ?? 0]
  return first === last ? `${what} ${first}` : `${what}s ${first} to ${last}`
}

const EXCERPT_CHARACTERS = 80

function excerpt(rows: readonly SheetRow[]): string {
  const text = rows.map(({ cells }) => cells.filter(cell => cell !== null && cell.trim() !== '').join(' ')).join(' / ').replace(/\s+/g, ' ')
  return `"${text.length > EXCERPT_CHARACTERS ? `${text.slice(0, EXCERPT_CHARACTERS)}…` : text}"`
}
