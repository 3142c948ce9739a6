import { ConnectorError } from '../../base/errors.ts'
import { string } from '../../data/type.ts'
import type { TableOptions } from '../formats.ts'
import type { ByteSource } from '../source.ts'
import { readInThreads, threadsFor } from '../stretches.ts'
import type { RecordSink, TableFacts } from '../table.ts'
import { detectJson, shapeAt, type JsonLayout } from './detect.ts'
import { elementsAt, TruncatedJson } from './elements.ts'
import { jsonStretches, type NewNames } from './json-stretch.ts'
import { linesOf, markBytes, utf8Pieces, wideEncoding, type RecordText } from './pieces.ts'
import { attempt } from './record-attempt.ts'
import { RecordLines } from './record-lines.ts'
import { MAX_COLUMNS, RecordReader } from './record-reader.ts'
import { valuesOf } from './values.ts'

const HEAD_BYTES = 1_000_000
const DRAIN_EVERY = 512

/** Whether these are the first bytes of a file of JSON with records in it, and which of the two ways of writing them. */
export const recognizesJson = (kind: 'json' | 'jsonl') => (head: Uint8Array): boolean => {
  const found = detectJson(head)
  return found !== undefined && (found.kind === kind || (found.kind === 'none' && kind === 'json'))
}

/**
 * Reads records from JSON: the lines of JSON Lines, values one after the other, or the elements of the array at `records` (or the first found) of a document.
 * Strings are texts; numbers stay as they are written, so that no digit is lost; nested values are their JSON text; null is absence.
 * The columns are the names of all records in order of appearance. They have to be known before the first record is handed on: the first
 * megabyte says them nearly always. Where a later record has a name of its own, the file is read to its end for names, and once more.
 */
export async function readJson(source: ByteSource, kind: 'json' | 'jsonl', options: TableOptions, sink: RecordSink, signal?: AbortSignal): Promise<TableFacts> {
  const { records, maxRecords = Infinity } = options
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES))
  const layout = layoutOf(source, head, kind, records)
  const texts = (): AsyncIterable<readonly RecordText[]> => {
    const pieces = utf8Pieces(source, signal)
    return layout.isSequence ? valuesOf(pieces, markBytes(head)) : layout.kind === 'jsonl' ? linesOf(pieces, markBytes(head)) : elementsAt(layout.path, pieces, markBytes(head), source.name)
  }
  const threads = layout.kind === 'jsonl' && wideEncoding(head) === undefined ? threadsFor(source, options) : undefined
  const reader = new RecordReader(layout.shape)
  const notes = layout.kind === 'json' ? pathNotes(layout) : []
  await learnColumns(reader, texts(), maxRecords)
  for (;;) {
    const { columns } = reader
    if (columns.length === 0) reader.columns.push('value')
    const known = columns.length
    sink.begin(columns.map(name => ({ name, type: string })))
    let isTruncated = false
    if (threads) {
      const stretches = jsonStretches(source, markBytes(head), { shape: layout.shape, columns: [...columns] }, threads.stretchBytes, signal)
      for (const name of new Set((await readInThreads<NewNames>(stretches, threads, sink)).flat())) reader.addColumn(name)
    } else isTruncated = await handOn(reader, texts(), sink, maxRecords)
    if (columns.length > MAX_COLUMNS) throw new ConnectorError('too_many_columns', `the records of ${source.name} have more than ${MAX_COLUMNS} names`, { hint: 'Keys that are data are no columns: write them as values.' })
    if (columns.length === known) return { notes: isTruncated ? [...notes, 'the file ends before its last record does: it was cut off'] : notes }
    await sink.restart()
  }
}

/** @throws ConnectorError `no_records` */
function layoutOf({ name }: ByteSource, head: Uint8Array, kind: 'json' | 'jsonl', records: string | undefined): JsonLayout {
  const found = detectJson(head)
  if (kind === 'jsonl') return found?.kind === 'jsonl' ? found : { kind: 'jsonl', path: [], shape: 'objects', others: [] }
  if (records !== undefined) {
    const path = records === '' ? [] : records.split('.')
    const shape = shapeAt(head, path)
    return { kind: 'json', path, shape: shape ?? 'objects', others: [] }
  }
  if (found?.kind === 'jsonl') return { ...found, kind: 'json', isSequence: true }
  if (found === undefined) return { kind: 'json', path: [], shape: 'objects', others: [] }
  if (found.kind === 'none') throw new ConnectorError('no_records', `${name} is JSON, but holds no records: it is ${found.why}`, { hint: 'Records are the elements of an array. If they stand deeper, say where with source.records.' })
  return found
}

const pathNotes = ({ path, others, isSequence }: JsonLayout): string[] => isSequence ? ['the records stand one after the other, each over any number of lines'] : path.length === 0 ? [] : [
  `the records stand at ${path.join('.')}`,
  ...others.length === 0 ? [] : [`beside them stand ${others.slice(0, 8).join(', ')}${others.length > 8 ? ' …' : ''}, which are left out`],
]

/** Reads some records for their names alone. */
async function learnColumns(reader: RecordReader, texts: AsyncIterable<readonly RecordText[]>, maxRecords: number): Promise<void> {
  let bytes = 0
  let records = 0
  try {
    for await (const batch of texts) {
      for (const text of batch) {
        attempt(reader, text)
        bytes += text.to - text.from
        if (++records >= maxRecords || bytes >= HEAD_BYTES) return
      }
    }
  } catch (error) {
    if (!(error instanceof TruncatedJson)) throw error
  }
}

/** Hands the records on; with a name that is new it goes on for names only. Whether the document was cut off. */
async function handOn(reader: RecordReader, texts: AsyncIterable<readonly RecordText[]>, sink: RecordSink, maxRecords: number): Promise<boolean> {
  const lines = new RecordLines(reader)
  const { cells } = lines
  let records = 0
  try {
    for await (const batch of texts) {
      for (const text of batch) {
        if (sink.isDone || records >= maxRecords) return false
        cells.reset()
        const result = lines.write(text)
        if (result === 'not written') continue
        if (result === 'written') sink.linesOfText(cells.bytes, cells.length, text.line, 1)
        else sink.broken(result)
        if (++records % DRAIN_EVERY === 0) await sink.drain()
      }
    }
    return false
  } catch (error) {
    if (error instanceof TruncatedJson) return true
    throw error
  }
}
