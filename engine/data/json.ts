/** RFC 8259, read strictly: one value, no duplicate member names, no NaN, no trailing comma. */
const TOKEN = {
  space: /[ \t\n\r]*/y,
  number: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y,
   
  string: /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y,
  word: /true|false|null/y,
}

/** Deeper nesting than this is refused, so that no text can overflow the stack of any host. */
const MAX_DEPTH = 512

class Reader {
  private at = 0
  constructor(private readonly text: string) {}

  take(token: RegExp): string | undefined {
    token.lastIndex = this.at
    const found = token.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  literal(character: string): boolean {
    this.take(TOKEN.space)
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  value(depth: number): boolean {
    this.take(TOKEN.space)
    if (depth > MAX_DEPTH) return false
    if (this.literal('{')) return this.members(depth)
    if (this.literal('[')) return this.elements(depth)
    return (this.take(TOKEN.string) ?? this.take(TOKEN.number) ?? this.take(TOKEN.word)) !== undefined
  }

  private members(depth: number): boolean {
    if (this.literal('}')) return true
    const names = new Set<string>()
    do {
      this.take(TOKEN.space)
      const quoted = this.take(TOKEN.string)
      if (quoted === undefined) return false
      const name = JSON.parse(quoted) as string
      if (names.has(name) || !this.literal(':') || !this.value(depth + 1)) return false
      names.add(name)
    } while (this.literal(','))
    return this.literal('}')
  }

  private elements(depth: number): boolean {
    if (this.literal(']')) return true
    do if (!this.value(depth + 1)) return false
    while (this.literal(','))
    return this.literal(']')
  }

  atEnd(): boolean {
    this.take(TOKEN.space)
    return this.at === this.text.length
  }
}

/** Whether a text is one JSON value. */
export function isJson(text: string): boolean {
  const reader = new Reader(text)
  return reader.value(0) && reader.atEnd()
}

/** Whether a text is one JSON array. */
export function isJsonArray(text: string): boolean {
  return /^[ \t\n\r]*\[/.test(text) && isJson(text)
}
