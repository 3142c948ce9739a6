/**
 * A set of texts as a deterministic finite automaton over UTF-8 bytes: what can be said of a text by going over its bytes once, a table
 * look-up each. Sets are only ever asked about well-formed UTF-8.
 */
export interface Automaton {
  /** By byte, which column of `next` it has. */
  readonly classOf: Uint8Array<ArrayBuffer>
  readonly classes: number
  /** By state and class, `state * classes + class`: the state after it. */
  readonly next: Uint16Array<ArrayBuffer>
  /** By state: 1 where a text that ends here is in the set. */
  readonly accepts: Uint8Array<ArrayBuffer>
  readonly start: number
}

/** In every automaton the state from which no text is in the set, and the one from which all are. */
export const NOTHING = 0
export const EVERYTHING = 1

/** Reads texts byte by byte; the state undefined says that no text that begins so is in the set. */
export interface Machine<S> {
  readonly start: S
  readonly step: (state: S, byte: number) => S | undefined
  readonly accepts: (state: S) => boolean
  /** Equal for states that are the same. */
  readonly keyOf: (state: S) => string | number
  /** Equal for bytes that make no difference to any step. */
  readonly kindOf: (byte: number) => string | number
}

/** Sets that take more are not described: what they are for is to be quick. */
const MAX_STATES = 4_000
/** More than there ever are. */
const STATES = 1 << 15

/** Machines cannot tell bytes that continue a character apart, nor those that begin one beyond ASCII: they are asked about one of each. */
const CONTINUES = 0x80
const BEGINS = 0xc2
const standIn = (byte: number): number => byte < 0x80 ? byte : byte < 0xc0 ? CONTINUES : BEGINS

export const continuesCharacter = (byte: number): boolean => byte === CONTINUES
export const beginsCharacter = (byte: number): boolean => byte === BEGINS

/** How many more steps may be taken: a million take about a second. */
let stepsLeft = Infinity
const EXHAUSTED = Symbol('too many steps')

/** Does work with automata within so many steps; undefined when they are not enough, as for patterns and lists that nobody writes by hand. */
export function withinSteps<T>(most: number, work: () => T): T | undefined {
  const before = stepsLeft
  stepsLeft = most
  try {
    return work()
  } catch (error) {
    if (error === EXHAUSTED) return undefined
    throw error
  } finally {
    stepsLeft = before
  }
}

/** To be called for work that grows with what an automaton is made of. */
export function takeSteps(count: number): void {
  stepsLeft -= count
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- caught above, never seen by anybody else
  if (stepsLeft < 0) throw EXHAUSTED
}

/** The set of a machine; undefined where it takes too many states. */
export function automatonOf<S>({ start, step, accepts, keyOf, kindOf }: Machine<S>): Automaton | undefined {
  const { symbolOf, firsts } = symbolsBy(byte => kindOf(standIn(byte)))
  const found = explore(start, firsts.length, (state, symbol) => step(state, standIn(firsts[symbol] as number)), accepts, keyOf)
  return found && settled(found, firsts.length, symbolOf)
}

/** Bytes with the same key are one symbol; `firsts` has the first byte of each. */
function symbolsBy(keyOf: (byte: number) => string | number): { readonly symbolOf: Uint8Array<ArrayBuffer>, readonly firsts: readonly number[] } {
  const known = new Map<string | number, number>()
  const firsts: number[] = []
  const symbolOf = new Uint8Array(256)
  for (let byte = 0; byte < symbolOf.length; byte++) {
    const key = keyOf(byte)
    const symbol = known.get(key) ?? firsts.push(byte) - 1
    known.set(key, symbol)
    symbolOf[byte] = symbol
  }
  return { symbolOf, firsts }
}

/** Where no state follows. */
const NONE = -1

/** States with what follows them: of state number n after each symbol, from `n * symbols` on. */
interface Explored {
  readonly next: number[]
  readonly accepts: readonly boolean[]
}

