import type { RunClock } from '../algebra/index.ts'
import { joinBytes } from '../base/bytes.ts'
import { rangesOf } from '../connectors/node/file-source.ts'
import { madeInOrder } from '../flow/in-order.ts'
import { blockOf, entryOf, malformedBetween, type MalformedRecords, type RecordIndex } from '../formats/csv/index.ts'
import { wordCount, type Plan } from '../plan/index.ts'
import { rejectLines, type RejectedRows } from './rejects.ts'
import type { RunIdentity, ScannedInput } from './scanned-input.ts'

/** Some rejects of an input, for any thread of this process to write: plain data, some of it shared. */
export interface RejectStretch {
  readonly plan: Plan
  /** The file, which stays open until the stretch is written. */
  readonly file: { readonly fd: number, readonly path: string }
  readonly input: Omit<ScannedInput, 'source' | 'origin'>
  /** The words of row number i are those from i times the plan's word count on. */
  readonly rejected: { readonly ordinals: Float64Array<ArrayBuffer>, readonly words: Uint32Array<ArrayBuffer>, readonly malformed: MalformedRecords }
  readonly run: RunIdentity
  readonly clock: RunClock
}

/** Threads that write rejects. */
export interface RejectThreads {
  readonly size: number
  /** About what is to be read and written of a stretch. */
  readonly stretchBytes: number
  /** Fewer are written by one thread before others are as fast at it: what is new to a thread is slow at first. */
  readonly minStretches: number
  /** Lines of JSON. @throws what writing them throws */
  write(stretch: RejectStretch): Promise<Uint8Array>
}

/** What an envelope takes beside its record. */
const ENVELOPE_BYTES = 1_000

/** As {@link rejectLines}, by several threads where the input is a file and there is much to do. */
export async function* rejectLinesInThreads(threads: RejectThreads | undefined, plan: Plan, input: ScannedInput, rejected: RejectedRows, run: RunIdentity, clock: RunClock): AsyncGenerator<Uint8Array> {
  const { source: { fd, path }, origin, dialect, columns, head = [], index } = input
  const stretches = threads && fd !== undefined && path !== undefined && !origin ? stretchesOf(rejected.ordinals, index, threads.stretchBytes) : []
  if (!threads || fd === undefined || path === undefined || stretches.length < threads.minStretches) {
    yield* rejectLines(plan, input, rejected, run, clock)
    return
  }
  const shared = { plan, file: { fd, path }, input: { dialect, columns, head, index: sharedIndex(index) }, run, clock }
  yield* madeInOrder(stretches, threads.size, ([from, to]) => threads.write({ ...shared, rejected: rowsBetween(rejected, from, to, wordCount(plan)) }))
}

/** Writes a stretch in this thread. */
export async function writeRejectStretch({ plan, file: { fd, path }, input, rejected: { ordinals, words, malformed }, run, clock }: RejectStretch): Promise<Uint8Array<ArrayBuffer>> {
  const stride = wordCount(plan)
  const rejected = { ordinals, malformed, wordsOf: (i: number) => Array.from(words.subarray(i * stride, (i + 1) * stride)) }
  const pieces: Uint8Array[] = []
  for await (const piece of rejectLines(plan, { ...input, source: { read: rangesOf(fd, path) } }, rejected, run, clock)) pieces.push(piece)
  return joinBytes(pieces)
}

/** Rejects, by number, as ranges `[from, to)` of about equal work. */
function stretchesOf(ordinals: ArrayLike<number>, index: RecordIndex, stretchBytes: number): readonly (readonly [number, number])[] {
  const stretches: (readonly [number, number])[] = []
  let [from, bytes, last] = [0, 0, -1]
  for (let i = 0; i < ordinals.length; i++) {
    const { start, end } = blockOf(index, entryOf(index, ordinals[i] ?? 0))
    bytes += ENVELOPE_BYTES + (start === last ? 0 : end - start)
    last = start
    if (bytes < stretchBytes && i + 1 < ordinals.length) continue
    stretches.push([from, i + 1])
    from = i + 1
    bytes = 0
  }
  return stretches
}

function rowsBetween({ ordinals, wordsOf, malformed }: RejectedRows, from: number, to: number, stride: number): RejectStretch['rejected'] {
  const words = new Uint32Array((to - from) * stride)
  for (let i = from; i < to; i++) words.set(wordsOf(i), (i - from) * stride)
  return { ordinals: Float64Array.from({ length: to - from }, (_, i) => ordinals[from + i] ?? 0), words, malformed: malformedBetween(malformed, ordinals[from] ?? 0, ordinals[to - 1] ?? 0) }
}

/** Megabytes, of which each stretch would otherwise get a copy. */
function sharedIndex(index: RecordIndex): RecordIndex {
  const shared = (column: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(column.byteLength))
    copy.set(column)
    return copy
  }
  return { ...index, lines: shared(index.lines), byteOffsets: shared(index.byteOffsets) }
}
