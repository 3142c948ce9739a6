import type { ByteSource } from './source.ts'
import type { StretchThreads } from './stretches.ts'
import type { SourceColumn, TableReader } from './table.ts'

/** What a source can be. */
export const SOURCE_FORMATS = ['csv', 'excel', 'json', 'jsonl', 'parquet', 'arrow', 'avro', 'fixed_width', 'html'] as const
export type SourceFormat = (typeof SOURCE_FORMATS)[number]

/** What a recipe can say about a source that is no CSV, besides the null tokens of its dialect. */
export interface TableOptions {
  /** A sheet's name, or its number from 1. */
  readonly sheet?: string | number | undefined
  /** Where the records stand in a JSON document: `data.items`. */
  readonly records?: string | undefined
  /** Widths of the columns of fixed-width text, in characters. */
  readonly widths?: readonly number[] | undefined
  /** How many rows or lines hold labels. */
  readonly header?: number | undefined
  readonly skip_rows?: number | undefined
  readonly maxRecords?: number | undefined
  /** Threads that may read parts of a large file. */
  readonly threads?: StretchThreads | undefined
}

/** A sheet of a workbook. */
export interface SheetInfo {
  readonly name: string
  readonly isHidden: boolean
}

/** A format that is read into a text table. */
export interface TableFormat {
  readonly format: Exclude<SourceFormat, 'csv'>
  /** Whether these are the first bytes of a file of the format; `isWhole` says that they are all of it. */
  recognizes(head: Uint8Array, isWhole: boolean): boolean
  readonly read: TableReader<TableOptions>
  /** The sheets of a workbook, where the format has any. */
  readonly sheets?: (source: ByteSource) => Promise<readonly SheetInfo[]>
  /** The first rows of a sheet as they stand there; missing cells are ''. */
  readonly previewSheet?: (source: ByteSource, sheet: string, rows: number) => Promise<readonly (readonly string[])[]>
}

/** What a table can be written as. */
export const OUTPUT_FORMATS = ['csv', 'jsonl', 'json', 'parquet', 'xlsx', 'avro', 'arrow'] as const
export type TableOutputFormat = (typeof OUTPUT_FORMATS)[number]

/** Rows of texts, some hundreds or thousands at a time; null is absence. */
export type RowBatches = AsyncIterable<readonly (readonly (string | null)[])[]>

/** Writes a table's rows as a file, in pieces. The texts are of their columns' lexical grammars. */
export type TableWriter = (columns: readonly SourceColumn[], rows: RowBatches) => AsyncIterable<Uint8Array>
