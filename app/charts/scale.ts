/** Sizes of marks as plain arithmetic; the components only draw them. */

/**
 * The shares, summing to 1, at which parts of a whole are drawn. A part that is not empty gets at least `minShare`, so that
 * three bad rows in a million can be seen and hit; what that takes is given up by the others in proportion.
 */
export function visibleShares(counts: readonly number[], minShare: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return counts.map(() => 0)
  const isLifted = counts.map(count => count > 0 && count / total < minShare)
  const lifted = isLifted.filter(Boolean).length * minShare
  const rest = counts.reduce((sum, count, index) => sum + (isLifted[index] ? 0 : count), 0)
  return counts.map((count, index) => isLifted[index] ? minShare : rest === 0 ? 0 : count / rest * (1 - lifted))
}

/** Heights, 0 to 1, of bars: the largest is 1, none that counts something falls below `minHeight`. */
export function barHeights(counts: readonly number[], minHeight: number): number[] {
  const largest = counts.reduce((max, count) => Math.max(max, count), 0)
  return counts.map(count => count === 0 ? 0 : Math.max(minHeight, count / largest))
}
