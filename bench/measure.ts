import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Machine } from './machine.ts'
import { describeMachine } from './machine.ts'

/** A program to time, from the start of its process to its end. */
export interface Command {
  readonly name: string
  /** The program and its arguments; no shell. */
  readonly argv: readonly string[]
  /** Called after each run, outside the timing: throws if the output is wrong, clears the run's files. */
  readonly verify?: (stdout: string) => void | Promise<void>
}

export interface Sample {
  /** Wall time of the whole process. */
  readonly seconds: number
  /** The most memory that was resident at once in the program, or in one it started, whichever had more; null where the system does not tell. */
  readonly peakRssBytes: number | null
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Measurement {
  readonly name: string
  readonly samples: readonly Sample[]
  readonly seconds: Spread
  readonly peakRssBytes: Spread | null
}

/** How many times as long `name` took as `versus`, compared within each round, so that a slow minute hits both. */
export interface Ratio extends Spread {
  readonly name: string
  readonly versus: string
}

export interface BenchReport {
  readonly title: string
  /** What was run on what, in sentences: data, seed, versions, traps. */
  readonly notes: readonly string[]
  readonly machine: Machine
  readonly runs: number
  readonly measurements: readonly Measurement[]
  readonly ratios: readonly Ratio[]
}

export interface MeasureOptions {
  readonly runs: number
  /** Rounds before the first one that counts: they fill the file cache. */
  readonly warmups?: number
  readonly onSample?: (command: Command, round: number, sample: Sample) => void
}

const TIME_PROGRAM = '/usr/bin/time'
const POLL_MS = 10

/**
 * Runs the commands in turn, A B A B, each as a whole process. Throws if one fails or its `verify` does: a wrong answer has no speed.
 */
export async function measureAlternately(commands: readonly Command[], options: MeasureOptions): Promise<Measurement[]> {
  const { runs, warmups, onSample } = { warmups: 1, ...options }
  const samples = commands.map((): Sample[] => [])
  for (let round = -warmups; round < runs; round++) {
    for (const [index, command] of commands.entries()) {
      const { stdout, ...sample } = await runOnce(command)
      await command.verify?.(stdout)
      if (round < 0) continue
      samples[index]?.push(sample)
      onSample?.(command, round, sample)
    }
  }
  return commands.map(({ name }, index) => summarize(name, samples[index] ?? []))
}

function summarize(name: string, samples: readonly Sample[]): Measurement {
  const peaks = samples.map(sample => sample.peakRssBytes).filter(bytes => bytes !== null)
  return {
    name,
    samples,
    seconds: spreadOf(samples.map(sample => sample.seconds)),
    peakRssBytes: peaks.length === samples.length ? spreadOf(peaks) : null,
  }
}

/** Throws on an empty list. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [min, max] = [sorted[0], sorted.at(-1)]
  if (min === undefined || max === undefined) throw new Error('No runs to summarize: ask for at least one.')
  const middle = sorted.length / 2
  const median = ((sorted[Math.ceil(middle - 1)] ?? min) + (sorted[Math.floor(middle)] ?? max)) / 2
  return { median, min, max }
}

/** Every measurement against each of those after it. */
export function ratiosOf(measurements: readonly Measurement[]): Ratio[] {
  return measurements.flatMap((one, index) => measurements.slice(index + 1).map(other => ({
    name: one.name,
    versus: other.name,
    ...spreadOf(one.samples.map((sample, round) => sample.seconds / (other.samples[round]?.seconds ?? Number.NaN))),
  })))
}

/** BSD's and macOS's `time` stand at the same path, but know neither `-v` nor this flag. */
const hasGnuTime = () => spawnSync(TIME_PROGRAM, ['--version'], { encoding: 'utf8' }).status === 0

async function runOnce(command: Command): Promise<Sample & { stdout: string }> {
  const scratch = await mkdtemp(join(tmpdir(), 'measure-'))
  const timeFile = join(scratch, 'time')
  const [program = '', ...rest] = hasGnuTime() ? [TIME_PROGRAM, '-v', '-o', timeFile, ...command.argv] : command.argv
  try {
    const run = await runProcess(program, rest)
    if (run.exitCode !== 0) throw new Error(`${command.name} failed with ${run.exitCode}: ${command.argv.join(' ')}\n${run.stderr}`)
    const peakRssBytes = existsSync(timeFile) ? peakFromTime(readFileSync(timeFile, 'utf8')) : run.polledPeakBytes
    return { seconds: run.seconds, peakRssBytes, stdout: run.stdout }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

interface ProcessRun {
  readonly exitCode: number | null
  readonly seconds: number
  readonly stdout: string
  readonly stderr: string
  readonly polledPeakBytes: number | null
}

/** Without GNU time the peak is the last VmHWM seen under /proc: a kernel high-water mark, so a poll misses only its last growth. */
function runProcess(program: string, args: readonly string[]): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    let polledPeakBytes: number | null = null
    const poll = setInterval(() => { polledPeakBytes = peakFromProc(child.pid) ?? polledPeakBytes }, POLL_MS)
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString() })
    child.on('error', error => {
      clearInterval(poll)
      reject(error)
    })
    child.on('close', exitCode => {
      clearInterval(poll)
      resolve({ exitCode, seconds: (performance.now() - startedMs) / 1000, stdout, stderr, polledPeakBytes })
    })
  })
}

