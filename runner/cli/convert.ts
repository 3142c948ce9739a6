import { stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import {
  columnsOf, convertToCsv, convertWith, EngineError, makePipe, nodeInputHost, openDuckDbNative, openFileSource, openInput, OUTPUT_FORMATS, OutputFiles, RecipeError, removePipe,
  scanIntoPipe, segmentToParquetSql, tableWriters, toPlainError, unreadRecords,
  type Detected, type NativeBackend, type OpenedInput, type ScanCounts, type SourceSpec, type StretchThreads, type TableOutputFormat, type UnreadRecord,
} from '../../engine/node.ts'
import { taskThreads } from '../../workers/task-threads.ts'
import { ScanThread } from '../../workers/scan-thread.ts'
import { exitCodeOf, reportError } from './errors.ts'
import { interruptible } from './interrupt.ts'
import { aheadBytes, DEFAULT_MEMORY_BYTES, engineBytes } from './memory.ts'
import { counted, printable } from './printable.ts'
import { FORMATS_BY_EXTENSION } from './run-targets.ts'

interface ConvertOptions {
  readonly to?: string
  readonly toDir?: string
  readonly format?: string
  readonly report?: string
  readonly sheet?: string
  readonly member?: string
  readonly records?: string
  readonly quiet?: boolean
}

/** One file and what became of it. */
interface Converted {
  readonly input: string
  readonly output: string
  readonly format: TableOutputFormat
  readonly bytes: number
  readonly detected: Detected
  readonly counts: { readonly physical: number, readonly written: number, readonly malformed: number, readonly blank_lines: number, readonly comments: number }
  /** The first of the records that could not be read. */
  readonly rejects: readonly UnreadRecord[]
  readonly ms: number
}
type Outcome = Converted | { readonly input: string, readonly error: ReturnType<typeof toPlainError> }

/** How many records that could not be read a report lists of one file. */
const REJECTS_LISTED = 1000
/** A smaller file is scanned before a thread of its own has started. */
const WORTH_A_THREAD_BYTES = 8_000_000

export function convertCommand(program: Command): void {
  program.command('convert').argument('<input...>').description('read files of any format, everything detected, and write them as one format')
    .option('--to <file>', 'the file to write; its extension says the format')
    .option('--to-dir <dir>', 'a folder for the outputs of several inputs')
    .option('--format <name>', `what to write: ${OUTPUT_FORMATS.join(', ')}`)
    .option('--report <file>', 'write what was detected and what could not be read as JSON')
    .option('--sheet <name>', 'which sheet of a workbook: its name, or its number from 1')
    .option('--member <name>', 'which file of an archive')
    .option('--records <path>', 'where the records stand in a JSON document')
    .option('--quiet', 'print nothing but errors')
    .action(async (inputs: readonly string[], options: ConvertOptions) => { process.exitCode = await convert(inputs, options) })
}

/** What is written for each input. @throws RecipeError when the command does not say, or says two files are one */
function outputsFor(inputs: readonly string[], { to, toDir, format }: ConvertOptions): readonly { readonly input: string, readonly output: string, readonly format: TableOutputFormat }[] {
  if (format !== undefined && !isOutputFormat(format)) throw new RecipeError('unknown_format', `there is no output format "${format}"`, { hint: `Formats: ${OUTPUT_FORMATS.join(', ')}.` })
  if ((to === undefined) === (toDir === undefined)) throw new RecipeError('no_output', to === undefined ? 'the command does not say where to write' : 'the command says two places to write', { hint: 'Pass either --to FILE or --to-dir DIR.' })
  if (to !== undefined) {
    const [input, ...others] = inputs
    if (input === undefined || others.length > 0) throw new RecipeError('several_inputs', `${inputs.length} inputs cannot become one file`, { hint: 'Pass a folder with --to-dir DIR.' })
    const chosen = format ?? FORMATS_BY_EXTENSION[extname(to).toLowerCase()]
    if (chosen === undefined) throw new RecipeError('unknown_format', `the extension of ${to} says no format`, { hint: `Pass one with --format: ${OUTPUT_FORMATS.join(', ')}.` })
    return [{ input, output: to, format: chosen }]
  }
  const chosen = format ?? 'csv'
  const taken = new Set<string>()
  return inputs.map(input => {
    const stem = basename(input).replace(/(\.(gz|bz2|xz|zst|zip))$/i, '').replace(/\.[^.]+$/, '') || basename(input)
    let name = `${stem}.${chosen}`
    for (let copy = 2; taken.has(name); copy++) name = `${stem}_${copy}.${chosen}`
    taken.add(name)
    return { input, output: join(toDir ?? '', name), format: chosen }
  })
}

const isOutputFormat = (format: string): format is TableOutputFormat => (OUTPUT_FORMATS as readonly string[]).includes(format)

async function convert(inputs: readonly string[], options: ConvertOptions): Promise<number> {
  const jobs = outputsFor(inputs, options)
  const spec: SourceSpec = { sheet: options.sheet !== undefined && /^[1-9][0-9]*$/.test(options.sheet) ? Number(options.sheet) : options.sheet, member: options.member, records: options.records }
  const files = new OutputFiles(String(process.pid))
  const { signal, dispose } = interruptible(() => { files.discard() })
  const threads = taskThreads()?.reading
  const engine = new LazyEngine()
  const outcomes: Outcome[] = []
  let exitCode = 0
  try {
    for (const job of jobs) {
      signal.throwIfAborted()
      try {
        const converted = await convertOne(job, spec, { files, signal, engine, threads })
        await files.commit()
        outcomes.push(converted)
        if (options.quiet !== true) process.stdout.write(`${printable(summaryOf(converted))}\n`)
      } catch (error) {
        if (signal.aborted) throw new EngineError('interrupted', 'the conversion was interrupted; the file under way was not written', { cause: error })
        files.discard()
        outcomes.push({ input: job.input, error: toPlainError(error) })
        exitCode = Math.max(exitCode, exitCodeOf(error))
        reportError(error, false)
      }
    }
    if (options.report !== undefined) {
      await files.writeText(options.report, `${JSON.stringify({ schemaflow: 1, files: outcomes }, null, 2)}\n`)
      await files.commit()
    }
    return exitCode
  } finally {
    files.discard()
    await engine.close()
    dispose()
  }
}

interface Workplace {
  readonly files: OutputFiles
  readonly signal: AbortSignal
  readonly threads: StretchThreads | undefined
  readonly engine: LazyEngine
}

/** DuckDB, started for the first file that needs it. */
class LazyEngine {
  private backend: Promise<NativeBackend> | undefined

  open(): Promise<NativeBackend> {
    this.backend ??= openDuckDbNative({ memoryBytes: engineBytes(DEFAULT_MEMORY_BYTES) })
    return this.backend
  }

  async close(): Promise<void> {
    const backend = await this.backend?.catch(() => undefined)
    await backend?.close()
  }
}

async function convertOne({ input, output, format }: { readonly input: string, readonly output: string, readonly format: TableOutputFormat }, spec: SourceSpec, place: Workplace): Promise<Converted> {
  const since = performance.now()
  if (resolve(input) === resolve(output)) throw new RecipeError('same_file', `${input} cannot be written over while it is read`, { hint: 'Write to another file.' })
  const source = await openFileSource(input)
  try {
    const opened = await openInput(source, spec, nodeInputHost(place.signal, place.threads))
    try {
      const written = format === 'parquet' ? await writeParquet(opened, output, place) : await writePieces(opened, output, format, place)
      const { physical, malformed, wellFormed, blankLines, comments } = written.counts
      return {
        input, output, format, bytes: (await stat(input)).size, detected: opened.detected,
        counts: { physical, written: wellFormed, malformed, blank_lines: blankLines, comments }, rejects: written.unread, ms: Math.round(performance.now() - since),
      }
    } finally {
      await opened.close()
    }
  } finally {
    await source.close()
  }
}

interface Written {
  readonly counts: ScanCounts
  readonly unread: readonly UnreadRecord[]
}

async function writePieces(opened: OpenedInput, output: string, format: TableOutputFormat, { files, signal }: Workplace): Promise<Written> {
  const writer = tableWriters[format]
  const conversion = writer === undefined ? convertToCsv(opened) : convertWith(writer, opened)
  if (conversion.file === undefined) await files.writePieces(output, stoppable(conversion.pieces, signal))
  else await files.takeFile(output, conversion.file)
  return { counts: conversion.counts(), unread: await conversion.unread(REJECTS_LISTED) }
}

async function* stoppable(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted()
    yield piece
  }
}

