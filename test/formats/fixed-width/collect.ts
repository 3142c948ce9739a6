import { fixedWidthReader, type FixedWidthOptions } from '../../../engine/formats/fixed-width/index.ts'
import type { BrokenRecord, RecordSink, SourceColumn } from '../../../engine/formats/table.ts'
import { memorySource } from '../../support/memory-source.ts'

export type Row = readonly (string | null)[]

/** What the reader gave, record by record; lines of well-formed records beside them. */
export interface Read {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly lines: readonly number[]
  readonly broken: readonly BrokenRecord[]
  readonly notes: readonly string[]
}

export async function read(content: string | Uint8Array, options: FixedWidthOptions = {}, pieceBytes?: number, enough = Infinity): Promise<Read> {
  let columns: readonly SourceColumn[] | undefined
  const rows: Row[] = []
  const lines: number[] = []
  const broken: BrokenRecord[] = []
  let row: (string | null)[] = []
  const sink: RecordSink = {
    begin(given) {
      if (columns !== undefined) throw new Error('a table begins once')
      columns = given
    },
    cell: text => { row.push(text) },
    end(line) {
      if (row.length > (columns?.length ?? 0)) throw new Error('more cells than columns')
      rows.push(row)
      lines.push(line)
      row = []
    },
    broken: record => { broken.push(record) },
    linesOfText: () => { throw new Error('cells are wanted') },
    restart: () => Promise.reject(new Error('there is no need to begin again')),
    drain: () => Promise.resolve(),
    get isDone() { return rows.length + broken.length >= enough },
  }
  const { notes } = await fixedWidthReader(memorySource(content, 'data.txt', pieceBytes), options, sink)
  if (columns === undefined) throw new Error('the table never began')
  return { columns: columns.map(({ name }) => name), rows, lines, broken, notes }
}
