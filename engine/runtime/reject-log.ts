import { present } from '../base/assert.ts'
import { rejectMasks, wordCount, type Plan } from '../plan/index.ts'
import type { CheckCount } from './summary.ts'

/**
 * The rows a scan told of because something is wrong with them: their ordinals and verdict words in plain arrays,
 * and what can be counted on the way. Rows come in any order; {@link sorted} puts them right.
 */
export class RejectLog {
  private ordinals = new Float64Array(1024)
  private words: Uint32Array
  private length = 0
  private readonly stride: number
  private readonly masks: readonly number[]
  private readonly failed: number[]
  private readonly unreadable: number[]
  /** By check, those that cannot be answered where it fails. */
  private readonly silenced: readonly (readonly number[])[]
  /** By check, the last row, by number, that it could not be answered for: it may be so on several accounts. */
  private readonly silencedIn: number[]
  private rows = 0
  private readonly droppedCounts = new Map<number, number>()
  private warnedRows = 0

  constructor(private readonly plan: Plan) {
    this.stride = Math.max(1, wordCount(plan))
    this.words = new Uint32Array(1024 * this.stride)
    this.masks = rejectMasks(plan)
    this.failed = plan.checks.map(() => 0)
    this.unreadable = plan.checks.map(() => 0)
    this.silencedIn = plan.checks.map(() => 0)
    this.silenced = plan.checks.map((_, check) => plan.checks.flatMap(({ unreadable }, other) => unreadable.includes(check) ? [other] : []))
  }

  /** Takes one row: `wordAt` gives its verdict, `dropped` the step that dropped it, 0 for none. */
  add(ordinal: number, dropped: number, wordAt: (word: number) => number): void {
    if (dropped > 0) {
      this.droppedCounts.set(dropped, (this.droppedCounts.get(dropped) ?? 0) + 1)
      return
    }
    this.rows++
    let isRejected = false
    for (let word = 0; word < this.masks.length; word++) {
      const failing = wordAt(word)
      if ((failing & (this.masks[word] ?? 0)) !== 0) isRejected = true
      for (let left = failing; left !== 0; left &= left - 1) this.count(word * 32 + 31 - Math.clz32(left & -left))
    }
    if (!isRejected) {
      this.warnedRows++
      return
    }
    this.grow()
    this.ordinals[this.length] = ordinal
    for (let word = 0; word < this.masks.length; word++) this.words[this.length * this.stride + word] = wordAt(word)
    this.length++
  }

  /** Counts a check that fails for the row added last. */
  private count(check: number): void {
    this.failed[check] = (this.failed[check] ?? 0) + 1
    for (const other of this.silenced[check] ?? []) {
      if (this.silencedIn[other] === this.rows) continue
      this.silencedIn[other] = this.rows
      this.unreadable[other] = (this.unreadable[other] ?? 0) + 1
    }
  }

  private grow(): void {
    if (this.length < this.ordinals.length) return
    const ordinals = new Float64Array(this.length * 2)
    ordinals.set(this.ordinals)
    const words = new Uint32Array(this.length * 2 * this.stride)
    words.set(this.words)
    this.ordinals = ordinals
    this.words = words
  }

  get rejected(): number {
    return this.length
  }

  get warned(): number {
    return this.warnedRows
  }

  /** Rows dropped, by step number. */
  get dropped(): ReadonlyMap<number, number> {
    return this.droppedCounts
  }

  /** Each check's figures when `reached` rows came to the rules; `applying` overrides the rows checked, by check number. */
  counts(reached: number, applying: ReadonlyMap<number, number>): readonly CheckCount[] {
    return this.plan.checks.map((_, check) => ({
      checked: applying.get(check) ?? reached - present(this.unreadable[check], 'count'), failed: present(this.failed[check], 'count'), ms: 0,
    }))
  }

  /** The rejected rows in order of ordinal, with the words of each. */
  sorted(): { readonly ordinals: Float64Array, readonly wordsOf: (i: number) => readonly number[] } {
    const { stride, words, masks: { length: count } } = this
    const added = this.ordinals.subarray(0, this.length)
    const wordsOf = (row: number): readonly number[] => Array.from(words.subarray(row * stride, row * stride + count))
    if (isAscending(added)) return { ordinals: added, wordsOf }
    const order = Uint32Array.from(added, (_, i) => i).sort((a, b) => (added[a] ?? 0) - (added[b] ?? 0))
    return { ordinals: Float64Array.from(order, i => added[i] ?? 0), wordsOf: i => wordsOf(order[i] ?? 0) }
  }
}

function isAscending(numbers: Float64Array): boolean {
  for (let i = 1; i < numbers.length; i++) if ((numbers[i - 1] as number) > (numbers[i] as number)) return false
  return true
}
