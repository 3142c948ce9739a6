import { ByteReader } from './byte-reader.ts'
import { asConnectorError, Truncation } from './damage.ts'
import { withinLimits, type DecompressionLimits } from './limits.ts'

/** Unpacks what a reader gives; asked again, `open` starts again. */
export type Unpacker = (open: () => ByteReader) => AsyncIterable<Uint8Array>

/** Runs an unpacker over a stream of packed bytes: within limits, with errors that name `label`, and letting the stream go in the end. */
export async function* unpack(
  stream: () => AsyncIterable<Uint8Array>, unpacker: Unpacker, label: string, limits: DecompressionLimits, signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  let input: ByteReader | undefined
  const open = (): ByteReader => {
    signal?.throwIfAborted()
    input = new ByteReader(stream())
    return input
  }
  const bytesRead = (): number => input?.offset ?? 0
  try {
    for await (const piece of withinLimits(unpacker(open), bytesRead, label, limits)) {
      signal?.throwIfAborted()
      yield piece
    }
  } catch (error) {
    throw asConnectorError(error, label, error instanceof Truncation ? input?.numTaken ?? 0 : bytesRead())
  } finally {
    await input?.close()
  }
}
