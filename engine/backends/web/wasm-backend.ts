import type { AsyncDuckDB, AsyncDuckDBConnection } from '@duckdb/duckdb-wasm'
import { DataType, type Table, type Utf8, type Vector } from 'apache-arrow'
import { present } from '../../base/assert.ts'
import { EngineError, describeCause } from '../../base/errors.ts'
import { segmentArrow } from '../../formats/columnar/segment-arrow.ts'
import { TextCounts } from '../../formats/columnar/text-counts.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { heldColumnsSql, readSegmentSql, sourceColumnsSql } from '../../sql/read-segment.ts'
import { allColumns, type Backend, type QueryResult, type ResultColumn, type SegmentLayout, type SourceOptions } from '../backend.ts'

/** What of a database and a connection to it is needed: in a worker, or not. */
export type WasmDatabase = Pick<AsyncDuckDB, 'registerFileBuffer' | 'dropFile' | 'terminate'>
export interface WasmConnection extends Pick<AsyncDuckDBConnection, 'send' | 'insertArrowFromIPCStream'> {
  query(sql: string): Promise<Table>
}

/** DuckDB-Wasm over one connection. Segments go in as Arrow, which takes less than half as long as having it read them as text. */
export class WasmBackend implements Backend {
  readonly engine
  private source: { readonly layout: SegmentLayout, readonly held: readonly number[] } | undefined
  private counts: TextCounts | undefined
  private segments = 0
  private isOpen = false
  /** One connection takes one statement at a time: each waits for the last. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly db: WasmDatabase, private readonly connection: WasmConnection, version: string) {
    this.engine = { name: 'duckdb-wasm', version: version.replace(/^v/, '') }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work, work)
    this.queue = turn.catch(() => undefined)
    return turn
  }

  async createSource(layout: SegmentLayout, { held = allColumns(layout), isCounted = false }: SourceOptions = {}): Promise<void> {
    await this.inTurn(async () => {
      this.source = { layout, held }
      this.counts = isCounted ? TextCounts.of(held) : undefined
      if (this.isOpen) await this.connection.query('rollback')
      await this.connection.query(`create or replace table source (${sourceColumnsSql(held)})`)
      // One transaction for all segments: committing each costs more than the insert.
      await this.connection.query('begin transaction')
      this.isOpen = true
    })
  }

  // Split at once, while the engine takes in the segment before. No closure here holds the text, which goes once it is split.
  async append(segment: Uint8Array<ArrayBuffer>): Promise<void> {
    const { layout, held } = present(this.source, 'a source that was created')
    const arrow = segmentArrow(segment, { ...layout, wanted: held }, batch => { this.counts?.add(batch) })
    if (arrow) return this.inTurn(() => this.insert(arrow, { name: 'source', create: false }))
    this.counts = undefined
    return this.readingText(segment, layout, async rows => { await this.run(`insert into source select ${heldColumnsSql(held)} from ${rows}`) })
  }

  async look(segment: Uint8Array<ArrayBuffer>, layout: SegmentLayout, wanted: readonly number[], queries: (rows: string) => readonly string[]): Promise<readonly QueryResult[]> {
    const ask = async (rows: string): Promise<readonly QueryResult[]> => {
      const results: QueryResult[] = []
      for (const sql of queries(rows)) results.push(resultOf(await this.run(sql)))
      return results
    }
    const arrow = segmentArrow(segment, { ...layout, wanted })
    return arrow ? this.readingArrow(arrow, ask) : this.readingText(segment, layout, ask)
  }

  private readingArrow<T>(arrow: Uint8Array<ArrayBuffer>, work: (rows: string) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const name = `segment_${this.segments++}`
      await this.insert(arrow, { name, create: true })
      try {
        return await work(name)
      } finally {
        await this.connection.query(`drop table ${name}`)
      }
    })
  }

  /** A segment that is one of the few that cannot be split into columns. */
  private readingText<T>(segment: Uint8Array<ArrayBuffer>, { columns, nulls }: SegmentLayout, work: (rows: string) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const name = `segment-${this.segments++}.csv`
      await this.db.registerFileBuffer(name, segment)
      try {
        return await work(readSegmentSql(name, columns, nulls, duckdb, 'integer'))
      } finally {
        await this.db.dropFile(name)
      }
    })
  }

  async commit(): Promise<void> {
    await this.inTurn(async () => {
      await this.connection.query('commit')
      this.isOpen = false
    })
  }

  async takeCounts(table: string): Promise<readonly number[]> {
    const counted = this.counts?.take()
    this.counts = undefined
    if (!counted || counted.columns.length === 0) return []
    await this.inTurn(() => this.insert(counted.arrow, { name: table, create: true }))
    return counted.columns
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

  private run(sql: string): Promise<Table> {
    return answered(this.connection.query(sql))
  }

  private insert(arrow: Uint8Array<ArrayBuffer>, table: { readonly name: string, readonly create: boolean }): Promise<void> {
    return answered(this.connection.insertArrowFromIPCStream(arrow, table))
  }

  async close(): Promise<void> {
    await this.db.terminate()
  }
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw queryError(error)
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
  if (isNumeric) return vector.toArray() as ResultColumn
  return asciiTexts(vector) ?? [...vector] as ResultColumn
}

const decoder = new TextDecoder()
/** Each of the texts may keep all that was decoded with it. */
const MAX_DECODED_AT_ONCE = 4_000_000

/** A column of texts that are ASCII throughout, decoded all at once: a call of the decoder for each takes longer than the text. Undefined for any other. */
function asciiTexts(vector: Vector): ResultColumn | undefined {
  if (!isText(vector)) return undefined
  const texts: (string | null)[] = []
  for (const data of vector.data) {
    const { length, nullCount, values, valueOffsets } = data
    const [start = 0, end = 0] = [valueOffsets[0], valueOffsets[length]]
    if (end - start > MAX_DECODED_AT_ONCE) return undefined
    const text = decoder.decode(values.subarray(start, end))
    // A character beyond ASCII has more bytes than code units.
    if (text.length !== end - start) return undefined
    for (let row = 0; row < length; row++) {
      texts.push(nullCount > 0 && !data.getValid(row) ? null : text.slice((valueOffsets[row] ?? 0) - start, (valueOffsets[row + 1] ?? 0) - start))
    }
  }
  return texts
}

const isText = (vector: Vector): vector is Vector<Utf8> => DataType.isUtf8(vector.type)
