import type { Page, RowFilter, RowView } from '../../engine/index.ts'

/** What can be asked about filtered rows; a session answers. */
export interface RowSource {
  readonly page: (filter: RowFilter, start: number, end: number) => Promise<Page>
  readonly positionOf: (filter: RowFilter, ordinal: number) => Promise<number>
}

/** A row and where it stands among the filtered rows, from 0. */
export interface Located {
  readonly rowIndex: number
  readonly row: RowView
}

/** What people count by: lines of the file, or records, of which one may span several lines. */
export type PlaceUnit = 'line' | 'record'

/** The first of the filtered rows at or after a place; the last one if there is none after it; undefined if there are no rows. */
export async function locate(source: RowSource, filter: RowFilter, numRows: number, { unit, number }: { readonly unit: PlaceUnit, readonly number: number }): Promise<Located | undefined> {
  if (numRows === 0) return undefined
  const upper = Math.min(numRows, await source.positionOf(filter, number))
  const lineAt = async (rowIndex: number): Promise<number> => (await rowAt(source, filter, rowIndex))?.line ?? Infinity
  // A record starts no earlier than on the line of its own number, so the row looked for is at `upper` or before it.
  const found = unit === 'record' ? upper : await firstFrom(number, upper, lineAt)
  const rowIndex = Math.min(found, numRows - 1)
  const row = await rowAt(source, filter, rowIndex)
  return row && { rowIndex, row }
}

/**
 * The least index at which `valueAt`, which never falls, is `wanted` or more, knowing that it is at `upper` and beyond.
 * Asks little when the answer is near `upper`, and of the order of the logarithm of `upper` at worst.
 */
export async function firstFrom(wanted: number, upper: number, valueAt: (index: number) => Promise<number>): Promise<number> {
  let low = 0
  let high = upper
  for (let step = 1; high > low; step *= 2) {
    const probe = Math.max(0, high - step)
    if (await valueAt(probe) < wanted) {
      low = probe + 1
      break
    }
    high = probe
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (await valueAt(middle) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a filter's rows hold rejects one can go through. */
export function canHoldRejects({ rows }: RowFilter): boolean {
  return rows === 'all' || rows === 'rejected'
}

/** The rejected row next to one of the filtered rows, `direction` 1 for after it, -1 for before; undefined if there is none. */
export async function neighbouringReject(source: RowSource, filter: RowFilter, from: { readonly rowIndex: number, readonly ordinal: number }, direction: 1 | -1): Promise<Located | undefined> {
  if (!canHoldRejects(filter)) return undefined
  const rejects: RowFilter = { ...filter, rows: 'rejected' }
  const isAmongRejects = filter.rows === 'rejected'
  const index = isAmongRejects
    ? from.rowIndex + direction
    : direction === 1 ? await source.positionOf(rejects, from.ordinal + 1) : await source.positionOf(rejects, from.ordinal) - 1
  const row = await rowAt(source, rejects, index)
  return row && { rowIndex: isAmongRejects ? index : await source.positionOf(filter, row.ordinal), row }
}

/** Where to be among the rows of a new filter: at the same row if they hold it, else at the first one. */
export async function sameRow(source: RowSource, filter: RowFilter, ordinal: number): Promise<number> {
  const rowIndex = await source.positionOf(filter, ordinal)
  const row = await rowAt(source, filter, rowIndex)
  return row?.ordinal === ordinal ? rowIndex : 0
}

async function rowAt(source: RowSource, filter: RowFilter, rowIndex: number): Promise<RowView | undefined> {
  return rowIndex < 0 ? undefined : (await source.page(filter, rowIndex, rowIndex + 1)).rows[0]
}
