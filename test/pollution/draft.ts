import type { Table } from './tables.ts'

/** How cells, records and the file are written. */
export interface Style {
  readonly delimiter: string
  readonly quote: string
  /** Which cells stand in quotes. */
  readonly quoting: 'needed' | 'text' | 'all'
  /** A quote within a cell does not make it stand in quotes. */
  readonly hasBareQuotes: boolean
  /** Empty cells stand in quotes. */
  readonly quotesEmpty: boolean
  /** What makes a quote inside quotes a literal one. */
  readonly escape: 'double' | 'backslash'
  /** Before and behind each delimiter. */
  readonly padding: readonly [before: string, behind: string]
  /** What has a delimiter behind its last cell. */
  readonly trailing: 'none' | 'records' | 'all'
  /** `quoted-lines`: each line as one quoted cell. `fixed`: columns aligned by spaces. */
  readonly layout: 'delimited' | 'quoted-lines' | 'fixed-left' | 'fixed-right'
  readonly lineEnd: '\n' | '\r\n' | '\r' | '\r\r\n' | 'mixed'
  /** Whether the last line has a line end. */
  readonly isEnded: boolean
  readonly encoding: string
  readonly hasMark: boolean
}

/** The style without a fault: RFC 4180 with `\n`. */
export const cleanStyle: Style = {
  delimiter: ',', quote: '"', quoting: 'needed', hasBareQuotes: false, quotesEmpty: false, escape: 'double', padding: ['', ''], trailing: 'none',
  layout: 'delimited', lineEnd: '\n', isEnded: true, encoding: 'utf-8', hasMark: false,
}

/**
 * What a line or record of the file is. `record`: one that has to be read. `spoiled`: one that may be read or not.
 * `none`: what has to be passed over.
 */
export type Role = 'label' | 'record' | 'spoiled' | 'none'

/** A line of plain text, or cells that are written in the file's style. */
export type Entry =
  | { readonly role: 'none', readonly text: string }
  | { readonly role: Role, readonly cells: readonly string[], /** The cell whose quote is opened and never closed. */ readonly unclosed?: number }

/** A file about to be written, with what it means. */
export interface Draft {
  readonly top: readonly Entry[]
  readonly labels: readonly Entry[]
  readonly body: readonly Entry[]
  readonly bottom: readonly Entry[]
  readonly style: Style
  /** The labels that a reader should give; null where the file has none. */
  readonly header: readonly string[] | null
  /** Others that are right too. */
  readonly otherHeaders: readonly (readonly string[])[]
}

export const draftOf = ({ header, rows }: Table): Draft => ({
  top: [], labels: [{ role: 'label', cells: header }], body: rows.map(cells => ({ role: 'record', cells })), bottom: [], style: cleanStyle, header, otherHeaders: [],
})

export const withStyle = (draft: Draft, change: Partial<Style>): Draft => ({ ...draft, style: { ...draft.style, ...change } })

/** The rows of the draft that are records. */
export const recordsOf = ({ body }: Draft): readonly (readonly string[])[] => body.flatMap(entry => (entry.role === 'record' ? [entry.cells] : []))

export const widthOf = (draft: Draft): number => recordsOf(draft)[0]?.length ?? draft.header?.length ?? 0

/** Changes the cells of every record. */
export const mapRecords = (draft: Draft, change: (cells: readonly string[], index: number) => readonly string[]): Draft => {
  let index = 0
  return { ...draft, body: draft.body.map(entry => (entry.role === 'record' ? { ...entry, cells: change(entry.cells, index++) } : entry)) }
}

/** Labels that replace the ones there are, in the one label record the file has; undefined where it has another number of them. */
export function relabel(draft: Draft, change: (label: string, column: number) => string): Draft | undefined {
  if (draft.header === null || draft.labels.length !== 1) return undefined
  const header = draft.header.map(change)
  return { ...draft, header, labels: [{ role: 'label', cells: header }] }
}

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/
const DECIMAL = /^-?[0-9]+\.[0-9]+$/
const TELLING = /^[-+]?[0-9][0-9.,:/ TZ-]*%?$/

function columnsWhere(draft: Draft, pattern: RegExp, share: number): number[] {
  const records = recordsOf(draft)
  return Array.from({ length: widthOf(draft) }, (_, column) => column).filter(column => {
    const filled = records.map(cells => cells[column] ?? '').filter(cell => cell !== '')
    return filled.length > 0 && filled.filter(cell => pattern.test(cell)).length >= filled.length * share
  })
}

/** Columns of nothing but numbers with a decimal point or none. */
export const numberColumns = (draft: Draft): readonly number[] => columnsWhere(draft, NUMBER, 1)
export const decimalColumns = (draft: Draft): readonly number[] => columnsWhere(draft, DECIMAL, 1)
/** Columns whose cells do not look like labels: numbers, dates, times. */
export const tellingColumns = (draft: Draft): readonly number[] => columnsWhere(draft, TELLING, 0.95)
/** Columns of words, without which a fault in a text has no place. */
export const textColumns = (draft: Draft): readonly number[] => columnsWhere(draft, /\p{L}{2}/u, 0.9).filter(column => !tellingColumns(draft).includes(column))
