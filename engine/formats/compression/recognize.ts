/** How a file is packed as a whole. `zip` holds one or more files, the others hold one. */
export type Compression = 'gzip' | 'zip' | 'bzip2' | 'xz' | 'zstd'

/**
 * How a file is packed, by its first bytes; undefined when it is not, or in a way that is not read. The formats' own signatures are
 * looked at together with what has to follow them: a text may well begin with `BZh`.
 * Documents of Office and OpenDocument are zip archives too: callers that know them ask for them before.
 */
export function recognizeCompression(head: Uint8Array): Compression | undefined {
  return SIGNATURES.find(([, recognizes]) => recognizes(head))?.[0]
}

const SIGNATURES: readonly (readonly [Compression, (head: Uint8Array) => boolean])[] = [
  ['gzip', head => startsWith(head, 0x1f, 0x8b, 8)],
  ['zip', head => startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6)],
  ['bzip2', isBzip2],
  ['xz', head => startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)],
  ['zstd', isZstd],
]

/** A level, then a block, or the end when there is none. */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0
  const rest = head.subarray(4)
  return startsWith(head, 0x42, 0x5a, 0x68) && level >= 0x31 && level <= 0x39
    && (startsWith(rest, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59) || startsWith(rest, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90))
}

/** A frame, maybe behind frames to be skipped, which LZ4 has in the same form. */
function isZstd(head: Uint8Array): boolean {
  let at = 0
  while (isSkippable(head.subarray(at)) && at + 8 <= head.length) {
    at += 8 + new DataView(head.buffer, head.byteOffset + at + 4, 4).getUint32(0, true)
    if (at >= head.length) return true
  }
  return startsWith(head.subarray(at), 0x28, 0xb5, 0x2f, 0xfd)
}

const isSkippable = (bytes: Uint8Array): boolean => ((bytes[0] ?? 0) & 0xf0) === 0x50 && startsWith(bytes.subarray(1), 0x2a, 0x4d, 0x18)

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, i) => bytes[i] === byte)
