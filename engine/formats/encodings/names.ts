/** Text encodings the reader decodes, by the names of the WHATWG Encoding Standard; the two of DOS that it lacks by their code pages. */
export const ENCODINGS = [
  'utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be',
  'windows-1252', 'iso-8859-1', 'iso-8859-15', 'macintosh', 'cp850', 'cp437',
  'windows-1250', 'iso-8859-2', 'windows-1251', 'koi8-r', 'koi8-u', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic',
  'windows-1253', 'iso-8859-7', 'windows-1254', 'iso-8859-9', 'windows-1255', 'iso-8859-8', 'windows-1256', 'iso-8859-6',
  'windows-1257', 'iso-8859-4', 'iso-8859-13', 'windows-1258', 'windows-874', 'iso-8859-3', 'iso-8859-10', 'iso-8859-14',
  'shift_jis', 'euc-jp', 'gb18030', 'gbk', 'big5', 'euc-kr',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** Encodings whose characters take one byte, or more bytes by a lead byte of 0x80 and up. */
export const MULTI_BYTE = ['shift_jis', 'euc-jp', 'gb18030', 'gbk', 'big5', 'euc-kr'] as const
export type MultiByteEncoding = (typeof MULTI_BYTE)[number]
export type WideEncoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'
export type SingleByteEncoding = Exclude<Encoding, MultiByteEncoding | WideEncoding | 'utf-8'>

export const isMultiByte = (encoding: Encoding): encoding is MultiByteEncoding => (MULTI_BYTE as readonly Encoding[]).includes(encoding)

const ALIASES: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8', 'utf-16': 'utf-16le', ascii: 'windows-1252', 'us-ascii': 'windows-1252', ansi: 'windows-1252', cp1252: 'windows-1252', latin1: 'iso-8859-1', 'latin-1': 'iso-8859-1', latin2: 'iso-8859-2', latin9: 'iso-8859-15', 'latin-9': 'iso-8859-15',
  macroman: 'macintosh', 'x-mac-roman': 'macintosh', cp1250: 'windows-1250', cp1251: 'windows-1251', cp1253: 'windows-1253', cp1254: 'windows-1254', cp1255: 'windows-1255', cp1256: 'windows-1256', cp1257: 'windows-1257', cp1258: 'windows-1258',
  cp866: 'ibm866', ibm850: 'cp850', ibm437: 'cp437', sjis: 'shift_jis', 'shift-jis': 'shift_jis', cp932: 'shift_jis', 'windows-31j': 'shift_jis', eucjp: 'euc-jp', gb2312: 'gb18030', cp936: 'gbk', 'big5-hkscs': 'big5', cp950: 'big5', euckr: 'euc-kr', uhc: 'euc-kr', cp949: 'euc-kr', tis620: 'windows-874',
}

/** The encoding that a label means, in any case; undefined when there is none. */
export function encodingNamed(label: string): Encoding | undefined {
  const name = label.trim().toLowerCase()
  return ENCODINGS.find(encoding => encoding === name) ?? ALIASES[name] ?? ALIASES[name.replace(/[_ ]/g, '-')]
}
