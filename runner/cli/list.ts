import type { Command } from 'commander'
import * as z from 'zod'
import { dialectSchema, rules, sourceSchema, steps, type SourceFormat, type TableOutputFormat } from '../../engine/node.ts'
import { wrapped } from './printable.ts'

/** One thing a recipe can name. */
interface Entry {
  readonly name: string
  readonly title: string
  readonly doc: string
  readonly params: z.ZodType
  /** What else `--json` says. */
  readonly more?: Readonly<Record<string, unknown>>
}

const NAME_WIDTH = 26
const DOC_WIDTH = 94
const noParameters = z.strictObject({})

const ruleEntries = (): readonly Entry[] =>
  rules.map(({ kind, title, doc, params, target, dimension, example }) => ({ name: kind, title, doc, params, more: { target, dimension, example } }))
const stepEntries = (): readonly Entry[] =>
  steps.map(({ kind, title, doc, params, example }) => ({ name: kind, title, doc, params, more: { example } }))

/** What can be said of a source that is no CSV. */
const tableParams = sourceSchema.pick({ sheet: true, records: true, widths: true })
const nulls = z.strictObject({ dialect: dialectSchema.pick({ null_tokens: true }).optional() })

interface Format extends Omit<Entry, 'name'> {
  readonly more: { readonly reads: boolean, readonly writes: boolean }
}

/** What each file format is used for: every format that is read, and as `xlsx` what `excel` is written as. */
const FORMATS: Readonly<Record<SourceFormat | TableOutputFormat, Format>> = {
  csv: {
    title: 'CSV (read, written)', doc: 'Delimited text in any dialect and encoding, detected or set under source.dialect. Written as RFC 4180 in UTF-8, the cells as they were read.',
    params: dialectSchema, more: { reads: true, writes: true },
  },
  excel: { title: 'Spreadsheet (read)', doc: 'Workbooks of Excel (.xlsx, .xlsm, .xls) and OpenDocument (.ods): one sheet, formulas by their last result, dates by their number format.', params: tableParams.pick({ sheet: true }), more: { reads: true, writes: false } },
  xlsx: { title: 'Excel workbook (written)', doc: 'One sheet; texts stay texts.', params: noParameters, more: { reads: false, writes: true } },
  json: { title: 'JSON (read, written)', doc: 'An array of records, wherever it stands in the document; nested values as JSON text, numbers as they are written.', params: tableParams.pick({ records: true }), more: { reads: true, writes: true } },
  jsonl: { title: 'JSON Lines (read, written)', doc: 'One JSON object a line; a line that is none is a parse reject.', params: nulls, more: { reads: true, writes: true } },
  parquet: { title: 'Parquet (read, written)', doc: 'Columns of their own types; nested values as JSON text.', params: noParameters, more: { reads: true, writes: true } },
  arrow: { title: 'Arrow IPC (read, written)', doc: 'Files and streams, Feather too.', params: noParameters, more: { reads: true, writes: true } },
  avro: { title: 'Avro (read, written)', doc: 'Object container files.', params: noParameters, more: { reads: true, writes: true } },
  fixed_width: { title: 'Fixed width (read)', doc: 'Text whose columns are aligned with spaces, found or given by their widths.', params: tableParams.pick({ widths: true }), more: { reads: true, writes: false } },
  html: { title: 'Web page (read)', doc: 'The table with most rows of an HTML page, as many systems export under the name .xls.', params: noParameters, more: { reads: true, writes: false } },
}
const formatEntries = (): readonly Entry[] => Object.entries(FORMATS).map(([name, format]) => ({ name, ...format }))

const connectorEntries = (): readonly Entry[] => [{
  name: 'file', title: 'File of this machine', doc: 'Reads source.path, relative to the recipe; writes destination.path. What is written appears under its name when it is complete, not before.',
  params: sourceSchema, more: { reads: true, writes: true },
}]

function listCommand(name: string, description: string, entries: () => readonly Entry[]): (program: Command) => void {
  return program => {
    program.command(name).description(description)
      .option('--json', 'print them with the JSON Schema of their parameters')
      .action(({ json }: { readonly json?: boolean }) => {
        process.stdout.write(json ? `${JSON.stringify(entries().map(toJson), null, 2)}\n` : entries().map(toText).join(''))
      })
  }
}

function toJson({ name, title, doc, params, more }: Entry): Record<string, unknown> {
  return { name, title, doc, ...more, params: z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) }
}

function toText({ name, title, doc }: Entry): string {
  const indent = ' '.repeat(NAME_WIDTH)
  return `${name.padEnd(NAME_WIDTH)}${title}\n${wrapped(doc, DOC_WIDTH).map(line => `${indent}${line}\n`).join('')}`
}

export const listCommands = [
  listCommand('list-rules', 'the rules that a recipe can check', ruleEntries),
  listCommand('list-steps', 'the steps that a recipe can take', stepEntries),
  listCommand('list-formats', 'the file formats read and written', formatEntries),
  listCommand('list-connectors', 'where data is read from and written to', connectorEntries),
]
