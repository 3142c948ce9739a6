import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { fromPlainError, scanFileSegments, scanIntoPipe, TransportError, type PipeScanJob, type PipeScanned, type PlainError, type ScanProgress, type Segment, type SegmentScanJob } from '../engine/node.ts'

/** What the thread says. A segment's bytes are paid for until it is told that they are free again. */
export type ScanMessage =
  | { readonly type: 'progress', readonly progress: ScanProgress }
  | { readonly type: 'segment', readonly id: number, readonly segment: Segment }
  | { readonly type: 'done', readonly scanned: PipeScanned }
  | { readonly type: 'failed', readonly error: PlainError }
/** What it is told: what to scan, then which segments are done with. */
export type ScanOrder =
  | { readonly type: 'pipe', readonly job: PipeScanJob }
  | { readonly type: 'segments', readonly job: SegmentScanJob }
  | { readonly type: 'freed', readonly id: number }
  | { readonly type: 'stop' }

const script = new URL('./scan.node.mjs', import.meta.url)

/** A thread for one scan, started before there is anything to scan: while it loads, others find out what the file is. */
export class ScanThread {
  /** Undefined when run from source, where there is no bundle: the scan then takes this thread. */
  private readonly worker = existsSync(fileURLToPath(script)) ? new Worker(script) : undefined

  private loss: TransportError | undefined

  constructor() {
    this.worker?.unref()
    this.worker?.on('error', cause => { this.loss = lost('stopped unexpectedly', cause) })
    this.worker?.on('exit', () => { this.loss ??= lost('ended before it was done') })
  }

  /** Scans a file into a pipe. */
  scan(job: PipeScanJob, onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<PipeScanned> {
    return this.worker ? this.ordered(this.worker, { type: 'pipe', job }, { onProgress }, signal) : scanIntoPipe(job, onProgress, signal)
  }

  /** Scans a file into segments, each of which is paid for until `take` is done with it. */
  segments(job: SegmentScanJob, take: (segment: Segment) => Promise<void>, onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<PipeScanned> {
    return this.worker ? this.ordered(this.worker, { type: 'segments', job }, { onProgress, take }, signal) : scanFileSegments(job, take, onProgress, signal)
  }

  private ordered(worker: Worker, order: ScanOrder, { onProgress, take }: { readonly onProgress: (progress: ScanProgress) => void, readonly take?: (segment: Segment) => Promise<void> }, signal: AbortSignal): Promise<PipeScanned> {
    if (signal.aborted) return Promise.reject(signal.reason as Error)
    const tell = (order: ScanOrder): void => { worker.postMessage(order) }
    return new Promise((resolve, reject) => {
      const end = (): void => {
        signal.removeEventListener('abort', stop)
        reject(signal.aborted ? signal.reason as Error : this.loss ?? lost('ended before it was done'))
      }
      // Asked, not terminated: it closes what it has open.
      const stop = (): void => { tell({ type: 'stop' }) }
      signal.addEventListener('abort', stop, { once: true })
      worker.ref()
      worker.on('message', (message: ScanMessage) => {
        switch (message.type) {
          case 'progress': onProgress(message.progress); return
          case 'segment': void take?.(message.segment).finally(() => { tell({ type: 'freed', id: message.id }) }); return
          case 'done': resolve(message.scanned); return
          case 'failed': reject(signal.aborted ? signal.reason as Error : fromPlainError(message.error))
        }
      })
      worker.once('exit', end)
      if (this.loss) end()
      tell(order)
    })
  }
}

const lost = (how: string, cause?: unknown): TransportError => new TransportError('worker_lost', `the scanning thread ${how}`, cause === undefined ? {} : { cause })
