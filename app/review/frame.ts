import type { Page, RowFilter } from '../../engine/index.ts'
import type { DataFrame } from '../grid/index.ts'
import { reviewRows, type ReviewColumns } from './rows.ts'

export interface ReviewFrame extends DataFrame, ReviewColumns {
  readonly columns: ReviewColumns['columns']
  readonly filter: RowFilter
}

export interface FrameOptions {
  readonly key: string
  readonly filter: RowFilter
  /** How many rows the filter gave when it was asked. */
  readonly total: number
  readonly columns: ReviewColumns
  readonly page: (filter: RowFilter, start: number, end: number, signal?: AbortSignal) => Promise<Page>
  /** Called when the engine answers for another verdict than the frame's: its rows would not fit. */
  readonly onOutdated: () => void
}

/**
 * The filtered rows as the grid asks for them. While the engine is already one verdict further, requests stay open until the grid
 * gives them up for the next frame, so that the rows in sight remain instead of an error.
 */
export function reviewFrame({ key, filter, total, columns, page, onOutdated }: FrameOptions): ReviewFrame {
  return {
    ...columns,
    key,
    filter,
    numRows: total,
    async fetch({ rowStart, rowEnd, signal }) {
      const answer = await page(filter, rowStart, rowEnd, signal)
      if (answer.total === total && isSameNames(answer.columns, columns.names)) return reviewRows(answer, columns)
      onOutdated()
      return givenUp(signal)
    },
  }
}

function isSameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index])
}

/** Never resolves; rejects when the signal fires. */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new DOMException('The rows are no longer wanted.', 'AbortError'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
