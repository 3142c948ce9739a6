/** Edits (insert, delete, replace, swap neighbours) between two short words; Damerau–Levenshtein, optimal string alignment. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i])
  for (let j = 1; j <= b.length; j++) (rows[0] as number[])[j] = j
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1)
      ;(rows[i] as number[])[j] = cost
    }
  }
  return at(a.length, b.length)
}

/** The name the writer most likely meant, or undefined when none is close. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const lowered = word.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const name of names) {
    const distance = editDistance(lowered, name.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [name, distance]
  }
  return best
}

/** `Did you mean "country"?` or, when nothing is near, `undefined`. */
export function didYouMean(word: string, names: Iterable<string>): string | undefined {
  const name = nearest(word, names)
  return name === undefined ? undefined : `Did you mean "${name}"?`
}
