import { rmSync } from 'node:fs'
import { ByteBudget, ingest, nodeInputHost, openDuckDbNative, openFileSource, openInput, profileSource, EngineError, type ColumnProfile, type Detected } from '../../engine/node.ts'
import { taskThreads } from '../../workers/task-threads.ts'
import { interruptible } from './interrupt.ts'
import { DEFAULT_MEMORY_BYTES, engineBytes } from './memory.ts'
import { showProgress, type ProgressStyle } from './progress.ts'

/** A whole file, looked at. */
export interface FileProfile {
  readonly file: string
  readonly bytes: number
  readonly detected: Detected
  readonly records: number
  readonly malformed: number
  readonly blank_lines: number
  readonly columns: readonly ColumnProfile[]
}

/** Segments on their way to the engine. */
const IN_FLIGHT_BYTES = 64e6

/** @throws ConnectorError when the file cannot be read or is no CSV; EngineError `interrupted` */
export async function profileFile(path: string, style: ProgressStyle): Promise<FileProfile> {
  const source = await openFileSource(path)
  const folder: { path?: string } = {}
  const stop = interruptible(() => { if (folder.path !== undefined) rmSync(folder.path, { recursive: true, force: true }) })
  const progress = showProgress(style)
  try {
    const opened = await openInput(source, {}, nodeInputHost(stop.signal, taskThreads()?.reading))
    const { detected, text } = opened
    const backend = await openDuckDbNative({ memoryBytes: engineBytes(DEFAULT_MEMORY_BYTES) })
    folder.path = backend.folder
    try {
      const { columns, counts } = await ingest(text, backend, {
        dialect: detected.dialect, budget: new ByteBudget(IN_FLIGHT_BYTES), signal: stop.signal,
        onProgress: scanned => { progress.update({ ...scanned, totalBytes: text.size }) },
      })
      progress.end()
      const profiles = await profileSource({ backend, columns, numRows: counts.wellFormed, signal: stop.signal })
      return {
        file: path, bytes: source.size, detected: { ...detected, columns }, records: counts.physical, malformed: counts.physical - counts.wellFormed,
        blank_lines: counts.blankLines, columns: profiles,
      }
    } finally {
      await backend.close()
      await opened.close()
    }
  } catch (error) {
    throw stop.signal.aborted ? new EngineError('interrupted', `the profile of ${path} was interrupted`, { cause: error }) : error
  } finally {
    progress.end()
    stop.dispose()
    await source.close()
  }
}
