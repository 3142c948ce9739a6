/** A word of SQL, or what stands in parentheses. `isSpaced` says whether white space stood before it. */
type Part =
  | { readonly kind: 'word', readonly text: string, readonly isSpaced: boolean }
  | { readonly kind: 'group', readonly parts: readonly Part[], readonly isSpaced: boolean }

const WIDTH = 120
const TOKEN = /(\s*)('(?:[^']|'')*'|"(?:[^"]|"")*"|[(),]|\|+|[^\s'"(),|]+)/g
/** Words that begin a line of their own where a query does not fit into one, … */
const CLAUSES = new Set(['from', 'where', 'left', 'inner', 'join', 'group', 'order'])
/** … and those that do in a condition. */
const CONNECTIVES = new Set(['when', 'else', 'and', 'or', '|'])

/** SQL broken into indented lines, the tokens as they were. */
export function layOutSql(sql: string): string {
  const tokens = [...sql.matchAll(TOKEN)].map(([, space = '', text = '']) => ({ text, isSpaced: space !== '' }))
  return layOut(readParts(tokens[Symbol.iterator]()), 0)
}

function readParts(tokens: Iterator<{ readonly text: string, readonly isSpaced: boolean }>): readonly Part[] {
  const parts: Part[] = []
  for (let next = tokens.next(); !next.done; next = tokens.next()) {
    const { text, isSpaced } = next.value
    if (text === ')') break
    parts.push(text === '(' ? { kind: 'group', parts: readParts(tokens), isSpaced } : { kind: 'word', text, isSpaced })
  }
  return flattened(parts)
}

const isWord = (part: Part | undefined, text: string): boolean => part?.kind === 'word' && part.text === text

/** `((a | b) | c)` says no more than `(a | b | c)`. */
function flattened(parts: readonly Part[]): readonly Part[] {
  if (!parts.some(part => isWord(part, '|'))) return parts
  const operands = parts.flatMap((part, at) => {
    const isOperand = isWord(parts[at - 1], '|') || isWord(parts[at + 1], '|')
    return part.kind === 'group' && isOperand && part.parts.some(inner => isWord(inner, '|')) ? part.parts : [part]
  })
  return operands.map((part, at) => isWord(part, '|') || isWord(operands[at - 1], '|') ? { ...part, isSpaced: true } : part)
}

const flat = (parts: readonly Part[]): string =>
  parts.map(part => `${part.isSpaced ? ' ' : ''}${part.kind === 'word' ? part.text : `(${flat(part.parts).trimStart()})`}`).join('')

const newLine = (indent: number): string => `\n${'  '.repeat(indent)}`

function layOut(parts: readonly Part[], indent: number): string {
  const line = flat(parts).trimStart()
  if (2 * indent + line.length <= WIDTH) return line
  const chunks = chunksOf(parts)
  if (chunks.length === 1) return expanded(parts, indent)
  return chunks.map(({ parts: chunk, depth }) => layOutChunk(chunk, indent + depth)).reduce((text, chunk, index) => text + newLine(indent + (chunks[index]?.depth ?? 0)) + chunk)
}

function layOutChunk(chunk: readonly Part[], indent: number): string {
  const line = flat(chunk).trimStart()
  return 2 * indent + line.length <= WIDTH ? line : expanded(chunk, indent)
}

/** Parts on one line, but for groups that are long. */
function expanded(parts: readonly Part[], indent: number): string {
  return parts.map(part => {
    const short = flat([part])
    if (part.kind === 'word' || 2 * indent + short.length <= WIDTH / 2) return short
    return `${part.isSpaced ? ' ' : ''}(${newLine(indent + 1)}${layOut(part.parts, indent + 1)}${newLine(indent)})`
  }).join('').trimStart()
}

interface Chunk {
  readonly parts: Part[]
  readonly depth: number
}

/** Cut after commas and before clauses and connectives. Under a query's clauses stand its lists, under their items the connectives. */
function chunksOf(parts: readonly Part[]): readonly Chunk[] {
  const isQuery = isWord(parts[0], 'select')
  const chunks: Chunk[] = [{ parts: [], depth: 0 }]
  let itemDepth = 0
  parts.forEach((part, at) => {
    const isAfterComma = isWord(parts[at - 1], ',')
    const isClause = part.kind === 'word' && CLAUSES.has(part.text) && !(part.text === 'join' && isWord(parts[at - 1], 'left'))
    const isConnective = part.kind === 'word' && CONNECTIVES.has(part.text)
    if (isAfterComma) itemDepth = 1
    else if (isClause) itemDepth = 0
    if (at > 0 && (isAfterComma || isClause || isConnective)) chunks.push({ parts: [], depth: isConnective && isQuery ? itemDepth + 1 : itemDepth })
    chunks.at(-1)?.parts.push(part)
  })
  return chunks
}
