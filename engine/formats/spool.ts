import type { ByteSource } from './source.ts'

/** A place for bytes that are made on the way and read again: what was unpacked, or a table as text. On disk where there is one. */
export interface Spool {
  /** Takes a piece; it may be reused once this resolves. @throws ConnectorError `disk_full` */
  write(piece: Uint8Array): Promise<void>
  /** Ends writing; the source reads what was written. */
  finish(): Promise<SpooledSource>
  /** Gives up what was written. */
  discard(): Promise<void>
}

export interface SpooledSource extends ByteSource {
  /** Removes it. */
  close(): Promise<void>
}
