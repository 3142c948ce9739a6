import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { fromPlainError, scanIntoPipe, TransportError, type PipeScanJob, type PlainError, type Scanned, type ScanProgress } from '../engine/node.ts'

type Message = { readonly type: 'progress', readonly progress: ScanProgress } | { readonly type: 'done', readonly scanned: Scanned } | { readonly type: 'failed', readonly error: PlainError }

const script = new URL('./scan.node.mjs', import.meta.url)

/** Scans in a thread of its own where the bundle has one, in this thread when run from source. */
export function scanInThread(job: PipeScanJob, onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<Scanned> {
  if (!existsSync(fileURLToPath(script))) return scanIntoPipe(job, onProgress, signal)
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: job })
    // Asked, not terminated: it closes what it has open.
    const stop = (): void => { worker.postMessage('stop') }
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: Message) => {
      switch (message.type) {
        case 'progress': onProgress(message.progress); return
        case 'done': resolve(message.scanned); return
        case 'failed': reject(signal.aborted ? signal.reason as Error : fromPlainError(message.error))
      }
    })
    worker.once('error', cause => { reject(new TransportError('worker_lost', 'the scanning thread stopped unexpectedly', { cause })) })
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop)
      reject(signal.aborted ? signal.reason as Error : new TransportError('worker_lost', 'the scanning thread ended before it was done'))
    })
  })
}
