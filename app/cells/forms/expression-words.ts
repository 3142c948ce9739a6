import { functions } from '../../../engine/index.ts'
import type { ColumnChoice } from './columns.ts'

/** Something that can stand in an expression where the cursor is. */
export interface ExpressionWord {
  readonly label: string
  /** What is written for it. */
  readonly text: string
  readonly kind: 'column' | 'function' | 'keyword'
  /** A column's type, or how a function is called. */
  readonly detail?: string
  readonly doc?: string
}

const KEYWORDS = ['and', 'or', 'not', 'is null', 'is not null', 'in', 'between', 'like', 'ilike', 'case', 'when', 'then', 'else', 'end', 'cast', 'true', 'false', 'null']
const BARE = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u

/** A column's name as an expression writes it: bare when it can be, else in quotes. */
export function columnText(name: string, quote: '"' | '`' = '"'): string {
  if (BARE.test(name) && !KEYWORDS.includes(name.toLowerCase())) return name
  return quote === '`' && !name.includes('`') ? `\`${name}\`` : `"${name.replaceAll('"', '""')}"`
}

const callable = Object.entries(functions).flatMap(([name, { usage, doc, operator }]): ExpressionWord[] =>
  operator ? [] : [{ label: name, text: `${name}(`, kind: 'function', detail: usage, doc }])
const keywords = KEYWORDS.map((label): ExpressionWord => ({ label, text: label, kind: 'keyword' }))

/** Every word an expression over these columns can use: columns, functions with their usage, keywords. */
export function expressionWords(columns: readonly ColumnChoice[], quote: '"' | '`' = '"'): readonly ExpressionWord[] {
  const named = columns.map(({ name, type }): ExpressionWord => ({ label: name, text: columnText(name, quote), kind: 'column', ...(type === undefined ? {} : { detail: type }) }))
  return [...named, ...callable, ...keywords]
}

/** The word being written before `offset`: where it starts and what it is so far. None inside a quoted text or a number. */
export function wordBefore(source: string, offset: number): { readonly from: number, readonly typed: string } | undefined {
  let quote: string | undefined
  let quotedFrom = 0
  for (let at = 0; at < offset; at++) {
    const character = source.charAt(at)
    if (quote === undefined && (character === "'" || character === '"' || character === '`')) [quote, quotedFrom] = [character, at]
    else if (character === quote) quote = undefined
  }
  if (quote === "'") return undefined
  if (quote !== undefined) return { from: quotedFrom, typed: source.slice(quotedFrom + 1, offset) }
  const typed = /[\p{L}\p{M}\p{N}_]*$/u.exec(source.slice(0, offset))?.[0] ?? ''
  return /^\p{N}/u.test(typed) ? undefined : { from: offset - typed.length, typed }
}

/** The best words for what was typed: those that start with it, then those that hold it; columns before functions before keywords. */
export function wordsFor(words: readonly ExpressionWord[], typed: string, limit: number): readonly ExpressionWord[] {
  const sought = typed.toLowerCase()
  const found = words.map(word => ({ word, at: word.label.toLowerCase().indexOf(sought) })).filter(({ at }) => at >= 0)
  const starting = found.filter(({ at }) => at === 0)
  return [...starting, ...found.filter(({ at }) => at > 0)].slice(0, limit).map(({ word }) => word)
}
