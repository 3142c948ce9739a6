import type { DataType } from '../data/type.ts'
import type { ByteSource } from './source.ts'

/** A column as its format has it. Its texts are of the type's lexical grammar (docs/types.md); `string` where the format has no types. */
export interface SourceColumn {
  readonly name: string
  readonly type: DataType
}

/** A stretch of a source that is no record: one parse reject. */
export interface BrokenRecord {
  /** Why, as a machine-readable word, and as a sentence without its full stop: `the line is no JSON`. */
  readonly code: string
  readonly message: string
  /** Where it starts: line or sheet row from 1, and byte of the file. */
  readonly line: number
  readonly byteOffset: number
  /** Its text; the sink cuts what is longer than it keeps. */
  readonly raw: string
}

/**
 * Takes the records of a table one cell at a time, in order. Calls in turn: `begin` once, then for each record its `cell`s and `end`,
 * or `broken`. Cells that a record lacks at its end are null; a cell too many is an error of the reader.
 */
export interface RecordSink {
  begin(columns: readonly SourceColumn[]): void
  /** The text of the next cell; null is absence, '' is empty text. */
  cell(text: string | null): void
  /** Ends the record. `line`: where it starts in the file, from 1: the row of a sheet, the line of a text, otherwise the record's number. */
  end(line: number): void
  /**
   * Whole records in place of their cells: `[0, length)` of `bytes` are their lines as a text table has them, `,` between cells and `\r\n`
   * at the end, cells in doubled double quotes where they hold a comma, a quote or a line end or are empty text, null as nothing. There are
   * `count`, which start on consecutive lines from `line` on.
   */
  linesOfText(bytes: Uint8Array, length: number, line: number, count: number): void
  broken(record: BrokenRecord): void
  /** Forgets all that was given, the columns too: the reader begins again. */
  restart(): Promise<void>
  /** To be awaited every thousand records or so: resolves when what was given has been taken on. */
  drain(): Promise<void>
  /** Nobody wants more records: the reader stops behind those it is about to hand on. */
  readonly isDone: boolean
}

/** What a reader found out besides the records. */
export interface TableFacts {
  /** Whole sentences for the user: what was cut, what is doubtful. */
  readonly notes: readonly string[]
  /** The sheet that was read, where the format has sheets. */
  readonly sheet?: string
}

/**
 * Reads a source from beginning to end into a sink.
 * @throws ConnectorError when the source cannot be read at all; a single bad record is given to {@link RecordSink.broken} instead.
 */
export type TableReader<Options> = (source: ByteSource, options: Options, sink: RecordSink, signal?: AbortSignal) => Promise<TableFacts>
