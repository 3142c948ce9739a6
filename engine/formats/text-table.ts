import { assert } from '../base/assert.ts'
import { Utf8Pieces } from '../base/utf8-pieces.ts'
import { defaultDialect, type CsvDialect } from './csv/dialect.ts'
import { columnNames } from './csv/header.ts'
import type { Spool, SpooledSource } from './spool.ts'
import type { BrokenRecord, RecordSink, SourceColumn } from './table.ts'

/** How the text of a table is written: null is a bare empty cell, empty text is `""`. */
export const TEXT_TABLE_DIALECT: CsvDialect = { ...defaultDialect, quoted_nulls: false }

/** Where the records of a text table stood in the file they came from. */
export interface RecordOrigin {
  /** The sheet they are of; null where the format has none. */
  readonly sheet: string | null
  /** Line or row of a record, from 1. */
  lineOf(ordinal: number): number
  /** Why a record could not be read; undefined for one that could. */
  brokenAt(ordinal: number): BrokenRecord | undefined
}

/** A table of any format as text that the record scanner reads. */
export interface TextTable {
  readonly text: SpooledSource
  readonly columns: readonly SourceColumn[]
  readonly origin: RecordOrigin
  /** How many records there are; undefined when a scanner has to tell, because one may be malformed. */
  readonly soundRecords: number | undefined
}

const PIECE_BYTES = 1 << 18
/** Lines longer than this, together, may hold a record that the scanner finds too long. */
const MAX_SOUND_BYTES = 1_000_000
/** What is kept of a broken record's text: enough to see what is wrong. */
const MAX_RAW_CHARACTERS = 16_000

/** Writes a table's records as text, and notes where each stood. */
export class TextTableWriter implements RecordSink {
  private readonly pieces = new Utf8Pieces(PIECE_BYTES)
  private columns: readonly SourceColumn[] = []
  private line = ''
  private cells = 0
  private ordinal = 0
  private nextLine = 1
  private isSound = true
  /** Where lines stop being consecutive: from ordinal `runs[i].ordinal` on, they are consecutive from `runs[i].line`. */
  private readonly runs: { readonly ordinal: number, readonly line: number }[] = []
  private readonly broke = new Map<number, BrokenRecord>()

  private constructor(private spool: Spool, private readonly openSpool: () => Promise<Spool>, private readonly maxRecords: number) {}

  /** `maxRecords`: more are not wanted. */
  static async open(openSpool: () => Promise<Spool>, maxRecords = Infinity): Promise<TextTableWriter> {
    return new TextTableWriter(await openSpool(), openSpool, maxRecords)
  }

  get isDone(): boolean {
    return this.ordinal >= this.maxRecords
  }

  begin(columns: readonly SourceColumn[]): void {
    const names = columnNames(columns.map(({ name }) => name))
    this.columns = columns.map(({ type }, i) => ({ name: names[i] ?? '', type }))
    // A mark is taken off by the reader: one before it keeps the U+FEFF in the first label.
    const mark = names[0]?.startsWith('\uFEFF') ? '\uFEFF' : ''
    this.pieces.add(`${mark}${this.columns.map(({ name }) => quoted(name)).join(',')}\r\n`)
  }

  cell(text: string | null): void {
    if (this.cells++ > 0) this.line += ','
    if (text !== null) this.line += text === '' ? '""' : quoted(text)
  }

  end(line: number): void {
    const { columns, cells } = this
    assert(cells <= columns.length, 'a record has no more cells than there are columns')
    this.place(line)
    if (this.line.length > MAX_SOUND_BYTES) this.isSound = false
    this.pieces.add(`${this.line}${','.repeat(cells === 0 ? columns.length - 1 : columns.length - cells)}\r\n`)
    this.line = ''
    this.cells = 0
  }

  linesOfText(bytes: Uint8Array, length: number, line: number, count: number): void {
    this.place(line, count)
    if (length > MAX_SOUND_BYTES) this.isSound = false
    this.pieces.addBytes(bytes, length)
  }

  async restart(): Promise<void> {
    await this.spool.discard()
    this.spool = await this.openSpool()
    this.pieces.take()
    this.runs.length = 0
    this.broke.clear()
    this.line = ''
    this.cells = 0
    this.ordinal = 0
    this.nextLine = 1
    this.isSound = true
  }

  /** Gives up what was written. */
  async discard(): Promise<void> {
    await this.spool.discard()
  }

  broken(record: BrokenRecord): void {
    this.place(record.line)
    const raw = record.raw.slice(0, MAX_RAW_CHARACTERS)
    this.broke.set(this.ordinal, { ...record, raw })
    // A NUL makes it a record that the scanner takes for malformed, so that it is counted and numbered like any other.
    this.pieces.add('\0\r\n')
    this.isSound = false
    this.line = ''
    this.cells = 0
  }

  async drain(): Promise<void> {
    if (this.pieces.isFull) await this.write()
  }

  async finish(sheet: string | null): Promise<TextTable> {
    await this.write()
    const { columns, runs, broke, ordinal, isSound } = this
    return { text: await this.spool.finish(), columns, soundRecords: isSound ? ordinal : undefined, origin: { sheet, lineOf: ordinal => lineIn(runs, ordinal), brokenAt: ordinal => broke.get(ordinal) } }
  }

  private async write(): Promise<void> {
    const piece = this.pieces.take()
    if (piece.includes(0)) this.isSound = false
    await this.spool.write(piece)
  }

  /** Takes the ordinals of so many records that start on consecutive lines. */
  private place(line: number, count = 1): void {
    if (line !== this.nextLine) this.runs.push({ ordinal: this.ordinal + 1, line })
    this.ordinal += count
    this.nextLine = line + count
  }
}

function lineIn(runs: readonly { readonly ordinal: number, readonly line: number }[], ordinal: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((runs[middle]?.ordinal ?? 0) <= ordinal) low = middle + 1
    else high = middle
  }
  const run = runs[low - 1]
  return run ? run.line + ordinal - run.ordinal : ordinal
}

const NEEDS_QUOTES = /[",\r\n]/
const quoted = (text: string): string => NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
