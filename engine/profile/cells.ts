/** A text and how many cells are it. */
export interface Counted {
  readonly value: string
  readonly count: number
}

export const countCells = (texts: readonly Counted[]): number => texts.reduce((sum, { count }) => sum + count, 0)

/**
 * Where the cells of columns are read from: rows of `v`, a text, and `n`, how often it stands there. Counting equal cells once is what
 * makes a profile cheap, so only columns in which nearly every cell is different are read from `source` itself.
 */
export type Cells =
  /** `table` (col, v, n): the non-null cells of several columns, each different one once. */
  | { readonly kind: 'groups', readonly table: string, readonly columns: readonly number[] }
  /** Column c… of `source`, row by row; a null `v` is a missing cell. */
  | { readonly kind: 'rows', readonly column: number }

/** One place for all the grouped columns among `columns`, one for each of the others. */
export function placesOf(columns: readonly number[], grouped: ReadonlySet<number>, table: string): readonly Cells[] {
  const together = columns.filter(column => grouped.has(column))
  const rows = columns.filter(column => !grouped.has(column)).map((column): Cells => ({ kind: 'rows', column }))
  return together.length > 0 ? [{ kind: 'groups', table, columns: together }, ...rows] : rows
}

export interface Aggregation {
  /** Columns besides v and n that the aggregates read, such as a typed value: `… as x`. */
  readonly derived?: string
  readonly where?: string
  /** Aggregates over v, n and what was derived. */
  readonly select: readonly string[]
  /** Aggregated within each column by these, which come after `col` in the result. */
  readonly groupBy?: readonly string[]
}

/** A SELECT whose first column is the column's number and whose others are the aggregates. A column without cells may be absent. */
export function aggregateSql(cells: Cells, { derived, where, select, groupBy = [] }: Aggregation): string {
  const more = derived === undefined ? '' : `, ${derived}`
  const wanted = [...groupBy, ...select].join(', ')
  const filtered = where === undefined ? '' : ` where ${where}`
  const keys = cells.kind === 'groups' ? ['col', ...groupBy] : groupBy
  const from = cells.kind === 'groups'
    ? `select col, v, n${more} from ${cells.table} where col in (${cells.columns.join(', ')})`
    : `select ${cells.column} as col, c${cells.column} as v, 1::double as n${more} from source`
  const col = cells.kind === 'groups' ? 'col' : `${cells.column} as col`
  return `select ${col}, ${wanted} from (${from})${filtered}${keys.length > 0 ? ` group by ${keys.join(', ')}` : ''}`
}

/** SQL for how many cells there are, of those for which a condition holds; a double. */
export const countSql = (condition: string): string => `coalesce(sum(n) filter (where ${condition}), 0)`

export const GROUPS_COLUMNS = 'col integer, v varchar, n double'

/** SQL for the rows of a table of groups from columns of a table: their non-null cells, each different one once. */
export function groupedSql(columns: readonly number[], from: string): string {
  return union(columns.map(column =>
    `select cast(${column} as integer) as col, c${column} as v, cast(count(*) as double) as n from ${from} where c${column} is not null group by c${column}`))
}

export const union = (selects: readonly string[]): string => selects.join(' union all ')
