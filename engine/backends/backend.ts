import type { SegmentNulls } from '../sql/read-segment.ts'

/** How a segment is read. */
export interface SegmentLayout {
  /** Of the input. */
  readonly columns: number
  readonly nulls: SegmentNulls
}

export const allColumns = ({ columns }: SegmentLayout): readonly number[] => Array.from({ length: columns }, (_, index) => index)

export interface SourceOptions {
  /** The positions of the columns that it is to have; all by default. */
  readonly held?: readonly number[] | undefined
  /** Whether the texts of each column are to be counted while they come in, as far as that is done at all. */
  readonly isCounted?: boolean
}

/** A column of a result. Numbers as JavaScript numbers, text as strings, absence as null. */
export type ResultColumn = ArrayLike<string | number | boolean | null>

/** Queries ask for integer, uinteger, double, boolean and varchar columns only: no host loses anything of those. */
export interface QueryResult {
  readonly numRows: number
  readonly columns: readonly ResultColumn[]
}

/** A table (col, v, n) with each different non-null text of these columns, by position, once, and how often it is there. */
export interface CountedTexts {
  readonly table: string
  readonly columns: ReadonlySet<number>
}

/**
 * An engine that holds one input as the table `source` (ord, c0, c1 …) and answers SQL about it.
 * A leading U+FEFF of a text result is kept.
 */
export interface Backend {
  readonly engine: { readonly name: string, readonly version: string }
  /** Begins a new, empty `source`; what was there is gone. */
  createSource(layout: SegmentLayout, options?: SourceOptions): Promise<void>
  /** Adds a segment. Its buffer may be transferred: the caller must not use it afterwards. Resolves when its bytes are free again. */
  append(segment: Uint8Array<ArrayBuffer>): Promise<void>
  /** Makes what was appended visible to queries for good. */
  commit(): Promise<void>
  /**
   * Where texts were counted while the source came in: creates a table (col integer, v varchar, n double) of the columns, by position, in which not too
   * many cells are different, each non-null text once and how often it is there, and gives which columns those are. Once: the counts are then forgotten.
   */
  takeCounts?(table: string): Promise<readonly number[]>
  /**
   * Answers queries about one segment, which is then forgotten; they are told what to call its rows (ord, c0, c1 …), and may read
   * the columns that are `wanted`, by position. Its buffer may be transferred. @throws EngineError as `query` does
   */
  look(segment: Uint8Array<ArrayBuffer>, layout: SegmentLayout, wanted: readonly number[], queries: (rows: string) => readonly string[]): Promise<readonly QueryResult[]>
  /** @throws EngineError `query_failed`, `interrupted`, `out_of_memory` */
  query(sql: string, signal?: AbortSignal): Promise<QueryResult>
  /** A result as an Arrow IPC stream, in pieces. */
  arrow(sql: string, signal?: AbortSignal): AsyncIterable<Uint8Array>
  close(): Promise<void>
}
