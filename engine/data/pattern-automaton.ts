import { automatonOf, beginsCharacter, continuesCharacter, takeSteps, type Automaton } from './automaton.ts'
import type { Pattern } from './pattern.ts'

/** What we read of re2js's compiled program: Thompson's NFA over code points. `runes` holds the two ends of each range of a class, or one code point. */
interface Program {
  readonly start: number
  readonly numInst: () => number
  readonly getInst: (index: number) => Instruction
}

interface Instruction {
  readonly op: number
  readonly out: number
  readonly arg: number
  readonly runes: ArrayLike<number>
  matchRune(codePoint: number): boolean
}

/** Of src/Inst.js in re2js 2.10: operations, and what an empty-width operation asks for. */
const [ALT, ALT_MATCH, CAPTURE, EMPTY_WIDTH, FAIL, MATCH, NOP, RUNE, RUNE1, RUNE_ANY, RUNE_ANY_NOT_NL] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const
const [BEGIN_TEXT, END_TEXT] = [4, 8] as const
const KNOWN = new Set<number>([ALT, ALT_MATCH, CAPTURE, FAIL, MATCH, NOP, RUNE, RUNE1, RUNE_ANY, RUNE_ANY_NOT_NL])

const LF = 0x0a
const LAST_CODE_POINT = 0x10ffff

export interface PatternTexts {
  /** Some part of the text matches, not the whole. */
  readonly isAnywhere: boolean
  /** The texts that match, or those that do not. */
  readonly isMatch: boolean
}

/**
 * Texts that surely match a pattern, or surely do not: not all of them, since characters beyond ASCII are told apart only as far as the
 * pattern treats them all alike. Undefined for patterns that look around (`\b`, `(?m)^`), and for very large ones.
 */
export function automatonOfPattern({ compiled }: Pattern, { isAnywhere, isMatch }: PatternTexts): Automaton | undefined {
  const program = compiled.re2().prog as Program
  const instructions = Array.from({ length: program.numInst() }, (_, index) => program.getInst(index))
  if (!instructions.every(isKnown)) return undefined
  const run = new Run(instructions, program.start, isAnywhere)
  const taking = instructions.filter(({ op }) => op === RUNE || op === RUNE1)
  return automatonOf<Reached>({
    start: run.start(), keyOf: ({ key }) => key,
    kindOf: byte => byte >= 0x80 ? byte : `${byte === LF}${taking.map(instruction => Number(instruction.matchRune(byte))).join('')}`,
    accepts: reached => reached.kind !== 'unknown' && run.isMatch(reached) === isMatch,
    step: (reached, byte) => {
      if (reached.kind === 'unknown') return undefined
      if (reached.kind === 'matched' || continuesCharacter(byte)) return reached
      return run.after(reached, byte)
    },
  })
}

const isKnown = ({ op, arg }: Instruction): boolean => KNOWN.has(op) || (op === EMPTY_WIDTH && (arg & ~(BEGIN_TEXT | END_TEXT)) === 0)

/** Where a text has led: to instructions that take a character or ask for the end, to a match that nothing undoes, or nowhere known. */
type Reached =
  | { readonly kind: 'open', readonly key: string, readonly at: readonly number[] }
  | { readonly kind: 'matched', readonly key: 'matched' }
  | { readonly kind: 'unknown', readonly key: 'unknown' }

const MATCHED: Reached = { kind: 'matched', key: 'matched' }
const UNKNOWN: Reached = { kind: 'unknown', key: 'unknown' }

class Run {
  constructor(private readonly instructions: readonly Instruction[], private readonly first: number, private readonly isAnywhere: boolean) {}

  start(): Reached {
    return this.reached([this.first], BEGIN_TEXT)
  }

  after(reached: Reached, byte: number): Reached {
    if (reached.kind !== 'open') return reached
    const next: number[] = []
    for (const index of reached.at) {
      const instruction = this.instructions[index] as Instruction
      const takes = beginsCharacter(byte) ? takesBeyondAscii(instruction) : takesAscii(instruction, byte)
      if (takes === 'some') return UNKNOWN
      if (takes === 'yes') next.push(instruction.out)
    }
    if (this.isAnywhere) next.push(this.first)
    return this.reached(next, 0)
  }

  isMatch(reached: Reached): boolean {
    if (reached.kind !== 'open') return reached.kind === 'matched'
    const begins = reached.key.startsWith('^') ? BEGIN_TEXT : 0
    return this.closure(reached.at, begins | END_TEXT).some(index => this.instructions[index]?.op === MATCH)
  }

  private reached(from: readonly number[], holds: number): Reached {
    const at = this.closure(from, holds)
    if (this.isAnywhere && at.some(index => this.instructions[index]?.op === MATCH)) return MATCHED
    return { kind: 'open', at, key: `${holds === BEGIN_TEXT ? '^' : ''}${at.join(' ')}` }
  }

  /** The instructions that are reached without a character, where `holds` says what is so at this place. */
  private closure(from: readonly number[], holds: number): readonly number[] {
    const seen = new Set<number>()
    const found: number[] = []
    const open = [...from]
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen.has(index)) continue
      seen.add(index)
      takeSteps(1)
      const { op, out, arg } = this.instructions[index] as Instruction
      switch (op) {
        case ALT:
        case ALT_MATCH: open.push(out, arg); break
        case CAPTURE:
        case NOP: open.push(out); break
        case EMPTY_WIDTH:
          if ((arg & ~holds) === 0) open.push(out)
          else if ((arg & ~holds & BEGIN_TEXT) === 0) found.push(index)
          break
        case FAIL: break
        default: found.push(index)
      }
    }
    return found.sort((a, b) => a - b)
  }
}

type Takes = 'yes' | 'no' | 'some'

function takesAscii(instruction: Instruction, byte: number): Takes {
  switch (instruction.op) {
    case RUNE_ANY: return 'yes'
    case RUNE_ANY_NOT_NL: return byte === LF ? 'no' : 'yes'
    case RUNE:
    case RUNE1: return instruction.matchRune(byte) ? 'yes' : 'no'
    default: return 'no'
  }
}

/** Letters that have a form beyond ASCII when case is ignored: the Kelvin sign, the long s. */
const FOLDED_BEYOND = /^[KkSs]$/

function takesBeyondAscii({ op, runes }: Instruction): Takes {
  if (op === RUNE_ANY || op === RUNE_ANY_NOT_NL) return 'yes'
  if (op !== RUNE && op !== RUNE1) return 'no'
  if (runes.length === 1) return (runes[0] as number) >= 0x80 || FOLDED_BEYOND.test(String.fromCodePoint(runes[0] as number)) ? 'some' : 'no'
  for (let i = 0; i < runes.length; i += 2) {
    if ((runes[i] as number) <= 0x80 && runes[i + 1] === LAST_CODE_POINT) return 'yes'
    if ((runes[i + 1] as number) >= 0x80) return 'some'
  }
  return 'no'
}
