import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'
import { EngineError } from '../../base/errors.ts'
import type { Backend } from '../backend.ts'
import { WasmBackend } from './wasm-backend.ts'

/** DuckDB-Wasm in a worker of its own. The `eh` bundle: the threaded one cannot read file handles. */
export async function openDuckDbWasm(): Promise<Backend> {
  // An asset's address first and the worker after it, not in one expression: the bundler would otherwise bundle the (self-contained)
  // script anew, and confuse the chunks of a worker within a worker.
  const script = new URL('./duckdb-worker.js', import.meta.url).href
  const engine = new URL('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js', import.meta.url).href
  const worker = new Worker(script, { name: engine })
  const wasm = new URL('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm', import.meta.url).href
  const db = new AsyncDuckDB(new VoidLogger(), worker)
  const starting = new AbortController()
  try {
    await Promise.race([db.instantiate(wasm), brokenDown(worker, starting.signal)])
    await db.open({})
  } catch (error) {
    worker.terminate()
    throw new EngineError('engine_failed_to_start', 'the data engine could not start in this browser', { cause: error, hint: 'Reload the page; a browser from 2023 or later is needed.' })
  } finally {
    starting.abort()
  }
  return new WasmBackend(db, await db.connect(), await db.getVersion())
}

/** A worker of which a part cannot be had never answers. Rejects on its first error until the signal. */
function brokenDown(worker: Worker, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', event => {
      // It would otherwise become an error of the worker that this one is started from, as later ones do, and mean that an engine at work is lost.
      event.preventDefault()
      reject(new Error(event.message || 'a part of it could not be loaded'))
    }, { once: true, signal })
  })
}
