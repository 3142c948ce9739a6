import { execFile } from 'node:child_process'
import { close, closeSync, constants, open, openSync, write } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ConnectorError, describeCause } from '../../base/errors.ts'
import { ByteBudget, type BudgetUse } from '../../flow/budget.ts'
import { scanSource, type CsvDialect, type Scanned, type ScanProgress } from '../../formats/csv/index.ts'
import { firstBytes } from '../../formats/source.ts'
import { openFileSource } from './file-source.ts'

const run = promisify(execFile)
const openFile = promisify(open)
const writeFile = promisify(write)
const closeFile = promisify(close)

/** Makes a named pipe in a folder; what is written to it an engine reads as a file, and the pipe itself is the backpressure. */
export async function makePipe(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  try {
    await run('mkfifo', ['-m', '600', path])
  } catch (cause) {
    throw new ConnectorError('no_pipe', `a named pipe could not be made in ${folder}: ${describeCause(cause)}`, { cause, hint: 'SchemaFlow runs on Linux and macOS; on Windows use WSL.' })
  }
  return path
}

export interface PipeScanJob {
  readonly path: string
  /** How much of the file is read: what stands behind is no record. */
  readonly size: number
  readonly dialect: CsvDialect
  readonly pipe: string
  /** How far the scanner may run ahead of the engine: bytes of segments it holds. */
  readonly aheadBytes: number
  /** The longest line that the engine was told of; by default it is ready for any. */
  readonly lineBytes?: number
  /** Reads so many records only. */
  readonly maxRecords?: number | undefined
}

/** An input scanned, and what its segments took on their way. */
export interface PipeScanned extends Scanned {
  readonly use: BudgetUse
}

/** Larger writes cost fewer changes of thread; the pipe takes them in pieces of its own size. */
const SEGMENT_BYTES = 1_000_000

/**
 * Scans a file and writes its numbered records into a pipe that an engine reads. A pipe holds next to nothing, and an engine reads in
 * bursts: so that neither waits for the other, the scanner runs ahead by as much as it is allowed to hold.
 * Nothing here blocks the thread, but a scanner does nothing else while it scans: give it a thread of its own.
 * @throws ConnectorError `long_line` for a record that makes a longer line than the job says.
 */
export async function scanIntoPipe({ path, size, dialect, pipe, aheadBytes, lineBytes = Infinity, maxRecords }: PipeScanJob, onProgress: (progress: ScanProgress) => void, signal?: AbortSignal): Promise<PipeScanned> {
  const source = await openFileSource(path)
  // Plain descriptors: a thread that ends in the middle of a write would leave a FileHandle to the garbage collector, which complains.
  const out = await openFile(pipe, 'w')
  const budget = new ByteBudget(aheadBytes)
  let writing = Promise.resolve()
  try {
    const scanned = await scanSource(firstBytes(source, size), {
      dialect, segmentBytes: SEGMENT_BYTES, maxRecords, onProgress, ...(signal ? { signal } : {}),
      onSegment: async ({ text, longestLineBytes }) => {
        if (longestLineBytes > lineBytes) throw new ConnectorError('long_line', `a record of ${source.name} takes ${longestLineBytes} bytes, and the engine was told of ${lineBytes} at most`)
        // A record larger than the budget goes alone: it waits until nothing else is in flight.
        const release = await budget.acquire(Math.min(text.byteLength, budget.limitBytes), signal)
        writing = writing.then(() => writeWhole(out, text)).finally(release)
        // Told to whoever awaits the last of them, or the next that cannot be written.
        writing.catch(() => undefined)
      },
    })
    await writing
    return { ...scanned, use: budget.use }
  } catch (error) {
    // The engine reading the pipe has stopped: its own error says why.
    if ((error as { code?: string }).code === 'EPIPE') throw new ConnectorError('pipe_closed', 'the engine stopped reading', { cause: error })
    throw error
  } finally {
    await closeFile(out).catch(() => undefined)
    await source.close()
  }
}

async function writeWhole(file: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) at += (await writeFile(file, bytes, at)).bytesWritten
}

/**
 * Ends a pipe whether or not anybody opened it: a thread that waits for its other side goes on. Both sides are held while the
 * name goes away, so that whoever opens it at this moment finds either the other side or no such file, and never waits for good.
 */
export async function removePipe(pipe: string): Promise<void> {
  const held = [constants.O_RDONLY, constants.O_WRONLY].flatMap(mode => {
    try {
      return [openSync(pipe, mode | constants.O_NONBLOCK)]
    } catch {
      // It is gone already.
      return []
    }
  })
  await rm(pipe, { force: true })
  for (const side of held) closeSync(side)
}