/** Every state of a machine that can be reached, by the order in which they are come to; undefined where there are too many. */
function explore<S>(start: S, symbols: number, step: (state: S, symbol: number) => S | undefined, accepts: (state: S) => boolean, keyOf: Machine<S>['keyOf']): Explored | undefined {
  const states: S[] = [start]
  const numbers = new Map([[keyOf(start), 0]])
  const next: number[] = []
  for (let at = 0; at < states.length; at++) {
    takeSteps(symbols)
    for (let symbol = 0; symbol < symbols; symbol++) {
      const after = step(states[at] as S, symbol)
      if (after === undefined) {
        next.push(NONE)
        continue
      }
      const key = keyOf(after)
      const known = numbers.get(key)
      next.push(known ?? states.push(after) - 1)
      if (known === undefined) numbers.set(key, states.length - 1)
    }
    if (states.length > MAX_STATES) return undefined
  }
  return { next, accepts: states.map(accepts) }
}

/** States numbered from 2 on, with what cannot be left brought down to {@link NOTHING} and {@link EVERYTHING}, and symbols that make no difference to one. */
function settled({ next, accepts }: Explored, symbols: number, symbolOf: Uint8Array): Automaton {
  const canAccept = reaching(next, symbols, accepts, false)
  const canRefuse = reaching(next, symbols, accepts.map(isIn => !isIn), true)
  const kept: number[] = []
  const numbers = accepts.map((_, state) => canAccept[state] !== true ? NOTHING : canRefuse[state] !== true ? EVERYTHING : kept.push(state) + EVERYTHING)
  takeSteps(kept.length * symbols)
  const rows: number[] = []
  for (const state of kept) {
    for (let at = state * symbols, end = at + symbols; at < end; at++) rows.push(next[at] === NONE ? NOTHING : numbers[next[at] as number] as number)
  }
  const { symbolOf: classOfSymbol, firsts } = classesOf(rows, symbols)
  const classes = firsts.length
  const table = new Uint16Array((kept.length + 2) * classes)
  table.fill(EVERYTHING, EVERYTHING * classes, (EVERYTHING + 1) * classes)
  for (let row = 0, to = (EVERYTHING + 1) * classes; row < rows.length; row += symbols) for (const symbol of firsts) table[to++] = rows[row + symbol] as number
  return {
    classOf: symbolOf.map(symbol => classOfSymbol[symbol] as number), classes, next: table,
    accepts: Uint8Array.from([false, true, ...kept.map(state => accepts[state] === true)], Number), start: numbers[0] ?? NOTHING,
  }
}

/** Symbols after which every state is followed by the same one are one class; `firsts` has the first symbol of each. */
function classesOf(rows: readonly number[], symbols: number): { readonly symbolOf: Uint8Array, readonly firsts: readonly number[] } {
  // Of many states only those symbols are compared that are likely to be the same.
  const hashes = new Int32Array(symbols)
  for (let at = 0; at < rows.length;) for (let symbol = 0; symbol < symbols; symbol++) hashes[symbol] = Math.imul((hashes[symbol] as number) ^ (rows[at++] as number), 0x9e3779b1)
  const areAlike = (one: number, other: number): boolean => {
    for (let row = 0; row < rows.length; row += symbols) if (rows[row + one] !== rows[row + other]) return false
    return true
  }
  const firsts: number[] = []
  const symbolOf = new Uint8Array(symbols)
  for (let symbol = 0; symbol < symbols; symbol++) {
    const found = firsts.findIndex(first => hashes[first] === hashes[symbol] && areAlike(first, symbol))
    symbolOf[symbol] = found < 0 ? firsts.push(symbol) - 1 : found
  }
  return { symbolOf, firsts }
}

/**
 * The states from which one of `goals` can be reached, or where `isNoneGoal` says so no state at all. What follows a state nearly always comes
 * after it in the order in which they were come to: the last are asked first, and seldom are all of them asked more than twice.
 */
function reaching(next: readonly number[], symbols: number, goals: readonly boolean[], isNoneGoal: boolean): readonly boolean[] {
  const found = [...goals]
  for (let isNew = true; isNew;) {
    isNew = false
    for (let state = found.length - 1; state >= 0; state--) {
      if (found[state] === true) continue
      for (let at = state * symbols, end = at + symbols; at < end; at++) {
        const after = next[at] as number
        if (after === NONE ? !isNoneGoal : found[after] !== true) continue
        found[state] = isNew = true
        break
      }
      if (found[state] !== true) takeSteps(symbols)
    }
  }
  return found
}