/** The peak in the output of GNU `time -v`, which counts in KiB. */
export function peakFromTime(text: string): number | null {
  const found = /Maximum resident set size \(kbytes\): (\d+)/.exec(text)
  return found ? Number(found[1]) * 1024 : null
}

function peakFromProc(pid: number | undefined): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Number(found[1]) * 1024 : null
  } catch {
    return null
  }
}

/** Measures and puts the machine beside the numbers. */
export async function bench(
  { title, notes, commands, ...options }: { title: string, notes: readonly string[], commands: readonly Command[] } & MeasureOptions,
): Promise<BenchReport> {
  const machine = await describeMachine()
  const measurements = await measureAlternately(commands, options)
  return { title, notes, machine, runs: options.runs, measurements, ratios: ratiosOf(measurements) }
}

export function toMarkdown({ title, notes, machine, runs, measurements, ratios }: BenchReport): string {
  const seconds = ({ median, min, max }: Spread) => `${median.toFixed(2)} | ${min.toFixed(2)}–${max.toFixed(2)}`
  const peak = (spread: Spread | null) => (spread ? `${megabytes(spread.median)} (${megabytes(spread.min)}–${megabytes(spread.max)})` : 'not known')
  return [
    `# ${title}`,
    '',
    ...notes.map(note => `- ${note}`),
    `- Whole processes, run in turn ${runs} times after a warm-up; medians.`,
    `- ${machine.cpu}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${machine.system}; `
    + `Node ${machine.node}, DuckDB ${machine.duckdb}; load ${machine.load.toFixed(1)} before; ${machine.date.slice(0, 10)}.`,
    '',
    '| | seconds | min–max | peak RSS, MB |',
    '|---|--:|--:|--:|',
    ...measurements.map(m => `| ${m.name} | ${seconds(m.seconds)} | ${peak(m.peakRssBytes)} |`),
    ...(ratios.length === 0 ? [] : ['', '| time of … over … | ratio | min–max |', '|---|--:|--:|']),
    ...ratios.map(ratio => `| ${ratio.name} / ${ratio.versus} | ${seconds(ratio)} |`),
    '',
  ].join('\n')
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)

export const resultsFolder = join(import.meta.dirname, 'results')

/** Writes `<name>.json`, with every sample, and `<name>.md` to `folder`. */
export async function saveReport(name: string, report: BenchReport, folder = resultsFolder): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(join(folder, `${name}.md`), toMarkdown(report))
}

/** Says each sample on stderr as it comes, so that a long benchmark shows it is alive. */
export function printSample({ name }: Command, round: number, { seconds, peakRssBytes }: Sample): void {
  const memory = peakRssBytes === null ? '' : `, ${megabytes(peakRssBytes)} MB`
  console.error(`  round ${round + 1}: ${name} ${seconds.toFixed(2)} s${memory}`)
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '5' },
      title: { type: 'string', default: 'Commands' },
      save: { type: 'string' },
    },
  })
  if (positionals.length === 0) throw new Error("Usage: npx tsx bench/measure.ts [--runs 5] [--title T] [--save NAME] 'shell command' …")
  const commands = positionals.map(line => ({ name: line, argv: ['/bin/sh', '-c', line] }))
  const report = await bench({ title: values.title, notes: [], commands, runs: Number(values.runs), onSample: printSample })
  console.log(toMarkdown(report))
  if (values.save !== undefined) await saveReport(values.save, report)
}

if (process.argv[1] === import.meta.filename) await main()
