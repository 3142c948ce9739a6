import type { CsvDialect, MalformedCode, ScanLimits } from '../../../engine/formats/csv/index.ts'

/** What the grammar in docs/csv.md makes of a file, read slowly and plainly: one array of characters, no state between records. */
export interface ReferenceResult {
  readonly labels: readonly string[]
  readonly headerTrouble: MalformedCode | undefined
  readonly records: readonly ReferenceRecord[]
  readonly blankLines: number
  readonly comments: number
  readonly lines: number
}

export interface ReferenceRecord {
  readonly ordinal: number
  readonly line: number
  readonly byteOffset: number
  readonly byteLength: number
  readonly code: MalformedCode | undefined
  readonly cells: readonly string[]
  readonly quoted: readonly boolean[]
}

interface Character {
  readonly text: string
  readonly isValid: boolean
  readonly utf8Bytes: number
  readonly offset: number
  readonly bytes: number
}

export function parseReference(file: Uint8Array, dialect: CsvDialect, limits: ScanLimits): ReferenceResult {
  const characters = decode(file, dialect)
  const n = characters.length
  const text = (i: number) => characters[i]?.text
  const stands = (i: number, pattern: string | null) => pattern !== null && i < n && Array.from(pattern).every((character, k) => text(i + k) === character)
  const widthOf = (pattern: string) => Array.from(pattern).length
  const hasLf = characters.some(c => c.text === '\n')
  const lineEnd = (i: number) => (text(i) === '\n' ? 1 : text(i) !== '\r' ? 0 : text(i + 1) === '\n' ? 2 : hasLf ? 0 : i < n ? 1 : 0)
  const sum = (from: number, to: number, of: 'utf8Bytes' | 'bytes') => characters.slice(from, to).reduce((total, c) => total + c[of], 0)
  const firstLineEnd = (from: number) => {
    let i = from
    while (i < n && lineEnd(i) === 0) i++
    return i
  }
  /** Line ends in `[from, to)`. */
  const lineEnds = (from: number, to: number) => {
    let count = 0
    for (let i = from; i < to; i += Math.max(1, lineEnd(i))) if (lineEnd(i) > 0) count++
    return count
  }

  const records: ReferenceRecord[] = []
  const labelRows: (readonly string[])[] = []
  let headerTrouble: MalformedCode | undefined
  let columns: number | undefined
  let blankLines = 0
  let comments = 0
  let line = 1
  let i = text(0) === '\uFEFF' && dialect.encoding.startsWith('utf') ? 1 : 0

  for (let skipped = 0; skipped < dialect.skip_rows && i < n; skipped++, line++) {
    i = firstLineEnd(i)
    i += lineEnd(i)
  }
  while (i < n) {
    if (stands(i, dialect.comment)) {
      comments++
      line++
      i = firstLineEnd(i)
      i += lineEnd(i)
      continue
    }
    if (lineEnd(i) > 0 && columns !== 1) {
      blankLines++
      line++
      i += lineEnd(i)
      continue
    }
    const record = readRecord(i)
    const own = characters.slice(i, record.end)
    const textCode = own.some(c => c.text === '\0') ? 'nul_byte' as const : own.some(c => !c.isValid) ? 'invalid_bytes' as const : undefined
    let code: MalformedCode | undefined = textCode ?? record.code
    const isHeader = labelRows.length < dialect.header
    if (dialect.trailing_delimiter && record.code === undefined) {
      const isOneMore = isHeader || columns === undefined ? record.cells.length > 1 : record.cells.length === columns + 1
      if (isOneMore && record.cells.at(-1) === '' && record.quoted.at(-1) === false) {
        record.cells.pop()
        record.quoted.pop()
      }
    }
    if (isHeader) {
      headerTrouble ??= code
      const isTooLong = code === 'cell_too_long' || code === 'record_too_long' || sum(i, record.end, 'utf8Bytes') > limits.maxRecordBytes
      labelRows.push(record.code === undefined ? record.cells : isTooLong ? [] : readLeniently(i, record.end))
      if (labelRows.length === dialect.header) columns = labelsOf().length
    } else {
      if (code === undefined && columns !== undefined && record.cells.length !== columns) {
        code = record.cells.length < columns ? 'too_few_cells' : 'too_many_cells'
      }
      if (code === undefined) columns ??= record.cells.length
      const byteOffset = characters[i]?.offset ?? file.length
      records.push({
        ordinal: records.length + 1, line, byteOffset, byteLength: sum(i, record.end, 'bytes'), code, cells: record.cells, quoted: record.quoted,
      })
    }
    line += lineEnds(i, record.end) + 1
    i = record.end + lineEnd(record.end)
  }
  return { labels: labelsOf(), headerTrouble, records, blankLines, comments, lines: line - 1 }

  /** With a blank one in front where records begin with a cell that has none. */
  function labelsOf(): readonly string[] {
    const labels = joined(labelRows)
    return dialect.row_names && labels.length > 0 ? ['', ...labels] : labels
  }

  /** The labels of a malformed header: text behind a closing quote joins its cell, a quote that never closes takes the rest. */
  function readLeniently(start: number, end: number): string[] {
    const { delimiter, quote, escape } = dialect
    const cells: string[] = []
    let at = start
    for (;;) {
      let cell = ''
      let isInQuotes = quote !== null && at < end && text(at) === quote
      if (isInQuotes) at++
      while (at < end && (isInQuotes || !stands(at, delimiter))) {
        const next = at + 1 < end ? text(at + 1) : undefined
        const isEscape = isInQuotes && escape !== null && text(at) === escape && next !== undefined && (next === quote || next === escape)
        if (isEscape) at++
        if (!isEscape && isInQuotes && text(at) === quote) isInQuotes = false
        else cell += text(at) ?? ''
        at++
      }
      cells.push(cell)
      if (at >= end) return cells
      at += widthOf(delimiter)
    }
  }

  function readRecord(start: number): { end: number, code: MalformedCode | undefined, cells: string[], quoted: boolean[] } {
    const { delimiter, quote, escape } = dialect
    const cells: string[] = []
    const quoted: boolean[] = []
    const bad = (code: MalformedCode, from: number) => ({ end: firstLineEnd(from), code, cells, quoted })
    let at = start
    for (;;) {
      let end = at
      let cell = ''
      const isQuoted = quote !== null && text(at) === quote
      if (isQuoted) {
        end = at + 1
        let isClosed = false
        while (end < n && !isClosed) {
          const [here, next] = [text(end), text(end + 1)]
          if (here === escape && (next === quote || (next === escape && next !== undefined))) {
            cell += next
            end += 2
          } else if (here === quote) isClosed = true
          else {
            cell += here ?? ''
            end++
          }
        }
        if (!isClosed || sum(at + 1, end, 'utf8Bytes') > limits.maxCellBytes) return bad('unclosed_quote', at + 1)
        end++
        if (end < n && !stands(end, delimiter) && lineEnd(end) === 0) return bad('text_after_quote', at + 1)
      } else {
        while (end < n && !stands(end, delimiter) && lineEnd(end) === 0) cell += text(end++) ?? ''
        if (sum(at, end, 'utf8Bytes') > limits.maxCellBytes) return bad('cell_too_long', at)
      }
      if (sum(start, end, 'utf8Bytes') > limits.maxRecordBytes) return bad('record_too_long', end)
      cells.push(cell)
      quoted.push(isQuoted)
      if (!stands(end, delimiter)) return { end, code: undefined, cells, quoted }
      at = end + widthOf(delimiter)
    }
  }
}

