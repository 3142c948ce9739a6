/** One record as a reader that looks at one character at a time sees it. */
export interface NaiveRecord {
  readonly cells: readonly string[]
  readonly raw: string
  /** Physical line from 1. */
  readonly line: number
  readonly byteOffset: number
  /** Text behind a closing quote, or a quote that nothing closed. */
  readonly isBroken: boolean
}

/**
 * The plainest reader of the CSV grammar: comma, double quote, `\n` or `\r\n`. Shares no code with what it judges, and is slow.
 * Blank lines are records with the raw text ''. A quote left open takes the rest of the text.
 */
export function naiveCsv(text: string): NaiveRecord[] {
  const records: NaiveRecord[] = []
  let position = 0
  let line = 1
  while (position < text.length) {
    const start = position
    const startLine = line
    const cells: string[] = []
    let isBroken = false
    let isOpen = true
    while (isOpen) {
      let cell = ''
      if (text[position] === '"') {
        position++
        while (position < text.length && !(text[position] === '"' && text[position + 1] !== '"')) {
          if (text[position] === '\n') line++
          if (text[position] === '"') position++
          cell += text.charAt(position++)
        }
        if (position >= text.length) isBroken = true
        position++
        if (position < text.length && !/^(,|\r?\n)/.test(text.slice(position, position + 2))) isBroken = true
      }
      while (position < text.length && text[position] !== ',' && !/^\r?\n/.test(text.slice(position, position + 2))) cell += text.charAt(position++)
      cells.push(cell)
      isOpen = text[position] === ','
      if (isOpen) position++
    }
    const raw = text.slice(start, position)
    records.push({ cells, raw, line: startLine, byteOffset: Buffer.byteLength(text.slice(0, start)), isBroken })
    position += text[position] === '\r' ? 2 : 1
    line++
  }
  return records
}
