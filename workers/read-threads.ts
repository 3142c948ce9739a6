import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { fromPlainError, TransportError, type AnyStretch, type PlainError, type Stretch, type StretchRead, type StretchThreads } from '../engine/node.ts'

/** What a thread is told. */
export interface ReadOrder {
  readonly id: number
  readonly stretch: AnyStretch
}
/** What it says. */
export type ReadMessage = { readonly type: 'read', readonly id: number, readonly read: StretchRead<unknown> } | { readonly type: 'failed', readonly id: number, readonly error: PlainError }

interface Waiting {
  readonly resolve: (read: StretchRead<unknown>) => void
  readonly reject: (error: unknown) => void
}

const script = new URL('./read.node.mjs', import.meta.url)
/** Each takes some ten megabytes. */
const MAX_THREADS = 4

let shared: ReadThreads | undefined

/**
 * The process's threads that read stretches of files; they are started when the first is read. Undefined when run from source, where there is
 * no bundle.
 */
export function readThreads(): StretchThreads | undefined {
  return existsSync(fileURLToPath(script)) ? shared ??= new ReadThreads() : undefined
}

class ReadThreads implements StretchThreads {
  readonly size = Math.min(MAX_THREADS, availableParallelism())
  readonly minBytes = 8_000_000
  readonly stretchBytes = 2_000_000
  private workers: readonly Worker[] = []
  private readonly waiting = new Map<number, Waiting>()
  private count = 0
  private loss: TransportError | undefined

  read<Lesson>(stretch: Stretch): Promise<StretchRead<Lesson>> {
    if (this.loss) return Promise.reject(this.loss)
    if (this.workers.length === 0) this.workers = Array.from({ length: this.size }, () => this.start())
    const id = this.count++
    const worker = this.workers[id % this.size]
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
      worker?.ref()
      worker?.postMessage({ id, stretch: stretch as AnyStretch } satisfies ReadOrder, stretch.content instanceof Uint8Array ? [stretch.content.buffer] : [])
    })
  }

  private start(): Worker {
    const worker = new Worker(script)
    // Nobody waits for a thread that has nothing to do.
    worker.unref()
    worker.on('message', (message: ReadMessage) => {
      const { resolve, reject } = this.waiting.get(message.id) ?? {}
      this.waiting.delete(message.id)
      if (this.waiting.size === 0) for (const each of this.workers) each.unref()
      if (message.type === 'read') resolve?.(message.read)
      else reject?.(fromPlainError(message.error))
    })
    const lose = (cause?: unknown): void => {
      this.loss ??= new TransportError('worker_lost', 'a reading thread stopped unexpectedly', cause === undefined ? {} : { cause })
      for (const { reject } of this.waiting.values()) reject(this.loss)
      this.waiting.clear()
    }
    worker.on('error', lose)
    worker.on('exit', () => { lose() })
    return worker
  }
}
