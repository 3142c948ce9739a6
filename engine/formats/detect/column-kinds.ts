import { cellKind, isTelling, type CellKind } from './cell-kind.ts'

/** Whether a cell looks as the others of its column do. */
export type FitsColumn = (column: number, cell: string) => boolean

/** Learnt from some rows: in a column of numbers or dates stand such cells or none, in any other whatever there may be. */
export function columnsOf(rows: readonly (readonly (string | null)[])[], columns: number): FitsColumn & { readonly isText: (column: number) => boolean } {
  const kinds = Array.from({ length: columns }, (_, column) => tellingKind(rows.map(row => row[column] ?? '')))
  const fits = (column: number, cell: string): boolean => {
    const kind = kinds[column]
    if (kind === undefined) return true
    const own = cellKind(cell)
    return own === kind || own === 'empty'
  }
  return Object.assign(fits, { isText: (column: number) => kinds[column] === undefined })
}

/** The kind of nearly all cells, if it says something. */
function tellingKind(cells: readonly string[]): CellKind | undefined {
  const kinds = cells.map(cellKind).filter(kind => kind !== 'empty')
  const first = kinds.find(isTelling)
  return first !== undefined && kinds.length >= 3 && kinds.filter(kind => kind === first).length >= kinds.length * 0.9 ? first : undefined
}
