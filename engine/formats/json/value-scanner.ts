import { isValidUtf8 } from '../csv/utf8.ts'

/** Text that is no JSON (RFC 8259), and the byte at which that shows. Caught where a record is read, never seen by users. */
export class JsonSyntaxError extends Error {
  constructor(message: string, readonly at: number) {
    super(message)
  }
}

/** What the characters of a string need when it is written elsewhere. */
export const ESCAPED = 1
export const NON_ASCII = 2
export const COMMA = 4
const STOP = 128

const QUOTE = 0x22
const BACKSLASH = 0x5c
const MAX_DEPTH = 1000

/** By byte: plain (0), or a flag, or a stop. */
const STRING_CLASSES = new Uint8Array(256).fill(STOP, 0, 0x20).fill(NON_ASCII, 0x80)
STRING_CLASSES[QUOTE] = STOP
STRING_CLASSES[BACKSLASH] = STOP
STRING_CLASSES[0x2c] = COMMA

/** Walks over one JSON text in UTF-8, checking every byte of it. Nothing is decoded: values are known by where they stand. */
export class ValueScanner {
  bytes = new Uint8Array(0)
  at = 0
  end = 0
  /** Of the string passed last. */
  flags = 0

  /** Begins with `[from, to)` of `bytes`. */
  start(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes as Uint8Array<ArrayBuffer>
    this.at = from
    this.end = to
  }

  skipSpace(): void {
    const { bytes, end } = this
    let { at } = this
    while (at < end) {
      const byte = bytes[at]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
      at++
    }
    this.at = at
  }

  /** The byte that comes next, spaces passed; -1 at the end. */
  peek(): number {
    this.skipSpace()
    return this.at < this.end ? this.bytes[this.at] as number : -1
  }

  /** Passes a byte that has to stand here. */
  expect(byte: number, what: string): void {
    if (this.peek() !== byte) this.fail(what)
    this.at++
  }

  /** Passes a string's content and its closing quote; `at` is behind the opening one. */
  skipString(): void {
    const { bytes, end } = this
    const from = this.at
    let at = from
    let flags = 0
    for (;;) {
      let kind = 0
      while (at < end && (kind = STRING_CLASSES[bytes[at] as number] as number) < STOP) {
        flags |= kind
        at++
      }
      if (at >= end) this.failAt(at, 'the text ends within a string')
      const byte = bytes[at]
      if (byte === QUOTE) break
      if (byte !== BACKSLASH) this.failAt(at, 'there is a control character in a string')
      flags |= ESCAPED
      at = this.passEscape(at + 1)
    }
    if ((flags & NON_ASCII) !== 0 && !isValidUtf8(bytes, from, at)) this.failAt(from, 'a string holds bytes that are no UTF-8')
    this.at = at + 1
    this.flags = flags
  }

  private passEscape(at: number): number {
    const byte = this.bytes[at]
    if (at >= this.end) this.failAt(at, 'the text ends within a string')
    if (byte === 0x75) {
      for (let i = 1; i <= 4; i++) if (at + i >= this.end || !isHex(this.bytes[at + i] as number)) this.failAt(at, 'four hexadecimal digits have to follow \\u')
      return at + 5
    }
    if (!'"\\/bfnrt'.includes(String.fromCharCode(byte ?? 0))) this.failAt(at, 'there is no such escape')
    return at + 1
  }

  /** Passes one value of any kind. */
  skipValue(depth = 0): void {
    const byte = this.peek()
    if (byte === QUOTE) {
      this.at++
      this.skipString()
    } else if (byte === 0x7b) this.skipObject(depth + 1)
    else if (byte === 0x5b) this.skipArray(depth + 1)
    else if (byte === 0x2d || isDigit(byte)) this.skipNumber()
    else if (byte === 0x74) this.skipWord('true')
    else if (byte === 0x66) this.skipWord('false')
    else if (byte === 0x6e) this.skipWord('null')
    else this.fail('a value')
  }

  private skipObject(depth: number): void {
    if (depth > MAX_DEPTH) this.failAt(this.at, `values stand in more than ${MAX_DEPTH} others`)
    this.at++
    if (this.peek() === 0x7d) {
      this.at++
      return
    }
    for (;;) {
      this.expect(QUOTE, 'a name in quotes')
      this.skipString()
      this.expect(0x3a, 'a colon')
      this.skipValue(depth)
      if (this.peek() === 0x7d) break
      this.expect(0x2c, 'a comma or }')
    }
    this.at++
  }

  private skipArray(depth: number): void {
    if (depth > MAX_DEPTH) this.failAt(this.at, `values stand in more than ${MAX_DEPTH} others`)
    this.at++
    if (this.peek() === 0x5d) {
      this.at++
      return
    }
    for (;;) {
      this.skipValue(depth)
      if (this.peek() === 0x5d) break
      this.expect(0x2c, 'a comma or ]')
    }
    this.at++
  }

  private skipNumber(): void {
    const { bytes, end } = this
    let { at } = this
    if (bytes[at] === 0x2d) at++
    if (bytes[at] === 0x30) at++
    else at = this.digits(at)
    if (at < end && bytes[at] === 0x2e) at = this.digits(at + 1)
    if (at < end && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
      at++
      if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++
      at = this.digits(at)
    }
    if (at < end && (isDigit(bytes[at] as number) || bytes[at] === 0x2e)) this.failAt(at, 'a number is written so that it is none')
    this.at = at
  }

  private digits(from: number): number {
    let at = from
    while (at < this.end && isDigit(this.bytes[at] as number)) at++
    if (at === from) this.failAt(at, 'a digit is missing')
    return at
  }

  private skipWord(word: string): void {
    for (let i = 0; i < word.length; i++) if (this.at + i >= this.end || this.bytes[this.at + i] !== word.charCodeAt(i)) this.fail('a value')
    this.at += word.length
  }

  /** @throws JsonSyntaxError saying what was expected here, and what stands here */
  fail(expected: string): never {
    const found = this.at >= this.end ? 'the end' : JSON.stringify(new TextDecoder().decode(this.bytes.subarray(this.at, Math.min(this.end, this.at + 4))).slice(0, 1))
    return this.failAt(this.at, `${expected} is expected, and there is ${found}`)
  }

  failAt(at: number, message: string): never {
    throw new JsonSyntaxError(message, at)
  }
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isHex = (byte: number): boolean => isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
