import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import type { Issue, PathPart } from '../../../engine/base/issue.ts'
import { placeInScalar } from '../../../engine/recipe/place-in-scalar.ts'

/** An issue at its place in the text. Offsets in code units, `to` exclusive; `line` counts from 1. */
export interface Diagnostic {
  readonly from: number
  readonly to: number
  readonly line: number
  readonly severity: Issue['severity']
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** Where in a recipe's text each issue is: at its line and column when it has them, else by its path; in the order of the text. */
export function diagnosticsOf(text: string, issues: readonly Issue[]): readonly Diagnostic[] {
  if (issues.length === 0) return []
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  return issues.map((issue): Diagnostic => {
    const { from, to } = rangeOf(text, document, lines, issue)
    const { severity, code, message, hint } = issue
    return { from, to, line: Math.max(1, lines.linePos(from).line), severity, code, message, ...(hint === undefined ? {} : { hint }) }
  }).toSorted((a, b) => a.from - b.from)
}

interface Range {
  readonly from: number
  readonly to: number
}

function rangeOf(text: string, document: Document.Parsed, lines: LineCounter, issue: Issue): Range {
  const found = issue.path.length > 0 ? nodesAt(document, issue.path) : undefined
  if (found) return (issue.offset === undefined ? undefined : insideScalar(text, found.value, issue.offset)) ?? spanOf(found, issue.code === 'unknown_key')
  const from = issue.line === undefined ? 0 : Math.min(text.length, (lines.lineStarts[issue.line - 1] ?? text.length) + (issue.column ?? 1) - 1)
  const end = text.indexOf('\n', from)
  return { from, to: Math.max(from, end < 0 ? text.length : end) }
}

interface Found {
  readonly key: Node | undefined
  readonly value: Node | undefined
}

/** The deepest key and value on the way that exist. */
function nodesAt(document: Document.Parsed, path: readonly PathPart[]): Found | undefined {
  let found: Found | undefined
  let node: unknown = document.contents
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part)
      if (!pair) break
      node = pair.value
      found = { key: isNode(pair.key) ? pair.key : undefined, value: isNode(node) ? node : undefined }
    } else if (isSeq(node) && typeof part === 'number' && isNode(node.items[part])) {
      node = node.items[part]
      found = { key: undefined, value: node as Node }
    } else break
  }
  return found
}

/** A simple value is marked itself, anything larger by its key or its first key. */
function spanOf({ key, value }: Found, isAboutKey: boolean): Range {
  if (!isAboutKey && isScalar(value)) return nodeRange(value)
  if (key) return nodeRange(key)
  const first = isMap(value) ? value.items[0]?.key : isSeq(value) ? value.items[0] : value
  return nodeRange(isNode(first) ? first : value)
}

const nodeRange = (node: Node | undefined): Range => ({ from: node?.range?.[0] ?? 0, to: node?.range?.[1] ?? 0 })

/** From the mistake in a text that has a grammar of its own to the text's end; undefined where the mistake's place is not known. */
function insideScalar(text: string, scalar: Node | undefined, offset: number): Range | undefined {
  const place = isScalar(scalar) ? placeInScalar(text, scalar, offset) : undefined
  if (!isScalar(scalar) || place === undefined) return undefined
  const { from: start, to: end } = nodeRange(scalar)
  const [from, to] = scalar.type === 'PLAIN' ? [start, end] : [start + 1, end - 1]
  // A mistake at the very end marks the last character, so that there is something to see.
  return { from: Math.max(from, Math.min(place, to - 1)), to }
}
