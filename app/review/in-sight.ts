/** Whether some of a row (from 0) of the grid inside `box` is in view, below the header. Rows are found by their ARIA index, which counts the header as 1. */
export function isRowInSight(box: Element | null, rowIndex: number): boolean {
  const grid = box?.querySelector('[role=grid]')
  const header = grid?.querySelector('[role=row][aria-rowindex="1"]')?.getBoundingClientRect()
  const row = grid?.querySelector(`[role=row][aria-rowindex="${rowIndex + 2}"]`)?.getBoundingClientRect()
  return grid !== null && grid !== undefined && header !== undefined && row !== undefined
    && row.bottom > header.bottom && row.top < grid.getBoundingClientRect().bottom
}
