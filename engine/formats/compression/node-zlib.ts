type Make = (options: { readonly chunkSize: number }) => object

/** What is used of Node's modules `zlib` and `stream`. */
interface NodeZlib {
  readonly createGunzip: Make
  readonly createInflateRaw: Make
}
interface NodeStream {
  readonly Readable: { readonly from: (pieces: AsyncIterable<Uint8Array>) => object }
  readonly pipeline: (source: object, decoder: object, done: () => void) => AsyncIterable<Uint8Array>
}

/** What Node lends to code that runs anywhere, without an import that other hosts would stumble over. */
interface Lender {
  readonly getBuiltinModule?: (name: string) => unknown
}

const OUTPUT_BYTES = 1 << 17

/**
 * Unpacks with Node's zlib; undefined in other hosts. Its DecompressionStream does the same work in pieces of 16 KB, each of which
 * waits for the main thread before the next is begun.
 */
export function unpackedByNode(format: 'gzip' | 'deflate-raw', packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> | undefined {
  const { process } = globalThis as { readonly process?: Lender }
  const zlib = process?.getBuiltinModule?.('node:zlib') as NodeZlib | undefined
  const stream = process?.getBuiltinModule?.('node:stream') as NodeStream | undefined
  if (!zlib || !stream) return undefined
  const decoder = format === 'gzip' ? zlib.createGunzip({ chunkSize: OUTPUT_BYTES }) : zlib.createInflateRaw({ chunkSize: OUTPUT_BYTES })
  // Whoever reads the decoder is told of its errors.
  return stream.pipeline(stream.Readable.from(packed), decoder, () => undefined)
}
