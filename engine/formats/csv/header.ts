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
