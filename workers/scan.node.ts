import { parentPort } from 'node:worker_threads'
import { scanFileSegments, scanIntoPipe, toPlainError, type PipeScanned, type ScanProgress } from '../engine/node.ts'
import type { ScanMessage, ScanOrder } from './scan-thread.ts'

/** A thread that scans one file when it is told to, into a pipe or into segments: see {@link ScanMessage} and {@link ScanOrder}. */
const PROGRESS_EVERY_MS = 100
const stop = new AbortController()
const say = (message: ScanMessage, transferred: readonly ArrayBuffer[] = []): void => { parentPort?.postMessage(message, [...transferred]) }

/** Segments that were handed over, by number, and who waits for their bytes to be free again. */
const handedOver = new Map<number, () => void>()
let segments = 0

parentPort?.on('message', (order: ScanOrder) => {
  switch (order.type) {
    case 'stop': stop.abort(); return
    case 'freed':
      handedOver.get(order.id)?.()
      handedOver.delete(order.id)
      return
    case 'pipe': void telling(onProgress => scanIntoPipe(order.job, onProgress, stop.signal)); return
    case 'segments': void telling(onProgress => scanFileSegments(order.job, segment => new Promise(free => {
      const id = segments++
      handedOver.set(id, free)
      say({ type: 'segment', id, segment }, [segment.text.buffer, ...segment.unsure ? [segment.unsure.buffer] : []])
    }), onProgress, stop.signal))
  }
})

async function telling(scan: (onProgress: (progress: ScanProgress) => void) => Promise<PipeScanned>): Promise<void> {
  let lastTold = 0
  const onProgress = (progress: ScanProgress): void => {
    const now = performance.now()
    if (now - lastTold < PROGRESS_EVERY_MS) return
    lastTold = now
    say({ type: 'progress', progress })
  }
  try {
    say({ type: 'done', scanned: await scan(onProgress) })
  } catch (error) {
    say({ type: 'failed', error: toPlainError(error) })
  }
  // Nothing else is to come.
  parentPort?.close()
}
