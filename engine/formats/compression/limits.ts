import { formatBytes } from '../../base/bytes.ts'
import { ConnectorError } from '../../base/errors.ts'

/** How much a file may become when it is unpacked, so that a few bytes cannot fill a disk. */
export interface DecompressionLimits {
  /** Unpacked bytes by packed bytes… */
  readonly maxRatio: number
  /** …once this many bytes have been unpacked: small files are no danger, and repetitive ones pack very well. */
  readonly ratioFromBytes: number
  /** Unpacked bytes in all. */
  readonly maxBytes: number
}

export const defaultLimits: DecompressionLimits = { maxRatio: 1000, ratioFromBytes: 100e6, maxBytes: 100e9 }

/**
 * Passes `pieces` on as long as they keep to the limits. `bytesRead` says how many packed bytes they were made of so far.
 * @throws ConnectorError `decompression_limit`
 */
export async function* withinLimits(
  pieces: AsyncIterable<Uint8Array>, bytesRead: () => number, label: string, { maxRatio, ratioFromBytes, maxBytes }: DecompressionLimits,
): AsyncGenerator<Uint8Array, void> {
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    const packed = Math.max(1, bytesRead())
    if (size > maxBytes) {
      throw new ConnectorError('decompression_limit', `${label} unpacks to more than ${formatBytes(maxBytes)}, the most that is allowed`, {
        details: { maxBytes, bytesRead: packed }, hint: 'Unpack a part of it, or split it.',
      })
    }
    if (size > ratioFromBytes && size > packed * maxRatio) {
      const ratio = Math.floor(size / packed)
      throw new ConnectorError('decompression_limit', `${label} unpacks to ${ratio} times its size, ${formatBytes(size)} out of its first ${formatBytes(packed)}; beyond ${formatBytes(ratioFromBytes)} at most ${maxRatio} times is allowed`, {
        details: { ratio, maxRatio, ratioFromBytes, size, bytesRead: packed }, hint: 'It looks like a decompression bomb. If you trust it, unpack it yourself and give the unpacked file.',
      })
    }
    yield piece
  }
}
