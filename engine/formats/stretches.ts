import { madeInOrder } from '../flow/in-order.ts'
import type { ByteSource } from './source.ts'
import type { BrokenRecord, RecordSink } from './table.ts'

/**
 * A part of a file whose records can be read without the rest of it, in any thread: plain data. What a format's stretches hold besides is
 * its own matter.
 */
export interface Stretch {
  readonly format: 'jsonl' | 'avro' | 'parquet'
  /** Its bytes, which are transferred; or where in a file of this machine they are. */
  readonly content: Uint8Array<ArrayBuffer> | FileRange
  /** The byte of the source at which it starts. */
  readonly byteOffset: number
}

export interface FileRange {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** The bytes `[start, end)` of a source for another thread: read there where they are a file's. */
export async function contentOf(source: ByteSource, start: number, end: number): Promise<Stretch['content']> {
  return source.path === undefined ? (await source.read(start, end)).slice() : { path: source.path, start, end }
}

/** What a stretch gave, in order: lines of a text table, or a record that could not be read. */
export type StretchPart =
  /** `[from, to)` of the bytes: `count` records on consecutive lines from `line` on, the stretch's first line being 0. */
  | { readonly kind: 'lines', readonly from: number, readonly to: number, readonly line: number, readonly count: number }
  /** Line and byte offset count from the beginning of the stretch. */
  | { readonly kind: 'broken', readonly record: BrokenRecord }

export interface StretchRead<Lesson> {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly parts: readonly StretchPart[]
  /** How many lines the stretch takes in the file. */
  readonly lines: number
  /** What turned up that the columns as they are do not hold: the table has to be read again, with this known. */
  readonly lesson: Lesson | undefined
}

/** Threads that read stretches. */
export interface StretchThreads {
  readonly size: number
  /** A file smaller than this is read sooner than threads have started. */
  readonly minBytes: number
  /** About how long a stretch is to be, in the file. */
  readonly stretchBytes: number
  /** Reads a stretch in some thread. @throws what reading it throws */
  read<Lesson>(stretch: Stretch): Promise<StretchRead<Lesson>>
}

/** The threads for a source, if it is to be read as a whole and worth them. */
export const threadsFor = ({ size }: ByteSource, { threads, maxRecords = Infinity }: { readonly threads?: StretchThreads | undefined, readonly maxRecords?: number | undefined }): StretchThreads | undefined =>
  maxRecords === Infinity && threads !== undefined && size >= threads.minBytes ? threads : undefined

/**
 * Reads stretches in threads, some at a time, and hands on in order what they give. Gives the lessons of all of them; after the first nothing
 * more is handed on, since the sink is to begin again.
 */
export async function readInThreads<Lesson>(stretches: AsyncIterable<Stretch>, threads: StretchThreads, sink: RecordSink): Promise<readonly Lesson[]> {
  const lessons: Lesson[] = []
  let line = 1
  const read = async (stretch: Stretch): Promise<StretchRead<Lesson> & Pick<Stretch, 'byteOffset'>> => ({ byteOffset: stretch.byteOffset, ...await threads.read<Lesson>(stretch) })
  for await (const { byteOffset, bytes, parts, lines, lesson } of madeInOrder(stretches, threads.size, read)) {
    if (lesson !== undefined) lessons.push(lesson)
    if (lessons.length === 0) {
      for (const part of parts) {
        // Part by part: the sink would otherwise put the whole stretch together first.
        if (part.kind === 'lines') sink.linesOfText(bytes.subarray(part.from, part.to), part.to - part.from, line + part.line, part.count)
        else sink.broken({ ...part.record, line: line + part.record.line, byteOffset: byteOffset + part.record.byteOffset })
        await sink.drain()
      }
    }
    line += lines
    if (sink.isDone) break
  }
  return lessons
}

const INITIAL_BYTES = 1 << 20

/** Takes the records of a stretch from a reader; they are numbered, or stand on lines, from 1. */
export class StretchSink implements RecordSink {
  readonly isDone = false
  private bytes = new Uint8Array(INITIAL_BYTES)
  private length = 0
  private readonly parts: StretchPart[] = []

  begin(): void {
    // The columns are known where the stretch came from.
  }

  cell(): void {
    throw new Error('a stretch is read by lines')
  }

  end(): void {
    throw new Error('a stretch is read by lines')
  }

  linesOfText(bytes: Uint8Array, length: number, line: number, count: number): void {
    if (this.length + length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + length))
      larger.set(this.bytes.subarray(0, this.length))
      this.bytes = larger
    }
    this.bytes.set(bytes.subarray(0, length), this.length)
    this.parts.push({ kind: 'lines', from: this.length, to: this.length + length, line: line - 1, count })
    this.length += length
  }

  broken(record: BrokenRecord): void {
    this.parts.push({ kind: 'broken', record: { ...record, line: record.line - 1 } })
  }

  restart(): Promise<void> {
    throw new Error('a stretch is not begun again')
  }

  drain(): Promise<void> {
    return Promise.resolve()
  }

  /** What was taken; `lines` of the file. */
  read<Lesson>(lines: number, lesson: Lesson | undefined): StretchRead<Lesson> {
    return { bytes: this.bytes.slice(0, this.length), parts: this.parts, lines, lesson }
  }
}
