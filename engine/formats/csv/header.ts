/**
 * Column names from the labels of a header: as read where that is possible, `column_N` for a blank one, and `_2`, `_3` …
 * behind a label that stood before. Names are unique; a label that stands in the header itself is never taken by another.
 */
export function columnNames(labels: readonly string[]): string[] {
  const taken = new Set(labels)
  const seen = new Set<string>()
  return labels.map((label, i) => {
    const isBlank = label.trim() === ''
    if (!isBlank && !seen.has(label)) {
      seen.add(label)
      return label
    }
    const name = isBlank ? freeName(`column_${i + 1}`, 1, taken) : freeName(label, 2, taken)
    taken.add(name)
    return name
  })
}

/** `column_1`, `column_2` … for a file without labels. */
export const numberedColumns = (count: number): string[] => Array.from({ length: count }, (_, i) => `column_${i + 1}`)

function freeName(stem: string, first: number, taken: ReadonlySet<string>): string {
  for (let n = first; ; n++) {
    const name = n === 1 ? stem : `${stem}_${n}`
    if (!taken.has(name)) return name
  }
}
