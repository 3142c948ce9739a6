/** Bytes of an input, wherever they are. Read more than once; the same bytes every time, or an error. */
export interface ByteSource {
  readonly name: string
  readonly size: number
  /** Where a file of this machine holds exactly these bytes, or these and more behind them. */
  readonly path?: string
  /** The number of that file, which is open, for other threads of this process: it stays the same file when its name goes to another. */
  readonly fd?: number
  /**
   * The bytes `[start, end)`; where there is room for them in `into`, that may be where they are.
   * @throws ConnectorError `source_gone`, `source_changed`
   */
  read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array>
  /** All bytes in order, in pieces of the source's choosing. */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>
}

/** Bytes in memory as a source. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name, size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    async *stream() { yield await Promise.resolve(bytes) },
  }
}

/** The first `size` bytes of a source, as a source. */
export function firstBytes(source: ByteSource, size: number): ByteSource {
  if (size >= source.size) return source
  return {
    ...source, size,
    read: (start, end, into) => source.read(start, Math.min(end, size), into),
    async *stream(signal) {
      let left = size
      for await (const piece of source.stream(signal)) {
        yield piece.length <= left ? piece : piece.subarray(0, left)
        left -= piece.length
        if (left <= 0) return
      }
    },
  }
}

/** The same source, telling how many of its bytes have been read: of those read more than once, each time. */
export function counted(source: ByteSource, onRead: (bytes: number) => void): ByteSource {
  let bytes = 0
  const count = (length: number): void => { onRead(bytes += length) }
  return {
    ...source,
    async read(start, end, into) {
      const piece = await source.read(start, end, into)
      count(piece.length)
      return piece
    },
    async *stream(signal) {
      for await (const piece of source.stream(signal)) {
        count(piece.length)
        yield piece
      }
    },
  }
}
