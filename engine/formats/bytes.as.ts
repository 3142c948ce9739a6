/** What the straight roads through formats (`*-run.as.ts`) have in common. */

/** So many bytes are looked at together. */
export const VECTOR: usize = 16
/** Nothing ends at address 0. */
export const NONE: usize = 0

export const LF: u32 = 0x0a
export const CR: u32 = 0x0d
export const SPACE: u32 = 0x20
export const QUOTE: u32 = 0x22
export const COMMA: u32 = 0x2c
export const MINUS: u32 = 0x2d
export const SLASH: u32 = 0x2f
export const ZERO: u32 = 0x30

/** By byte all ones where it is this one. */
@inline
export function equal(bytes: v128, byte: u32): v128 { return i8x16.eq(bytes, i8x16.splat(byte as i8)) }

/** A bit a byte: its highest. */
@inline
export function bitsOf(bytes: v128): u32 { return i8x16.bitmask(bytes) }

/** Writes a number seven bits a byte, the lowest first, the highest bit set in all but the last (LEB128); gives where it ends. */
@inline
export function writeVarint(value: u32, o: usize): usize {
  for (; value >= 0x80; value >>= 7) store<u8>(o++, <u8>(value | 0x80))
  store<u8>(o, <u8>value)
  return o + 1
}

/** A hash of bytes, of which the highest bits are the best. Up to seven bytes behind them are read. */
@inline
export function hashOf(from: usize, to: usize): u64 {
  let hash: u64 = to - from
  let p = from
  for (; p + 8 <= to; p += 8) hash = mixed(hash, load<u64>(p))
  return p < to ? mixed(hash, firstBytes(p, to - p)) : hash
}

@inline
export function mixed(hash: u64, bytes: u64): u64 {
  const product = (hash ^ bytes) * 0x9e3779b97f4a7c15
  return product ^ product >> 32
}

/** Whether as many bytes from `other` on are the same. Up to seven bytes behind them are read. */
@inline
export function isSame(from: usize, to: usize, other: usize): bool {
  while (from + 8 <= to) {
    if (load<u64>(from) != load<u64>(other)) return false
    from += 8
    other += 8
  }
  return from == to || firstBytes(from, to - from) == firstBytes(other, to - from)
}

/** Less than eight bytes, zeros behind them. */
@inline
function firstBytes(p: usize, bytes: usize): u64 { return load<u64>(p) & ((<u64>1 << (<u64>bytes << 3)) - 1) }

/** As utf8.ts has it. Source: The Unicode Standard, table 3-7 (well-formed byte sequences). */
export function isUtf8(from: usize, to: usize): bool {
  let p = from
  while (p < to) {
    const lead: u32 = load<u8>(p)
    if (lead < 0x80) {
      p++
      while (p + 8 <= to && (load<u64>(p) & 0x8080808080808080) == 0) p += 8
      continue
    }
    const second: u32 = p + 1 < to ? load<u8>(p + 1) : 0
    if (lead < 0xe0) {
      if (lead < 0xc2 || (second & 0xc0) != 0x80) return false
      p += 2
    } else if (lead < 0xf0) {
      const low: u32 = lead == 0xe0 ? 0xa0 : 0x80
      const high: u32 = lead == 0xed ? 0x9f : 0xbf
      if (second < low || second > high || p + 3 > to || !continues(p + 2)) return false
      p += 3
    } else {
      const low: u32 = lead == 0xf0 ? 0x90 : 0x80
      const high: u32 = lead == 0xf4 ? 0x8f : 0xbf
      if (lead > 0xf4 || second < low || second > high || p + 4 > to || !continues(p + 2) || !continues(p + 3)) return false
      p += 4
    }
  }
  return true
}

@inline
function continues(p: usize): bool { return (load<u8>(p) & 0xc0) == 0x80 }
