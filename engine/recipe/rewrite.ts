import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, visit, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { canonicalJson } from '../base/fingerprint.ts'
import { readRecipe, writeRecipe, YAML_STYLE } from './document.ts'

/**
 * A recipe's text with another recipe in it: what is the same stays as somebody wrote it, comments, order and style included, and only what
 * differs is written anew. What was read from it again is equal to `recipe`.
 */
export function rewriteRecipe(text: string, recipe: unknown): string {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, version: '1.2' })
  if (document.errors.length > 0 || hasAliases(document)) return writeRecipe(recipe)
  if (isSame(document.contents, recipe)) return text
  document.contents = updated(document, document.contents, recipe) as typeof document.contents
  const rewritten = document.toString(YAML_STYLE)
  // What cannot be kept is written as if nobody had.
  return canonicalJson(readRecipe(rewritten).value ?? null) === canonicalJson(recipe) ? rewritten : writeRecipe(recipe)
}

/** A change of one place would change the others too. */
function hasAliases(document: Document): boolean {
  let isFound = false
  visit(document, { Alias: () => { isFound = true; return visit.BREAK } })
  return isFound
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

function isSame(node: unknown, value: unknown): boolean {
  return canonicalJson(plain(node)) === canonicalJson(value ?? null)
}

/** The value of a node, which has no aliases. */
function plain(node: unknown): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [keyOf(key), plain(value)]))
  if (isSeq(node)) return node.items.map(plain)
  return isScalar(node) ? node.value : null
}

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key)

/** The node with another value, itself where it can be. */
function updated(document: Document, node: unknown, value: unknown): Node {
  if (isNode(node) && isSame(node, value)) return node
  if (isMap(node) && isRecord(value)) return updateMap(document, node, value)
  if (isSeq(node) && Array.isArray(value)) return updateList(document, node, value)
  const fresh = document.createNode(value) as Node
  if (isNode(node) && !isAlias(node)) {
    fresh.comment = node.comment ?? null
    fresh.commentBefore = node.commentBefore ?? null
    fresh.spaceBefore = node.spaceBefore ?? false
  }
  return fresh
}

function updateMap(document: Document, map: YAMLMap, value: Readonly<Record<string, unknown>>): Node {
  const wanted = new Map(Object.entries(value).filter(([, each]) => each !== undefined))
  map.items = map.items.filter(({ key }) => wanted.has(keyOf(key)))
  let at = 0
  for (const [key, each] of wanted) {
    const position = map.items.findIndex(item => keyOf(item.key) === key)
    const item = map.items[position]
    // A new key comes behind the one that it is behind in the recipe.
    if (item) item.value = updated(document, item.value, each)
    else map.items.splice(at, 0, document.createPair(key, each))
    at = (item ? position : at) + 1
  }
  return map
}

/** Items that are the same stay what they are, wherever the others come to stand: each keeps its comments. */
function updateList(document: Document, list: YAMLSeq, values: readonly unknown[]): Node {
  const olds = list.items.map(item => canonicalJson(plain(item)))
  const news = values.map(value => canonicalJson(value ?? null))
  const items: unknown[] = []
  let at = 0
  for (const [from, to] of [...common(olds, news), [olds.length, news.length] as const]) {
    // Between two that stayed: as many as there are on both sides have changed, the others came or went.
    const changed = list.items.slice(at, from)
    for (let i = items.length; i < to; i++) {
      const before = changed.shift()
      items.push(before === undefined ? document.createNode(values[i]) : updated(document, before, values[i]))
    }
    if (from < olds.length) items.push(list.items[from])
    at = from + 1
  }
  list.items = items
  return list
}

/** More are not looked at for what the middle of two long lists has in common. */
const MOST_PAIRS = 4_000_000

/** The longest sequence of items that two lists have in common, as pairs of positions. */
function common(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = []
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) pairs.push([start, start++])
  let [endA, endB] = [a.length, b.length]
  const tail: [number, number][] = []
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) tail.unshift([--endA, --endB])
  const width = endB - start + 1
  if (width * (endA - start) > MOST_PAIRS) return [...pairs, ...tail]
  // By position in both, the length of what the rest of them has in common.
  const lengths = new Uint32Array((endA - start + 1) * width)
  const lengthAt = (i: number, j: number): number => lengths[(i - start) * width + (j - start)] ?? 0
  for (let i = endA - 1; i >= start; i--) {
    for (let j = endB - 1; j >= start; j--) lengths[(i - start) * width + (j - start)] = a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1))
  }
  for (let i = start, j = start; i < endA && j < endB;) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++
    else j++
  }
  return [...pairs, ...tail]
}
