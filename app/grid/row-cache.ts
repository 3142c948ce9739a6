import type { DataFrame, GridRow } from './data-frame.ts'
import type { RowRange } from './geometry.ts'

export interface RowCacheOptions {
  /** Rows fetched at once. */
  readonly blockRows: number
  /** Least recently wanted blocks go when the cached text weighs more. Wanted blocks always stay. */
  readonly maxBytes: number
  /** Calls of `fetch` not yet settled, aborted ones included: a source that cannot cancel is not flooded. */
  readonly maxRequests: number
}

/** The rows a grid has at hand, fetched in blocks around the range it wants. */
export interface RowCache {
  /** The row, if it is here. */
  readonly row: (rowIndex: number) => GridRow | undefined
  /** Why the row could not be fetched. */
  readonly failure: (rowIndex: number) => Error | undefined
  /** Whether every row of the range is here. */
  readonly has: (range: RowRange) => boolean
  /** Fetches what is missing of `range` and one block beyond it on either side, and aborts requests for anything else. */
  readonly want: (range: RowRange) => void
  /** Tries blocks that failed again. */
  readonly retry: () => void
  /** Aborts every request. The next `want` starts afresh. */
  readonly cancel: () => void
  /** Calls `onChange` after every change of rows or failures; returns the way to stop. */
  readonly subscribe: (onChange: () => void) => () => void
  /** Grows with every change. */
  readonly version: () => number
  /** Weight of the cached text, in bytes. */
  readonly bytes: () => number
}

interface Block {
  readonly rows: readonly GridRow[]
  readonly bytes: number
}

/** Rows per block such that a block has about 10,000 cells. */
export function blockRowsFor(numColumns: number): number {
  return Math.max(20, Math.min(100, Math.ceil(10_000 / Math.max(1, numColumns))))
}

export function createRowCache(source: Pick<DataFrame, 'numRows' | 'fetch'>, options: RowCacheOptions): RowCache {
  const { blockRows, maxBytes, maxRequests } = options
  /** Least recently wanted first. */
  const blocks = new Map<number, Block>()
  const requests = new Map<number, AbortController>()
  const failures = new Map<number, Error>()
  const listeners = new Set<() => void>()
  let wanted: readonly number[] = []
  let bytes = 0
  let version = 0

  const blockOf = (rowIndex: number) => Math.floor(rowIndex / blockRows)

  const announce = () => {
    version += 1
    for (const listener of listeners) listener()
  }

  const keep = (index: number, rows: readonly GridRow[]) => {
    const block = { rows, bytes: bytesOf(rows) }
    blocks.set(index, block)
    bytes += block.bytes
    for (const [oldest, { bytes: freed }] of blocks) {
      if (bytes <= maxBytes) break
      if (wanted.includes(oldest)) continue
      blocks.delete(oldest)
      bytes -= freed
    }
  }

  const load = async (index: number, { signal }: AbortController) => {
    const rowStart = index * blockRows
    const rowEnd = Math.min(source.numRows, rowStart + blockRows)
    try {
      const rows = await source.fetch({ rowStart, rowEnd, signal })
      if (rows.length !== rowEnd - rowStart) throw new Error(`The data source gave ${rows.length} rows where ${rowEnd - rowStart} were asked for.`)
      keep(index, rows)
    } catch (error) {
      if (!signal.aborted) failures.set(index, error instanceof Error ? error : new Error(String(error)))
    }
    requests.delete(index)
    announce()
    startRequests()
  }

  const startRequests = () => {
    for (const index of wanted) {
      if (requests.size >= maxRequests) return
      if (blocks.has(index) || requests.has(index) || failures.has(index)) continue
      const controller = new AbortController()
      requests.set(index, controller)
      void load(index, controller)
    }
  }

  const abortUnwanted = () => {
    for (const [index, controller] of requests) if (!wanted.includes(index)) controller.abort()
  }

  return {
    row: rowIndex => blocks.get(blockOf(rowIndex))?.rows[rowIndex % blockRows],
    failure: rowIndex => failures.get(blockOf(rowIndex)),
    has: ({ rowStart, rowEnd }) => blocksOf(blockOf(rowStart), blockOf(Math.max(rowStart, rowEnd - 1))).every(index => blocks.has(index)),
    want({ rowStart, rowEnd }) {
      if (rowEnd <= rowStart) return
      const first = blockOf(rowStart)
      const last = blockOf(rowEnd - 1)
      const isBlock = (index: number) => index >= 0 && index * blockRows < source.numRows
      wanted = [...blocksOf(first, last), last + 1, first - 1].filter(isBlock)
      for (const index of wanted) {
        const block = blocks.get(index)
        if (!block) continue
        blocks.delete(index)
        blocks.set(index, block)
      }
      abortUnwanted()
      startRequests()
    },
    retry() {
      failures.clear()
      announce()
      startRequests()
    },
    cancel() {
      wanted = []
      abortUnwanted()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    version: () => version,
    bytes: () => bytes,
  }
}

function blocksOf(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

const cellOverheadBytes = 16

function bytesOf(rows: readonly GridRow[]): number {
  let total = 0
  for (const { cells, note } of rows) {
    total += 2 * (note?.length ?? 0)
    for (const cell of cells) total += cellOverheadBytes + 2 * (cell?.length ?? 0)
  }
  return total
}
