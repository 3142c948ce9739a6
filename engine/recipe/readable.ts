import type { PathPart } from '../base/issue.ts'
import { recipeSchema, type Recipe } from './recipe.ts'

/** Stands for the type of a step or rule, or the name of a field, where one could not be read. Nothing is called that: no name holds a NUL. */
export const UNREADABLE = '\0'

interface ItemList {
  readonly at: readonly PathPart[]
  readonly label: string
  /** Without these an item means nothing: a field of no known type would be taken for text. */
  readonly essential: readonly PathPart[]
}

/** Lists whose items keep their places, so that paths into them stay true: one that cannot be read stands there with {@link UNREADABLE} as its label. */
const LISTS: readonly ItemList[] = [
  { at: ['transform', 'steps'], label: 'type', essential: ['type'] },
  { at: ['rules'], label: 'type', essential: ['type'] },
  { at: ['schema', 'fields'], label: 'name', essential: ['name', 'type'] },
]

/**
 * The recipe in a document whose parts at `wrong` do not fit: they are left out, so that everything else can be checked.
 * It is never to be run. Undefined when nothing is left that has a recipe's shape.
 */
export function readablePart(document: unknown, wrong: readonly (readonly PathPart[])[]): Recipe | undefined {
  const parsed = recipeSchema.safeParse(wrong.reduce(without, document))
  return parsed.success ? parsed.data : undefined
}

function without(document: unknown, path: readonly PathPart[]): unknown {
  const list = LISTS.find(({ at }) => at.length < path.length && at.every((part, depth) => path[depth] === part))
  if (!list) return changed(document, path.slice(0, firstIndexIn(path)), undefined)
  const item = path.slice(0, list.at.length + 1)
  const [key] = path.slice(item.length)
  return key === undefined || list.essential.includes(key)
    ? changed(document, item, { [list.label]: UNREADABLE })
    : changed(document, [...item, key], undefined)
}

/** A list with a wrong item is left out as a whole: without the item it would say something else. */
function firstIndexIn(path: readonly PathPart[]): number {
  const found = path.findIndex(part => typeof part === 'number')
  return found < 0 ? path.length : found
}

/** A copy with another value at `path`, or with nothing there when the value is undefined. */
function changed(document: unknown, [part, ...rest]: readonly PathPart[], value: unknown): unknown {
  if (part === undefined) return value
  if (Array.isArray(document)) return document.map((item: unknown, index) => index === part ? changed(item, rest, value) : item)
  if (document === null || typeof document !== 'object') return document
  const members = Object.entries(document).map(([key, member]): [string, unknown] => [key, key === part ? changed(member, rest, value) : member])
  return Object.fromEntries(members.filter(([key, member]) => key !== part || member !== undefined))
}
