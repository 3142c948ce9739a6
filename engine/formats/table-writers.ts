import { writeAvro } from './avro/index.ts'
import { writeArrow } from './columnar/index.ts'
import { writeXlsx } from './excel/index.ts'
import { writeJson } from './json/index.ts'
import type { TableOutputFormat, TableWriter } from './formats.ts'

/** Every format that is written row by row; CSV is the scanner's own text, and Parquet an engine's where there is one. */
export const tableWriters: Readonly<Partial<Record<TableOutputFormat, TableWriter>>> = {
  arrow: writeArrow,
  avro: writeAvro,
  json: (columns, rows) => writeJson(columns, rows, 'json'),
  jsonl: (columns, rows) => writeJson(columns, rows, 'jsonl'),
  xlsx: writeXlsx,
}
