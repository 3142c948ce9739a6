import { parentPort } from 'node:worker_threads'
import { encodeSegment, readStretch, toPlainError, writeRejectStretch } from '../engine/node.ts'
import type { Task, TaskDone, TaskMessage, TaskOrder } from './task-threads.ts'

/** A thread that does pieces of work, one after the other: see {@link TaskOrder} and {@link TaskMessage}. */
const say = (message: TaskMessage, transferred: readonly ArrayBuffer[] = []): void => { parentPort?.postMessage(message, [...transferred]) }

/** One at a time: they share a buffer. */
let last: Promise<unknown> = Promise.resolve()

async function done(task: Task): Promise<{ readonly result: TaskDone, readonly transferred: readonly ArrayBuffer[] }> {
  switch (task.what) {
    case 'read': {
      const read = await readStretch(task.stretch)
      return { result: read, transferred: [read.bytes.buffer] }
    }
    case 'encode': {
      const rows = await encodeSegment(task.job)
      return { result: rows, transferred: [rows.pages.buffer] }
    }
    case 'rejects': {
      const lines = await writeRejectStretch(task.stretch)
      return { result: lines, transferred: [lines.buffer] }
    }
  }
}

parentPort?.on('message', ({ id, task }: TaskOrder) => {
  last = last.then(() => done(task)).then(
    ({ result, transferred }) => { say({ type: 'done', id, result }, transferred) },
    (error: unknown) => { say({ type: 'failed', id, error: toPlainError(error) }) },
  )
})
