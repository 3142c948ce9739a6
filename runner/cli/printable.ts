const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text from a file made fit for one line of a terminal: control and direction characters are written out, so none of them acts. */
export function printable(text: string, maxCharacters = Infinity): string {
  const characters = Array.from(text)
  const shown = characters.length > maxCharacters ? `${characters.slice(0, maxCharacters - 1).join('')}…` : text
  return shown.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, character =>
    ESCAPES[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

export type Alignment = 'left' | 'right'

/** Rows of cells under a header, as lines whose columns stand below each other. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[], alignments: readonly Alignment[]): readonly string[] {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map(row => widthOf(row[column] ?? ''))))
  const line = (row: readonly string[]): string => row.map((cell, column) => {
    const padding = ' '.repeat((widths[column] ?? 0) - widthOf(cell))
    return alignments[column] === 'right' ? padding + cell : cell + padding
  }).join('  ').trimEnd()
  return all.map(line)
}

const widthOf = (text: string): number => Array.from(text).length

/** A paragraph as lines of at most `width` characters, words kept whole. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

export const count = (n: number): string => n.toLocaleString('en')
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`
