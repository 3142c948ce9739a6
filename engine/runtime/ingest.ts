import type { Backend } from '../backends/backend.ts'
import type { ByteBudget } from '../flow/budget.ts'
import { scanSource, type CsvDialect, type Scanned, type ScanProgress } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'

export interface IngestOptions {
  readonly dialect: CsvDialect
  readonly budget: ByteBudget
  readonly segmentBytes?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ScanProgress) => void
}

/**
 * Scans a source into a backend's table. Segments are paid for from the budget until the engine has taken them in,
 * so the scanner never runs further ahead than the budget allows.
 */
export async function ingest(source: ByteSource, backend: Backend, { budget, signal, ...options }: IngestOptions): Promise<Scanned> {
  const appends: Promise<void>[] = []
  let failure: unknown
  const scanned = await scanSource(source, {
    ...options, ...(signal ? { signal } : {}),
    onColumns: columns => backend.createSource(columns.length, options.dialect),
    onSegment: async ({ text }) => {
      // A record larger than the budget goes alone: it waits until nothing else is in flight.
      const release = await budget.acquire(Math.min(text.byteLength, budget.limitBytes), signal)
      if (failure) throw failure as Error
      signal?.throwIfAborted()
      appends.push(backend.append(text).catch((error: unknown) => { failure ??= error }).finally(release))
    },
  })
  await Promise.all(appends)
  if (failure) throw failure as Error
  await backend.commit()
  return scanned
}
