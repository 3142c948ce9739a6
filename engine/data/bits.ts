const BLOCK_WORDS = 64

/** A set as plain data that survives `structuredClone`: its members where they are few, otherwise all its words. */
export type PackedBits =
  | { readonly size: number, readonly members: Uint32Array }
  | { readonly size: number, readonly words: Uint32Array }

/** Set bits of a 32-bit word. */
function popCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * A set of numbers 0 … size-1, one bit each. Combining two sets, or counting one, goes over 32 rows at a time,
 * so a million rows are a matter of microseconds.
 */
export class Bits {
  private readonly words: Uint32Array
  /** Members before each block of words, made when first asked for. */
  private ranks: Uint32Array | undefined

  constructor(readonly size: number, words?: Uint32Array) {
    this.words = words ?? new Uint32Array(Math.ceil(size / 32))
  }

  static of(size: number, members: ArrayLike<number>): Bits {
    const bits = new Bits(size)
    for (let i = 0; i < members.length; i++) bits.add(members[i] ?? 0)
    return bits
  }

  static all(size: number): Bits {
    const bits = new Bits(size, new Uint32Array(Math.ceil(size / 32)).fill(0xffffffff))
    const rest = size & 31
    const last = bits.words.length - 1
    if (rest !== 0 && last >= 0) bits.words[last] = (2 ** rest - 1) >>> 0
    return bits
  }

  /** What is in any of the sets, all of this size. */
  static union(size: number, sets: Iterable<Bits>): Bits {
    const union = new Uint32Array(Math.ceil(size / 32))
    for (const { words } of sets) for (let i = 0; i < union.length; i++) union[i] = (union[i] as number) | (words[i] as number)
    return new Bits(size, union)
  }

  static unpack(packed: PackedBits): Bits {
    return 'words' in packed ? new Bits(packed.size, packed.words) : Bits.of(packed.size, packed.members)
  }

  /** The set as it is kept; of many members its own words, which the caller must not change. */
  pack(): PackedBits {
    return this.count() < this.words.length ? { size: this.size, members: this.members() } : { size: this.size, words: this.words }
  }

  /** Bytes of memory it takes. */
  get byteLength(): number {
    return this.words.byteLength + (this.ranks?.byteLength ?? 0)
  }

  add(member: number): void {
    const index = member >>> 5
    this.words[index] = (this.words[index] ?? 0) | 1 << (member & 31)
    this.ranks = undefined
  }

  has(member: number): boolean {
    return ((this.words[member >>> 5] ?? 0) >>> (member & 31) & 1) === 1
  }

  or(other: Bits): Bits {
    return Bits.union(this.size, [this, other])
  }

  // Each has a loop of its own: one that is given the operation calls it for every word.
  and({ words: others }: Bits): Bits {
    const words = this.words.slice()
    for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) & (others[i] ?? 0)
    return new Bits(this.size, words)
  }

  without({ words: others }: Bits): Bits {
    const words = this.words.slice()
    for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) & ~(others[i] ?? 0)
    return new Bits(this.size, words)
  }

  count(): number {
    const ranks = this.rankTable()
    return ranks[ranks.length - 1] ?? 0
  }

  /** Members less than `member`. */
  rank(member: number): number {
    const word = Math.min(member >>> 5, this.words.length)
    const block = Math.floor(word / BLOCK_WORDS)
    let count = this.rankTable()[block] ?? 0
    for (let i = block * BLOCK_WORDS; i < word; i++) count += popCount(this.words[i] ?? 0)
    const inWord = member & 31
    return word < this.words.length && inWord > 0 ? count + popCount((this.words[word] ?? 0) & (2 ** inWord - 1)) : count
  }

  /** The members number `start` (from 0) to `end` (exclusive), ascending. */
  slice(start: number, end: number): number[] {
    const members: number[] = []
    const ranks = this.rankTable()
    let low = 0
    let high = ranks.length - 1
    while (low < high - 1) {
      const middle = (low + high) >>> 1
      if ((ranks[middle] ?? 0) <= start) low = middle
      else high = middle
    }
    let seen = ranks[low] ?? 0
    for (let i = low * BLOCK_WORDS; i < this.words.length && seen < end; i++) {
      let word = this.words[i] ?? 0
      const inWord = popCount(word)
      if (seen + inWord <= start) {
        seen += inWord
        continue
      }
      for (; word !== 0 && seen < end; word &= word - 1) {
        if (seen++ >= start) members.push(i * 32 + 31 - Math.clz32(word & -word))
      }
    }
    return members
  }

  /** All members, ascending. */
  members(): Uint32Array {
    const members = new Uint32Array(this.count())
    let at = 0
    for (let i = 0; i < this.words.length; i++) {
      for (let word = this.words[i] ?? 0; word !== 0; word &= word - 1) members[at++] = i * 32 + 31 - Math.clz32(word & -word)
    }
    return members
  }

  private rankTable(): Uint32Array {
    if (this.ranks) return this.ranks
    const blocks = Math.ceil(this.words.length / BLOCK_WORDS)
    const ranks = new Uint32Array(blocks + 1)
    for (let block = 0; block < blocks; block++) {
      let count = ranks[block] ?? 0
      const end = Math.min(this.words.length, (block + 1) * BLOCK_WORDS)
      for (let i = block * BLOCK_WORDS; i < end; i++) count += popCount(this.words[i] ?? 0)
      ranks[block + 1] = count
    }
    return this.ranks = ranks
  }
}
