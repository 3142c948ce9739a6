import { parentPort } from 'node:worker_threads'
import { readStretch, toPlainError } from '../engine/node.ts'
import type { ReadMessage, ReadOrder } from './read-threads.ts'

/** A thread that reads stretches of files, one after the other: see {@link ReadOrder} and {@link ReadMessage}. */
const say = (message: ReadMessage, transferred: readonly ArrayBuffer[] = []): void => { parentPort?.postMessage(message, [...transferred]) }

/** One at a time: they share a buffer. */
let last: Promise<unknown> = Promise.resolve()

parentPort?.on('message', ({ id, stretch }: ReadOrder) => {
  last = last.then(() => readStretch(stretch)).then(
    read => { say({ type: 'read', id, read }, [read.bytes.buffer]) },
    (error: unknown) => { say({ type: 'failed', id, error: toPlainError(error) }) },
  )
})
