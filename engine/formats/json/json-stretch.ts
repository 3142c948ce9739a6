import type { ByteSource } from '../source.ts'
import { contentOf, type Stretch, type StretchPart, type StretchRead } from '../stretches.ts'
import { ObjectRuns } from './object-run.ts'
import { isBlank, MAX_RECORD_BYTES, tooLong } from './pieces.ts'
import { RecordLines } from './record-lines.ts'
import { RecordReader, type RecordShape } from './record-reader.ts'

const LF = 0x0a
const CR = 0x0d
const WINDOW_BYTES = 1 << 14

/** Some lines of JSON Lines, whole ones but for the last of the file. */
export interface JsonStretch extends Stretch {
  readonly format: 'jsonl'
  readonly shape: RecordShape
  /** The names that are known. */
  readonly columns: readonly string[]
}

/** Names that were not known, in order of appearance. */
export type NewNames = readonly string[]

/** Cuts UTF-8 into stretches of whole lines, from `firstOffset` on. @throws ConnectorError `record_too_long` */
export async function* jsonStretches(source: ByteSource, firstOffset: number, known: Pick<JsonStretch, 'shape' | 'columns'>, stretchBytes: number, signal?: AbortSignal): AsyncGenerator<JsonStretch> {
  for (let start = firstOffset; start < source.size;) {
    signal?.throwIfAborted()
    const end = await lineEndBehind(source, start, start + stretchBytes)
    yield { format: 'jsonl', ...known, content: await contentOf(source, start, end), byteOffset: start }
    start = end
  }
}

/** Where the line ends that byte `at` is of; the line does not begin before `start`. */
async function lineEndBehind(source: ByteSource, start: number, at: number): Promise<number> {
  for (let from = at; from < source.size; from += WINDOW_BYTES) {
    const found = (await source.read(from, Math.min(source.size, from + WINDOW_BYTES))).indexOf(LF)
    if (found >= 0) return from + found + 1
    if (from - start > MAX_RECORD_BYTES) throw tooLong('a line', start)
  }
  return source.size
}

/** Reads the records of a stretch. */
export function readJsonStretch({ shape, columns }: Pick<JsonStretch, 'shape' | 'columns'>, bytes: Uint8Array): Promise<StretchRead<NewNames>> {
  const reader = new RecordReader(shape, columns)
  const known = columns.length
  const lines = new RecordLines(reader)
  const { cells } = lines
  const parts: StretchPart[] = []
  let run = { line: 0, from: 0, count: 0 }
  const startRun = (line: number): void => {
    if (run.count > 0) parts.push({ kind: 'lines', from: run.from, to: cells.length, line: run.line, count: run.count })
    run = { line, from: cells.length, count: 0 }
  }
  const runs = shape === 'objects' ? ObjectRuns.for(columns) : undefined
  let line = 0
  for (let from = 0; from < bytes.length; line++) {
    // Once there are new names, only names matter.
    const taken = reader.columns.length === known ? runs?.take(bytes, from) : undefined
    if (taken) {
      if (line !== run.line + run.count) startRun(line)
      cells.addText(taken.text)
      run.count += taken.lines
      line += taken.lines - 1
      from += taken.length
      continue
    }
    const lineEnd = bytes.indexOf(LF, from)
    const next = lineEnd < 0 ? bytes.length : lineEnd + 1
    const to = endOfText(bytes, from, lineEnd < 0 ? next : lineEnd)
    const start = from
    from = next
    if (isBlank(bytes, start, to)) continue
    if (line !== run.line + run.count) startRun(line)
    const result = lines.write({ bytes, from: start, to, line, byteOffset: start })
    if (result === 'written') run.count++
    else if (result !== 'not written') {
      startRun(line + 1)
      parts.push({ kind: 'broken', record: result })
    }
  }
  startRun(line)
  const lesson = reader.columns.slice(known)
  return Promise.resolve({ bytes: cells.bytes.slice(0, cells.length), parts, lines: line, lesson: lesson.length > 0 ? lesson : undefined })
}

/** A line end may have a CR before it. */
const endOfText = (bytes: Uint8Array, from: number, to: number): number => to > from && bytes[to - 1] === CR ? to - 1 : to
