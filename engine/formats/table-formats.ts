import { avroReader, isAvro } from './avro/index.ts'
import { excelReader, listSheets, workbookKindOf, type ExcelKind } from './excel/index.ts'
import type { TableFormat } from './formats.ts'
import { html } from './html/index.ts'
import { readJson, recognizesJson } from './json/index.ts'

/** What a workbook is taken for until it has been opened. */
const LIKELY_KIND: ExcelKind = 'xlsx'

const excel: TableFormat = {
  format: 'excel',
  recognizes: head => workbookKindOf(head) !== undefined,
  read: (source, { header, skip_rows, ...options }, sink, signal) => excelReader(source, { ...options, kind: LIKELY_KIND, header, skipRows: skip_rows }, sink, signal),
  sheets: source => listSheets(source, LIKELY_KIND),
}

/** Every format that is read into a text table, most telling first. */
export const tableFormats: readonly TableFormat[] = [
  excel,
  { format: 'avro', recognizes: isAvro, read: avroReader },
  html,
  { format: 'jsonl', recognizes: recognizesJson('jsonl'), read: (source, options, sink, signal) => readJson(source, 'jsonl', options, sink, signal) },
  { format: 'json', recognizes: recognizesJson('json'), read: (source, options, sink, signal) => readJson(source, 'json', options, sink, signal) },
]
