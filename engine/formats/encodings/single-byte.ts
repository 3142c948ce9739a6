import type { SingleByteEncoding } from './names.ts'

/** 0x80–0x9F of windows-1252 (WHATWG Encoding, index-windows-1252); written out because some Node releases decode the label as Latin-1. */
const WINDOWS_1252_C1 = '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F'
  + '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

/** 0x80–0xFF of the code pages of DOS that no browser knows. Source: the Unicode Consortium's mapping tables CP437.TXT and CP850.TXT. */
const DOS: Readonly<Partial<Record<SingleByteEncoding, string>>> = {
  cp437: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0',
  cp850: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0',
}

/**
 * Where platforms differ: as the WHATWG Encoding Standard's indexes have it, so that a file reads the same everywhere. By byte; a byte that is
 * no character is U+FFFD.
 */
const CORRECTIONS: Readonly<Partial<Record<SingleByteEncoding, Readonly<Record<number, string>>>>> = {
  'koi8-u': { 0xae: '\u045E', 0xbe: '\u040E' },
  'windows-1253': { 0xaa: '\uFFFD', 0xd2: '\uFFFD', 0xff: '\uFFFD' },
  'windows-1255': { 0xca: '\u05BA' },
  'windows-874': Object.fromEntries([0xdb, 0xdc, 0xdd, 0xde, 0xfc, 0xfd, 0xfe, 0xff].map(byte => [byte, '\uFFFD'])),
}

const tables = new Map<SingleByteEncoding, string>()

/** The characters of the bytes 0x80–0xFF, U+FFFD for a byte that is none. */
export function upperHalf(encoding: SingleByteEncoding): string {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const made = makeUpperHalf(encoding)
  tables.set(encoding, made)
  return made
}

function makeUpperHalf(encoding: SingleByteEncoding): string {
  const latin1 = String.fromCharCode(...Array.from({ length: 128 }, (_, i) => 0x80 + i))
  if (encoding === 'iso-8859-1') return latin1
  if (encoding === 'windows-1252') return WINDOWS_1252_C1 + latin1.slice(32)
  const corrections = CORRECTIONS[encoding] ?? {}
  const decoded = DOS[encoding] ?? new TextDecoder(encoding).decode(Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i))
  return Array.from(decoded, (character, i) => corrections[0x80 + i] ?? character).join('')
}
