import { AsyncDuckDB, VoidLogger, type AsyncDuckDBConnection } from '@duckdb/duckdb-wasm'
import type { DataType, Table } from 'apache-arrow'
import { present } from '../../base/assert.ts'
import { EngineError, describeCause } from '../../base/errors.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { heldColumnsSql, readSegmentSql, sourceColumnsSql } from '../../sql/read-segment.ts'
import { allColumns, type Backend, type QueryResult, type ResultColumn, type SegmentLayout } from '../backend.ts'

/** DuckDB-Wasm in a worker of its own. The `eh` bundle: the threaded one cannot read file handles. */
export async function openDuckDbWasm(): Promise<Backend> {
  // An asset's address first and the worker after it, not in one expression: the bundler would otherwise bundle the (self-contained)
  // script anew, and confuse the chunks of a worker within a worker.
  const script = new URL('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js', import.meta.url).href
  const worker = new Worker(script)
  const wasm = new URL('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm', import.meta.url).href
  const db = new AsyncDuckDB(new VoidLogger(), worker)
  try {
    await db.instantiate(wasm)
    await db.open({})
  } catch (error) {
    worker.terminate()
    throw new EngineError('engine_failed_to_start', 'the data engine could not start in this browser', { cause: error, hint: 'Reload the page; a browser from 2023 or later is needed.' })
  }
  return new WasmBackend(db, await db.connect(), await db.getVersion())
}

class WasmBackend implements Backend {
  readonly engine
  private source: { readonly layout: SegmentLayout, readonly held: readonly number[] } | undefined
  private segments = 0
  private isOpen = false
  /** One connection takes one statement at a time: each waits for the last. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly db: AsyncDuckDB, private readonly connection: AsyncDuckDBConnection, version: string) {
    this.engine = { name: 'duckdb-wasm', version: version.replace(/^v/, '') }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work, work)
    this.queue = turn.catch(() => undefined)
    return turn
  }

  async createSource(layout: SegmentLayout, held = allColumns(layout)): Promise<void> {
    await this.inTurn(async () => {
      this.source = { layout, held }
      if (this.isOpen) await this.connection.query('rollback')
      await this.connection.query(`create or replace table source (${sourceColumnsSql(held)})`)
      // One transaction for all segments: committing each costs more than the insert.
      await this.connection.query('begin transaction')
      this.isOpen = true
    })
  }

  append(segment: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.inTurn(async () => {
      const { layout, held } = present(this.source, 'a source that was created')
      await this.reading(segment, layout, rows => this.run(`insert into source select ${heldColumnsSql(held)} from ${rows}`))
    })
  }

  look(segment: Uint8Array<ArrayBuffer>, layout: SegmentLayout, queries: (rows: string) => readonly string[]): Promise<readonly QueryResult[]> {
    return this.inTurn(() => this.reading(segment, layout, async rows => {
      const results: QueryResult[] = []
      for (const sql of queries(rows)) results.push(resultOf(await this.run(sql)))
      return results
    }))
  }

  private async reading<T>(segment: Uint8Array<ArrayBuffer>, { columns, nulls }: SegmentLayout, work: (rows: string) => Promise<T>): Promise<T> {
    const name = `segment-${this.segments++}.csv`
    await this.db.registerFileBuffer(name, segment)
    try {
      return await work(readSegmentSql(name, columns, nulls, duckdb, 'integer'))
    } finally {
      await this.db.dropFile(name)
    }
  }

  async commit(): Promise<void> {
    await this.inTurn(async () => {
      await this.connection.query('commit')
      this.isOpen = false
    })
  }

  query(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    return this.inTurn(async () => {
      signal?.throwIfAborted()
      return resultOf(await this.run(sql))
    })
  }

  async *arrow(sql: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    const { RecordBatchStreamWriter } = await import('apache-arrow')
    const reader = await this.inTurn(() => this.connection.send(sql))
    const writer = new RecordBatchStreamWriter()
    for await (const batch of reader) {
      signal?.throwIfAborted()
      writer.write(batch)
    }
    writer.finish()
    yield writer.toUint8Array(true)
  }

  private async run(sql: string): Promise<Table> {
    try {
      return await this.connection.query(sql)
    } catch (error) {
      throw queryError(error)
    }
  }

  async close(): Promise<void> {
    await this.db.terminate()
  }
}

/** What DuckDB says in a sentence of ours, its own words kept as the cause. */
function queryError(error: unknown): EngineError {
  const said = describeCause(error)
  if (/out of memory|failed to allocate|memory access out of bounds/i.test(said)) {
    return new EngineError('out_of_memory', 'the data do not fit into the memory a browser tab can use', { cause: error, hint: 'Run the recipe on this file with the command line: npx schemaflow run.' })
  }
  return new EngineError('query_failed', `the data engine refused a query: ${said.split('\n')[0] ?? said}`, { cause: error })
}

function resultOf(table: Table): QueryResult {
  return { numRows: table.numRows, columns: table.schema.fields.map((_, index) => columnOf(table, index)) }
}

function columnOf(table: Table, index: number): ResultColumn {
  const vector = table.getChildAt(index)
  if (!vector) return []
  const isNumeric = (vector.type as DataType & { bitWidth?: number }).bitWidth !== undefined && vector.nullCount === 0
  return isNumeric ? vector.toArray() as ResultColumn : [...vector] as ResultColumn
}
