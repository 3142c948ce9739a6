import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document, type Node } from 'yaml'
import { problem, type Issue, type PathPart } from '../base/issue.ts'

/** A recipe's text and what was read from it. */
export interface RecipeDocument {
  /** The plain value; undefined when the text is no YAML. */
  readonly value: unknown
  readonly issues: readonly Issue[]
  /** The same issue with the line and column (from 1) of the place it speaks of, or of the nearest place that exists. */
  readonly locate: (issue: Issue) => Issue
}

/** YAML 1.2 or JSON. Aliases are limited, so that a small text cannot become a huge value. */
export function readRecipe(text: string): RecipeDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' })
  const at = (offset: number): { line: number, column: number } => { const { line, col } = lines.linePos(offset); return { line, column: col } }
  const locate = (issue: Issue): Issue => {
    const offset = offsetOf(document, issue.path)
    return offset === undefined || issue.line !== undefined ? issue : { ...issue, ...at(offset) }
  }
  const errors = document.errors.map((error): Issue => ({ ...problem('yaml_syntax', [], error.message.split('\n')[0] ?? error.message), ...at(error.pos[0]) }))
  if (errors.length > 0) return { value: undefined, issues: errors, locate }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, issues: [], locate }
  } catch (error) {
    return { value: undefined, issues: [problem('yaml_syntax', [], error instanceof Error ? error.message : String(error))], locate }
  }
}

/** The key of the deepest part of the path that exists. */
function offsetOf(document: Document.Parsed, path: readonly PathPart[]): number | undefined {
  let node: unknown = document.contents
  let offset: number | undefined = isNode(node) ? startOf(node) : 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && item.key.value === part)
      if (!pair) break
      offset = isNode(pair.key) ? startOf(pair.key) : offset
      node = pair.value
    } else if (isSeq(node) && typeof part === 'number') {
      const item: unknown = node.items[part]
      if (!isNode(item)) break
      offset = startOf(item) ?? offset
      node = item
    } else break
  }
  return offset
}

const startOf = (node: Node): number | undefined => node.range?.[0]

/** A recipe as YAML; what was read from the text again is equal to it. */
export function writeRecipe(recipe: unknown): string {
  return stringify(recipe, { lineWidth: 120, version: '1.2', aliasDuplicateObjects: false })
}
