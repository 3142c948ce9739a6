/** What a download tells and listens to while it is made. */
export interface DownloadWatch {
  /** Told after each piece: the bytes so far. */
  readonly onBytes?: (bytes: number) => void
  readonly signal?: AbortSignal
}

/** Saves pieces as a file. Each becomes a blob at once, which the browser may keep on the disk: the page never holds them all. */
export async function download(name: string, next: () => Promise<Uint8Array | null>, { onBytes, signal }: DownloadWatch = {}): Promise<void> {
  const pieces: Blob[] = []
  let bytes = 0
  for (let piece = await next(); piece; piece = await next()) {
    signal?.throwIfAborted()
    pieces.push(new Blob([piece as Uint8Array<ArrayBuffer>]))
    bytes += piece.byteLength
    onBytes?.(bytes)
  }
  signal?.throwIfAborted()
  save(name, new Blob(pieces))
}

export function downloadText(name: string, text: string): void {
  save(name, new Blob([text], { type: 'text/plain' }))
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => { URL.revokeObjectURL(link.href) }, 60_000)
}
