import { asDamagedFile, Damage } from '../columnar/damage.ts'
import { requireColumns, type ColumnarOptions } from '../columnar/push-table.ts'
import { BackOff } from '../back-off.ts'
import { LineWriter } from '../line-writer.ts'
import { bytesSource, type ByteSource } from '../source.ts'
import { contentOf, readInThreads, StretchSink, threadsFor, type Stretch, type StretchRead } from '../stretches.ts'
import type { RecordSink, TableFacts, TableReader } from '../table.ts'
import { inflateBlock, readBlocks, readHeader, stretchesOfBlocks, type ContainerHeader, type InflateBlock } from './container.ts'
import { Cursor } from './cursor.ts'
import { RecordRuns } from './record-run.ts'
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

async function readAvro(source: ByteSource, inflate: InflateBlock, options: ColumnarOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const file: AvroFile = { source, inflate, place: 'in its header', signal }
  try {
    const header = await readHeader(source)
    const fields = fieldsOf(parseSchema(header.schema))
    requireColumns(fields, source.name)
    const fine = new Set<number>()
    const threads = threadsFor(source, options)
    for (;;) {
      const known = fine.size
      const readings = readingsOf(fields, fine)
      sink.begin(fields.map(({ name }, i) => ({ name, type: readings[i]?.type ?? { name: 'string' } })))
      if (threads) {
        const found = await readInThreads<readonly number[]>(avroStretches(file, header, [...fine], threads.stretchBytes), threads, sink)
        for (const index of found.flat()) fine.add(index)
      } else await pushRecords(file, header, readings, options.maxRecords ?? Infinity, sink, () => fine.size > known)
      if (fine.size === known) return { notes: fields.flatMap(({ name }, i) => noteOn(JSON.stringify(name), readings[i]?.what, fine.has(i))) }
      // A time finer than its column's type turned up.
      await sink.restart()
    }
  } catch (error) {
    throw asDamagedFile(error, source.name, file.place)
  }
}

/** How the values of each field are read; a time finer than a microsecond adds its field to `fine`. */
const readingsOf = (fields: readonly AvroField[], fine: Set<number>): readonly ValueReading[] =>
  fields.map(({ type }, i) => readingOf(type, { onFine: () => { if (mayBeFine(type)) fine.add(i) }, isFine: fine.has(i), known: new Map() }))

/** Some blocks of a file. */
export interface AvroStretch extends Stretch {
  readonly format: 'avro'
  readonly name: string
  readonly header: ContainerHeader
  /** The fields known to have times finer than a microsecond. */
  readonly fine: readonly number[]
}

async function* avroStretches(file: AvroFile, header: ContainerHeader, fine: readonly number[], stretchBytes: number): AsyncGenerator<AvroStretch> {
  const { source, signal } = file
  for await (const { start, end } of stretchesOfBlocks(source, header, stretchBytes, at => { file.place = `in the block at byte ${at}` })) {
    signal?.throwIfAborted()
    yield { format: 'avro', content: await contentOf(source, start, end), byteOffset: start, name: source.name, header: { ...header, end: 0 }, fine }
  }
}

/** Reads the records of a stretch. The lesson is which fields turned out to have times finer than a microsecond. */
export async function readAvroStretch({ byteOffset, name, header, fine: known }: AvroStretch, bytes: Uint8Array, inflate: InflateBlock): Promise<StretchRead<readonly number[]>> {
  const file: AvroFile = { source: bytesSource(bytes, name), inflate, place: '', signal: undefined, byteOffset }
  try {
    const fine = new Set(known)
    const sink = new StretchSink()
    const records = await pushRecords(file, header, readingsOf(fieldsOf(parseSchema(header.schema)), fine), Infinity, sink, () => false)
    const found = [...fine].filter(index => !known.includes(index))
    return sink.read(records, found.length > 0 ? found : undefined)
  } catch (error) {
    throw asDamagedFile(error, name, file.place)
  }
}

interface AvroFile {
  readonly source: ByteSource
  readonly inflate: InflateBlock
  /** What is being read, for whoever tells of an error. */
  place: string
  readonly signal: AbortSignal | undefined
  /** Where the source's first byte stands in the file that it is a part of. */
  readonly byteOffset?: number
}

const fieldsOf = (type: AvroType): readonly AvroField[] => type.kind === 'record' ? type.fields : [{ name: 'value', type }]

/** Gives the records to the sink, until there are enough or `isOff` says that they are to be read in another way; how many it were. */
async function pushRecords(file: AvroFile, header: ContainerHeader, readings: readonly ValueReading[], maxRecords: number, sink: RecordSink, isOff: () => boolean): Promise<number> {
  const cells = readings.map(passOf)
  const runs = RecordRuns.for(readings.map(({ plain }) => plain))
  const lines = new LineWriter()
  const backOff = new BackOff(1, RECORDS_A_DRAIN)
  let done = 0
  for await (const { records, bytes } of readBlocks(file.source, header, file.inflate, start => { file.place = `in the block at byte ${(file.byteOffset ?? 0) + start}` })) {
    const cursor = new Cursor(bytes)
    for (let left = records; left > 0;) {
      if (done >= maxRecords || sink.isDone) return done
      const most = Math.min(left, RECORDS_A_DRAIN, maxRecords - done)
      const run = runs && backOff.waiting === 0 ? runs.take(bytes, cursor.at, most) : undefined
      if (backOff.waiting === 0) backOff.tried(run !== undefined)
      const count = run ? run.records : runs ? Math.min(most, backOff.waiting) : most
      lines.reset()
      if (run) {
        lines.addText(run.text)
        cursor.at += run.length
      } else {
        writeRecords(cursor, cells, count, lines)
        backOff.pass(count)
      }
      if (isOff()) return done
      file.signal?.throwIfAborted()
      sink.linesOfText(lines.bytes, lines.length, done + 1, count)
      await sink.drain()
      done += count
      left -= count
    }
    if (cursor.at !== cursor.end) throw new Damage(`a block has ${cursor.end - cursor.at} bytes more than its records take`)
  }
  return done
}

function writeRecords(cursor: Cursor, cells: readonly PassCell[], count: number, lines: LineWriter): void {
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
