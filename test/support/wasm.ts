import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Table } from 'apache-arrow'
import type { Backend } from '../../engine/backends/backend.ts'
import { WasmBackend } from '../../engine/backends/web/wasm-backend.ts'
import { engineIfStale, ENGINE } from '../../scripts/lean-engine.mjs'

const require = createRequire(import.meta.url)

interface BlockingConnection {
  query(sql: string): Table
  insertArrowFromIPCStream(bytes: Uint8Array, options: object): void
}
interface BlockingDuckDb {
  open(config: object): void
  getVersion(): string
  connect(): BlockingConnection
  registerFileBuffer(name: string, bytes: Uint8Array): void
  dropFile(name: string): void
}

/** Later, as a worker would. */
const soon = <T>(work: () => T): Promise<T> => Promise.resolve().then(work)

/** The very Wasm that browsers run, behind the very class they use, inside Node: no browser needed to compare engines. */
export async function openWasmInNode(): Promise<Backend> {
  const { createDuckDB, NODE_RUNTIME, VoidLogger } = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs') as {
    createDuckDB: (bundles: object, logger: object, runtime: unknown) => Promise<BlockingDuckDb & { instantiate(): Promise<unknown> }>, NODE_RUNTIME: unknown, VoidLogger: new () => object
  }
  engineIfStale()
  const module = fileURLToPath(new URL(`../../${ENGINE}`, import.meta.url))
  const bundle = { mainModule: module, mainWorker: '' }
  const db = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), NODE_RUNTIME)
  await db.instantiate()
  db.open({})
  const connection = db.connect()
  return new WasmBackend(
    {
      registerFileBuffer: (name, bytes) => soon(() => { db.registerFileBuffer(name, bytes) }),
      dropFile: name => soon(() => { db.dropFile(name); return null }),
      terminate: () => Promise.resolve(),
    },
    {
      query: (sql: string) => soon(() => connection.query(sql)),
      insertArrowFromIPCStream: (bytes, options) => soon(() => { connection.insertArrowFromIPCStream(bytes, options) }),
      send: () => Promise.reject(new Error('nothing is sent here')),
    },
    db.getVersion(),
  )
}
