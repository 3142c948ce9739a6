/**
 * Whether `[start, end)` is UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF, nothing cut short.
 * Source: The Unicode Standard, table 3-7 (well-formed byte sequences).
 */
export function isValidUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let p = start
  while (p < end) {
    const lead = bytes[p++] as number
    if (lead < 0x80) continue
    const second = p < end ? (bytes[p] as number) : 0
    if (lead < 0xe0) {
      if (lead < 0xc2 || (second & 0xc0) !== 0x80) return false
      p += 1
    } else if (lead < 0xf0) {
      const low = lead === 0xe0 ? 0xa0 : 0x80
      const high = lead === 0xed ? 0x9f : 0xbf
      if (second < low || second > high || p + 2 > end || !isContinuation(bytes[p + 1])) return false
      p += 2
    } else {
      const low = lead === 0xf0 ? 0x90 : 0x80
      const high = lead === 0xf4 ? 0x8f : 0xbf
      if (lead > 0xf4 || second < low || second > high) return false
      if (p + 3 > end || !isContinuation(bytes[p + 1]) || !isContinuation(bytes[p + 2])) return false
      p += 3
    }
  }
  return true
}

/** Where `[start, end)` can be cut without splitting a character that more bytes may complete: `end`, or up to 3 bytes before it. */
export function lastCharacterBoundary(bytes: Uint8Array, start: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= start; back++) {
    const byte = bytes[end - back] as number
    if (byte < 0x80) return end
    if (byte >= 0xc0) return sequenceLength(byte) > back ? end - back : end
  }
  return end
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80
const sequenceLength = (lead: number): number => (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1)
