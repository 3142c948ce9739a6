/** Turns a file's bytes into UTF-8, chunk by chunk. What is cut at a chunk's end waits for the next. What it gives holds until it is asked again. */
export interface Transcoder {
  push(chunk: Uint8Array): Uint8Array
  /** What is left at the end of input: nothing, or half a character in a form that is not UTF-8. */
  end(): Uint8Array
}
