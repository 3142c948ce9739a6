import { ConnectorError } from '../../base/errors.ts'
import { readInThreads, type Stretch, type StretchThreads } from '../stretches.ts'
import type { RecordSink, TableFacts } from '../table.ts'
import type { ArrowBatch, ArrowField } from './arrow-type.ts'
import { readingOf } from './column-type.ts'
import { exceeds, mayExceed } from './exceeds.ts'
import { LineWriter } from '../line-writer.ts'
import { cellWriterOf, type WriteCell } from './write-cells.ts'

/** A table in columns, in a file of any format. */
export interface ColumnTable {
  readonly fields: readonly ArrowField[]
  /** All rows from the first on. */
  readonly batches: () => AsyncIterable<ArrowBatch>
  /** The same as stretches to be read in threads, where `beyond` are the columns with values that their plain type does not hold. */
  readonly stretches?: ((beyond: readonly number[]) => AsyncIterable<Stretch>) | undefined
}

export interface ColumnarOptions {
  /** More records are not wanted. */
  readonly maxRecords?: number | undefined
  /** Threads that may read parts of a large file. */
  readonly threads?: StretchThreads | undefined
}

/** Rows between two waits for the sink. */
const ROWS_A_DRAIN = 1024

/** Gives a table's rows to a sink. It begins again when a value turns up that the type of its column, as far as the schema tells it, does not hold. */
export async function pushTable(table: ColumnTable, options: ColumnarOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const { fields } = table
  const beyond = new Set(fields.flatMap(({ dictionary, ...field }, i) => dictionary && mayExceed(field) ? [i] : []))
  for (;;) {
    const readings = fields.map((field, i) => readingOf(field, beyond.has(i)))
    sink.begin(fields.map(({ name }, i) => ({ name, type: readings[i]?.type ?? { name: 'string' } })))
    const isWhole = table.stretches && options.threads
      ? await pushStretches(table.stretches([...beyond]), beyond, options.threads, sink)
      : await pushUntilExceeded(table, beyond, options, sink, signal)
    if (isWhole) return { notes: readings.flatMap(({ note }) => note ?? []) }
    await sink.restart()
  }
}

/** As {@link pushUntilExceeded}, in threads. */
async function pushStretches(stretches: AsyncIterable<Stretch>, beyond: Set<number>, threads: StretchThreads, sink: RecordSink): Promise<boolean> {
  const found = (await readInThreads<readonly number[]>(stretches, threads, sink)).flat()
  for (const index of found) beyond.add(index)
  return found.length === 0
}

/** False once there is a column more in `beyond`, those with values that their plain type does not hold. */
export async function pushUntilExceeded({ fields, batches }: ColumnTable, beyond: Set<number>, { maxRecords = Infinity }: ColumnarOptions, sink: RecordSink, signal: AbortSignal | undefined): Promise<boolean> {
  const doubtful = fields.flatMap((field, i) => mayExceed(field) && !beyond.has(i) ? [i] : [])
  const lines = new LineWriter()
  let done = 0
  for await (const batch of batches()) {
    const found = doubtful.filter(i => batch.columns[i] && exceeds(batch.columns[i]))
    for (const i of found) beyond.add(i)
    if (found.length > 0) return false
    const cells = batch.columns.map(cellWriterOf)
    const rows = Math.min(batch.rows, maxRecords - done)
    for (let start = 0; start < rows && !sink.isDone; start += ROWS_A_DRAIN) {
      signal?.throwIfAborted()
      const end = Math.min(rows, start + ROWS_A_DRAIN)
      writeRows(cells, start, end, lines)
      sink.linesOfText(lines.bytes, lines.length, done + start + 1, end - start)
      await sink.drain()
    }
    done += rows
    if (done >= maxRecords || sink.isDone) return true
  }
  return true
}

function writeRows(cells: readonly WriteCell[], start: number, end: number, lines: LineWriter): void {
  lines.reset()
  for (let row = start; row < end; row++) {
    for (let column = 0; column < cells.length; column++) {
      if (column > 0) lines.separator();
      (cells[column] as WriteCell)(row, lines)
    }
    lines.lineEnd()
  }
}

/** @throws ConnectorError `no_columns` */
export function requireColumns(fields: readonly unknown[], name: string): void {
  if (fields.length === 0) throw new ConnectorError('no_columns', `${name} has no columns`, { hint: 'Check what wrote it.' })
}
