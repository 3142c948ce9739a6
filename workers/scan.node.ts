import { parentPort, workerData } from 'node:worker_threads'
import { scanIntoPipe, toPlainError, type PipeScanJob } from '../engine/node.ts'

/** A thread that scans one file into one pipe. Messages: `progress`, then `done` or `failed`. Any message to it asks it to stop. */
const job = workerData as PipeScanJob
const stop = new AbortController()
parentPort?.on('message', () => { stop.abort() })
// Listening alone is no reason to go on.
parentPort?.unref()
const PROGRESS_EVERY_MS = 100
let lastTold = 0

scanIntoPipe(job, progress => {
  const now = performance.now()
  if (now - lastTold < PROGRESS_EVERY_MS) return
  lastTold = now
  parentPort?.postMessage({ type: 'progress', progress })
}, stop.signal).then(
  scanned => parentPort?.postMessage({ type: 'done', scanned }),
  (error: unknown) => parentPort?.postMessage({ type: 'failed', error: toPlainError(error) }),
)