/** Several rows of labels as one: joined downwards, a label above the last row standing for the columns to its right too. */
function joined(rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length < 2) return rows[0] ?? []
  const labels: string[] = []
  for (let column = 0; column < Math.max(...rows.map(row => row.length)); column++) {
    const parts: string[] = []
    rows.forEach((row, at) => {
      let from = column
      if (at < rows.length - 1) while (from > 0 && (row[from] ?? '').trim() === '') from--
      const part = (row[from] ?? '').trim()
      if (part !== '' && part !== parts.at(-1)) parts.push(part)
    })
    labels.push(parts.join(' '))
  }
  return labels
}

/** Where windows-1252 is not Latin-1, as `byte:codepoint` (made with Python's cp1252; TextDecoder decodes it as Latin-1 in Node 20). */
const WINDOWS_1252 = new Map((
  '80:20ac 82:201a 83:0192 84:201e 85:2026 86:2020 87:2021 88:02c6 89:2030 8a:0160 8b:2039 8c:0152 8e:017d 91:2018 '
  + '92:2019 93:201c 94:201d 95:2022 96:2013 97:2014 98:02dc 99:2122 9a:0161 9b:203a 9c:0153 9e:017e 9f:0178'
).split(' ').map((pair) => {
  const [byte = '', point = ''] = pair.split(':')
  return [parseInt(byte, 16), parseInt(point, 16)]
}))

/** One entry a character; bytes that are no character are entries of their own. */
function decode(file: Uint8Array, { encoding }: CsvDialect): Character[] {
  const characters: Character[] = []
  const add = (text: string | undefined, bytes: number, invalidBytes = 1) => {
    const previous = characters.at(-1)
    const offset = previous === undefined ? 0 : previous.offset + previous.bytes
    const utf8Bytes = text === undefined ? invalidBytes : new TextEncoder().encode(text).length
    characters.push({ text: text ?? '\uFFFD', isValid: text !== undefined, utf8Bytes, offset, bytes })
  }
  if (encoding === 'iso-8859-1') for (const byte of file) add(String.fromCharCode(byte), 1)
  else if (encoding === 'windows-1252') for (const byte of file) add(String.fromCodePoint(WINDOWS_1252.get(byte) ?? byte), 1)
  else if (encoding === 'utf-8') {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    for (let at = 0; at < file.length;) {
      const width = [1, 2, 3, 4].find(w => at + w <= file.length && Array.from(attempt(() => strict.decode(file.subarray(at, at + w))) ?? '').length === 1)
      add(width === undefined ? undefined : strict.decode(file.subarray(at, at + width)), width ?? 1)
      at += width ?? 1
    }
  } else {
    const unit = (at: number) => (encoding === 'utf-16le' ? file[at]! | (file[at + 1]! << 8) : (file[at]! << 8) | file[at + 1]!)
    const isHigh = (u: number) => u >= 0xd800 && u < 0xdc00
    const isLow = (u: number) => u >= 0xdc00 && u < 0xe000
    for (let at = 0; at < file.length;) {
      if (at + 1 === file.length) {
        add(undefined, 1)
        at++
      } else if (isHigh(unit(at)) && at + 4 <= file.length && isLow(unit(at + 2))) {
        add(String.fromCharCode(unit(at), unit(at + 2)), 4)
        at += 4
      } else {
        const isSurrogate = isHigh(unit(at)) || isLow(unit(at))
        add(isSurrogate ? undefined : String.fromCharCode(unit(at)), 2, 3)
        at += 2
      }
    }
  }
  return characters
}

function attempt<T>(f: () => T): T | undefined {
  try {
    return f()
  } catch {
    return undefined
  }
}
