import { isValidUtf8 } from '../csv/utf8.ts'
import type { LineWriter } from '../line-writer.ts'

const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const OPEN = 0x7b
const CLOSE = 0x7d

/** By byte of a string: 0 goes on as it is; 1 needs quotes around the cell; 2 a look whether it is UTF-8; 4 ends the string, or the attempt. */
const NEEDS_QUOTES = 1
const NON_ASCII = 2
const STOP = 4
const STRING = new Uint8Array(256).fill(STOP, 0, 0x20).fill(NON_ASCII, 0x80)
STRING[COMMA] = NEEDS_QUOTES
STRING[QUOTE] = STOP
STRING[0x5c] = STOP

const WORDS: readonly (Uint8Array | undefined)[] = (() => {
  const words = new Array<Uint8Array | undefined>(256).fill(undefined)
  for (const word of ['true', 'false', 'null']) words[word.charCodeAt(0)] = new TextEncoder().encode(word)
  return words
})()
const NULL = 0x6e

/**
 * Writes the object `[from, to)` as a line, reading each byte once, if it is as most are: all names, in order, values that are no objects or
 * arrays, strings without escapes, at most a space between tokens. False, and nothing is written, for any other; it need not be sound then.
 */
export class ObjectPasser {
  /** Each name as it is written, in quotes; undefined where it cannot be told by its bytes. */
  private readonly names: readonly (Uint8Array | undefined)[]

  constructor(names: readonly string[], private readonly line: LineWriter) {
    this.names = names.map(name => /["\\\p{Cc}]/u.test(name) ? undefined : new TextEncoder().encode(`"${name}"`))
  }

  pass(bytes: Uint8Array, from: number, to: number): boolean {
    const { line, names } = this
    const start = line.length
    // Quotes are the most that a value gains.
    line.makeRoom(to - from + 3 * names.length + 2)
    const end = this.cells(bytes, from, to)
    if (end === to) {
      line.lineEnd()
      return true
    }
    line.length = start
    return false
  }

  /** Where the object ends; -1 when it is another than can be passed. */
  private cells(bytes: Uint8Array, from: number, to: number): number {
    const { line, names } = this
    const out = line.bytes
    let at = from
    if (bytes[at++] !== OPEN) return -1
    for (let column = 0; column < names.length; column++) {
      if (column > 0) {
        if (bytes[at++] !== COMMA) return -1
        out[line.length++] = COMMA
        if (bytes[at] === SPACE) at++
      }
      const name = names[column]
      if (name === undefined) return -1
      for (let i = 0; i < name.length; i++) if (bytes[at++] !== name[i]) return -1
      if (bytes[at++] !== COLON) return -1
      if (bytes[at] === SPACE) at++
      const first = bytes[at] as number
      if (first === QUOTE) at = this.string(bytes, at + 1, to)
      else if (first === MINUS || (first >= ZERO && first <= NINE)) at = this.number(bytes, at, to)
      else at = this.word(bytes, at, first)
      if (at < 0 || at >= to) return -1
    }
    return bytes[at] === CLOSE ? at + 1 : -1
  }

  private string(bytes: Uint8Array, from: number, to: number): number {
    const { line } = this
    const out = line.bytes
    const start = line.length
    let length = start
    let at = from
    let needs = 0
    while (at < to) {
      const byte = bytes[at] as number
      const kind = STRING[byte] as number
      if (kind === STOP) break
      needs |= kind
      out[length++] = byte
      at++
    }
    if (at >= to || bytes[at] !== QUOTE) return -1
    if ((needs & NON_ASCII) !== 0 && !isValidUtf8(bytes, from, at)) return -1
    if ((needs & NEEDS_QUOTES) !== 0 || at === from) {
      out.copyWithin(start + 1, start, length)
      out[start] = QUOTE
      out[length + 1] = QUOTE
      length += 2
    }
    line.length = length
    return at + 1
  }

  private number(bytes: Uint8Array, from: number, to: number): number {
    const { line } = this
    let at = from
    if (bytes[at] === MINUS) at++
    const isZero = bytes[at] === ZERO
    const whole = at
    while (isDigit(bytes[at])) at++
    if (at === whole || (isZero && at > whole + 1)) return -1
    if (bytes[at] === POINT) {
      const fraction = ++at
      while (isDigit(bytes[at])) at++
      if (at === fraction) return -1
    }
    // An exponent, or no number: another has a look.
    if (at >= to || (bytes[at] !== COMMA && bytes[at] !== CLOSE)) return -1
    const out = line.bytes
    let { length } = line
    for (let i = from; i < at; i++) out[length++] = bytes[i] as number
    line.length = length
    return at
  }

  private word(bytes: Uint8Array, from: number, first: number): number {
    const word = WORDS[first]
    if (word === undefined) return -1
    for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return -1
    if (first !== NULL) {
      const { line } = this
      for (let i = 0; i < word.length; i++) line.bytes[line.length++] = word[i] as number
    }
    return from + word.length
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE
