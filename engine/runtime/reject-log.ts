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
  private readonly droppedCounts = new Map<number, number>()
  private warnedRows = 0

  constructor(private readonly plan: Plan) {
    this.stride = Math.max(1, wordCount(plan))
    this.words = new Uint32Array(1024 * this.stride)
    this.masks = rejectMasks(plan)
    this.failed = plan.checks.map(() => 0)
    this.unreadable = plan.checks.map(() => 0)
  }

  /** Takes one row: `wordAt` gives its verdict, `dropped` the step that dropped it, 0 for none. */
  add(ordinal: number, dropped: number, wordAt: (word: number) => number): void {
    if (dropped > 0) {
      this.droppedCounts.set(dropped, (this.droppedCounts.get(dropped) ?? 0) + 1)
      return
    }
    const isRejected = this.masks.some((mask, word) => (wordAt(word) & mask) !== 0)
    this.plan.checks.forEach(({ unreadable }, check) => {
      if ((wordAt(check >>> 5) >>> (check & 31) & 1) === 1) this.failed[check] = (this.failed[check] ?? 0) + 1
      if (unreadable.some(other => (wordAt(other >>> 5) >>> (other & 31) & 1) === 1)) this.unreadable[check] = (this.unreadable[check] ?? 0) + 1
    })
    if (!isRejected) {
      this.warnedRows++
      return
    }
    this.grow()
    this.ordinals[this.length] = ordinal
    for (let word = 0; word < this.masks.length; word++) this.words[this.length * this.stride + word] = wordAt(word)
    this.length++
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
    const order = Uint32Array.from({ length: this.length }, (_, i) => i).sort((a, b) => (this.ordinals[a] ?? 0) - (this.ordinals[b] ?? 0))
    const { stride } = this
    const positions = this.masks.map((_, word) => word)
    return {
      ordinals: Float64Array.from(order, i => this.ordinals[i] ?? 0),
      wordsOf: i => positions.map(word => this.words[(order[i] ?? 0) * stride + word] ?? 0),
    }
  }
}