/** The engine reads the scanner's text from a pipe and writes the file itself. */
async function writeParquet(opened: OpenedInput, output: string, { files, signal, engine }: Workplace): Promise<Written> {
  const backend = await engine.open()
  const pipe = await makePipe(backend.folder, 'records')
  const stop = new AbortController()
  try {
    const { text, detected } = opened
    const path = text.path ?? ''
    const job = { path, size: text.size, dialect: detected.dialect, pipe, aheadBytes: aheadBytes(DEFAULT_MEMORY_BYTES) }
    const either = AbortSignal.any([signal, stop.signal])
    const scanning = text.size > WORTH_A_THREAD_BYTES ? new ScanThread().scan(job, () => undefined, either) : scanIntoPipe(job, () => undefined, either)
    scanning.catch(() => removePipe(pipe))
    try {
      await backend.run(segmentToParquetSql(pipe, columnsOf(opened), detected.dialect, await files.stage(output)), signal)
    } catch (error) {
      stop.abort(error)
      throw error
    }
    const { counts, malformed, index } = await scanning
    return { counts, unread: await unreadRecords(opened, malformed, index, REJECTS_LISTED) }
  } finally {
    await removePipe(pipe)
  }
}

function summaryOf({ input, output, counts, detected }: Converted): string {
  const { written, malformed } = counts
  const how = [detected.format, ...detected.unpacked, ...detected.sheet === null ? [] : [`sheet ${detected.sheet}`]].join(', ')
  return `${output}: ${counted(written, 'record')} of ${counted(detected.columns.length, 'column')} from ${input} (${how})${malformed > 0 ? `; ${counted(malformed, 'record')} could not be read` : ''}${leftOut(detected)}`
}

const MOST_NAMED = 3

/** What else there was to choose from. */
function leftOut({ members, unpacked, sheets, sheet }: Converted['detected']): string {
  const names = [...members.filter(member => !unpacked.some(layer => layer.endsWith(`: ${member}`))), ...sheets.flatMap(({ name }) => name === sheet ? [] : [name])]
  return names.length === 0 ? '' : `; not read: ${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`
}
