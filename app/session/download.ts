/**
 * Saves pieces as a file. They are put together as a blob, which browsers move to disk when it grows.
 */
export async function download(name: string, next: () => Promise<Uint8Array | null>): Promise<void> {
  const pieces: BlobPart[] = []
  for (let piece = await next(); piece; piece = await next()) pieces.push(piece as Uint8Array<ArrayBuffer>)
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
