/** How a text is cut into records: nothing is detected, everything is said. */
export interface PlainDialect {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  readonly lineEnd: RegExp
}

/** The records of a text, character by character; lines with nothing in them are none. A quote counts where its cell starts with it. */
export function readPlainly(text: string, { delimiter, quote, escape, lineEnd }: PlainDialect): string[][] {
  const ends = new RegExp(lineEnd.source, 'y')
  const records: string[][] = []
  let record: string[] = []
  let cell = ''
  let isQuoted = false
  let isFresh = true
  const endCell = (): void => {
    record.push(cell)
    cell = ''
    isFresh = true
  }
  const endRecord = (isBlank: boolean): void => {
    endCell()
    if (!isBlank) records.push(record)
    record = []
  }
  let at = 0
  let start = 0
  while (at < text.length) {
    if (isQuoted) {
      const isLiteral = text.startsWith(escape, at) && (text.startsWith(quote, at + escape.length) || (escape !== quote && text.startsWith(escape, at + escape.length)))
      if (isLiteral) at += escape.length
      else if (text.startsWith(quote, at)) {
        isQuoted = false
        at += quote.length
        continue
      }
      cell += text[at++] ?? ''
      continue
    }
    ends.lastIndex = at
    const end = ends.exec(text)?.[0]
    if (end !== undefined) {
      endRecord(at === start)
      start = at += end.length
    } else if (text.startsWith(delimiter, at)) {
      endCell()
      at += delimiter.length
    } else if (isFresh && text.startsWith(quote, at)) {
      isQuoted = true
      isFresh = false
      at += quote.length
    } else {
      isFresh = false
      cell += text[at++] ?? ''
    }
  }
  if (at > start) endRecord(false)
  return records
}
