import type { Encoding } from '../encodings/names.ts'

export { ENCODINGS, type Encoding } from '../encodings/names.ts'

/**
 * How a CSV file writes its records. `null` switches a part off.
 * The grammar these parameters fill in is written out in docs/csv.md.
 */
export interface CsvDialect {
  readonly encoding: Encoding
  /** One character or several, `||` for example. */
  readonly delimiter: string
  readonly quote: string | null
  /** Inside quotes, the character that makes a following quote (or itself) literal; equal to `quote` when quotes are doubled. */
  readonly escape: string | null
  /** How many records at the start hold column labels. Those of several are joined, column by column: see `header.ts`. */
  readonly header: number
  /** Physical lines before the header that belong to no record. */
  readonly skip_rows: number
  /** Lines at the end, blank ones not counted, that belong to no record: totals, notes. */
  readonly skip_footer: number
  /** Every record may have a delimiter behind its last cell, which then starts no cell. */
  readonly trailing_delimiter: boolean
  /** The header has no label for the first cell of records: they begin with a name or number of their own, as R writes them. */
  readonly row_names: boolean
  /** A line that starts with this is no record (and no blank line). */
  readonly comment: string | null
  /** Cells that mean "no value". Compared with the whole cell, exactly. */
  readonly null_tokens: readonly string[]
  /** Whether a quoted cell can be a null token; false keeps `""` as empty text. */
  readonly quoted_nulls: boolean
}

export const defaultDialect: CsvDialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: 1,
  skip_rows: 0,
  skip_footer: 0,
  trailing_delimiter: false,
  row_names: false,
  comment: null,
  null_tokens: [''],
  quoted_nulls: true,
}
