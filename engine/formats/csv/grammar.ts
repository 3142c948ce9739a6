import { EngineError } from '../../base/errors.ts'
import type { CsvDialect } from './dialect.ts'
import { defaultLimits, type ScanLimits } from './scan.ts'

export const NUL = 0x00
export const LF = 0x0a
export const CR = 0x0d
export const DOUBLE_QUOTE = 0x22
export const COMMA = 0x2c

/**
 * What a byte means to the scanner, as bits: the two lowest count delimiters, the next say what the record holds,
 * and from STOP up the tight loop hands over. A class fits a byte, and two bytes' classes can be added.
 */
export const DELIMITER = 1
export const DELIMITERS = 3
export const NON_ASCII = 4
export const HAS_NUL = 8
/** Plain text that segment text may only hold in quotes. */
export const NEEDS_QUOTES = 16
export const STOP = 128
/** Bits set by the scanner itself, never by a table. */
export const HAS_QUOTED = 256
export const HAS_ESCAPE = 512

/** A dialect as bytes and tables, ready for the loop. */
export interface Grammar {
  readonly dialect: CsvDialect
  readonly limits: ScanLimits
  readonly delimiter: Uint8Array
  readonly quote: Uint8Array | undefined
  /** Only where it differs from the quote. */
  readonly escape: Uint8Array | undefined
  readonly isQuoteDoubled: boolean
  readonly comment: Uint8Array | undefined
  /** Byte classes outside quotes, the delimiter counted. */
  readonly plain: Uint8Array
  /** The same for two neighbouring bytes: one look-up each two bytes doubles the speed. */
  readonly plainPairs: Uint8Array
  /** Byte classes outside quotes, the delimiter a stop: for cells that have to be looked at one by one. */
  readonly plainByCell: Uint8Array
  /** Byte classes inside quotes. */
  readonly quoted: Uint8Array
}

/**
 * @throws EngineError `bad_dialect` when two parts of the dialect cannot be told apart, or a part is not one character.
 */
export function compileGrammar(dialect: CsvDialect, limits: Partial<ScanLimits> = {}): Grammar {
  checkDialect(dialect)
  const maxCellBytes = limits.maxCellBytes ?? defaultLimits.maxCellBytes
  const maxRecordBytes = Math.max(maxCellBytes, limits.maxRecordBytes ?? 2 * maxCellBytes)
  const delimiter = utf8(dialect.delimiter)
  const quote = dialect.quote === null ? undefined : utf8(dialect.quote)
  const isQuoteDoubled = dialect.escape === dialect.quote
  const escape = quote === undefined || dialect.escape === null || isQuoteDoubled ? undefined : utf8(dialect.escape)
  const plainByCell = plainClasses(delimiter, quote)
  const plain = delimiter.length === 1 ? withDelimiterCounted(plainByCell, first(delimiter)) : plainByCell
  return {
    dialect,
    limits: { maxCellBytes, maxRecordBytes },
    delimiter,
    quote,
    escape,
    isQuoteDoubled,
    comment: dialect.comment === null ? undefined : utf8(dialect.comment),
    plain,
    plainPairs: pairClasses(plain),
    plainByCell,
    quoted: quotedClasses(quote, escape),
  }
}

/** Whether `pattern` stands at `at`, wholly before `end`. */
export function standsAt(bytes: Uint8Array, at: number, end: number, pattern: Uint8Array): boolean {
  if (at + pattern.length > end) return false
  for (let i = 0; i < pattern.length; i++) if (bytes[at + i] !== pattern[i]) return false
  return true
}

/** Of the parts that may be longer than one character. */
const MOST_CHARACTERS: Readonly<Record<string, number>> = { delimiter: 16, comment: 8 }
export const MAX_HEADER_RECORDS = 32

