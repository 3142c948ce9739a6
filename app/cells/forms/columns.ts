import type { ColumnSelector } from '../../../engine/index.ts'

/** A column that can be chosen, with its type when it is known. */
export interface ColumnChoice {
  readonly name: string
  readonly type?: string
}

/** The four ways to say which columns. */
export type SelectorMode = 'names' | 'all' | 'matches' | 'type'

export function modeOf(selector: ColumnSelector | undefined): SelectorMode {
  if (selector === '*') return 'all'
  if (selector === undefined || typeof selector === 'string' || Array.isArray(selector)) return 'names'
  return 'matches' in selector ? 'matches' : 'type'
}

/** The names a selector lists; none when it selects otherwise. */
export function namesOf(selector: ColumnSelector | undefined): readonly string[] {
  if (selector === undefined || selector === '*') return []
  if (typeof selector === 'string') return [selector]
  return Array.isArray(selector) ? selector : []
}

/** The selected columns in words: `all columns`, `id, email and 3 more`. */
export function describeColumns(selector: ColumnSelector | undefined, shownAtMost = 4): string {
  if (selector === undefined) return ''
  if (selector === '*') return 'all columns'
  if (typeof selector === 'object' && 'matches' in selector) return `columns named like ${selector.matches}`
  if (typeof selector === 'object' && 'type' in selector) return `all ${selector.type} columns`
  const names = namesOf(selector)
  if (names.length <= shownAtMost) return names.join(', ')
  return `${names.slice(0, shownAtMost - 1).join(', ')} and ${names.length - shownAtMost + 1} more`
}

/** Every name once, where it first stands. */
export function uniqueColumns(choices: readonly ColumnChoice[]): readonly ColumnChoice[] {
  const seen = new Set<string>()
  return choices.filter(({ name }) => !seen.has(name) && seen.add(name))
}

const WRITTEN_BARE = new Set(['integer', 'number', 'decimal', 'boolean'])

/** Whether recipes write the values of a type as texts: `2024` for a string or a date is a text, for an integer a number. */
export const isWrittenAsText = (type: string): boolean => !WRITTEN_BARE.has(type)

/** Whether the values of all columns a rule or step names are written as texts. False while that is not known. */
export function holdTexts(selector: ColumnSelector | undefined, choices: readonly ColumnChoice[]): boolean {
  const names = namesOf(selector)
  const typeOf = new Map(choices.map(({ name, type }) => [name, type]))
  return names.length > 0 && names.every(name => {
    const type = typeOf.get(name)
    return type !== undefined && isWrittenAsText(type)
  })
}
