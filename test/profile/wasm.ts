import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { QueryResult, ResultColumn } from '../../engine/backends/backend.ts'
import { readSegmentSql } from '../../engine/sql/read-segment.ts'
import { duckdb } from '../../engine/sql/dialects/duckdb.ts'

interface Vector { readonly get: (row: number) => unknown }
interface Table { readonly numRows: number, readonly schema: { readonly fields: readonly unknown[] }, readonly getChildAt: (index: number) => Vector | null }
interface Bindings {
  readonly instantiate: (onProgress: () => void) => Promise<unknown>
  readonly open: (config: object) => void
  readonly connect: () => { readonly query: (sql: string) => Table }
  readonly registerFileBuffer: (name: string, bytes: Uint8Array) => void
  readonly getVersion: () => string
}
interface Blocking {
  readonly createDuckDB: (bundles: object, logger: object, runtime: object) => Promise<Bindings>
  readonly VoidLogger: new () => object
  readonly NODE_RUNTIME: object
}

const load = createRequire(import.meta.url)
const FILE = '@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs'

/** DuckDB-Wasm on this thread, the engine of the browser without one. */
export async function openWasm() {
  const { createDuckDB, VoidLogger, NODE_RUNTIME } = load(FILE) as Blocking
  const folder = dirname(load.resolve(FILE))
  const bundle = (name: string) => ({ mainModule: join(folder, `duckdb-${name}.wasm`) })
  const bindings = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME)
  await bindings.instantiate(() => undefined)
  bindings.open({})
  const connection = bindings.connect()
  const query = (sql: string): QueryResult => {
    const table = connection.query(sql)
    const column = (index: number): ResultColumn => Array.from({ length: table.numRows }, (_, row) => table.getChildAt(index)?.get(row)) as ResultColumn
    return { numRows: table.numRows, columns: table.schema.fields.map((_, index) => column(index)) }
  }
  return {
    version: bindings.getVersion(),
    query: async (sql: string): Promise<QueryResult> => { await Promise.resolve(); return query(sql) },
    /** A segment as the table `source`. */
    load(columns: number, segment: Uint8Array) {
      bindings.registerFileBuffer('segment.csv', segment)
      query(`create or replace table source as select * from ${readSegmentSql('segment.csv', columns, { null_tokens: [''], quoted_nulls: false }, duckdb, 'integer')}`)
    },
  }
}
