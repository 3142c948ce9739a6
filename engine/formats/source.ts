/** Bytes of an input, wherever they are. Read more than once; the same bytes every time, or an error. */
export interface ByteSource {
  readonly name: string
  readonly size: number
  /** The bytes `[start, end)`. @throws ConnectorError `source_gone`, `source_changed` */
  read(start: number, end: number): Promise<Uint8Array>
  /** All bytes in order, in pieces of the source's choosing. */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>
}
