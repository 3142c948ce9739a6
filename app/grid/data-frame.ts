/** What the grid asks of data: never an array of all rows. */
export interface DataFrame {
  /** Changes when the data change; the grid drops its cache then. Two frames with the same key hold the same rows and columns. */
  readonly key: string
  /** The true total, may be millions. */
  readonly numRows: number
  readonly columns: readonly GridColumn[]
  /**
   * Rows [rowStart, rowEnd), all of them, in order. Rejects when they cannot be had, or when `signal` fires
   * (the grid then no longer wants them). It must settle: an aborted call keeps its place in the queue until it does.
   */
  fetch(range: RowRequest): Promise<readonly GridRow[]>
}

export interface RowRequest {
  readonly rowStart: number
  /** Exclusive, at most `numRows`. */
  readonly rowEnd: number
  readonly signal: AbortSignal
}

export interface GridColumn {
  readonly id: string
  readonly label: string
  readonly typeLabel?: string
  readonly align?: 'left' | 'right'
  readonly description?: string
}

export interface GridRow {
  /** Stable row identity. */
  readonly id: string
  /** Row header, e.g. the line number in the file. */
  readonly label: string
  /** One per column of the frame, in the frame's order; null is a missing value. */
  readonly cells: readonly (string | null)[]
  /** What is wrong with cells, by column index. */
  readonly marks?: ReadonlyMap<number, CellMark> | undefined
  /** Drawn across the row instead of its cells, e.g. the raw text of a malformed record. */
  readonly note?: string
}

export interface CellMark {
  readonly severity: 'error' | 'warn'
  readonly reasons: readonly string[]
}

/** A frame over rows that are already in memory. For short lists; large data deserve a source that reads ranges. */
export function frameOfRows(key: string, columns: readonly GridColumn[], rows: readonly GridRow[]): DataFrame {
  return {
    key,
    numRows: rows.length,
    columns,
    fetch: ({ rowStart, rowEnd }) => Promise.resolve(rows.slice(rowStart, rowEnd)),
  }
}
