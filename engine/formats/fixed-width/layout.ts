/** A column of fixed-width text, in characters (code points) from 0. */
export interface FixedWidthColumn {
  readonly name?: string | undefined
  readonly start: number
  readonly width: number
}

/** Where the columns of a text stand. */
export interface FixedWidthLayout {
  readonly columns: readonly FixedWidthColumn[]
  /** The last column takes the rest of a line, however long: where lines are not filled up with spaces, nobody knows its width. */
  readonly isOpenEnded: boolean
  /** Lines above the table. */
  readonly skipRows: number
  /** 1 when the first line of the table holds labels. */
  readonly header: 0 | 1
  /** How sure that is, 0 to 1. */
  readonly confidence: number
}

/** `---- ----`: a line that underlines labels, column by column; `=` too. */
export const isRuler = (line: string): boolean => /^ *([-=]+ +)+[-=]{2,} *$|^ *-{2,} *$|^ *={2,} *$/.test(line)

/** Columns side by side, without anything between them. */
export function columnsOfWidths(widths: readonly number[]): readonly FixedWidthColumn[] {
  let start = 0
  return widths.map(width => {
    const column = { start, width }
    start += width
    return column
  })
}

/** The characters of a line, one string each: a character outside the basic plane is one, not two. */
export const charactersOf = (line: string): readonly string[] | string => /[\ud800-\udfff]/.test(line) ? Array.from(line) : line

/** The characters `[start, end)` of what {@link charactersOf} gave. */
export const textOf = (characters: readonly string[] | string, start: number, end: number): string =>
  typeof characters === 'string' ? characters.slice(start, end) : characters.slice(start, end).join('')

/** Without the spaces and tabs at both ends: other spaces may be data. */
export function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text[from])) from++
  while (to > from && isBlank(text[to - 1])) to--
  return from === 0 && to === text.length ? text : text.slice(from, to)
}

/** A place where nothing stands: a space, a tab, or behind the line's end. */
export const isBlank = (character: string | undefined): boolean => character === ' ' || character === undefined || character === '\t'
