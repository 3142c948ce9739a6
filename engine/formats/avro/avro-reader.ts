import { asDamagedFile, Damage } from '../columnar/damage.ts'
import { requireColumns, type ColumnarOptions } from '../columnar/push-table.ts'
import type { ByteSource } from '../source.ts'
import type { RecordSink, TableFacts } from '../table.ts'
import { readBlocks, readHeader, type ContainerHeader } from './container.ts'
import { Cursor } from './cursor.ts'
import { parseSchema, type AvroField, type AvroType } from './schema.ts'
import { mayBeFine, readingOf, type ValueReading } from './values.ts'

/** Records between two waits for the sink. */
const RECORDS_A_DRAIN = 1024

/**
 * Reads an Avro object container file. A schema that is no record is a table of one column, `value`.
 * @throws ConnectorError `damaged_file`, `unsupported_format`, `no_columns`
 */
export async function avroReader(source: ByteSource, { maxRecords = Infinity }: ColumnarOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const file: AvroFile = { source, place: 0, signal }
  try {
    const header = await readHeader(source)
    const fields = fieldsOf(parseSchema(header.schema))
    requireColumns(fields, source.name)
    const fine = await fineColumns(file, header, fields, maxRecords)
    const readings = fields.map(({ type }, i) => readingOf(type, { onFine: () => undefined, isFine: fine.has(i), known: new Map() }))
    sink.begin(fields.map(({ name }, i) => ({ name, type: readings[i]?.type ?? { name: 'string' } })))
    const cells = readings.map(({ cell }) => cell)
    let done = 0
    await eachRecord(file, header, cursor => {
      if (done >= maxRecords || sink.isDone) return false
      for (const cell of cells) sink.cell(cell(cursor))
      sink.end(++done)
      return true
    }, () => sink.drain())
    return { notes: fields.flatMap(({ name }, i) => noteOn(JSON.stringify(name), readings[i]?.what, fine.has(i))) }
  } catch (error) {
    throw asDamagedFile(error, source.name, `in the block at byte ${file.place}`)
  }
}

interface AvroFile {
  readonly source: ByteSource
  /** Where the block in hand starts. */
  place: number
  readonly signal: AbortSignal | undefined
}

const fieldsOf = (type: AvroType): readonly AvroField[] => type.kind === 'record' ? type.fields : [{ name: 'value', type }]

/** Gives the records one by one until `take` wants no more. */
async function eachRecord(file: AvroFile, header: ContainerHeader, take: (cursor: Cursor) => boolean, drain: () => Promise<void>): Promise<void> {
  let done = 0
  for await (const { records, bytes } of readBlocks(file.source, header, start => { file.place = start })) {
    const cursor = new Cursor(bytes)
    for (let left = records; left > 0; left--) {
      cursor.step()
      if (!take(cursor)) return
      if (++done % RECORDS_A_DRAIN === 0) {
        file.signal?.throwIfAborted()
        await drain()
      }
    }
    if (cursor.at !== cursor.end) throw new Damage(`a block has ${cursor.end - cursor.at} bytes more than its records take`)
  }
}

/** The columns with times finer than a microsecond; only where there may be some is the file read for it. */
async function fineColumns(file: AvroFile, header: ContainerHeader, fields: readonly AvroField[], maxRecords: number): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  const doubtful = fields.filter(({ type }) => mayBeFine(type)).length
  if (doubtful === 0) return found
  const cells = fields.map(({ type }, i) => readingOf(type, { onFine: () => { if (mayBeFine(type)) found.add(i) }, isFine: false, known: new Map() }).cell)
  let done = 0
  await eachRecord(file, header, cursor => {
    for (const cell of cells) cell(cursor)
    return ++done < maxRecords && found.size < doubtful
  }, () => Promise.resolve())
  return found
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
