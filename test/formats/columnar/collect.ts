import { formatType } from '../../../engine/data/type.ts'
import type { ByteSource } from '../../../engine/formats/source.ts'
import type { RecordSink, SourceColumn, TableFacts, TableReader } from '../../../engine/formats/table.ts'
import { cellsOfLines } from '../../support/text-lines.ts'

/** What a reader made of a file. */
export interface Collected extends TableFacts {
  readonly columns: readonly SourceColumn[]
  /** `name: type` of each column. */
  readonly types: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** Bytes in memory as a source, and how many of them were asked for. */
export function memorySource(bytes: Uint8Array, name = 'file'): ByteSource & { readonly bytesRead: () => number } {
  let read = 0
  return {
    name, size: bytes.length, bytesRead: () => read,
    read(start, end) {
      if (start < 0 || end < start || end > bytes.length) throw new RangeError(`nobody may read ${start} to ${end} of ${bytes.length}`)
      read += end - start
      return Promise.resolve(bytes.slice(start, end))
    },
    async *stream() {
      yield await Promise.resolve(bytes)
    },
  }
}

/** A sink that keeps everything; `isDone` after `enough` records. */
export class CollectingSink implements RecordSink {
  columns: readonly SourceColumn[] = []
  readonly rows: (string | null)[][] = []
  private row: (string | null)[] = []

  constructor(private readonly enough = Infinity) {}

  get isDone(): boolean {
    return this.rows.length >= this.enough
  }

  begin(columns: readonly SourceColumn[]): void {
    this.columns = columns
  }

  cell(text: string | null): void {
    this.row.push(text)
  }

  end(line: number): void {
    this.rows.push(this.row)
    this.row = []
    if (line !== this.rows.length) throw new Error(`record ${this.rows.length} says that it is record ${line}`)
  }

  broken(): void {
    throw new Error('no record of these formats is broken by itself')
  }

  linesOfText(bytes: Uint8Array, length: number, line: number, count: number): void {
    const rows = cellsOfLines(bytes, length)
    if (rows.length !== count || line !== this.rows.length + 1) throw new Error(`${rows.length} records from ${this.rows.length + 1} on say that they are ${count} from ${line} on`)
    this.rows.push(...rows)
  }

  restart(): Promise<void> {
    this.columns = []
    this.rows.length = 0
    this.row = []
    return Promise.resolve()
  }

  drain(): Promise<void> {
    return Promise.resolve()
  }
}

export async function collect<Options>(reader: TableReader<Options>, bytes: Uint8Array, options: Options, sink = new CollectingSink()): Promise<Collected> {
  const { notes } = await reader(memorySource(bytes), options, sink)
  return { notes, columns: sink.columns, rows: sink.rows, types: sink.columns.map(({ name, type }) => `${name}: ${formatType(type)}`) }
}

/** The cells of one column. */
export const columnOf = ({ columns, rows }: Collected, name: string): (string | null)[] => {
  const at = columns.findIndex(column => column.name === name)
  return rows.map(row => row[at] ?? null)
}
