import type { ByteSource } from '../../engine/formats/source.ts'

/** Bytes in memory as a source, read in pieces of `pieceBytes`. */
export function memorySource(content: string | Uint8Array, name = 'input.csv', pieceBytes = 64_000): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name, size: bytes.byteLength,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
    async *stream() {
      for (let start = 0; start < bytes.byteLength; start += pieceBytes) yield await Promise.resolve(bytes.slice(start, start + pieceBytes))
    },
  }
}
