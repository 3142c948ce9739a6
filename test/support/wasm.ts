import { createRequire } from 'node:module'
import type { Table } from 'apache-arrow'
import { allColumns, type Backend, type QueryResult, type ResultColumn, type SegmentLayout } from '../../engine/backends/backend.ts'
import { duckdb } from '../../engine/sql/dialects/duckdb.ts'
import { heldColumnsSql, readSegmentSql, sourceColumnsSql } from '../../engine/sql/read-segment.ts'

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
  let source: { readonly layout: SegmentLayout, readonly held: readonly number[] } | undefined
  let segments = 0
  const query = (sql: string): QueryResult => {
    const table = connection.query(sql)
    const columns = table.schema.fields.map((_, index) => [...table.getChildAt(index) ?? []].map(value => typeof value === 'bigint' ? Number(value) : value as unknown) as ResultColumn)
    return { numRows: table.numRows, columns }
  }
  const reading = <T>(segment: Uint8Array, { columns, nulls }: SegmentLayout, work: (rows: string) => T): T => {
    const name = `segment-${segments++}.csv`
    db.registerFileBuffer(name, segment)
    try {
      return work(readSegmentSql(name, columns, nulls, duckdb, 'integer'))
    } finally {
      db.dropFile(name)
    }
  }
  return {
    engine: { name: 'duckdb-wasm', version: db.getVersion().replace(/^v/, '') },
    createSource(layout, held = allColumns(layout)) {
      source = { layout, held }
      connection.query(`create or replace table source (${sourceColumnsSql(held)})`)
      return Promise.resolve()
    },
    append(segment) {
      if (!source) throw new Error('no source was created')
      const { layout, held } = source
      reading(segment, layout, rows => connection.query(`insert into source select ${heldColumnsSql(held)} from ${rows}`))
      return Promise.resolve()
    },
    look: (segment, layout, queries) => Promise.resolve(reading(segment, layout, rows => queries(rows).map(query))),
    commit: () => Promise.resolve(),
    query: sql => Promise.resolve(query(sql)),
    // eslint-disable-next-line @typescript-eslint/require-await -- nothing here exports
    async *arrow() { throw new Error('no exports in this backend') },
    close: () => Promise.resolve(),
  }
}
