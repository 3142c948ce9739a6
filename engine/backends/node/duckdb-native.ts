import type * as DuckDb from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBVector } from '@duckdb/node-api'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { present } from '../../base/assert.ts'
import { ConnectorError, EngineError, describeCause } from '../../base/errors.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { heldColumnsSql, MAX_LINE_BYTES, readSegmentSql, sourceColumnsSql } from '../../sql/read-segment.ts'
import { allColumns, type Backend, type QueryResult, type SegmentLayout, type SourceOptions } from '../backend.ts'

export interface NativeOptions {
  /** Bytes DuckDB may use; it spills to disk beyond. */
  readonly memoryBytes?: number
  readonly threads?: number
  /** Where it may spill; a new folder in the system's temporary folder by default. */
  readonly tempDirectory?: string
}

/** Loading it takes 0.2 s and 40 MB, which who only converts files should not pay. */
async function loadDuckDb(): Promise<typeof DuckDb> {
  const loaded = await import('@duckdb/node-api')
  // A CommonJS module, once bundled, has nothing but its default.
  return 'DuckDBInstance' in loaded ? loaded : (loaded as { readonly default: typeof DuckDb }).default
}

/** DuckDB in this process. */
export async function openDuckDbNative({ memoryBytes, threads, tempDirectory }: NativeOptions = {}): Promise<NativeBackend> {
  const api = await loadDuckDb()
  const folder = temporaryFolder(tempDirectory)
  try {
    const instance = await api.DuckDBInstance.create(':memory:', {
      temp_directory: folder,
      // What the allocator keeps back for later does not count against the limit, and is 150 MB with the usual thresholds of 128 MB and more.
      allocator_flush_threshold: '16MB',
      allocator_bulk_deallocation_flush_threshold: '16MB',
      ...(memoryBytes === undefined ? {} : { memory_limit: `${Math.round(memoryBytes / 1e6)}MB` }),
      ...(threads === undefined ? {} : { threads: String(threads) }),
    })
    const connection = await instance.connect()
    return new NativeBackend(api, instance, connection, folder, api.version().replace(/^v/, ''))
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Below, the reader's buffers are small enough. */
const MIN_LINE_BYTES = 64_000

/** What the tap is told of a vector of rows: their ordinals and the words of their verdicts. */
export type Tap = (ordinals: ArrayLike<number | bigint>, words: readonly ArrayLike<number>[]) => void

export class NativeBackend implements Backend {
  readonly engine
  private source: { readonly layout: SegmentLayout, readonly held: readonly number[] } | undefined
  private segments = 0
  private taps = 0

  constructor(private readonly api: typeof DuckDb, private readonly instance: DuckDBInstance, private readonly connection: DuckDBConnection, readonly folder: string, version: string) {
    this.engine = { name: 'duckdb', version }
  }

  async createSource(layout: SegmentLayout, { held = allColumns(layout) }: SourceOptions = {}): Promise<void> {
    this.source = { layout, held }
    await this.run(`create or replace table source (${sourceColumnsSql(held)})`)
  }

  async append(segment: Uint8Array<ArrayBuffer>): Promise<void> {
    const { layout, held } = present(this.source, 'a source that was created')
    await this.reading(segment, layout, rows => this.run(`insert into source select ${heldColumnsSql(held)} from ${rows}`))
  }

  look(segment: Uint8Array<ArrayBuffer>, layout: SegmentLayout, _wanted: readonly number[], queries: (rows: string) => readonly string[]): Promise<readonly QueryResult[]> {
    return this.reading(segment, layout, async rows => {
      const results: QueryResult[] = []
      for (const sql of queries(rows)) results.push(await this.query(sql))
      return results
    })
  }

  private async reading<T>(segment: Uint8Array<ArrayBuffer>, { columns, nulls }: SegmentLayout, work: (rows: string) => Promise<T>): Promise<T> {
    const path = join(this.folder, `segment-${this.segments++}.csv`)
    writeFileSync(path, segment)
    try {
      // No line is longer than all of them, and what the reader is told of it takes as room.
      return await work(readSegmentSql(path, columns, nulls, duckdb, 'bigint', Math.min(MAX_LINE_BYTES, Math.max(MIN_LINE_BYTES, segment.length))))
    } finally {
      rmSync(path, { force: true })
    }
  }

  async commit(): Promise<void> {
    // Each insert commits by itself here; nothing is pending.
  }

  /** Runs a statement and gives the number of rows it changed. */
  async run(sql: string, signal?: AbortSignal): Promise<number> {
    const interrupt = (): void => { this.connection.interrupt() }
    signal?.throwIfAborted()
    signal?.addEventListener('abort', interrupt, { once: true })
    try {
      return (await this.connection.run(sql)).rowsChanged
    } catch (error) {
      throw queryError(error)
    } finally {
      signal?.removeEventListener('abort', interrupt)
    }
  }

  async query(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    signal?.throwIfAborted()
    try {
      const result = await this.connection.run(sql)
      const chunks = await result.fetchAllChunks()
      return {
        numRows: chunks.reduce((sum, { rowCount }) => sum + rowCount, 0),
        columns: Array.from({ length: result.columnCount }, (_, index) => chunks.flatMap(chunk => numbers(chunk, index))),
      }
    } catch (error) {
      throw queryError(error)
    }
  }

  /** Rows in pieces of at most some thousands, as columns, without holding the whole result. */
  async *stream(sql: string, signal?: AbortSignal): AsyncIterable<QueryResult> {
    try {
      const result = await this.connection.stream(sql)
      for (;;) {
        signal?.throwIfAborted()
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        yield { numRows: chunk.rowCount, columns: Array.from({ length: chunk.columnCount }, (_, index) => numbers(chunk, index)) }
      }
    } catch (error) {
      throw queryError(error)
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the runner writes files by COPY instead
  async *arrow(): AsyncIterable<Uint8Array> {
    throw new EngineError('unsupported', 'native DuckDB writes files itself')
  }

  /**
   * A function for WHERE clauses that tells `tap` of every row it is called for and keeps the row or not: it sees the ordinal and
   * the verdict's words. So one scan has two outputs, the rows it keeps and those it told of. It runs on this thread.
   * Returns its SQL name; call it as `name(keep, ord, w0, w1 …)`.
   */
  registerTap(words: number, tap: Tap): string {
    const name = `tap_${this.taps++}`
    const { BIGINT, BOOLEAN, DuckDBScalarFunction, UINTEGER } = this.api
    const parameterTypes = [BOOLEAN, BIGINT, ...Array.from({ length: words }, () => UINTEGER)]
    this.connection.registerScalarFunction(DuckDBScalarFunction.create({
      name, parameterTypes, returnType: BOOLEAN, volatile: true,
      mainFunction: (_info: unknown, input: DuckDBDataChunk, output: DuckDBVector<boolean>) => {
        const keep = input.getColumnVector(0)
        tap(itemsOf(input, 1) as (number | bigint)[], Array.from({ length: words }, (_, index) => itemsOf(input, 2 + index) as number[]))
        for (let row = 0; row < input.rowCount; row++) output.setItem(row, keep.getItem(row) as boolean)
        output.flush()
      },
    } as never))
    return name
  }

  async close(): Promise<void> {
    this.connection.closeSync()
    this.instance.closeSync()
    rmSync(this.folder, { recursive: true, force: true })
    await Promise.resolve()
  }
}

/** A new folder of ours. @throws ConnectorError `no_temporary_folder` */
export function temporaryFolder(parent = tmpdir()): string {
  try {
    return mkdtempSync(join(parent, 'schemaflow-'))
  } catch (cause) {
    throw new ConnectorError('no_temporary_folder', `no temporary folder can be made in ${parent}: ${describeCause(cause)}`, { cause, hint: 'Let TMPDIR name a folder that exists and can be written.' })
  }
}

function itemsOf(chunk: DuckDBDataChunk, index: number): unknown[] {
  const { rowCount } = chunk
  const vector = chunk.getColumnVector(index)
  const items: unknown[] = []
  for (let row = 0; row < rowCount; row++) items.push(vector.getItem(row))
  return items
}

function numbers(chunk: DuckDBDataChunk, index: number): (string | number | boolean | null)[] {
  return itemsOf(chunk, index).map(value => typeof value === 'bigint' ? Number(value) : value as string | number | boolean | null)
}

function queryError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  const said = describeCause(error)
  if (/INTERRUPT/.test(said)) return new EngineError('interrupted', 'the run was interrupted', { cause: error })
  if (/Out of Memory/i.test(said)) return new EngineError('out_of_memory', 'the data engine ran out of memory', { cause: error, hint: 'Raise it with --memory, or free disk space for it to spill to.' })
  if (/No space left|disk full/i.test(said)) return new ConnectorError('disk_full', 'there is no space left on the disk', { cause: error, hint: 'Free some space, or write to another disk with --out.' })
  if (/Permission denied|Read-only file system|Cannot open file/i.test(said)) return new ConnectorError('cannot_write', `a file could not be written: ${said.split('\n')[0] ?? ''}`, { cause: error })
  return new EngineError('query_failed', `the data engine refused a query: ${said.split('\n')[0] ?? said}`, { cause: error })
}

