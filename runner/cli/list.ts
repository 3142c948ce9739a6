import type { Command } from 'commander'
import * as z from 'zod'
import { dialectSchema, rules, sourceSchema, steps, type OutputFormat } from '../../engine/node.ts'
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

/** What each file format is used for. Every format that a run writes has to be here. */
const FORMATS: Readonly<Record<OutputFormat, Omit<Entry, 'name'> & { readonly more: { readonly reads: boolean, readonly writes: boolean } }>> = {
  csv: {
    title: 'CSV (read, written)', doc: 'Delimited text in any dialect, detected or set under source.dialect. Written as RFC 4180 in UTF-8, the cells as they were read.',
    params: dialectSchema, more: { reads: true, writes: true },
  },
  parquet: { title: 'Parquet (written)', doc: 'Columns of the declared types.', params: noParameters, more: { reads: false, writes: true } },
  jsonl: { title: 'JSON Lines (written)', doc: 'One JSON object a line, values of the declared types.', params: noParameters, more: { reads: false, writes: true } },
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
