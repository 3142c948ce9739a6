import { randomUUID } from 'node:crypto'
import { extname, dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import {
  EngineError, makePipe, openDuckDbNative, openFileSource, OutputFiles, parseBytes, RecipeError, removePipe, renderHtml, run,
  type OutputFormat, type Recipe, type Reject, type RunResult,
} from '../../engine/node.ts'
import { scanInThread } from '../../workers/scan-thread.ts'
import { EXIT, IssuesFound } from './errors.ts'
import { showProgress, type ProgressStyle } from './progress.ts'
import { collectVar, loadRecipe, type RecipeFile, type Vars } from './recipe-file.ts'

interface RunOptions {
  readonly input?: readonly string[]
  readonly out?: string
  readonly var: Vars
  readonly engine: string
  readonly memory?: string
  readonly threads?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const DEFAULT_MEMORY_BYTES = 512e6
/** What Node, the scanner and the engine's own code take beside the engine's buffers. */
const OUTSIDE_ENGINE_BYTES = 180e6
const MIN_ENGINE_BYTES = 96e6
/** How many rejects the HTML report shows. */
const REJECTS_SHOWN = 100

export function runCommand(program: Command): void {
  program.command('run').argument('<recipe>').description('run a recipe on an input: valid rows, rejects and a report')
    .option('--input <file...>', 'replaces source.path')
    .option('--out <dir>', 'where valid.*, rejects.jsonl, report.json and report.html go')
    .option('--var <name=value>', 'sets a variable of the recipe', collectVar, {})
    .option('--engine <name>', 'native', 'native')
    .option('--memory <size>', 'the most memory to use, 512MB unless the recipe says otherwise')
    .option('--threads <n>', 'how many threads the engine uses')
    .option('--json', 'print events and the report as JSON')
    .option('--quiet', 'print nothing but errors')
    .action(async (path: string, options: RunOptions) => { process.exitCode = await runRecipe(path, options) })
}

async function runRecipe(path: string, options: RunOptions): Promise<number> {
  if (options.engine !== 'native') throw new RecipeError('unknown_engine', `there is no engine "${options.engine}" here`, { hint: 'Engines: native.' })
  const input = options.input?.[0]
  if ((options.input?.length ?? 0) > 1) throw new RecipeError('several_inputs', 'a run takes one input file', { hint: 'Run the recipe once for each file.' })
  const file = await loadRecipe(path, input === undefined ? options.var : { input, ...options.var })
  const source = await openFileSource(inputPath(file, input))
  const memoryBytes = sizeOf(options.memory ?? file.recipe.runtime?.memory) ?? DEFAULT_MEMORY_BYTES
  const threads = options.threads === undefined ? file.recipe.runtime?.parallelism : Number(options.threads)
  const runId = randomUUID()
  const targets = targetsOf(file.recipe, path, source.path, options.out)
  const files = new OutputFiles(runId.slice(0, 8))
  const stop = interruptible(files)
  const backend = await openDuckDbNative({ memoryBytes: Math.max(MIN_ENGINE_BYTES, memoryBytes - OUTSIDE_ENGINE_BYTES), ...(threads === undefined ? {} : { threads }) })
  const progress = showProgress(styleOf(options))
  const shown: Reject[] = []
  try {
    const outcome = await run(file.recipe, {
      backend, source, uri: source.path, format: targets.format, runId, startedAt: new Date(), memoryBytes, signal: stop.signal,
      validPath: await files.stage(targets.valid),
      scan: async (dialect, onProgress, signal) => {
        const pipe = await makePipe(backend.folder, 'records')
        return { pipe, scanned: scanInThread({ path: source.path, dialect, pipe }, onProgress, signal), remove: () => removePipe(pipe) }
      },
      writeRejects: lines => files.writeLines(targets.rejects, keepFirst(lines, shown)),
      rssPeakBytes: () => process.resourceUsage().maxRSS * 1024,
      onProgress: progress.update,
    })
    progress.end()
    if (!outcome.ok) throw new IssuesFound(path, [...file.issues, ...outcome.issues].map(file.locate))
    await files.writeText(targets.report, `${JSON.stringify(outcome.result, null, 2)}\n`)
    await files.writeText(targets.html, renderHtml(outcome.result, { rejects: shown }))
    await files.commit()
    report(outcome.result, targets, options)
    return exitCode(outcome.result)
  } catch (error) {
    throw stop.signal.aborted ? new EngineError('interrupted', 'the run was interrupted; no output was changed', { cause: error }) : error
  } finally {
    progress.end()
    files.discard()
    await backend.close()
    await source.close()
  }
}

async function* keepFirst(lines: AsyncIterable<string>, shown: Reject[]): AsyncGenerator<string> {
  for await (const line of lines) {
    if (shown.length < REJECTS_SHOWN) shown.push(JSON.parse(line) as Reject)
    yield line
  }
}

function inputPath({ path, recipe }: RecipeFile, input: string | undefined): string {
  if (input !== undefined) return resolve(input)
  if (recipe.source?.path !== undefined) return resolve(dirname(path), recipe.source.path)
  throw new RecipeError('no_input', 'the recipe names no input', { hint: 'Pass one with --input FILE, or set source.path.' })
}

function sizeOf(size: string | number | undefined): number | undefined {
  if (size === undefined || typeof size === 'number') return size
  const bytes = parseBytes(size)
  if (bytes === undefined) throw new RecipeError('bad_size', `"${size}" is no size`, { hint: 'Write 512MB or 2GiB.' })
  return bytes
}

interface Targets {
  readonly format: OutputFormat
  readonly valid: string
  readonly rejects: string
  readonly report: string
  readonly html: string
}

const FORMATS: Readonly<Record<string, OutputFormat>> = { '.csv': 'csv', '.parquet': 'parquet', '.jsonl': 'jsonl', '.ndjson': 'jsonl' }

/** `--out` replaces the recipe's destination and DLQ; without it they are relative to the recipe. */
function targetsOf({ destination, dlq }: Recipe, recipePath: string, inputFile: string, out: string | undefined): Targets {
  const format = destination?.type ?? FORMATS[extname(destination?.path ?? inputFile).toLowerCase()] ?? 'parquet'
  if (out !== undefined) return { format, valid: join(out, `valid.${format}`), rejects: join(out, 'rejects.jsonl'), report: join(out, 'report.json'), html: join(out, 'report.html') }
  if (destination?.path === undefined) throw new RecipeError('no_destination', 'the recipe says nowhere where the valid rows go', { hint: 'Pass a folder with --out DIR, or set destination.path.' })
  const valid = resolve(dirname(recipePath), destination.path)
  const beside = (name: string): string => join(dirname(valid), name)
  return { format, valid, rejects: dlq?.path === undefined ? beside('rejects.jsonl') : resolve(dirname(recipePath), dlq.path), report: beside('report.json'), html: beside('report.html') }
}

/** Ctrl+C stops the run and leaves nothing half-written. */
function interruptible(files: OutputFiles): AbortController {
  const stop = new AbortController()
  const abort = (): void => {
    files.discard()
    if (stop.signal.aborted) process.exit(EXIT.interrupted)
    stop.abort(new EngineError('interrupted', 'the run was interrupted'))
  }
  process.on('SIGINT', abort)
  process.on('SIGTERM', abort)
  return stop
}

function styleOf({ quiet, json }: RunOptions): ProgressStyle {
  return quiet ? 'none' : json ? 'json' : process.stderr.isTTY ? 'bar' : 'lines'
}

function exitCode({ gates, rules }: RunResult): number {
  const brokenBatch = rules.some(rule => rule.columns.length === 0 && rule.kind !== 'parse' && rule.checked === 1 && rule.status === 'failed' && rule.kind === 'row_count')
  return gates.some(gate => !gate.passed) || brokenBatch ? EXIT.gate : EXIT.done
}

function report(result: RunResult, targets: Targets, { quiet, json }: RunOptions): void {
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`)
  else if (!quiet) process.stdout.write(summary(result, targets))
}

const count = (n: number): string => n.toLocaleString('en')

function summary({ counts, rules, gates, quality, timings }: RunResult, targets: Targets): string {
  const dropped = Object.entries(counts.dropped).map(([step, n]) => `${count(n)} dropped by ${step}`)
  const seconds = Object.values(timings).reduce((a, b) => a + b, 0) / 1000
  const failing = rules.filter(rule => rule.failed > 0).sort((a, b) => b.failed - a.failed).slice(0, 12)
  return [
    `${count(counts.physical)} records in ${seconds.toFixed(1)} s: ${[`${count(counts.valid)} valid`, `${count(counts.rejected)} rejected`, ...dropped].join(', ')}${counts.warned > 0 ? ` (${count(counts.warned)} with warnings)` : ''}`,
    `quality ${(quality.score * 100).toFixed(1)} %`,
    ...failing.map(rule => `  ${count(rule.failed).padStart(10)}  ${rule.id}${rule.severity === 'warn' ? ' (warning)' : ''}`),
    ...gates.filter(gate => !gate.passed).map(gate => `gate ${gate.id} failed: ${gate.actual.toPrecision(4)} where ${gate.limit} is allowed`),
    `valid rows: ${targets.valid}`, `rejects:    ${targets.rejects}`, `report:     ${targets.html}`, '',
  ].join('\n')
}

