/** A kind of step or rule as it is offered in a list. */
export interface KindChoice {
  readonly kind: string
  readonly title: string
  readonly doc: string
  /** Kinds of one group stand together under its name. */
  readonly group?: string
}

/** How well a kind answers a search, 0 (not at all) to 1: every word has to be found, best at the start of the title. */
export function matchKind({ kind, title, doc, group = '' }: KindChoice, search: string): number {
  const words = search.toLowerCase().split(/\s+/).filter(word => word !== '')
  const [name, key, text, heading] = [title.toLowerCase(), kind.replaceAll('_', ' ').toLowerCase(), doc.toLowerCase(), group.toLowerCase()]
  const scores = words.map(word => {
    if (name.startsWith(word) || key.startsWith(word) || kind.toLowerCase().startsWith(word)) return 1
    if (name.includes(word) || kind.toLowerCase().includes(word)) return 0.8
    if (heading.startsWith(word)) return 0.5
    return text.includes(word) ? 0.3 : 0
  })
  return scores.length === 0 ? 1 : scores.some(score => score === 0) ? 0 : scores.reduce<number>((sum, score) => sum + score, 0) / scores.length
}

export interface KindGroup {
  readonly name: string
  readonly kinds: readonly KindChoice[]
}

/** The kinds in their groups; a search puts the best answers first, in one list without groups. */
export function findKinds(kinds: readonly KindChoice[], search: string): readonly KindGroup[] {
  if (search.trim() !== '') {
    const found = kinds.map(choice => ({ choice, score: matchKind(choice, search) })).filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score)
    return found.length === 0 ? [] : [{ name: '', kinds: found.map(({ choice }) => choice) }]
  }
  const names = [...new Set(kinds.map(({ group = '' }) => group))]
  return names.map(name => ({ name, kinds: kinds.filter(({ group = '' }) => group === name) }))
}
