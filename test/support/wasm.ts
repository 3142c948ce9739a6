import { createRequire } from 'node:module'
import type { Table } from 'apache-arrow'
import type { Backend, QueryResult, ResultColumn } from '../../engine/backends/backend.ts'
import { duckdb } from '../../engine/sql/dialects/duckdb.ts'
import { readSegmentSql, type SegmentNulls } from '../../engine/sql/read-segment.ts'

const require = createRequire(import.meta.url)

interface BlockingConnection { query(sql: string): Table }
interface BlockingDuckDb {
  open(config: object): void
  getVersion(): string
  connect(): BlockingConnection
  registerFileBuffer(name: string, bytes: Uint8Array): void
  dropFile(name: string): void
}

/** The very Wasm that browsers run, inside Node: no browser needed to compare engines. */
export async function openWasmInNode(): Promise<Backend> {
  const { createDuckDB, NODE_RUNTIME, VoidLogger } = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs') as {
    createDuckDB: (bundles: object, logger: object, runtime: unknown) => Promise<BlockingDuckDb & { instantiate(): Promise<unknown> }>, NODE_RUNTIME: unknown, VoidLogger: new () => object
  }
  const module = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm')
  const bundle = { mainModule: module, mainWorker: '' }
  const db = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), NODE_RUNTIME)
  await db.instantiate()
  db.open({})
  const connection = db.connect()
  let columns = 0
  let nulls: SegmentNulls = { null_tokens: [''], quoted_nulls: true }
  let segments = 0
  return {
    engine: { name: 'duckdb-wasm', version: db.getVersion().replace(/^v/, '') },
    createSource(count, given) {
      columns = count
      nulls = given
      connection.query(`create or replace table source (ord integer${Array.from({ length: count }, (_, index) => `, c${index} varchar`).join('')})`)
      return Promise.resolve()
    },
    append(segment) {
      const name = `segment-${segments++}.csv`
      db.registerFileBuffer(name, segment)
      connection.query(`insert into source select * from ${readSegmentSql(name, columns, nulls, duckdb, 'integer')}`)
      db.dropFile(name)
      return Promise.resolve()
    },
    commit: () => Promise.resolve(),
    query(sql): Promise<QueryResult> {
      const table = connection.query(sql)
      const result = table.schema.fields.map((_, index) => [...table.getChildAt(index) ?? []].map(value => typeof value === 'bigint' ? Number(value) : value as unknown) as ResultColumn)
      return Promise.resolve({ numRows: table.numRows, columns: result })
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- nothing here exports
    async *arrow() { throw new Error('no exports in this backend') },
    close: () => Promise.resolve(),
  }
}
