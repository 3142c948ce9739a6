import { isAvro } from './avro/index.ts'
import { arrowReader, isArrow, isParquet } from './columnar/index.ts'
import { decodeRaw } from './csv/index.ts'
import { detectDialect } from './detect/index.ts'
import { guessEncoding } from './detect/encoding.ts'
import { excelReader, listSheets, previewSheet, workbookKindOf, type ExcelKind } from './excel/index.ts'
import { detectFixedWidth, fixedWidthReader } from './fixed-width/index.ts'
import type { TableFormat, TableOptions } from './formats.ts'
import { html } from './html/index.ts'
import { readJson, recognizesJson } from './json/index.ts'
import type { TableReader } from './table.ts'

/** What a workbook is taken for until it has been opened. */
const LIKELY_KIND: ExcelKind = 'xlsx'
const FIXED_WIDTH_SAMPLE_BYTES = 65_536
/** How sure of its columns fixed width has to be, and how irregular the records of delimited text, before it is preferred. */
const LEAST_FIXED_WIDTH = 0.6
const MOST_DELIMITED = 0.8

const excel: TableFormat = {
  format: 'excel',
  recognizes: head => workbookKindOf(head) !== undefined,
  read: (source, { header, skip_rows, ...options }, sink, signal) => excelReader(source, { ...options, kind: LIKELY_KIND, header, skipRows: skip_rows }, sink, signal),
  sheets: source => listSheets(source, LIKELY_KIND),
  previewSheet: (source, sheet, rows) => previewSheet(source, LIKELY_KIND, sheet, rows),
}

const jsonl: TableFormat = { format: 'jsonl', recognizes: recognizesJson('jsonl'), read: (source, options, sink, signal) => readJson(source, 'jsonl', options, sink, signal) }
const json: TableFormat = { format: 'json', recognizes: recognizesJson('json'), read: (source, options, sink, signal) => readJson(source, 'json', options, sink, signal) }
const fixedWidth: TableFormat = { format: 'fixed_width', recognizes: isFixedWidth, read: fixedWidthReader }

/** Text that is aligned, where no delimiter explains it better. */
function isFixedWidth(head: Uint8Array, isWhole: boolean): boolean {
  const bytes = head.subarray(0, FIXED_WIDTH_SAMPLE_BYTES)
  const guess = guessEncoding(bytes)
  if (guess.kind === 'binary') return false
  const text = decodeRaw(bytes, { encoding: guess.encoding })
  if (!isAligned(text)) return false
  const layout = detectFixedWidth(isWhole && bytes.length === head.length ? text : text.slice(0, text.lastIndexOf('\n') + 1))
  if (layout === undefined || layout.confidence < LEAST_FIXED_WIDTH) return false
  const delimited = detectDialect(head, { isWhole })
  if (delimited.kind !== 'csv' || delimited.width === 1 || delimited.regularity < MOST_DELIMITED) return true
  // Colons of clock times and hyphens are regular too; gaps in every line are more than that.
  return gapShare(text) >= 0.9 && layout.columns.length > delimited.width
}

/** Several spaces in a row within most lines, or a line of dashes: words that happen to stand below each other have one. */
function isAligned(text: string): boolean {
  const lines = text.split(/[\r\n]+/).filter(line => line.trim() !== '')
  return lines.slice(0, 30).some(line => /^[-= ]*[-=]{2,} +[-=]{2,}[-= ]*$/.test(line)) || gapShare(text) >= 0.5
}

/** The share of lines with several spaces in a row between other characters. */
function gapShare(text: string): number {
  const lines = text.split(/[\r\n]+/).filter(line => line.trim() !== '')
  return lines.filter(line => /\S {2,}\S/.test(line)).length / Math.max(1, lines.length)
}

/** Every format that is read into a text table, most telling first. How Parquet's Wasm is loaded, and what unpacks best, are matters of the place. */
export function tableFormatsWith({ parquet, avro }: { readonly parquet: TableReader<TableOptions>, readonly avro: TableReader<TableOptions> }): readonly TableFormat[] {
  return [
    excel,
    { format: 'parquet', recognizes: isParquet, read: parquet },
    { format: 'arrow', recognizes: isArrow, read: arrowReader },
    { format: 'avro', recognizes: isAvro, read: avro },
    html,
    jsonl,
    json,
    fixedWidth,
  ]
}
