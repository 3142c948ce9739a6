import { ConnectorError } from '../../base/errors.ts'
import { string } from '../../data/type.ts'
import { joinLabels } from '../csv/header.ts'
import { decodeRaw, numberedColumns, type Encoding } from '../csv/index.ts'
import { guessEncoding } from '../detect/encoding.ts'
import type { ByteSource } from '../source.ts'
import type { RecordSink, TableFacts } from '../table.ts'
import { detectFixedWidth, keepsBoundaries } from './detect.ts'
import { charactersOf, columnsOfWidths, isBlank, isRuler, textOf, trimmed, type FixedWidthColumn } from './layout.ts'
import { textLines, type TextLine } from './lines.ts'

/** What is not said is found out from the first lines. */
export interface FixedWidthOptions {
  /** Widths of columns that stand side by side, in characters. */
  readonly widths?: readonly number[] | undefined
  /** In place of `widths`: columns with names, or with characters between them that nobody wants. */
  readonly columns?: readonly FixedWidthColumn[] | undefined
  readonly encoding?: Encoding | undefined
  /** How many lines hold labels. A line of dashes below them is no record. Columns that have names keep them. */
  readonly header?: number | undefined
  /** Lines above the table. */
  readonly skip_rows?: number | undefined
  /** Takes the spaces off both ends of a cell, and an empty one for absence; true when left out. */
  readonly trim?: boolean | undefined
  readonly maxRecords?: number | undefined
}

const HEAD_BYTES = 262_144
const DRAIN_EVERY = 1000

interface Plan {
  readonly columns: readonly FixedWidthColumn[]
  readonly isOpenEnded: boolean
  /** The columns were found by what is blank between them: a value that stands there belongs to nobody knows which. */
  readonly isGuess: boolean
  readonly header: number
  readonly skipRows: number
  readonly notes: readonly string[]
}

/**
 * Reads text whose columns stand at the same positions in every line. Cells are the texts between; a shorter line lacks its last ones,
 * and blank lines are no records. Broken records: `line_too_long` (characters behind the last column), `invalid_bytes`, `nul_byte`, and,
 * where the columns were found and not told, `column_overflow` (a value runs across the border of two columns).
 * @throws ConnectorError `no_layout` when the columns are not told and cannot be found, `record_too_long`
 */
export async function fixedWidthReader(source: ByteSource, options: FixedWidthOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const { trim = true, maxRecords = Infinity } = options
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES))
  const encoding = options.encoding ?? encodingOf(head)
  const headText = decodeRaw(head, { encoding })
  const plan = planOf(source, headText, head.length === source.size, options)
  const { columns, header, skipRows } = plan
  const cellsOf = (text: string): readonly string[] => {
    const characters = charactersOf(text)
    return columns.map(({ start, width }, i) => textOf(characters, start, plan.isOpenEnded && i === columns.length - 1 ? characters.length : start + width))
  }
  const labels: (readonly string[])[] = []
  let hasBegun = false
  let isBelowLabels = header > 0
  let records = 0
  const begin = (): void => {
    const names = namesOf(columns, labels)
    sink.begin(names.map(name => ({ name, type: string })))
    hasBegun = true
  }
  const isRuledOff = (text: string): boolean => {
    const isFirst = isBelowLabels
    isBelowLabels = false
    return isFirst && isRuler(text)
  }

  for await (const lines of textLines(source, encoding, isLoneCr(headText), signal)) {
    for (const line of lines) {
      if (line.line <= skipRows || trimmed(line.text) === '') continue
      if (labels.length < header) {
        labels.push(cellsOf(line.text).map(trimmed))
        continue
      }
      if (!hasBegun) begin()
      if (isRuledOff(line.text)) continue
      if (sink.isDone || records >= maxRecords) return { notes: plan.notes }
      const trouble = troubleOf(line, plan)
      if (trouble === undefined) {
        for (const [i, cell] of cellsOf(line.text).entries()) sink.cell(trim ? trimmed(cell) || null : padded(cell, columns[i]?.width ?? 0))
        sink.end(line.line)
      } else sink.broken({ ...trouble, line: line.line, byteOffset: line.byteOffset, raw: line.text })
      if (++records % DRAIN_EVERY === 0) await sink.drain()
    }
  }
  if (!hasBegun) begin()
  return { notes: plan.notes }
}

/** The columns and the lines above them: as told, or as found. */
function planOf({ name }: ByteSource, head: string, isWhole: boolean, { widths, columns, header, skip_rows }: FixedWidthOptions): Plan {
  const told = columns ?? (widths === undefined ? undefined : columnsOfWidths(widths))
  if (told !== undefined) {
    for (const { start, width } of told) if (!(Number.isInteger(start) && start >= 0 && Number.isInteger(width) && width > 0)) throw new ConnectorError('no_layout', `a column of ${name} cannot start at ${start} and be ${width} characters wide`, { hint: 'Give widths of one character or more.' })
    return { columns: told, isOpenEnded: false, isGuess: false, header: header ?? 0, skipRows: skip_rows ?? 0, notes: [] }
  }
  const lines = head.split(/\r\n|\n|\r/)
  // The line at which the sample was cut says nothing about its end.
  const sample = (isWhole ? lines : lines.slice(0, -1)).slice(skip_rows ?? 0)
  const found = detectFixedWidth(sample.join('\n'))
  if (found === undefined) throw new ConnectorError('no_layout', `the lines of ${name} have no columns that stand below each other`, { hint: 'Say how wide the columns are, with source.widths.' })
  return {
    columns: found.columns, isOpenEnded: found.isOpenEnded, isGuess: true, header: header ?? found.header, skipRows: (skip_rows ?? 0) + found.skipRows,
    notes: [`the columns were found by the spaces between them; their widths are ${found.columns.map(({ width }) => width).join(', ')}`],
  }
}

/** Without a line of labels, columns have the names they were given, or numbers. */
function namesOf(columns: readonly FixedWidthColumn[], labels: readonly (readonly string[])[]): readonly string[] {
  const joined = joinLabels(labels)
  const numbers = numberedColumns(columns.length)
  return columns.map(({ name }, i) => name ?? (labels.length === 0 ? numbers[i] : joined[i]) ?? '')
}

function troubleOf({ text, isDecoded }: TextLine, { columns, isOpenEnded, isGuess }: Plan): { readonly code: string, readonly message: string } | undefined {
  if (!isDecoded) return { code: 'invalid_bytes', message: 'the line holds bytes that are no characters of its encoding' }
  if (text.includes('\0')) return { code: 'nul_byte', message: 'the line holds a NUL character' }
  const characters = charactersOf(text)
  if (!isOpenEnded) {
    const end = columns.reduce((last, { start, width }) => Math.max(last, start + width), 0)
    for (let at = end; at < characters.length; at++) if (!isBlank(characters[at])) return { code: 'line_too_long', message: `the line goes on behind the last column: character ${at + 1} is not blank, and the columns take ${end}` }
  }
  if (isGuess && !keepsBoundaries(characters, columns)) return { code: 'column_overflow', message: 'a value runs from one column into the next' }
  return undefined
}

/** Filled up with spaces; the width is in characters. */
const padded = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - charactersOf(cell).length))

const isLoneCr = (head: string): boolean => head.includes('\r') && !head.includes('\n')

/** @throws ConnectorError `unknown_format` */
function encodingOf(head: Uint8Array): Encoding {
  const guess = guessEncoding(head)
  if (guess.kind === 'text') return guess.encoding
  throw new ConnectorError('unknown_format', `this is no fixed-width text: it looks like ${guess.what}`, { hint: 'Say which encoding it has, or what format it is.' })
}
