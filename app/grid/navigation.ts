import { clamp } from './geometry.ts'

/** A cell by place on screen. Row -1 is the header row, column -1 the row header; columns count visible ones, in shown order. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

export interface GridBounds {
  readonly numRows: number
  readonly numColumns: number
  readonly rowsPerPage: number
}

export interface KeyStroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

type Move = (at: CellPlace, bounds: GridBounds) => CellPlace

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  PageUp: ({ row, column }, { rowsPerPage }) => ({ row: Math.max(0, row - rowsPerPage), column }),
  PageDown: ({ row, column }, { rowsPerPage }) => ({ row: row + rowsPerPage, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { numColumns }) => ({ row, column: numColumns - 1 }),
}

const movesWithCtrl: Readonly<Record<string, Move>> = {
  ArrowLeft: ({ row }) => ({ row, column: 0 }),
  ArrowRight: ({ row }, { numColumns }) => ({ row, column: numColumns - 1 }),
  ArrowUp: ({ column }) => ({ row: 0, column }),
  ArrowDown: ({ column }, { numRows }) => ({ row: numRows - 1, column }),
  Home: () => ({ row: 0, column: 0 }),
  End: (_, { numRows, numColumns }) => ({ row: numRows - 1, column: numColumns - 1 }),
}

/** Where a key leads, inside the grid; undefined if the key does not move. Keys as in the grid pattern of the ARIA authoring practices. */
export function placeAfterKey(at: CellPlace, { key, ctrlKey, metaKey, altKey }: KeyStroke, bounds: GridBounds): CellPlace | undefined {
  if (altKey) return undefined
  const move = (ctrlKey || metaKey ? movesWithCtrl : moves)[key]
  return move && inside(move(at, bounds), bounds)
}

/** The nearest place that exists. */
export function inside({ row, column }: CellPlace, { numRows, numColumns }: Pick<GridBounds, 'numRows' | 'numColumns'>): CellPlace {
  return { row: clamp(row, -1, numRows - 1), column: clamp(column, -1, numColumns - 1) }
}

export function isSamePlace(a: CellPlace, b: CellPlace): boolean {
  return a.row === b.row && a.column === b.column
}
