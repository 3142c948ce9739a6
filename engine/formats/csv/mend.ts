import { splitRecord } from './cells.ts'
import type { CsvDialect } from './dialect.ts'
import type { MalformedCode } from './scan.ts'

/** What a malformed record was most likely meant to be. Nothing is changed by it: a person decides. */
export interface Mend {
  /** As many as there are columns. */
  readonly cells: readonly string[]
  /** What was taken to be wrong, a sentence without its full stop. */
  readonly how: string
  /** 0 to 1. */
  readonly confidence: number
}

/** What is known of the table that the record stands in. */
export interface MendContext {
  readonly dialect: CsvDialect
  readonly columns: number
  /** Whether a cell looks as the others of its column do. */
  readonly fits: (column: number, cell: string) => boolean
  /** Whether a column holds texts, in which anything can stand. */
  readonly isText: (column: number) => boolean
}

/** The record that a malformed one's text most likely stands for; undefined where that is not plain. */
export function mendRecord(raw: string, code: MalformedCode, context: MendContext): Mend | undefined {
  switch (code) {
    case 'too_many_cells': return withoutTrailing(raw, context) ?? withDelimiterInCell(raw, context)
    case 'text_after_quote':
    case 'unclosed_quote': return withLiteralQuotes(raw, context)
    case 'nul_byte': return withoutNuls(raw, context)
    default: return undefined
  }
}

const fitsAll = (cells: readonly string[], { columns, fits }: MendContext): boolean => cells.length === columns && cells.every((cell, column) => fits(column, cell))

function withoutTrailing(raw: string, context: MendContext): Mend | undefined {
  const { cells } = splitRecord(raw, context.dialect)
  const kept = cells.slice(0, context.columns)
  const isTrailing = cells.slice(context.columns).every(cell => cell === '')
  return isTrailing && fitsAll(kept, context) ? { cells: kept, how: 'there is a delimiter behind the last cell', confidence: 0.95 } : undefined
}

/** One cell holds delimiters and should have been quoted: plain where only one place gives every column what it holds elsewhere. */
function withDelimiterInCell(raw: string, context: MendContext): Mend | undefined {
  const { columns, dialect: { delimiter }, isText } = context
  const { cells, quoted } = splitRecord(raw, context.dialect)
  const extra = cells.length - columns
  const possible = Array.from({ length: columns }, (_, column) => column)
    .filter(column => isText(column) && !quoted.slice(column, column + extra + 1).includes(true))
    .map(column => ({ column, cells: [...cells.slice(0, column), cells.slice(column, column + extra + 1).join(delimiter), ...cells.slice(column + extra + 1)] }))
    .filter(({ cells }) => fitsAll(cells, context))
  // In prose a space follows: between cells there is none.
  const prose = possible.filter(({ column }) => cells.slice(column + 1, column + extra + 1).every(cell => cell.startsWith(' ')))
  const [chosen, ...others] = prose.length > 0 ? prose : possible
  if (chosen === undefined || others.length > 0) return undefined
  return { cells: chosen.cells, how: `cell ${chosen.column + 1} holds a delimiter and is not quoted`, confidence: possible.length === 1 ? 0.9 : 0.7 }
}

/** A quote closes its cell only where a delimiter or the end follows; any other belongs to the text, and so does one that never closes. */
function withLiteralQuotes(raw: string, context: MendContext): Mend | undefined {
  const { delimiter, quote } = context.dialect
  if (quote === null) return undefined
  const cells: string[] = []
  let at = 0
  for (;;) {
    const closing = raw.startsWith(quote, at) ? closingQuote(raw, at + quote.length, quote, delimiter) : -1
    if (closing >= 0) {
      cells.push(raw.slice(at + quote.length, closing).replaceAll(quote + quote, quote))
      at = closing + quote.length
    } else {
      const end = raw.indexOf(delimiter, at)
      cells.push(raw.slice(at, end < 0 ? raw.length : end))
      at = end < 0 ? raw.length : end
    }
    if (at >= raw.length) break
    at += delimiter.length
  }
  return fitsAll(cells, context) ? { cells, how: 'a quote belongs to the text of its cell', confidence: 0.8 } : undefined
}

function closingQuote(raw: string, from: number, quote: string, delimiter: string): number {
  for (let at = raw.indexOf(quote, from); at >= 0; at = raw.indexOf(quote, at + quote.length)) {
    const after = at + quote.length
    if (after === raw.length || raw.startsWith(delimiter, after)) return at
  }
  return -1
}

function withoutNuls(raw: string, context: MendContext): Mend | undefined {
  const { cells } = splitRecord(raw.replaceAll('\0', ''), context.dialect)
  return fitsAll(cells, context) ? { cells, how: 'there is a NUL character in it', confidence: 0.8 } : undefined
}
