/**
 * Column names from the labels of a header: as read where that is possible, `column_N` for a blank one, and `_2`, `_3` …
 * behind a label that stood before. Names are unique; a label that stands in the header itself is never taken by another.
 */
export function columnNames(labels: readonly string[]): string[] {
  const taken = new Set(labels)
  const seen = new Set<string>()
  /** The number to try next behind a name, so that many equal labels take linear time. */
  const numbers = new Map<string, number>()

  function numbered(stem: string): string {
    let number = numbers.get(stem) ?? 2
    while (taken.has(`${stem}_${number}`)) number++
    numbers.set(stem, number + 1)
    return `${stem}_${number}`
  }
  return labels.map((label, i) => {
    const isBlank = label.trim() === ''
    if (!isBlank && !seen.has(label)) {
      seen.add(label)
      return label
    }
    const stem = isBlank ? `column_${i + 1}` : label
    const name = taken.has(stem) ? numbered(stem) : stem
    taken.add(name)
    return name
  })
}

/** `column_1`, `column_2` … for a file without labels. */
export const numberedColumns = (count: number): string[] => Array.from({ length: count }, (_, i) => `column_${i + 1}`)

/**
 * The labels of several header records as one: column by column from top to bottom, joined with a space. Above the last record a label
 * stands for the columns to its right too, until the next label: that is how spreadsheets write a heading over several columns.
 */
export function joinLabels(rows: readonly (readonly string[])[]): readonly string[] {
  const last = rows.at(-1)
  if (last === undefined || rows.length === 1) return last ?? []
  const width = Math.max(...rows.map(row => row.length))
  const spread = rows.map((row, at) => at === rows.length - 1 ? row : spreadRight(row, width))
  return Array.from({ length: width }, (_, column) => {
    const parts = spread.map(row => (row[column] ?? '').trim()).filter(part => part !== '')
    return parts.filter((part, at) => part !== parts[at - 1]).join(' ')
  })
}

function spreadRight(row: readonly string[], width: number): readonly string[] {
  let label = ''
  return Array.from({ length: width }, (_, column) => {
    const own = row[column] ?? ''
    if (own.trim() !== '') label = own
    return label
  })
}
