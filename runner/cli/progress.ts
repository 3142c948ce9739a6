import { formatBytes, type ScanProgress } from '../../engine/node.ts'

export type ProgressStyle = 'bar' | 'lines' | 'json' | 'none'

export interface Progress {
  readonly update: (progress: ScanProgress & { readonly totalBytes: number }) => void
  readonly end: () => void
}

const BAR_WIDTH = 24
const LINES_EVERY_MS = 2000
const BAR_EVERY_MS = 100

/** Progress on stderr: a bar on a terminal, a line now and then elsewhere, JSON events, or nothing. */
export function showProgress(style: ProgressStyle, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (style === 'none') return { update: () => undefined, end: () => undefined }
  const started = performance.now()
  let last = style === 'bar' ? -Infinity : started
  return {
    update(progress) {
      const now = performance.now()
      if (now - last < (style === 'bar' ? BAR_EVERY_MS : LINES_EVERY_MS)) return
      last = now
      if (style === 'json') stream.write(`${JSON.stringify({ event: 'progress', ...progress })}\n`)
      else if (style === 'bar') stream.write(`\r\u001b[K${bar(progress)} ${sentence(progress, now - started)}`)
      else stream.write(`${sentence(progress, now - started)}\n`)
    },
    end() {
      if (style === 'bar') stream.write('\r\u001b[K')
    },
  }
}

function bar({ bytesRead, totalBytes }: { bytesRead: number, totalBytes: number }): string {
  const filled = Math.round(BAR_WIDTH * (totalBytes === 0 ? 1 : bytesRead / totalBytes))
  return `[${'█'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}]`
}

function sentence({ bytesRead, totalBytes, records, malformed }: ScanProgress & { totalBytes: number }, elapsedMs: number): string {
  const rate = bytesRead / Math.max(elapsedMs, 1) * 1000
  const leftSeconds = rate > 0 ? Math.ceil((totalBytes - bytesRead) / rate) : 0
  const percent = totalBytes === 0 ? 100 : Math.floor(100 * bytesRead / totalBytes)
  return `${percent} % · ${records.toLocaleString('en')} records · ${formatBytes(bytesRead)} of ${formatBytes(totalBytes)} · ${formatBytes(rate)}/s · ${leftSeconds} s left · ${malformed.toLocaleString('en')} malformed`
}