/** No text, and every text. */
export const nothing: Automaton = { classOf: new Uint8Array(256), classes: 1, next: Uint16Array.of(NOTHING, EVERYTHING), accepts: Uint8Array.of(0, 1), start: NOTHING }
export const everything: Automaton = { ...nothing, start: EVERYTHING }

/** The texts of both sets, of either, and all that are not in a set. Undefined where that takes too many states. */
export const both = (a: Automaton, b: Automaton): Automaton | undefined =>
  a.start === NOTHING || b.start === NOTHING ? nothing : a.start === EVERYTHING || a === b ? b : b.start === EVERYTHING ? a : product(a, b, (inA, inB) => inA && inB)
export const either = (a: Automaton, b: Automaton): Automaton | undefined =>
  a.start === EVERYTHING || b.start === EVERYTHING ? everything : a.start === NOTHING || a === b ? b : b.start === NOTHING ? a : product(a, b, (inA, inB) => inA || inB)
export const except = (a: Automaton): Automaton => product(a, everything, inA => !inA) ?? nothing

function product(a: Automaton, b: Automaton, isIn: (inA: boolean, inB: boolean) => boolean): Automaton | undefined {
  const { symbolOf, firsts } = symbolsBy(byte => (a.classOf[byte] ?? 0) * 256 + (b.classOf[byte] ?? 0))
  const classesInA = firsts.map(byte => a.classOf[byte] as number)
  const classesInB = firsts.map(byte => b.classOf[byte] as number)
  // A pair of states is a number.
  const pairs = [a.start * STATES + b.start]
  const numbers = new Map([[pairs[0] as number, 0]])
  const next: number[] = []
  for (let at = 0; at < pairs.length; at++) {
    takeSteps(firsts.length)
    const pair = pairs[at] as number
    const rowInA = Math.floor(pair / STATES) * a.classes
    const rowInB = pair % STATES * b.classes
    for (let symbol = 0; symbol < firsts.length; symbol++) {
      const after = (a.next[rowInA + (classesInA[symbol] as number)] as number) * STATES + (b.next[rowInB + (classesInB[symbol] as number)] as number)
      let number = numbers.get(after)
      if (number === undefined) numbers.set(after, number = pairs.push(after) - 1)
      next.push(number)
    }
    if (pairs.length > MAX_STATES) return undefined
  }
  return settled({ next, accepts: pairs.map(pair => isIn(a.accepts[Math.floor(pair / STATES)] === 1, b.accepts[pair % STATES] === 1)) }, firsts.length, symbolOf)
}

const stateAfter = ({ next, classes, classOf }: Automaton, state: number, byte: number): number => next[state * classes + (classOf[byte] as number)] as number

const encoder = new TextEncoder()

/** Whether a text is in the set. */
export function accepts(automaton: Automaton, text: string): boolean {
  let state = automaton.start
  for (const byte of encoder.encode(text)) state = stateAfter(automaton, state, byte)
  return automaton.accepts[state] === 1
}

export const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

/** The set of these texts; undefined where one of them is not ASCII. */
export function automatonOfTexts(texts: readonly string[]): Automaton | undefined {
  takeSteps(texts.reduce((sum, text) => sum + text.length, 0))
  if (!texts.every(isAscii) || texts.some(text => text.length > MAX_STATES)) return undefined
  const whole = new Set(texts)
  const letters = new Set(texts.join(''))
  const prefixes = new Set(texts.flatMap(text => Array.from({ length: text.length + 1 }, (_, length) => text.slice(0, length))))
  return automatonOf<string>({
    start: '', keyOf: text => text, accepts: text => whole.has(text),
    kindOf: byte => letters.has(String.fromCharCode(byte)) ? byte : -1,
    step: (text, byte) => {
      const longer = text + String.fromCharCode(byte)
      return byte < 0x80 && prefixes.has(longer) ? longer : undefined
    },
  })
}

/** Texts of at most or at least so many code points. */
export function automatonOfLength(bound: number, side: 'most' | 'least'): Automaton | undefined {
  const isIn = (length: number): boolean => side === 'most' ? length <= bound : length >= bound
  return automatonOf<number>({
    start: 0, keyOf: length => length, accepts: isIn, kindOf: byte => continuesCharacter(byte) ? 1 : 0,
    step: (length, byte) => continuesCharacter(byte) ? length : Math.min(length + 1, side === 'most' ? Math.max(bound, 0) + 1 : Math.max(bound, 0)),
  })
}
