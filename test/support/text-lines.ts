/** The cells of lines as a text table has them: a bare empty cell is null, `""` is empty text. */
export function cellsOfLines(bytes: Uint8Array, length: number): (string | null)[][] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes.subarray(0, length))
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  const cell = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/y
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const [, quoted, afterQuoted, plain, afterPlain] = cell.exec(text) ?? []
    const end = afterQuoted ?? afterPlain
    if (end === undefined) throw new Error(`no cell stands at ${at} of ${JSON.stringify(text.slice(at, at + 40))}`)
    row.push(quoted?.replaceAll('""', '"') ?? (plain === '' ? null : plain ?? null))
    if (end === '\r\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}
