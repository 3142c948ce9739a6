import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Generated } from './bars.ts'
import { generateBars, generateFile } from './generate.ts'
import type { Command } from './measure.ts'
import { resultsFolder } from './measure.ts'

const scratch = join(resultsFolder, 'tmp')
const here = import.meta.dirname
const cli = join(here, '..', 'dist', 'cli.mjs')

/** The benchmark file on disk, and what it is known to hold. */
export interface Workload extends Generated {
  readonly path: string
}

export async function makeBars(rows: number, seed: number): Promise<Workload> {
  await mkdir(scratch, { recursive: true })
  const path = join(scratch, `bars-${rows}-${seed}.csv`)
  return { path, ...await generateFile(path, write => generateBars({ rows, seed }, write)) }
}

export const describeBars = ({ rows, bytes, badRows }: Generated, seed: number) =>
  `${rows.toLocaleString('en-US')} rows × 12 columns, ${(bytes / 1e6).toFixed(0)} MB of CSV, seed ${seed}; `
  + `${badRows.toLocaleString('en-US')} rows break one of 12 checks, and every tool that checks found exactly that many.`

/** DuckDB alone, CSV to Parquet, no rules. */
export function floorCommand({ path, rows }: Workload, memory?: string): Command {
  const output = join(scratch, 'floor.parquet')
  return {
    name: `DuckDB copy, no rules${memory === undefined ? '' : `, ${memory}`}`,
    argv: [process.execPath, join(here, 'peers', 'duckdb-floor.mjs'), path, output, ...(memory === undefined ? [] : ['--memory', memory])],
    verify: async stdout => {
      expectCounts('The floor', readCounts(stdout), { rows })
      await rm(output)
    },
  }
}

/** PapaParse and zod, in a stream and of the whole file at once; bundled beforehand so that no TypeScript is compiled while the clock runs. */
export async function papaparseZodCommands({ path, rows, badRows }: Workload): Promise<readonly Command[]> {
  const program = join(scratch, 'papaparse-zod.mjs')
  const output = join(scratch, 'papaparse-zod.errors.jsonl')
  await build({
    entryPoints: [join(here, 'peers', 'papaparse-zod.ts')], outfile: program,
    bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error',
  })
  const command = (how: string, args: readonly string[]): Command => ({
    name: `PapaParse + zod, ${how}`,
    argv: [process.execPath, program, path, output, ...args],
    verify: async stdout => {
      expectCounts('PapaParse + zod', readCounts(stdout), { rows, bad: badRows })
      await rm(output)
    },
  })
  return [command('streaming', []), command('the whole file at once', ['--whole'])]
}

/** A headless run as users start it: valid rows to Parquet, rejects, report. */
export function schemaflowCommand({ path, rows, badRows }: Workload, memory?: string): Command {
  if (!existsSync(cli)) throw new Error(`${cli} is missing. Build it first: node scripts/bundle.mjs`)
  const output = join(scratch, 'schemaflow')
  const recipe = join(here, 'recipes', 'bars.yaml')
  const limit = memory === undefined ? [] : ['--memory', memory]
  return {
    name: `SchemaFlow${memory === undefined ? '' : `, --memory ${memory}`}`,
    argv: [process.execPath, cli, 'run', recipe, '--input', path, '--out', output, '--quiet', ...limit],
    verify: async () => {
      const { counts } = JSON.parse(await readFile(join(output, 'report.json'), 'utf8')) as { counts: Counts }
      expectCounts('SchemaFlow', counts, { physical: rows, rejected: badRows, valid: rows - badRows })
      await rm(output, { recursive: true })
    },
  }
}

type Counts = Readonly<Record<string, unknown>>

/** Peers print one line of JSON. */
const readCounts = (stdout: string) => JSON.parse(stdout) as Counts

function expectCounts(tool: string, counts: Counts, expected: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(expected)) {
    if (counts[name] !== count) throw new Error(`${tool} gives ${name} = ${JSON.stringify(counts[name])}; the file holds ${count}.`)
  }
}
