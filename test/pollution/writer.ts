import type { Random } from '../../app/sample/random.ts'
import type { Draft, Entry, Style } from './draft.ts'
import { encodeText } from './encode.ts'

/** What a reader should make of a file. */
export interface Truth {
  /** Null where the file has no labels. */
  readonly header: readonly string[] | null
  /** Other labels that are right too. */
  readonly otherHeaders: readonly (readonly string[])[]
  /** The records that have to be read, in order. */
  readonly records: readonly (readonly string[])[]
  /** Where a record stands that may be read in any way or rejected: each number is how many of `records` stand before it. */
  readonly spoiled: readonly number[]
}

export interface Polluted {
  readonly bytes: Uint8Array
  readonly truth: Truth
}

/** Writes the draft's file; undefined when its style cannot say what its cells hold. `random` decides about mixed line ends. */
export function writeDraft(draft: Draft, random: Random): Polluted | undefined {
  const text = writeText(draft, random)
  const bytes = text === undefined ? undefined : encodeText(`${draft.style.hasMark ? '\uFEFF' : ''}${text}`, draft.style.encoding)
  return bytes === undefined ? undefined : { bytes, truth: truthOf(draft) }
}

function truthOf({ header, otherHeaders, body }: Draft): Truth {
  const records: (readonly string[])[] = []
  const spoiled: number[] = []
  for (const entry of body) {
    if (entry.role === 'record') records.push(entry.cells)
    if (entry.role === 'spoiled') spoiled.push(records.length)
  }
  return { header, otherHeaders, records, spoiled }
}

function writeText({ top, labels, body, bottom, style }: Draft, random: Random): string | undefined {
  const entries = [...top, ...labels, ...body, ...bottom]
  const lines = style.layout === 'fixed-left' || style.layout === 'fixed-right' ? fixedLines(entries, style) : entries.map(entry => lineOf(entry, style))
  if (lines === undefined) return undefined
  const lineEnd = (): string => (style.lineEnd === 'mixed' ? random.pick(['\n', '\r\n']) : style.lineEnd)
  return lines.map((line, at) => `${line}${at === lines.length - 1 && !style.isEnded ? '' : lineEnd()}`).join('')
}

function lineOf(entry: Entry, style: Style): string {
  if (!('cells' in entry)) return entry.text
  const [before, behind] = style.padding
  const between = `${before}${style.delimiter}${behind}`
  const written = entry.cells.map((cell, column) => (column === entry.unclosed ? `${style.quote}${cell}` : writeCell(cell, style, entry.cells.length === 1)))
  const isTrailed = style.trailing === 'all' || (style.trailing === 'records' && entry.role !== 'label')
  const line = `${written.join(between)}${isTrailed ? `${before}${style.delimiter}` : ''}`
  return style.layout === 'quoted-lines' ? `"${line.replaceAll('"', '""')}"` : line
}

function writeCell(cell: string, style: Style, isAlone: boolean): string {
  const text = style.lineEnd === '\r' ? cell.replaceAll('\n', '\r') : cell
  // A record of one empty cell would be a blank line.
  const isQuoted = (isAlone && text === '') || wantsQuotes(text, style)
  if (!isQuoted) return text
  const { quote } = style
  const escaped = style.escape === 'double' ? text.replaceAll(quote, quote + quote) : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
  return `${quote}${escaped}${quote}`
}

function wantsQuotes(text: string, style: Style): boolean {
  if (text === '') return style.quotesEmpty || style.quoting === 'all'
  return style.quoting === 'all' || (style.quoting === 'text' && !/^-?[0-9.]+$/.test(text)) || needsQuotes(text, style)
}

function needsQuotes(text: string, { delimiter, quote, hasBareQuotes, escape }: Style): boolean {
  const marks = delimiter.trim() === '' ? delimiter : delimiter.trim()
  if (/[\r\n]/.test(text) || Array.from(marks).some(mark => text.includes(mark))) return true
  return hasBareQuotes ? text.startsWith(quote) : text.includes(quote) || (escape === 'backslash' && text.includes('\\'))
}

/** Columns as wide as their widest cell, two spaces between them; undefined for cells that have line ends or are too long for such files. */
function fixedLines(entries: readonly Entry[], { layout }: Style): readonly string[] | undefined {
  const rows = entries.flatMap(entry => ('cells' in entry ? [entry.cells] : []))
  const width = Math.max(0, ...rows.map(cells => cells.length))
  const widths = Array.from({ length: width }, (_, column) => Math.max(...rows.map(cells => lengthOf(cells[column] ?? ''))))
  if (widths.some(columnWidth => columnWidth > 40) || rows.some(cells => cells.some(cell => /[\r\n]/.test(cell)))) return undefined
  const isRight = widths.map((_, column) => layout === 'fixed-right' && rows.slice(1).every(cells => /^(-?[0-9.,]+)?$/.test(cells[column] ?? '')))
  return entries.map(entry => 'cells' in entry ? entry.cells.map((cell, column) => aligned(cell, widths[column] ?? 0, isRight[column] === true)).join('  ').trimEnd() : entry.text)
}

const lengthOf = (text: string): number => Array.from(text).length

const aligned = (cell: string, width: number, isRight: boolean): string => {
  const fill = ' '.repeat(width - lengthOf(cell))
  return isRight ? `${fill}${cell}` : `${cell}${fill}`
}
