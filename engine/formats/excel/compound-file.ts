/** The first bytes of a compound file, the container of .xls. */
const MAGIC = [0xd0, 0xcf, 0x11, 0xe0]
const SECTOR_SHIFT_AT = 30
const FIRST_DIFAT_AT = 68
const HEADER_DIFAT_AT = 76
const HEADER_DIFAT_ENTRIES = 109
/** Larger numbers than this mean something else than a sector. */
const MAX_SECTOR = 0xfffffffa

/**
 * Whether a compound file ends before the last sector that its table leads to: a part of it is missing, though what there is may be
 * readable. Bytes that are no compound file are not cut. Source: [MS-CFB], 2.2 to 2.5.
 */
export function isCutOff(bytes: Uint8Array): boolean {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const shift = bytes[SECTOR_SHIFT_AT] ?? 0
  if (shift !== 9 && shift !== 12) return false
  const sectorBytes = 1 << shift
  const startOf = (sector: number): number => (sector + 1) * sectorBytes
  const isThere = (sector: number): boolean => startOf(sector) + sectorBytes <= bytes.length
  const wordsOf = (at: number, count: number): number[] => Array.from({ length: count }, (_, i) => view.getUint32(at + 4 * i, true))
  if (bytes.length < HEADER_DIFAT_AT + 4 * HEADER_DIFAT_ENTRIES) return true

  const tables = wordsOf(HEADER_DIFAT_AT, HEADER_DIFAT_ENTRIES)
  const wordsPerSector = sectorBytes / 4
  let next = view.getUint32(FIRST_DIFAT_AT, true)
  // A chain that leads in a circle is longer than the file.
  for (let passed = 0; next < MAX_SECTOR && passed * sectorBytes < bytes.length; passed++) {
    if (!isThere(next)) return true
    const words = wordsOf(startOf(next), wordsPerSector)
    next = words.pop() ?? MAX_SECTOR
    tables.push(...words)
  }
  let last = -1
  for (const table of tables) {
    if (table >= MAX_SECTOR) continue
    if (!isThere(table)) return true
    // A sector's entry is the next of its chain. Entries of their own say little: some writers fill the table up with ends of chains.
    for (const next of wordsOf(startOf(table), wordsPerSector)) if (next < MAX_SECTOR && next > last) last = next
  }
  return last >= 0 && startOf(last) >= bytes.length
}
