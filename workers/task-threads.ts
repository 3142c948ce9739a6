import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { encodeSegment, fromPlainError, TransportError, type AnyStretch, type EncodedRows, type EncodeJob, type PlainError, type RejectStretch, type RejectThreads, type Stretch, type StretchRead, type StretchThreads } from '../engine/node.ts'

/** A piece of work that a thread can do by itself: a stretch of a file to be read, a segment to be encoded, or rejects to be written. */
export type Task =
  | { readonly what: 'read', readonly stretch: AnyStretch }
  | { readonly what: 'encode', readonly job: EncodeJob }
  | { readonly what: 'rejects', readonly stretch: RejectStretch }
export type TaskDone = StretchRead<unknown> | EncodedRows | Uint8Array

/** What a thread is told. */
export interface TaskOrder {
  readonly id: number
  readonly task: Task
}
/** What it says. */
export type TaskMessage = { readonly type: 'done', readonly id: number, readonly result: TaskDone } | { readonly type: 'failed', readonly id: number, readonly error: PlainError }

interface Waiting {
  readonly resolve: (result: TaskDone) => void
  readonly reject: (error: unknown) => void
}

const script = new URL('./task.node.mjs', import.meta.url)
/** Each takes some ten megabytes. */
const MAX_THREADS = 4

let shared: TaskThreads | undefined

/**
 * The process's threads for work that can be divided; they are started when there is the first. Undefined when run from source, where there is
 * no bundle.
 */
export function taskThreads(): TaskThreads | undefined {
  return existsSync(fileURLToPath(script)) ? shared ??= new TaskThreads() : undefined
}

/** Encodes a segment in one of those threads, or in this one where there are none. */
export function encodeInThread(job: EncodeJob): Promise<EncodedRows> {
  return taskThreads()?.encode(job) ?? encodeSegment(job)
}

export class TaskThreads {
  private readonly size = Math.min(MAX_THREADS, availableParallelism())
  /** For stretches of files. */
  readonly reading: StretchThreads = {
    size: this.size, minBytes: 8_000_000, stretchBytes: 2_000_000,
    read: async <Lesson>(stretch: Stretch) =>
      await this.done({ what: 'read', stretch: stretch as AnyStretch }, stretch.content instanceof Uint8Array ? [stretch.content.buffer] : []) as StretchRead<Lesson>,
  }
  /** For rejects; the buffers of a stretch are transferred. */
  readonly rejects: RejectThreads = {
    size: this.size, stretchBytes: 2_000_000, minStretches: 40,
    write: async stretch => {
      const { ordinals, words, malformed } = stretch.rejected
      return await this.done({ what: 'rejects', stretch }, [ordinals.buffer, words.buffer, malformed.ordinals.buffer, malformed.codes.buffer, malformed.cells.buffer]) as Uint8Array
    },
  }
  private workers: readonly Worker[] = []
  private readonly waiting = new Map<number, Waiting>()
  private count = 0
  private loss: TransportError | undefined

  /** The job's buffers are transferred. */
  async encode(job: EncodeJob): Promise<EncodedRows> {
    const { text, unsure, lines } = job
    return await this.done({ what: 'encode', job }, [text.buffer, unsure.buffer, lines.text.buffer, lines.ends.buffer, lines.ordinals.buffer]) as EncodedRows
  }

  private done(task: Task, transferred: readonly ArrayBuffer[]): Promise<TaskDone> {
    if (this.loss) return Promise.reject(this.loss)
    if (this.workers.length === 0) this.workers = Array.from({ length: this.size }, () => this.start())
    const id = this.count++
    const worker = this.workers[id % this.size]
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker?.ref()
      worker?.postMessage({ id, task } satisfies TaskOrder, [...transferred])
    })
  }

  private start(): Worker {
    const worker = new Worker(script)
    // Nobody waits for a thread that has nothing to do.
    worker.unref()
    worker.on('message', (message: TaskMessage) => {
      const { resolve, reject } = this.waiting.get(message.id) ?? {}
      this.waiting.delete(message.id)
      if (this.waiting.size === 0) for (const each of this.workers) each.unref()
      if (message.type === 'done') resolve?.(message.result)
      else reject?.(fromPlainError(message.error))
    })
    const lose = (cause?: unknown): void => {
      this.loss ??= new TransportError('worker_lost', 'a thread stopped unexpectedly', cause === undefined ? {} : { cause })
      for (const { reject } of this.waiting.values()) reject(this.loss)
      this.waiting.clear()
    }
    worker.on('error', lose)
    worker.on('exit', () => { lose() })
    return worker
  }
}
