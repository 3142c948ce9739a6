import { parentPort } from 'node:worker_threads'
import { scanIntoPipe, toPlainError, type PipeScanJob, type ScanProgress } from '../engine/node.ts'
import type { ScanMessage, ScanOrder } from './scan-thread.ts'

/** A thread that scans one file into one pipe when it is told to: see {@link ScanMessage} and {@link ScanOrder}. */
const PROGRESS_EVERY_MS = 100
const stop = new AbortController()
const say = (message: ScanMessage): void => { parentPort?.postMessage(message) }

parentPort?.on('message', (order: ScanOrder) => {
  if (order.type === 'stop') stop.abort()
  else void scan(order.job)
})

async function scan(job: PipeScanJob): Promise<void> {
  let lastTold = 0
  const onProgress = (progress: ScanProgress): void => {
    const now = performance.now()
    if (now - lastTold < PROGRESS_EVERY_MS) return
    lastTold = now
    say({ type: 'progress', progress })
  }
  try {
    say({ type: 'done', scanned: await scanIntoPipe(job, onProgress, stop.signal) })
  } catch (error) {
    say({ type: 'failed', error: toPlainError(error) })
  }
  // Nothing else is to come.
  parentPort?.close()
}
