/**
 * When to try for a run of records, which costs something even where there is none: after one that was not worth it the next record is
 * left to the reader that takes everything; after another some are, and twice as many each time.
 */
export class BackOff {
  private distance = 0
  private left = 0

  constructor(private readonly first: number, private readonly most: number) {}

  /** How many are still to be left to others. */
  get waiting(): number {
    return this.left
  }

  /** Others have had so many of them. */
  pass(count = 1): void {
    this.left = Math.max(0, this.left - count)
  }

  tried(wasWorthIt: boolean): void {
    // Most runs end before a single record that is none of their kind.
    this.distance = wasWorthIt ? 0 : this.distance === 0 ? 1 : Math.min(this.most, Math.max(this.first, 2 * this.distance))
    this.left = this.distance
  }
}
