/** How far reading had come at a moment. */
export interface ReadingSample {
  readonly atMs: number
  readonly bytes: number
}

/** Bytes per second between two moments; null while they are too close to tell. */
export function readingRate(from: ReadingSample, to: ReadingSample): number | null {
  const elapsedMs = to.atMs - from.atMs
  return elapsedMs < 200 || to.bytes <= from.bytes ? null : (to.bytes - from.bytes) / elapsedMs * 1000
}

/** Time until the rest is read at this rate; null when there is no rate. */
export function remainingMs(restBytes: number, bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null || bytesPerSecond <= 0 ? null : Math.max(0, restBytes) / bytesPerSecond * 1000
}
