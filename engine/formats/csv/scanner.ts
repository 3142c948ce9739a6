import type { Prefilter } from '../../data/prefilter.ts'
import { decodeUtf8, splitRecord } from './cells.ts'
import { PIECE_BYTES, RecordCursor } from './cursor.ts'
import type { CsvDialect } from './dialect.ts'
import { compileGrammar } from './grammar.ts'
import { columnNames, joinLabels, numberedColumns } from './header.ts'
import { PositionColumns } from './record-index.ts'
import { RecordRuns, type SureRecords } from './record-run.ts'
import { defaultLimits, type MalformedCode, type RecordIndex, type ScanCounts, type ScanLimits, type Segment } from './scan.ts'
import { SegmentWriter } from './segment.ts'

export interface ScannerOptions extends Partial<ScanLimits> {
  readonly dialect: CsvDialect
  /** A segment's text is no longer, unless one record is. */
  readonly segmentBytes?: number
  /** Every so many records, a whole number, the index notes where one starts, until the file proves long. */
  readonly indexEvery?: number
  /** Reads so many records, malformed ones counted, and then no further. */
  readonly maxRecords?: number
  /** True makes the segments' texts together the records of an RFC 4180 file: without ordinals, `\r\n` behind each. */
  readonly isFileText?: boolean
  /** Most records of which it is sure are found to be, in the plainest dialects. */
  readonly prefilter?: Prefilter | undefined
  /** What then becomes of them: they are left out of the segments' texts, unless the others are to be `marked` there. */
  readonly sureRecords?: SureRecords
}

/** Reads a CSV file piece by piece into segments. Synchronous; memory is bounded by `segmentBytes + maxRecordBytes + maxCellBytes`. */
export interface Scanner {
  /** Takes the next bytes of the file, any number of them; gives the segments that became full. */
  push(chunk: Uint8Array): Segment[]
  /** Says that the file ends here; gives what is left. */
  end(): Segment[]
  /** The whole records read but not given yet, so that first rows need not wait for a full segment; undefined when there are none. */
  flush(): Segment | undefined
  /** `maxRecords` have been read: what is pushed from now on is passed over. */
  readonly isDone: boolean
  /** Unique column names; empty until `isHeaderKnown`, and for an empty file. */
  readonly header: readonly string[]
  /** The labels as read; empty where the file has none. */
  readonly rawHeader: readonly string[]
  readonly isHeaderKnown: boolean
  /** What is wrong with the header record: its labels are then read as well as they can be, or, where it is too long, not at all. */
  readonly headerTrouble: MalformedCode | undefined
  /** A snapshot. */
  readonly counts: ScanCounts
  /** A snapshot; see {@link locateRecords}. */
  readonly index: RecordIndex
}

/** @throws EngineError `bad_dialect` */
export function createScanner(options: ScannerOptions): Scanner {
  return new CsvScanner(options)
}

class CsvScanner implements Scanner {
  header: readonly string[] = []
  rawHeader: readonly string[] = []
  isHeaderKnown = false
  headerTrouble: MalformedCode | undefined
  private readonly cursor: RecordCursor
  private readonly runs: RecordRuns | undefined
  private readonly writer: SegmentWriter
  private readonly positions: PositionColumns
  private readonly maxRecords: number
  private readonly limits: ScanLimits
  private readonly dialect: CsvDialect
  /** The ordinal to be indexed next. */
  private nextIndexed = 1
  private wellFormed = 0
  private malformed = 0
  /** The labels of each header record read so far. */
  private readonly headerRows: (readonly string[])[] = []

  constructor({ dialect, segmentBytes = 16_000_000, indexEvery = 4, maxRecords = Infinity, isFileText = false, prefilter, sureRecords = 'left out', ...limits }: ScannerOptions) {
    this.maxRecords = maxRecords
    const grammar = compileGrammar(dialect, { ...defaultLimits, ...limits })
    this.dialect = dialect
    this.limits = grammar.limits
    this.positions = new PositionColumns(indexEvery)
    this.cursor = new RecordCursor(grammar)
    this.runs = RecordRuns.for(grammar, isFileText, prefilter, sureRecords)
    this.writer = new SegmentWriter(grammar, segmentBytes, isFileText, sureRecords === 'marked')
  }

  push(chunk: Uint8Array): Segment[] {
    const segments: Segment[] = []
    for (let at = 0; at < chunk.length && !this.isDone; at += PIECE_BYTES) {
      this.cursor.feed(chunk.subarray(at, at + PIECE_BYTES))
      this.drain(segments)
    }
    return segments
  }

