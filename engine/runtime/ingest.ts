import type { Backend, QueryResult, SegmentLayout } from '../backends/backend.ts'
import type { Prefilter } from '../data/prefilter.ts'
import type { ByteBudget } from '../flow/budget.ts'
import { scanSource, type CsvDialect, type Scanned, type ScanProgress, type ScanSourceOptions, type Segment } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'

export interface ReadingOptions {
  readonly dialect: CsvDialect
  readonly budget: ByteBudget
  readonly segmentBytes?: number
  /** Records of which it is sure may be left out, or the others marked. */
  readonly prefilter?: Prefilter | undefined
  readonly sureRecords?: ScanSourceOptions['sureRecords']
  readonly maxRecords?: number | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ScanProgress) => void
}

export interface IngestOptions extends ReadingOptions {
  /** The positions of the columns that the table is to have; all by default. */
  readonly held?: readonly number[]
  /** Whether texts are to be counted for a profile. */
  readonly isCounted?: boolean
}

/** Scans a source into a backend's table. */
export async function ingest(source: ByteSource, backend: Backend, { held, isCounted = false, ...options }: IngestOptions): Promise<Scanned> {
  const scanned = await handSegments(source, options, layout => backend.createSource(layout, { held, isCounted }), ({ text }) => backend.append(text))
  await backend.commit()
  return scanned
}

/**
 * Scans a source and hands its segments on without waiting for the last to be done with, nor for the engine to be ready for the first. Each is
 * paid for from the budget until it is done with, so the scanner never runs further ahead than the budget allows.
 */
export async function handSegments(
  source: ByteSource, { budget, signal, ...options }: ReadingOptions, begin: (layout: SegmentLayout) => Promise<void>,
  take: (segment: Segment, layout: SegmentLayout) => Promise<void>,
): Promise<Scanned> {
  const taken: Promise<void>[] = []
  let layout: SegmentLayout = { columns: 0, nulls: options.dialect }
  let beginning = Promise.resolve()
  let failure: unknown
  const scanning = scanSource(source, {
    ...options, ...(signal ? { signal } : {}),
    onColumns: columns => {
      layout = { ...layout, columns: columns.length }
      beginning = begin(layout)
      beginning.catch((error: unknown) => { failure ??= error })
    },
    onSegment: async segment => {
      // A record larger than the budget goes alone: it waits until nothing else is in flight.
      const release = await budget.acquire(Math.min(segment.text.byteLength, budget.limitBytes), signal)
      if (failure) throw failure as Error
      signal?.throwIfAborted()
      taken.push(beginning.then(() => {
        if (failure) throw failure as Error
        return take(segment, layout)
      }).catch((error: unknown) => { failure ??= error }).finally(release))
    },
  })
  scanning.catch((error: unknown) => { failure ??= error })
  // Whatever went wrong, nothing of this reading may come to the engine once it is over: another may begin then.
  await Promise.allSettled([scanning])
  await Promise.allSettled([beginning, ...taken])
  if (failure) throw failure as Error
  return scanning
}

export interface AskingOptions extends ReadingOptions {
  /** Sees what was read, in the end. */
  readonly check: (scanned: Scanned) => void
  /** The positions of the columns that the queries read. */
  readonly wanted: readonly number[]
}

/**
 * What an engine says of segment after segment, in their order. The scanner goes on while an answer is worked with, as far as the budget
 * allows; leaving the loop ends the scan. In the end `check` sees what was read, and throws where that is another input.
 */
export async function* askSegments(source: ByteSource, backend: Backend, { signal, check, wanted, ...options }: AskingOptions, queries: (rows: string, segment: Segment) => readonly string[]): AsyncGenerator<readonly QueryResult[]> {
  const left = new AbortController()
  const answers: { readonly results: readonly QueryResult[], readonly done: () => void }[] = []
  let wake = (): void => undefined
  let last: Promise<unknown> = Promise.resolve()
  let isDone = false
  const scanning = handSegments(source, { ...options, signal: signal ? AbortSignal.any([left.signal, signal]) : left.signal }, () => Promise.resolve(), async (segment, layout) => {
    const looking = last.then(() => backend.look(segment.text, layout, wanted, rows => queries(rows, segment)))
    last = looking.catch(() => undefined)
    const results = await looking
    await new Promise<void>(done => {
      answers.push({ results, done })
      wake()
    })
  }).finally(() => {
    isDone = true
    wake()
  })
  scanning.catch(() => undefined)
  try {
    for (;;) {
      const next = answers.shift()
      if (next) {
        yield next.results
        next.done()
      } else if (isDone) break
      else await new Promise<void>(resolve => { wake = resolve })
    }
    check(await scanning)
  } finally {
    left.abort()
    for (const { done } of answers) done()
  }
}
