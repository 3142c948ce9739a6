import type { PathPart } from '../../../engine/base/issue.ts'

/** Where in a YAML text the cursor is, and what is being written there. The text may be unfinished. */
export interface YamlContext {
  /** Of the map whose key is written, or of the value. */
  readonly path: readonly PathPart[]
  /** `any` where a key, a list item or a value could begin. */
  readonly kind: 'key' | 'value' | 'any'
  /** Where the word being written starts, and what it is so far (without an opening quote). */
  readonly from: number
  readonly typed: string
  /** The quote the value stands in. */
  readonly quote?: '"' | "'"
  /** Inside `{}` or `[]`, where nothing may go on the next line by indentation. */
  readonly isFlow: boolean
  /** The column at which the map's keys, or the value's line, start. */
  readonly indent: number
  /** Keys written before in the same map, with their scalar texts. */
  readonly siblings: Readonly<Record<string, string>>
}

interface Block {
  readonly kind: 'map' | 'seq'
  readonly indent: number
  readonly path: readonly PathPart[]
  /** The key or index that is open. */
  part: PathPart
  readonly entries: Record<string, string>
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#{}[\],&*!|>'"%@`][^#\n]*?)\s*:(?=\s|$)/
const DASH = /^-(\s+|$)/
const BLOCK_SCALAR = /^[|>][-+0-9]*\s*(#.*)?$/

/** The place of `offset` in a text, read line by line by indentation; undefined in comments and block texts. */
export function yamlContextAt(text: string, offset: number): YamlContext | undefined {
  const blocks: Block[] = []
  let at = 0
  let blockTextBelow: number | undefined
  while (at <= offset) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 ? text.length : newline
    const line = text.slice(at, lineEnd)
    const isLast = lineEnd >= offset
    const indent = line.length - line.trimStart().length
    if (blockTextBelow !== undefined && (line.trim() === '' || indent > blockTextBelow) && !isLast) {
      at = lineEnd + 1
      continue
    }
    if (blockTextBelow !== undefined && isLast && (offset - at > blockTextBelow) && (line.trim() === '' || indent > blockTextBelow)) return undefined
    blockTextBelow = undefined
    if (isLast) return contextInLine(text, at, offset, blocks)
    const opened = readLine(text, at, line, blocks)
    if (opened.flowFrom !== undefined) {
      const end = flowEnd(text, opened.flowFrom)
      if (end > offset) return contextInFlow(text, opened.flowFrom, offset, openPath(blocks), indent)
      const next = text.indexOf('\n', end)
      if (next < 0 || next >= offset) return undefined
      at = next + 1
      continue
    }
    if (opened.isBlockText) blockTextBelow = indent
    at = lineEnd + 1
  }
  return undefined
}

const openPath = (blocks: readonly Block[]): readonly PathPart[] => {
  const top = blocks.at(-1)
  return top ? [...top.path, top.part] : []
}

/** Takes a whole line into account. `flowFrom` is where a value in brackets starts. */
function readLine(text: string, lineStart: number, line: string, blocks: Block[]): { flowFrom?: number, isBlockText: boolean } {
  const content = line.trimStart()
  if (content === '' || content.startsWith('#') || content === '---') return { isBlockText: false }
  const { rest, column } = readDashes(line, blocks)
  const key = KEY.exec(rest)
  if (!key) return /^[[{]/.test(rest) ? { flowFrom: lineStart + column, isBlockText: false } : { isBlockText: false }
  const value = rest.slice(key[0].length).trim()
  openKey(blocks, column, unquote(key[1] ?? ''), value)
  if (/^[[{]/.test(value)) return { flowFrom: lineStart + column + rest.indexOf(value, key[0].length), isBlockText: false }
  return { isBlockText: BLOCK_SCALAR.test(value) }
}

/** Opens an item for each dash; gives what is left of the line and the column where it starts. */
function readDashes(line: string, blocks: Block[]): { rest: string, column: number, hadDash: boolean } {
  let column = line.length - line.trimStart().length
  let rest = line.slice(column)
  let hadDash = false
  for (let dash = DASH.exec(rest); dash; dash = DASH.exec(rest)) {
    openItem(blocks, column)
    hadDash = true
    column += dash[0].length
    rest = line.slice(column)
  }
  return { rest, column, hadDash }
}

function closeDeeper(blocks: Block[], indent: number): void {
  while ((blocks.at(-1)?.indent ?? -1) > indent) blocks.pop()
}

function openItem(blocks: Block[], indent: number): void {
  closeDeeper(blocks, indent)
  const top = blocks.at(-1)
  if (top?.kind === 'seq' && top.indent === indent) top.part = Number(top.part) + 1
  else blocks.push({ kind: 'seq', indent, path: openPath(blocks), part: 0, entries: {} })
}

/** The map whose keys stand at this column, opened when there is none. */
function mapAt(blocks: Block[], indent: number): Block {
  closeDeeper(blocks, indent)
  // A list may stand at the column of its key: a key there ends it.
  while (blocks.at(-1)?.kind === 'seq' && blocks.at(-1)?.indent === indent) blocks.pop()
  const top = blocks.at(-1)
  if (top?.kind === 'map' && top.indent === indent) return top
  const map: Block = { kind: 'map', indent, path: openPath(blocks), part: '', entries: {} }
  blocks.push(map)
  return map
}

function openKey(blocks: Block[], indent: number, key: string, value: string): void {
  const map = mapAt(blocks, indent)
  map.part = key
  map.entries[key] = unquote(value.replace(/\s+#.*$/, ''))
}

function contextInLine(text: string, lineStart: number, offset: number, blocks: Block[]): YamlContext | undefined {
  const written = text.slice(lineStart, offset)
  if (isInComment(written)) return undefined
  const { rest, column, hadDash } = readDashes(written, blocks)
  const key = KEY.exec(rest)
  if (key && /\s/.test(rest.charAt(key[0].length))) {
    const value = rest.slice(key[0].length).trimStart()
    openKey(blocks, column, unquote(key[1] ?? ''), value)
    const siblings = blocks.at(-1)?.entries ?? {}
    const from = offset - value.length
    return /^[[{]/.test(value) ? contextInFlow(text, from, offset, openPath(blocks), column) : valueContext(openPath(blocks), value, from, column, siblings)
  }
  if (/^[[{]/.test(rest)) return contextInFlow(text, lineStart + column, offset, openPath(blocks), column)
  const place = { from: offset - rest.length, typed: rest, isFlow: false, indent: column } as const
  if (hadDash) return { ...place, ...quoteOf(place), kind: 'any', path: openPath(blocks), siblings: {} }
  closeDeeper(blocks, column)
  const top = blocks.at(-1)
  if (!top) return { ...place, kind: 'key', path: [], siblings: {} }
  if (top.indent < column) return { ...place, ...quoteOf(place), kind: 'any', path: openPath(blocks), siblings: {} }
  if (top.kind === 'map') return { ...place, kind: 'key', path: top.path, siblings: top.entries }
  const outer = blocks.at(-2)
  if (outer?.kind === 'map' && outer.indent === column) return { ...place, kind: 'key', path: outer.path, siblings: outer.entries }
  return { ...place, kind: 'any', path: top.path, siblings: {} }
}

function valueContext(path: readonly PathPart[], value: string, from: number, indent: number, siblings: Readonly<Record<string, string>>): YamlContext {
  return { path, kind: 'value', from, typed: value, isFlow: false, indent, siblings, ...quoteOf({ from, typed: value }) }
}

function quoteOf({ from, typed }: { from: number, typed: string }): Partial<Pick<YamlContext, 'quote' | 'from' | 'typed'>> {
  const first = typed.charAt(0)
  return first === '"' || first === "'" ? { quote: first, from: from + 1, typed: typed.slice(1) } : {}
}

function isInComment(written: string): boolean {
  let quote = ''
  for (let at = 0; at < written.length; at++) {
    const character = written.charAt(at)
    if (quote !== '') quote = character === quote ? '' : quote
    else if ((character === '"' || character === "'") && (at === 0 || /[\s:[{,-]/.test(written.charAt(at - 1)))) quote = character
    else if (character === '#' && (at === 0 || /\s/.test(written.charAt(at - 1)))) return true
  }
  return false
}

/** One past the bracket that closes the one at `from`; past every text when none does. */
function flowEnd(text: string, from: number): number {
  let depth = 0
  let quote = ''
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++
      else if (character === quote) quote = ''
    } else if (character === '"' || (character === "'" && /[\s:[{,]/.test(text.charAt(at - 1)))) quote = character
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      depth--
      if (depth === 0) return at + 1
    }
  }
  return Infinity
}

interface Flow {
  readonly kind: 'map' | 'seq'
  readonly path: readonly PathPart[]
  /** The key whose value is open; the item's index in a list. */
  part: PathPart | undefined
  readonly entries: Record<string, string>
}

/** The place inside brackets that open at `start`, whose value is at `path`. */
function contextInFlow(text: string, start: number, offset: number, path: readonly PathPart[], indent: number): YamlContext | undefined {
  const flows: Flow[] = []
  let wordFrom = start
  let quote: '"' | "'" | undefined
  const word = (to: number) => unquote(text.slice(wordFrom, to).trim())
  const close = (to: number) => {
    const top = flows.at(-1)
    if (top?.kind === 'map' && typeof top.part === 'string') top.entries[top.part] ??= word(to)
  }
  for (let at = start; at < offset; at++) {
    const character = text.charAt(at)
    const top = flows.at(-1)
    if (quote !== undefined) {
      if (character === '\\' && quote === '"') at++
      else if (character === quote) quote = undefined
      continue
    }
    switch (character) {
      case '"':
      case "'":
        if (text.slice(wordFrom, at).trim() === '') quote = character
        break
      case '{':
      case '[': {
        const inner = top ? [...top.path, top.part ?? ''] : path
        flows.push({ kind: character === '{' ? 'map' : 'seq', path: inner, part: character === '{' ? undefined : 0, entries: {} })
        wordFrom = at + 1
        break
      }
      case '}':
      case ']':
        close(at)
        flows.pop()
        wordFrom = at + 1
        break
      case ',':
        if (!top) return undefined
        close(at)
        top.part = top.kind === 'map' ? undefined : Number(top.part) + 1
        wordFrom = at + 1
        break
      case ':':
        if (top?.kind === 'map' && top.part === undefined && isKeyEnd(text, at)) {
          top.part = word(at)
          wordFrom = at + 1
        }
        break
    }
  }
  const top = flows.at(-1)
  if (!top) return undefined
  const written = text.slice(wordFrom, offset)
  const typed = written.trimStart()
  const place = { from: offset - typed.length, typed }
  const shared = { ...place, ...quoteOf(place), isFlow: true, indent }
  if (top.part === undefined) return { ...shared, kind: 'key', path: top.path, siblings: top.entries }
  return { ...shared, kind: top.kind === 'map' ? 'value' : 'any', path: [...top.path, top.part], siblings: top.kind === 'map' ? top.entries : {} }
}

/** A colon ends a key before a space or, as in JSON, after a quote. */
const isKeyEnd = (text: string, at: number): boolean => /^[\s,}\]]?$/.test(text.charAt(at + 1)) || /["']/.test(text.charAt(at - 1))

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text)
  return quoted ? quoted[2] ?? '' : text
}
