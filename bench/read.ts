import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bench, printSample, resultsFolder, saveReport, toMarkdown, type Command } from './measure.ts'
import { describeBars, makeBars } from './workload.ts'

const scratch = join(resultsFolder, 'tmp')
const here = import.meta.dirname
const cli = join(here, '..', 'dist', 'cli.mjs')

/** Reading a format: the same file to the same CSV by us and by a peer, as whole processes. */
interface Case {
  readonly title: string
  readonly rows: number
  /** What the file is called; made from the CSV by `convert` where it is another format. */
  readonly file: string
  readonly peer?: { readonly name: string, readonly program: string }
}

const ROW_BY_ROW = 'row-by-row.mjs'
const cases: Readonly<Record<string, Case>> = {
  csv: { title: 'CSV, everything detected', rows: 1_000_000, file: 'bars.csv', peer: { name: 'DuckDB, told the dialect', program: 'duckdb-to-csv.mjs' } },
  jsonl: { title: 'JSON Lines', rows: 1_000_000, file: 'bars.jsonl', peer: { name: 'JSON.parse, line by line', program: ROW_BY_ROW } },
  parquet: { title: 'Parquet', rows: 1_000_000, file: 'bars.parquet', peer: { name: 'hyparquet, row by row', program: ROW_BY_ROW } },
  avro: { title: 'Avro', rows: 1_000_000, file: 'bars.avro', peer: { name: 'avsc, row by row', program: ROW_BY_ROW } },
  xlsx: { title: 'Excel workbook, 100,000 × 12', rows: 100_000, file: 'bars.xlsx' },
  'xlsx-full': { title: 'Excel workbook, a full sheet', rows: 1_048_575, file: 'full.xlsx' },
}

function program(argv: readonly string[]): void {
  const [file = '', ...rest] = argv
  const { status, stderr } = spawnSync(file, rest, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${argv.join(' ')} failed: ${stderr}`)
}

const convert = (from: string, to: string): string[] => [process.execPath, cli, 'convert', from, '--to', to, '--quiet']

async function runCase(name: string, { title, rows, file, peer }: Case, runs: number, save: boolean): Promise<void> {
  if (!existsSync(cli)) throw new Error(`${cli} is missing. Build it first: node scripts/bundle.mjs`)
  const workload = await makeBars(rows, 1)
  const path = join(scratch, file)
  if (file !== 'bars.csv') program(convert(workload.path, path))
  const input = file === 'bars.csv' ? workload.path : path
  const output = join(scratch, 'read.csv')
  const peerOutput = join(scratch, 'peer.csv')
  const commands: Command[] = [
    { name: 'SchemaFlow convert', argv: convert(input, output), verify: () => rm(output) },
    ...peer === undefined ? [] : [{ name: peer.name, argv: [process.execPath, join(here, 'peers', peer.program), input, peerOutput], verify: () => rm(peerOutput) }],
  ]
  try {
    const report = await bench({ title: `Reading: ${title}`, notes: [describeBars(workload, 1), 'Both write the same table as CSV; whole processes.'], commands, runs, onSample: printSample })
    console.log(toMarkdown(report))
    if (save) await saveReport(`read-${name}`, report)
  } finally {
    await rm(workload.path, { force: true })
    await rm(path, { force: true })
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' }, save: { type: 'boolean', default: false } } })
for (const name of positionals.length > 0 ? positionals : Object.keys(cases).filter(each => each !== 'xlsx-full')) {
  const chosen = cases[name]
  if (!chosen) throw new Error(`No case ${name}. Choose from ${Object.keys(cases).join(', ')}.`)
  await runCase(name, chosen, Number(values.runs), values.save)
}
