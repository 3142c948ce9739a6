import { asDamagedFile, Damage } from '../columnar/damage.ts'
import { requireColumns, type ColumnarOptions } from '../columnar/push-table.ts'
import { LineWriter } from '../line-writer.ts'
import type { ByteSource } from '../source.ts'
import type { RecordSink, TableFacts, TableReader } from '../table.ts'
import { inflateBlock, readBlocks, readHeader, type ContainerHeader, type InflateBlock } from './container.ts'
import { Cursor } from './cursor.ts'
import { parseSchema, type AvroField, type AvroType } from './schema.ts'
import { mayBeFine, passOf, readingOf, type PassCell, type ValueReading } from './values.ts'

/** Records between two waits for the sink. */
const RECORDS_A_DRAIN = 1024

/**
 * Reads an Avro object container file. A schema that is no record is a table of one column, `value`.
 * @throws ConnectorError `damaged_file`, `unsupported_format`, `no_columns`
 */
export const avroReader: TableReader<ColumnarOptions> = avroReaderWith(inflateBlock)

/** The same with another way to unpack blocks, where the platform has a faster one. */
export function avroReaderWith(inflate: InflateBlock): TableReader<ColumnarOptions> {
  return (source, options, sink, signal) => readAvro(source, inflate, options, sink, signal)
}

async function readAvro(source: ByteSource, inflate: InflateBlock, { maxRecords = Infinity }: ColumnarOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const file: AvroFile = { source, inflate, place: 'in its header', signal }
  try {
    const header = await readHeader(source)
    const fields = fieldsOf(parseSchema(header.schema))
    requireColumns(fields, source.name)
    const fine = new Set<number>()
    for (;;) {
      const known = fine.size
      const readings = fields.map(({ type }, i) => readingOf(type, { onFine: () => { if (mayBeFine(type)) fine.add(i) }, isFine: fine.has(i), known: new Map() }))
      sink.begin(fields.map(({ name }, i) => ({ name, type: readings[i]?.type ?? { name: 'string' } })))
      await pushRecords(file, header, readings, maxRecords, sink, () => fine.size > known)
      if (fine.size === known) return { notes: fields.flatMap(({ name }, i) => noteOn(JSON.stringify(name), readings[i]?.what, fine.has(i))) }
      // A time finer than its column's type turned up.
      await sink.restart()
    }
  } catch (error) {
    throw asDamagedFile(error, source.name, file.place)
  }
}

interface AvroFile {
  readonly source: ByteSource
  readonly inflate: InflateBlock
  /** What is being read, for whoever tells of an error. */
  place: string
  readonly signal: AbortSignal | undefined
}

const fieldsOf = (type: AvroType): readonly AvroField[] => type.kind === 'record' ? type.fields : [{ name: 'value', type }]

/** Gives the records to the sink, until there are enough or `isOff` says that they are to be read in another way. */
async function pushRecords(file: AvroFile, header: ContainerHeader, readings: readonly ValueReading[], maxRecords: number, sink: RecordSink, isOff: () => boolean): Promise<void> {
  const cells = readings.map(passOf)
  const lines = new LineWriter()
  let done = 0
  for await (const { records, bytes } of readBlocks(file.source, header, file.inflate, start => { file.place = `in the block at byte ${start}` })) {
    const cursor = new Cursor(bytes)
    for (let left = records; left > 0;) {
      if (done >= maxRecords || sink.isDone) return
      const count = Math.min(left, RECORDS_A_DRAIN, maxRecords - done)
      writeRecords(cursor, cells, count, lines)
      if (isOff()) return
      file.signal?.throwIfAborted()
      sink.linesOfText(lines.bytes, lines.length, done + 1, count)
      await sink.drain()
      done += count
      left -= count
    }
    if (cursor.at !== cursor.end) throw new Damage(`a block has ${cursor.end - cursor.at} bytes more than its records take`)
  }
}

function writeRecords(cursor: Cursor, cells: readonly PassCell[], count: number, lines: LineWriter): void {
  lines.reset()
  for (let left = count; left > 0; left--) {
    cursor.step()
    for (let column = 0; column < cells.length; column++) {
      if (column > 0) lines.separator();
      (cells[column] as PassCell)(cursor, lines)
    }
    lines.lineEnd()
  }
}

function noteOn(label: string, what: ValueReading['what'], isFine: boolean): string[] {
  if (isFine) return [`Column ${label} has times finer than a microsecond; they are read as text, all nine digits kept.`]
  switch (what) {
    case 'bytes': return [`Column ${label} holds bytes; they are read as hexadecimal text: \\x00ff.`]
    case 'durations': return [`Column ${label} holds durations; they are read as ISO 8601 text: P1M2DT3.5S.`]
    case 'decimals': return [`Column ${label} has decimals of more digits than are computed with; they are read as text, every digit kept.`]
    default: return []
  }
}
