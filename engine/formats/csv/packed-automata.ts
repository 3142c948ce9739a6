import { EVERYTHING, everything, type Automaton } from '../../data/automaton.ts'
import type { Prefilter, SureCells } from '../../data/prefilter.ts'

const WORD_BYTES = 4
const COLUMN_WORDS = 5
const BYTES = 256
/** More than any record has. */
const MOST_BYTES = 0x7fffffff
const EVERY_CELL: SureCells = { plain: everything, quoted: everything, mostBytes: Infinity }

/** A prefilter as record-run.as.ts reads it at the address `base`; undefined where that takes more than `mostBytes`. */
export function packAutomata(prefilter: Prefilter, base: number, mostBytes: number): Uint8Array<ArrayBuffer> | undefined {
  const every = prefilter.map(cells => cells ?? EVERY_CELL)
  const distinct = [...new Set(every.flatMap(({ plain, quoted }) => [plain, quoted]))]
  const places = new Map<Automaton, number>()
  let length = prefilter.length * COLUMN_WORDS * WORD_BYTES
  for (const automaton of distinct) {
    places.set(automaton, length)
    length += bytesOf(automaton)
  }
  if (length > mostBytes) return undefined
  const bytes = new Uint8Array(length)
  const words = new Uint32Array(bytes.buffer)
  for (const automaton of distinct) {
    const at = places.get(automaton) ?? 0
    bytes.set(automaton.classOf, at)
    words.set(statesOf(automaton, base + at + BYTES), (at + BYTES) / WORD_BYTES)
  }
  every.forEach(({ plain, quoted, mostBytes }, column) => {
    const starts = [plain, quoted].flatMap(automaton => {
      const classes = base + (places.get(automaton) ?? 0)
      return [addressOf(automaton, automaton.start, classes + BYTES), classes]
    })
    words.set([...starts, Math.min(mostBytes, MOST_BYTES)], column * COLUMN_WORDS)
  })
  return bytes
}

const wordsInState = ({ classes }: Automaton): number => 1 + classes
const bytesOf = (automaton: Automaton): number => BYTES + (automaton.accepts.length - (EVERYTHING + 1)) * wordsInState(automaton) * WORD_BYTES

/** Those that lead to the same whatever follows are their own numbers. */
const addressOf = (automaton: Automaton, state: number, states: number): number =>
  state <= EVERYTHING ? state : states + (state - EVERYTHING - 1) * wordsInState(automaton) * WORD_BYTES

function statesOf(automaton: Automaton, states: number): readonly number[] {
  const { accepts, classes, next } = automaton
  return Array.from({ length: accepts.length - EVERYTHING - 1 }, (_, index) => index + EVERYTHING + 1).flatMap(state =>
    [accepts[state] ?? 0, ...Array.from(next.subarray(state * classes, (state + 1) * classes), after => addressOf(automaton, after, states))])
}
