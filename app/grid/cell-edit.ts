/**
 * What an editor's text means for a cell. A text area turns every line end into LF; the cell's own line ends are put back one by one
 * (further ones take the last kind), so that editing a word changes only that word.
 * Gives undefined if nothing was changed: the untouched text, or nothing typed over a null.
 */
export function editedText(original: string | null, typed: string, wasTouched: boolean): string | undefined {
  if (!wasTouched) return undefined
  const text = withLineEnds(typed, original?.match(lineEnds) ?? [])
  return text === original ? undefined : text
}

const lineEnds = /\r\n|\r|\n/g

function withLineEnds(text: string, kinds: readonly string[]): string {
  let index = 0
  return text.replace(lineEnds, () => kinds[index++] ?? kinds.at(-1) ?? '\n')
}
