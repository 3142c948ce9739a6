import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document, type Node, type Scalar } from 'yaml'
import { problem, type Issue } from '../base/issue.ts'
import { placeInScalar } from './place-in-scalar.ts'

/** A recipe's text and what was read from it. */
export interface RecipeDocument {
  /** The plain value; undefined when the text is no YAML. */
  readonly value: unknown
  readonly issues: readonly Issue[]
  /**
   * The same issue with the line and column (from 1) of the place it speaks of, or of the nearest key that exists. An issue with an offset
   * is at that character of a text on one line; in a text over several lines, or after a template, it is at the text's key.
   */
  readonly locate: (issue: Issue) => Issue
}

/** YAML 1.2 or JSON. Aliases are limited, so that a small text cannot become a huge value. */
export function readRecipe(text: string): RecipeDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' })
  const at = (offset: number): { line: number, column: number } => { const { line, col } = lines.linePos(offset); return { line, column: col } }
  const locate = (issue: Issue): Issue => {
    const offset = offsetOf(text, document, issue)
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

/** Where an issue is: the key of the deepest part of its path that exists, or the character it names in the text there. */
function offsetOf(text: string, document: Document.Parsed, { path, offset: within }: Issue): number | undefined {
  let node: unknown = document.contents
  let offset: number | undefined = isNode(node) ? startOf(node) : 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && item.key.value === part)
      if (!pair) return offset
      offset = isNode(pair.key) ? startOf(pair.key) : offset
      node = pair.value
    } else if (isSeq(node) && typeof part === 'number') {
      const item: unknown = node.items[part]
      if (!isNode(item)) return offset
      offset = startOf(item) ?? offset
      node = item
    } else return offset
  }
  return (within === undefined || !isScalar(node) ? undefined : characterAt(text, node, within)) ?? offset
}

/** The issue counts in the text with its templates filled in, which is longer or shorter from the first template on. */
const characterAt = (text: string, scalar: Scalar, offset: number): number | undefined =>
  String(scalar.value).slice(0, offset).includes('{{') ? undefined : placeInScalar(text, scalar, offset)

const startOf = (node: Node): number | undefined => node.range?.[0]

export const YAML_STYLE = { lineWidth: 120 } as const

/** A recipe as YAML; what was read from the text again is equal to it. */
export function writeRecipe(recipe: unknown): string {
  return stringify(recipe, { ...YAML_STYLE, version: '1.2', aliasDuplicateObjects: false })
}
