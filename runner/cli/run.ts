import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import {
  convertWith, EngineError, makePipe, NATIVE_FORMATS, nodeInputHost, openInput, tableWriters, type InputHost, type OutputFormat, openDuckDbNative, openFileSource, OutputFiles, RecipeError, removePipe, renderHtml, run, temporaryFolder,
  type FileSource, type NativeBackend, type Plan, type Reject, type RunOutcome, type RunResult,
} from '../../engine/node.ts'
import { encodeInThread, taskThreads } from '../../workers/task-threads.ts'
import { ScanThread } from '../../workers/scan-thread.ts'
import { compileLater } from './compile-later.ts'
import { EXIT, IssuesFound, reportIssues } from './errors.ts'
import { interruptible } from './interrupt.ts'
import { leave } from './leave.ts'
import { aheadBytes, DEFAULT_MEMORY_BYTES, engineBytes, sizeOf } from './memory.ts'
import { showProgress, type ProgressStyle } from './progress.ts'
import { collectVar, loadRecipe, requiredInput, withInput, type RecipeFile, type Vars } from './recipe-file.ts'
import { brokenTableRules, summaryLines } from './run-summary.ts'
import { targetsOf, type Targets } from './run-targets.ts'

interface RunOptions {
  readonly input?: readonly string[]
  readonly out?: string
  readonly var: Vars
  readonly engine: string
  readonly memory?: string
  readonly threads?: number
  readonly sample?: number
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Inputs below are written by the engine before other threads have loaded what they need. */
const WORTH_THREADS_BYTES = 16_000_000
/** Of fewer sure records the rest would keep the engine longer than all of them do at once. */
const WORTH_SURE = 0.9
/** Each becomes a row group, and some are under way at once. */
const SEGMENT_BYTES = 16_000_000
const SEGMENTS_AHEAD = 3

/** How many rejects the HTML report shows. */
const REJECTS_SHOWN = 100

export function runCommand(program: Command): void {
  program.command('run').argument('<recipe>').description('run a recipe on an input: valid rows, rejects and a report')
    .option('--input <file...>', 'replaces source.path')
    .option('--out <dir>', 'where valid.*, rejects.jsonl, report.json and report.html go')
    .option('--var <name=value>', 'sets a variable of the recipe', collectVar, {})
    .option('--engine <name>', 'what evaluates the recipe: native (DuckDB)', 'native')
    .option('--memory <size>', 'the most memory to use, 512MB unless the recipe says otherwise')
    .option('--threads <n>', 'how many threads the engine uses', toThreads)
    .option('--sample <n>', 'read only the first records, so many of them', toRecords)
    .option('--json', 'print events and the report as JSON')
    .option('--quiet', 'print nothing but errors')
    .action(async (path: string, options: RunOptions) => {
      compileLater()
      process.exitCode = await runRecipe(path, options)
      await leave()
    })
}

function toRecords(text: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw new InvalidArgumentError('Write a number of records from 1 on.')
  return Number(text)
}

function toThreads(text: string): number {
  if (!/^[1-9][0-9]{0,3}$/.test(text)) throw new InvalidArgumentError('Write a number from 1 on.')
  return Number(text)
}

async function runRecipe(path: string, options: RunOptions): Promise<number> {
  if (options.engine !== 'native') throw new RecipeError('unknown_engine', `there is no engine "${options.engine}" here`, { hint: 'Engines: native.' })
  if ((options.input?.length ?? 0) > 1) throw new RecipeError('several_inputs', 'a run takes one input file', { hint: 'Run the recipe once for each file.' })
  const input = options.input?.[0]
  const file = await loadRecipe(path, withInput(options.var, input))
  const inputFile = requiredInput(file, input)
  const targets = targetsOf(file.recipe, path, inputFile, options.out)
  const memoryBytes = sizeOf(options.memory ?? file.recipe.runtime?.memory ?? DEFAULT_MEMORY_BYTES)
  const threads = options.threads ?? file.recipe.runtime?.parallelism
  if (!options.quiet) reportIssues(path, file.issues)
  const source = await openFileSource(inputFile)
  const thread = new ScanThread()
  try {
    const folder = temporaryFolder()
    // While it starts the input is looked at; whoever needs it is told if it cannot.
    const backend = openDuckDbNative({ memoryBytes: engineBytes(memoryBytes), tempDirectory: folder, ...(threads === undefined ? {} : { threads }) })
    backend.catch(() => undefined)
    try {
      const { result, plan, issues } = await runInto(targets, { file, source, threads: [thread], backend, folder, memoryBytes, sample: options.sample, style: styleOf(options) })
      if (!options.quiet) reportIssues(path, issues.map(file.locate))
      if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`)
      else if (!options.quiet) process.stdout.write(`${summaryLines(result, plan, targets).join('\n')}\n`)
      return exitCode(result, plan)
    } finally {
      // It goes with the process; only what it wrote would stay.
      await backend.catch(() => undefined)
      rmSync(folder, { recursive: true, force: true })
    }
  } finally {
    await source.close()
  }
}

interface Prepared {
  readonly file: RecipeFile
  readonly source: FileSource
  /** Those that wait for something to scan. */
  readonly threads: ScanThread[]
  readonly backend: Promise<NativeBackend>
  /** For what is needed only while the run lasts. */
  readonly folder: string
  readonly memoryBytes: number
  readonly sample: number | undefined
  readonly style: ProgressStyle
}

/** Runs with every output under a provisional name until all of them are complete. */
async function runInto(targets: Targets, { file, source, threads, backend, folder, memoryBytes, sample, style }: Prepared): Promise<Extract<RunOutcome, { readonly ok: true }>> {
  const runId = randomUUID()
  const files = new OutputFiles(runId.slice(0, 8))
  const { signal, dispose } = interruptible(() => {
    files.discard()
    rmSync(folder, { recursive: true, force: true })
  })
  const progress = showProgress(style)
  const input = nodeInputHost(signal, taskThreads()?.reading)
  const format = nativeFormat(targets.format)
  const validPath = format === targets.format ? await files.stage(targets.valid) : join(folder, `valid.${format}`)
  const ahead = aheadBytes(memoryBytes)
  const shown: Reject[] = []
  try {
    const outcome = await run(file.recipe, {
      backend, source, input, uri: source.path, format, runId, startedAt: new Date(), memoryBytes, sample, signal,
      validPath,
      scan: async (text, reading, onProgress, stop) => {
        const pipe = await makePipe(folder, 'records')
        const thread = threads.pop() ?? new ScanThread()
        return { pipe, scanned: thread.scan({ ...reading, path: text.path ?? source.path, size: text.size, pipe, aheadBytes: ahead, maxRecords: sample }, onProgress, stop), remove: () => removePipe(pipe) }
      },
      // What goes on to another writer is written for it by the engine.
      direct: format !== targets.format ? undefined : {
        minBytes: WORTH_THREADS_BYTES,
        minShare: WORTH_SURE,
        segments: (text, reading, take, onProgress, stop) => {
          const thread = threads.pop() ?? new ScanThread()
          return thread.segments({ ...reading, path: text.path ?? source.path, size: text.size, segmentBytes: Math.min(SEGMENT_BYTES, Math.floor(ahead / SEGMENTS_AHEAD)), aheadBytes: ahead, maxRecords: sample }, take, onProgress, stop)
        },
        encode: encodeInThread,
        writeValid: pieces => files.writePieces(targets.valid, pieces),
      },
      rejectThreads: taskThreads()?.rejects,
      writeRejects: pieces => files.writePieces(targets.rejects, keepFirst(pieces, shown, signal)),
      rssPeakBytes: () => process.resourceUsage().maxRSS * 1024,
      onProgress: progress.update,
    })
    progress.end()
    if (!outcome.ok) throw new IssuesFound(file.path, outcome.issues.map(file.locate))
    if (format !== targets.format) await writeAs(targets, validPath, input, files)
    await files.writeText(targets.report, `${JSON.stringify(outcome.result, null, 2)}\n`)
    await files.writeText(targets.html, renderHtml(outcome.result, { rejects: shown, ...outcome.profile }))
    signal.throwIfAborted()
    await files.commit()
    return outcome
  } catch (error) {
    throw signal.aborted ? new EngineError('interrupted', 'the run was interrupted; no output was changed', { cause: error }) : error
  } finally {
    progress.end()
    files.discard()
    dispose()
  }
}

/** What the engine writes: the format itself, or Parquet, which keeps the types for another writer. */
const nativeFormat = (format: Targets['format']): OutputFormat => NATIVE_FORMATS.find(native => native === format) ?? 'parquet'

/** Rows that the engine has written, as a format that it does not write. */
async function writeAs({ valid, format }: Targets, written: string, input: InputHost, files: OutputFiles): Promise<void> {
  const writer = tableWriters[format]
  if (writer === undefined) throw new EngineError('internal', `there is no writer of ${format}`)
  const source = await openFileSource(written)
  try {
    const opened = await openInput(source, { type: 'parquet' }, input)
    await files.writePieces(valid, convertWith(writer, opened).pieces)
    await opened.close()
  } finally {
    await source.close()
  }
}

/** rejects.jsonl unchanged; the first rejects are kept for the report. */
async function* keepFirst(pieces: AsyncIterable<Uint8Array>, shown: Reject[], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted()
    if (shown.length < REJECTS_SHOWN) {
      const lines = keepBom.decode(piece).split('\n', REJECTS_SHOWN - shown.length)
      shown.push(...lines.filter(line => line !== '').map(line => JSON.parse(line) as Reject))
    }
    yield piece
  }
}

const keepBom = new TextDecoder('utf-8', { ignoreBOM: true })

function styleOf({ quiet, json }: RunOptions): ProgressStyle {
  return quiet ? 'none' : json ? 'json' : process.stderr.isTTY ? 'bar' : 'lines'
}

function exitCode(result: RunResult, plan: Plan): number {
  return result.gates.some(({ passed }) => !passed) || brokenTableRules(result, plan).length > 0 ? EXIT.gate : EXIT.done
}
