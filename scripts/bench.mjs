// Lists the benchmarks, or runs one: `npm run bench`, `npm run bench -- headless --runs 7 --save`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const benches = {
  headless: { file: 'bench/headless.ts', args: ['headless'], what: 'run of 1 M rows against DuckDB’s plain copy and PapaParse + zod; --big adds 8 M rows in 512 MB' },
  read: { file: 'bench/read.ts', args: [], what: 'reading each format against DuckDB or row-by-row readers: csv, jsonl, parquet, avro, xlsx, xlsx-full' },
  browser: { file: 'bench/browser.ts', args: [], what: '1 M rows in Chromium: first rows, profile and verdict, edits, paging, main thread' },
  large: { file: 'bench/large.ts', args: [], what: '1 GB in Chromium, judged by a recipe that is there: first rows, verdict, profile, copy, reload' },
  peers: { file: 'bench/headless.ts', args: ['peers'], what: 'only DuckDB’s plain copy and PapaParse + zod' },
  generate: { file: 'bench/generate.ts', args: [], what: 'make the benchmark file: --out FILE --rows N --seed N [--messy]' },
  measure: { file: 'bench/measure.ts', args: [], what: "time any commands in turn: 'command a' 'command b'" },
}

const [name, ...options] = process.argv.slice(2)
const chosen = benches[name]
if (name !== undefined && !chosen) console.error(`No benchmark ${name}.`)
if (!chosen) {
  console.log('npm run bench -- NAME [--rows N] [--runs N] [--seed N] [--save]   (--save writes bench/results/NAME.json and .md)')
  for (const [each, { what }] of Object.entries(benches)) console.log(`  ${each.padEnd(10)} ${what}`)
  process.exit(name === undefined ? 0 : 2)
}
const run = spawnSync(process.execPath, ['--import', 'tsx', join(root, chosen.file), ...chosen.args, ...options], { cwd: root, stdio: 'inherit' })
if (run.error) throw run.error
process.exit(run.status ?? 1)
