/** Stands for the byte 0xFF, which is in no UTF-8 text. */
export const INVALID_BYTE = '\uE000'

/**
 * Text as bytes of an encoding that `TextDecoder` knows; undefined when it has characters which the encoding has not.
 * Byte order marks are the caller's. In UTF-8 {@link INVALID_BYTE} becomes the byte 0xFF.
 */
export function encodeText(text: string, encoding: string): Uint8Array | undefined {
  switch (encoding) {
    case 'utf-8': return withInvalidBytes(new TextEncoder().encode(text))
    case 'utf-16le': return utf16(text, true)
    case 'utf-16be': return utf16(text, false)
    default: return encodeByTable(text, tableOf(encoding))
  }
}

function withInvalidBytes(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const isPlaceholder = bytes[i] === 0xee && bytes[i + 1] === 0x80 && bytes[i + 2] === 0x80
    out.push(isPlaceholder ? 0xff : bytes[i] ?? 0)
    if (isPlaceholder) i += 2
  }
  return Uint8Array.from(out)
}

function utf16(text: string, isLittle: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), isLittle)
  return new Uint8Array(view.buffer)
}

type CharacterBytes = ReadonlyMap<string, readonly number[]>

function encodeByTable(text: string, table: CharacterBytes): Uint8Array | undefined {
  const out: number[] = []
  for (const character of text) {
    const bytes = table.get(character)
    if (bytes === undefined) return undefined
    out.push(...bytes)
  }
  return Uint8Array.from(out)
}

const tablesByEncoding = new Map<string, CharacterBytes>()

function tableOf(encoding: string): CharacterBytes {
  const known = tablesByEncoding.get(encoding)
  if (known !== undefined) return known
  const made = invertDecoder(encoding)
  tablesByEncoding.set(encoding, made)
  return made
}

/** 0x80 to 0x9F of windows-1252 (WHATWG Encoding, index-windows-1252); U+FFFD where there is no character. Some Node releases decode them as Latin-1. */
const WINDOWS_1252_C1 = '\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD'
  + '\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178'

/** Every single byte and every pair of bytes that decodes to one character; ASCII stands for itself. */
function invertDecoder(encoding: string): CharacterBytes {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const table = new Map<string, readonly number[]>()
  const note = (...bytes: number[]): void => {
    const character = decodeOne(decoder, bytes)
    if (character !== undefined && !table.has(character)) table.set(character, bytes)
  }
  for (let byte = 0; byte < 0x80; byte++) table.set(String.fromCharCode(byte), [byte])
  if (encoding === 'windows-1252') Array.from(WINDOWS_1252_C1).forEach((character, i) => { if (character !== '\uFFFD') table.set(character, [0x80 + i]) })
  for (let byte = 0x80; byte < 0x100; byte++) note(byte)
  if (!MULTIBYTE.has(encoding)) return table
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) note(lead, trail)
  return table
}

const MULTIBYTE: ReadonlySet<string> = new Set(['shift_jis', 'gb18030', 'big5', 'euc-kr', 'euc-jp'])

function decodeOne(decoder: TextDecoder, bytes: readonly number[]): string | undefined {
  try {
    const text = decoder.decode(Uint8Array.from(bytes))
    const isControl = text.length === 1 && text.charCodeAt(0) < 0xa0
    return Array.from(text).length === 1 && !isControl ? text : undefined
  } catch {
    return undefined
  }
}