  end(): Segment[] {
    const segments: Segment[] = []
    if (!this.isDone) {
      this.cursor.finish()
      this.drain(segments)
    }
    // A file that ends within its header has what there is of it.
    if (!this.isHeaderKnown && this.headerRows.length > 0) this.settleHeader()
    this.isHeaderKnown = true
    this.giveTo(segments, this.cursor.nextOffset)
    return segments
  }

  flush(): Segment | undefined {
    return this.writer.take(this.cursor.nextOffset)
  }

  get isDone(): boolean {
    return this.cursor.ordinal >= this.maxRecords
  }

  get counts(): ScanCounts {
    const { wellFormed, malformed, cursor } = this
    const { blankLines, comments, nextLine, nextOffset } = cursor
    return { physical: wellFormed + malformed, wellFormed, malformed, blankLines, comments, lines: nextLine - 1, bytes: nextOffset }
  }

  get index(): RecordIndex {
    const { nextOffset, loneCr, columnsFrom } = this.cursor
    return { ...this.positions.snapshot(), byteEnd: nextOffset, loneCr, columnsFrom, limits: this.limits }
  }

  /** Writes every record the cursor can find in what it was fed. */
  private drain(segments: Segment[]): void {
    const { cursor, writer } = this
    this.runs?.forget()
    while (!this.isDone) {
      if (this.takeRun()) continue
      const found = cursor.next()
      if (found === 'more' || found === 'end') return
      if (found === 'header') {
        this.readHeader()
        continue
      }
      if (cursor.ordinal === this.nextIndexed) this.indexRecord()
      if (found === 'record') {
        if (!this.isHeaderKnown) this.numberColumns()
        const { bytes, from, to, cells, flags } = cursor
        const room = writer.roomFor(to - from, cells, flags)
        if (writer.isFullFor(room)) this.giveTo(segments, cursor.byteOffset)
        writer.add(cursor.ordinal, bytes, from, to, flags, room)
        this.wellFormed++
      } else {
        if (writer.isFullFor(0)) this.giveTo(segments, cursor.byteOffset)
        this.addMalformed()
      }
    }
  }

  /** Writes the records that can be taken together; false where there are none. */
  private takeRun(): boolean {
    const { runs, cursor, writer, positions, nextIndexed } = this
    if (!runs?.isWorthTrying() || writer.isFullFor(0)) return false
    const { every } = positions
    const { ordinal, nextLine, nextOffset } = cursor
    const run = cursor.takeRun(runs, { mostRecords: this.maxRecords - ordinal, room: writer.roomLeft, untilNoted: nextIndexed - ordinal - 1, every })
    if (!run) return false
    for (let i = 0; i < run.positions.length; i += 2) {
      // The index may have thinned out meanwhile.
      if (nextIndexed + (i / 2) * every === positions.next) positions.add(nextLine + (run.positions[i] ?? 0), nextOffset + (run.positions[i + 1] ?? 0))
    }
    this.nextIndexed = positions.next
    writer.addRun(run)
    this.wellFormed += run.records
    return true
  }

  private giveTo(segments: Segment[], bytesRead: number): void {
    const segment = this.writer.take(bytesRead)
    if (segment !== undefined) segments.push(segment)
  }

  private addMalformed(): void {
    const { trouble, ordinal, line, byteOffset, byteLength, cells } = this.cursor
    if (trouble === undefined) return
    const isMiscounted = trouble === 'too_few_cells' || trouble === 'too_many_cells'
    this.writer.addMalformed({ code: trouble, ordinal, line, byteOffset, byteLength, cells: isMiscounted ? cells : 0 })
    this.malformed++
  }

  private indexRecord(): void {
    const { line, byteOffset } = this.cursor
    this.positions.add(line, byteOffset)
    this.nextIndexed = this.positions.next
  }

  private readHeader(): void {
    const { bytes, from, to, trouble, isWhole } = this.cursor
    const isTooLong = !isWhole || trouble === 'cell_too_long' || trouble === 'record_too_long'
    this.headerRows.push(isTooLong ? [] : splitRecord(decodeUtf8(bytes.subarray(from, to)), this.dialect).cells)
    this.headerTrouble ??= trouble
    if (this.headerRows.length === this.dialect.header) this.settleHeader()
  }

  private settleHeader(): void {
    const labels = joinLabels(this.headerRows)
    this.rawHeader = this.dialect.row_names && labels.length > 0 ? ['', ...labels] : labels
    this.header = columnNames(this.rawHeader)
    this.isHeaderKnown = true
    this.cursor.columns = this.rawHeader.length
  }

  private numberColumns(): void {
    this.header = numberedColumns(this.cursor.cells)
    this.isHeaderKnown = true
  }
}
