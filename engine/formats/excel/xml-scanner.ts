/** Takes what an {@link XmlScanner} finds. Names come without their namespace's prefix: what a prefix stands for never matters in workbooks. */
export interface XmlHandler {
  /** A start tag; its attributes are `[start, end)` of `text`: see {@link attribute}. */
  open(name: string, text: string, start: number, end: number): void
  /** An end tag; follows a start tag that is an end tag too. */
  close(name: string): void
  /** Characters between tags: `[start, end)` of `text`. Those of a CDATA section (`isLiteral`) have no references. */
  characters(text: string, start: number, end: number, isLiteral: boolean): void
  /**
   * Asked first at every tag: reads a whole element that begins at `at` of `text` and returns where it ends, or reads nothing and returns -1: then it
   * is given as tags and characters. For what there are millions of.
   */
  element?(text: string, at: number): number
}

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const BANG = 0x21
const QUESTION = 0x3f
const COLON = 0x3a
const EQUALS = 0x3d
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27
const SPACE = 0x20

/** Line ends and indentation between two tags. */
const MAX_SPACE_CHARACTERS = 64
/** Longest tag or run of characters. */
const MAX_TOKEN_CHARACTERS = 1 << 26

/**
 * Reads XML that comes in pieces, as far as workbooks need it: no document types, so no entities but the five of XML itself.
 * `fail` makes the error to throw from a clause such as `a tag is not closed`.
 */
export class XmlScanner {
  /** The beginning of something that is not complete yet. */
  private rest = ''
  private waiting: string[] = []
  private waitingLength = 0
  private depth = 0

  constructor(private readonly handler: XmlHandler, private readonly fail: (what: string) => Error) {}

  /** Whether everything that came has been read, but for space behind it. */
  get isDone(): boolean {
    return this.waitingLength === 0 && this.rest.length <= MAX_SPACE_CHARACTERS && this.rest.trim() === ''
  }

  push(piece: string): void {
    // A very long text comes in many pieces: it is looked at again only when there is twice as much of it.
    this.waiting.push(piece)
    this.waitingLength += piece.length
    const length = this.rest.length + this.waitingLength
    if (length > MAX_TOKEN_CHARACTERS) throw this.fail(`it has a text of more than ${MAX_TOKEN_CHARACTERS / 2 ** 20} million characters`)
    if (this.waitingLength < this.rest.length) return
    const text = this.waiting.length === 1 ? this.rest + piece : this.rest + this.waiting.join('')
    this.waiting = []
    this.waitingLength = 0
    this.rest = text.slice(this.scan(text))
  }

  /** Says that no more comes. */
  finish(): void {
    const text = this.rest + this.waiting.join('')
    const end = this.scan(text)
    if (this.depth !== 0 || text.slice(end).trim() !== '') throw this.fail('it ends in the middle')
  }

  /** Reads what is complete, and returns where that ends. */
  private scan(text: string): number {
    let at = 0
    for (;;) {
      if (text.charCodeAt(at) !== LT) {
        const open = text.indexOf('<', at)
        if (open === -1) return at
        this.handler.characters(text, at, open, false)
        at = open
      }
      const elementEnd = this.handler.element?.(text, at) ?? -1
      if (elementEnd !== -1) {
        at = elementEnd
        continue
      }
      const next = text.charCodeAt(at + 1)
      const end = next === SLASH ? this.endTag(text, at)
        : next === BANG ? this.declaration(text, at)
        : next === QUESTION ? behind(text, '?>', at)
        : this.startTag(text, at)
      if (end === -1) return at
      at = end
    }
  }

