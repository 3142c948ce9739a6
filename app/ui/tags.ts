/** The texts in a pasted piece: one per line, cell or comma. A comma inside a line of its own stays when there are several lines. */
export function splitTags(text: string): string[] {
  const separator = /[\n\t]/.test(text) ? /[\r\n\t]+/ : /,/
  return text.split(separator).map(tag => tag.trim()).filter(tag => tag !== '')
}

/** The list with the new texts at its end: none empty, none twice. */
export function addTags(tags: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...tags, ...added.map(tag => tag.trim()).filter(tag => tag !== '')])]
}
