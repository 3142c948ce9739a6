export interface Token {
  /** `word` is bare, `name` a quoted column name, `text` a quoted text; both without their quotes. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'symbol' | 'end'
  readonly text: string
  /** Offset in code units. */
  readonly at: number
}

export type Tokens = { readonly ok: true, readonly tokens: readonly Token[] } | { readonly ok: false, readonly message: string, readonly at: number, readonly hint?: string }

const SPACE = /[\s\uFEFF]+/y
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy
const NUMBER = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y
const TEXT = /'((?:[^']|'')*)'/y
const QUOTED_NAME = /"((?:[^"]|"")+)"|`([^`]+)`/y
const SYMBOL = /\/\/|\|\||<=|>=|<>|!=|==|[-+*/%()<>=,]/y

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}

/** Cuts an expression into tokens; the last one is `end`. */
export function tokenize(source: string): Tokens {
  const tokens: Token[] = []
  let at = 0
  const take = (kind: Token['kind'], found: RegExpExecArray, text = found[0]): void => {
    tokens.push({ kind, text, at })
    at += found[0].length
  }
  while (at < source.length) {
    const space = match(SPACE, source, at)
    if (space) {
      at += space[0].length
      continue
    }
    let found: RegExpExecArray | null
    if ((found = match(TEXT, source, at))) take('text', found, (found[1] ?? '').replaceAll("''", "'"))
    else if ((found = match(QUOTED_NAME, source, at))) take('name', found, found[2] ?? (found[1] ?? '').replaceAll('""', '"'))
    else if ((found = match(NUMBER, source, at))) take('number', found)
    else if ((found = match(WORD, source, at))) take('word', found)
    else if ((found = match(SYMBOL, source, at))) take('symbol', found)
    else return unknownCharacter(source, at)
  }
  tokens.push({ kind: 'end', text: '', at: source.length })
  return { ok: true, tokens }
}

function unknownCharacter(source: string, at: number): Tokens {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
  if (character === "'") return { ok: false, message: 'the text that starts here is never closed', at, hint: "A quote inside a text is doubled: 'it''s'." }
  if (character === '"' || character === '`') return { ok: false, message: 'the column name that starts here is never closed', at }
  return { ok: false, message: `"${character}" has no meaning here`, at, ...(character === ';' ? { hint: 'An expression is one condition, not statements.' } : {}) }
}
