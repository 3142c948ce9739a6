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
  return explore(start, firsts.length, (state, symbol) => step(state, standIn(firsts[symbol] as number)), accepts, keyOf, symbolOf)
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

/** Every state that can be reached, numbered from 2 on, with what cannot be left brought down to {@link NOTHING} and {@link EVERYTHING}. */
function explore<S>(start: S, symbols: number, step: (state: S, symbol: number) => S | undefined, accepts: (state: S) => boolean, keyOf: Machine<S>['keyOf'], symbolOf: Uint8Array): Automaton | undefined {
  const states: S[] = [start]
  const numbers = new Map([[keyOf(start), 0]])
  const rows: Int32Array[] = []
  for (let at = 0; at < states.length; at++) {
    takeSteps(symbols)
    const row = new Int32Array(symbols)
    for (let symbol = 0; symbol < symbols; symbol++) {
      const after = step(states[at] as S, symbol)
      if (after === undefined) {
        row[symbol] = NONE
        continue
      }
      const key = keyOf(after)
      const known = numbers.get(key)
      row[symbol] = known ?? states.push(after) - 1
      if (known === undefined) numbers.set(key, states.length - 1)
    }
    rows.push(row)
    if (states.length > MAX_STATES) return undefined
  }
  return settled(rows, states.map(accepts), symbols, symbolOf)
}

function settled(rows: readonly Int32Array[], accepts: readonly boolean[], symbols: number, symbolOf: Uint8Array): Automaton {
  const before: number[][] = rows.map(() => [])
  const canRefuseNow = accepts.map(isIn => !isIn)
  rows.forEach((row, state) => {
    for (let symbol = 0, last = NONE; symbol < symbols; symbol++) {
      const after = row[symbol] as number
      if (after === NONE) canRefuseNow[state] = true
      else if (after !== last) (before[after] as number[]).push(state)
      last = after
    }
  })
  const canAccept = reaching(before, accepts)
  const canRefuse = reaching(before, canRefuseNow)
  const kept: number[] = []
  const numbers = rows.map((_, state) => !canAccept[state] ? NOTHING : !canRefuse[state] ? EVERYTHING : kept.push(state) + EVERYTHING)
  takeSteps(kept.length * symbols)
  // Renumbered; then symbols that make no difference become one.
  for (const state of kept) {
    const row = rows[state] as Int32Array
    for (let symbol = 0; symbol < symbols; symbol++) row[symbol] = row[symbol] === NONE ? NOTHING : numbers[row[symbol] as number] as number
  }
  const { symbolOf: classOfSymbol, firsts } = classesOf(kept.map(state => rows[state] as Int32Array), symbols)
  const classes = firsts.length
  const next = new Uint16Array((kept.length + 2) * classes)
  next.fill(EVERYTHING, EVERYTHING * classes, (EVERYTHING + 1) * classes)
  kept.forEach((state, index) => {
    firsts.forEach((symbol, position) => { next[(index + 2) * classes + position] = rows[state]?.[symbol] ?? NOTHING })
  })
  return {
    classOf: symbolOf.map(symbol => classOfSymbol[symbol] as number), classes, next,
    accepts: Uint8Array.from([false, true, ...kept.map(state => accepts[state] === true)], Number), start: numbers[0] ?? NOTHING,
  }
}

/** Symbols after which every state is followed by the same one are one class; `firsts` has the first symbol of each. */
function classesOf(rows: readonly Int32Array[], symbols: number): { readonly symbolOf: Uint8Array, readonly firsts: readonly number[] } {
  // Of many states only those symbols are compared that are likely to be the same.
  const hashes = new Int32Array(symbols)
  for (const row of rows) for (let symbol = 0; symbol < symbols; symbol++) hashes[symbol] = Math.imul((hashes[symbol] as number) ^ (row[symbol] as number), 0x9e3779b1)
  const firsts: number[] = []
  const symbolOf = new Uint8Array(symbols)
  for (let symbol = 0; symbol < symbols; symbol++) {
    const found = firsts.findIndex(first => hashes[first] === hashes[symbol] && rows.every(row => row[first] === row[symbol]))
    symbolOf[symbol] = found < 0 ? firsts.push(symbol) - 1 : found
  }
  return { symbolOf, firsts }
}

/** The states from which one of `goals` can be reached. */
function reaching(before: readonly (readonly number[])[], goals: readonly boolean[]): readonly boolean[] {
  const found = [...goals]
  const open = goals.flatMap((isGoal, state) => isGoal ? [state] : [])
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const earlier of before[state] ?? []) {
      if (found[earlier]) continue
      found[earlier] = true
      open.push(earlier)
    }
  }
  return found
}

/** No text, and every text. */
export const nothing: Automaton = { classOf: new Uint8Array(256), classes: 1, next: Uint16Array.of(NOTHING, EVERYTHING), accepts: Uint8Array.of(0, 1), start: NOTHING }
export const everything: Automaton = { ...nothing, start: EVERYTHING }

/** The texts of both sets, of either, and all that are not in a set. Undefined where that takes too many states. */
export const both = (a: Automaton, b: Automaton): Automaton | undefined =>
  a.start === NOTHING || b.start === NOTHING ? nothing : a.start === EVERYTHING ? b : b.start === EVERYTHING ? a : product(a, b, (inA, inB) => inA && inB)
export const either = (a: Automaton, b: Automaton): Automaton | undefined =>
  a.start === EVERYTHING || b.start === EVERYTHING ? everything : a.start === NOTHING ? b : b.start === NOTHING ? a : product(a, b, (inA, inB) => inA || inB)
export const except = (a: Automaton): Automaton => product(a, everything, inA => !inA) ?? nothing

function product(a: Automaton, b: Automaton, isIn: (inA: boolean, inB: boolean) => boolean): Automaton | undefined {
  const { symbolOf, firsts } = symbolsBy(byte => (a.classOf[byte] ?? 0) * 256 + (b.classOf[byte] ?? 0))
  // A pair of states is a number.
  const pair = (inA: number, inB: number): number => inA * STATES + inB
  const step = (state: number, symbol: number): number => {
    const byte = firsts[symbol] as number
    return pair(stateAfter(a, Math.floor(state / STATES), byte), stateAfter(b, state % STATES, byte))
  }
  return explore(pair(a.start, b.start), firsts.length, step, state => isIn(a.accepts[Math.floor(state / STATES)] === 1, b.accepts[state % STATES] === 1), state => state, symbolOf)
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