function checkDialect({ delimiter, quote, escape, comment, header, skip_rows }: CsvDialect): void {
  const parts: readonly (readonly [string, string | null])[] = [['delimiter', delimiter], ['quote', quote], ['escape', escape], ['comment', comment]]
  for (const [name, text] of parts) {
    if (text === null) continue
    const most = MOST_CHARACTERS[name] ?? 1
    const length = Array.from(text).length
    if (length < 1 || length > most || /[\0\r\n\uFEFF\uD800-\uDFFF]/u.test(text)) {
      throw badDialect(`${name} ${JSON.stringify(text)} is not ${most === 1 ? 'one character' : `one to ${most} characters`} of a line`, name)
    }
  }
  if (delimiter === quote || (quote !== null && delimiter === escape)) throw badDialect('the delimiter is also the quote or the escape', 'delimiter')
  if (comment !== null && (comment === delimiter || comment === quote)) throw badDialect('the comment character is also the delimiter or the quote', 'comment')
  if (quote !== null && delimiter.includes(quote)) throw badDialect('the delimiter holds the quote', 'delimiter')
  if (!Number.isInteger(header) || header < 0 || header > MAX_HEADER_RECORDS) throw badDialect(`header is ${header}; a whole number from 0 to ${MAX_HEADER_RECORDS} is known`, 'header')
  if (!Number.isInteger(skip_rows) || skip_rows < 0) throw badDialect(`skip_rows is ${skip_rows}; a whole number from 0 is known`, 'skip_rows')
}

const badDialect = (what: string, part: string): EngineError =>
  new EngineError('bad_dialect', `CSV dialect: ${what}`, { details: { part }, hint: `Change the dialect's ${part}.` })

const encoder = new TextEncoder()
const utf8 = (text: string): Uint8Array => encoder.encode(text)
const first = (bytes: Uint8Array): number => bytes[0] ?? 0

function baseClasses(): Uint8Array {
  const classes = new Uint8Array(256)
  classes.fill(NON_ASCII, 0x80)
  classes[NUL] = HAS_NUL
  classes[LF] = STOP
  classes[CR] = STOP
  return classes
}

function addClass(classes: Uint8Array, byte: number, bits: number): void {
  classes[byte] = (classes[byte] ?? 0) | bits
}

function plainClasses(delimiter: Uint8Array, quote: Uint8Array | undefined): Uint8Array {
  const classes = baseClasses()
  addClass(classes, DOUBLE_QUOTE, NEEDS_QUOTES)
  addClass(classes, COMMA, NEEDS_QUOTES)
  if (quote !== undefined) {
    // Whether the quote character needs quotes depends on where it stands: the scanner says so at the stop.
    if (first(quote) === DOUBLE_QUOTE) classes[DOUBLE_QUOTE] = 0
    addClass(classes, first(quote), STOP)
  }
  if (first(delimiter) === COMMA) classes[COMMA] = 0
  if (first(delimiter) === DOUBLE_QUOTE) classes[DOUBLE_QUOTE] = 0
  addClass(classes, first(delimiter), STOP)
  return classes
}

function withDelimiterCounted(byCell: Uint8Array, delimiter: number): Uint8Array {
  const classes = byCell.slice()
  classes[delimiter] = DELIMITER
  return classes
}

function quotedClasses(quote: Uint8Array | undefined, escape: Uint8Array | undefined): Uint8Array {
  const classes = baseClasses()
  if (quote !== undefined) addClass(classes, first(quote), STOP)
  if (escape !== undefined) addClass(classes, first(escape), STOP)
  return classes
}

function pairClasses(classes: Uint8Array): Uint8Array {
  const pairs = new Uint8Array(65536)
  // Second bytes of one class have the same row, and there are few classes: grammars are compiled by the dozen while a dialect is guessed.
  const rows = new Map<number, Uint8Array>()
  classes.forEach((second, byte) => {
    const row = rows.get(second) ?? classes.map(first => pairClass(first, second))
    rows.set(second, row)
    pairs.set(row, byte << 8)
  })
  return pairs
}

function pairClass(first: number, second: number): number {
  const flags = (first | second) & ~DELIMITERS
  return flags >= STOP ? STOP : flags + (first & DELIMITERS) + (second & DELIMITERS)
}