  /** Each of these returns where the thing ends, or -1 if its end has not come yet. */
  private startTag(text: string, at: number): number {
    let i = at + 1
    let nameStart = i
    let c = text.charCodeAt(i)
    while (c > SPACE && c !== GT && c !== SLASH) {
      if (c === COLON) nameStart = i + 1
      c = text.charCodeAt(++i)
    }
    const nameEnd = i
    let quote = 0
    const { length } = text
    for (; i < length; i++) {
      c = text.charCodeAt(i)
      if (quote !== 0) {
        if (c === quote) quote = 0
      } else if (c === GT) break
      else if (c === DOUBLE_QUOTE || c === SINGLE_QUOTE) quote = c
    }
    if (i >= length) return -1
    if (nameEnd === nameStart) throw this.fail('it has a tag without a name')
    const name = nameEnd - nameStart === 1 ? text.charAt(nameStart) : text.slice(nameStart, nameEnd)
    if (text.charCodeAt(i - 1) === SLASH) {
      this.handler.open(name, text, nameEnd, i - 1)
      this.handler.close(name)
    } else {
      this.depth++
      this.handler.open(name, text, nameEnd, i)
    }
    return i + 1
  }

  private endTag(text: string, at: number): number {
    let i = at + 2
    let nameStart = i
    let c = text.charCodeAt(i)
    while (c > SPACE && c !== GT) {
      if (c === COLON) nameStart = i + 1
      c = text.charCodeAt(++i)
    }
    const end = c === GT ? i : text.indexOf('>', i)
    if (end === -1 || i >= text.length) return -1
    if (--this.depth < 0) throw this.fail('it has an end tag without a start tag')
    this.handler.close(i - nameStart === 1 ? text.charAt(nameStart) : text.slice(nameStart, i))
    return end + 1
  }

  private declaration(text: string, at: number): number {
    if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4)
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at + 9)
      if (end === -1) return -1
      this.handler.characters(text, at + 9, end, true)
      return end + 3
    }
    if (text.length < at + 9) return -1
    throw this.fail('it has a document type, which no spreadsheet program writes; its entities are not expanded')
  }
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  return at === -1 ? -1 : at + end.length
}

/**
 * The value of an attribute among those in `[start, end)` of `text`; undefined when it is not there. `name` is without prefix, or with one
 * where the same name stands with two.
 */
export function attribute(text: string, start: number, end: number, name: string): string | undefined {
  for (let i = start; i < end;) {
    while (i < end && text.charCodeAt(i) <= SPACE) i++
    let nameStart = i
    const fullStart = i
    let c = 0
    for (; i < end && (c = text.charCodeAt(i)) !== EQUALS && c > SPACE; i++) if (c === COLON) nameStart = i + 1
    const nameEnd = i
    while (i < end && (c = text.charCodeAt(i)) !== DOUBLE_QUOTE && c !== SINGLE_QUOTE) i++
    const valueEnd = text.indexOf(c === SINGLE_QUOTE ? '\'' : '"', i + 1)
    if (i >= end || valueEnd === -1 || valueEnd > end) return undefined
    if (nameEnd - nameStart === name.length && text.startsWith(name, nameStart)) return characterData(text, i + 1, valueEnd, false)
    if (nameEnd - fullStart === name.length && text.startsWith(name, fullStart)) return characterData(text, i + 1, valueEnd, false)
    i = valueEnd + 1
  }
  return undefined
}

/** The characters of `[start, end)` with references resolved and line ends as XML has them (XML 1.0, sections 2.11 and 4.6). */
export function characterData(text: string, start: number, end: number, isLiteral: boolean): string {
  const raw = text.slice(start, end)
  const lines = raw.includes('\r') ? raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : raw
  return isLiteral || !lines.includes('&') ? lines : wellFormed(lines.replace(REFERENCE, resolved))
}

const REFERENCE = /&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,9})|(lt|gt|amp|quot|apos));/g
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: '\'' }

function resolved(reference: string, hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  if (name !== undefined) return NAMED[name] ?? reference
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
}

/** Halves of surrogate pairs become U+FFFD, as they do in UTF-8. */
export const wellFormed = (text: string): string => LONE_SURROGATE.test(text) ? text.replace(LONE_SURROGATES, '\uFFFD') : text
const LONE_SURROGATE = /\p{Surrogate}/u
const LONE_SURROGATES = /\p{Surrogate}/gu

/** Undoes `_x000D_` and the like: how workbooks write characters that XML cannot (ECMA-376 part 1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes('_x') ? wellFormed(text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))) : text
