import { columnsOf, type Rel } from './rel.ts'
import { columnsRead } from './walk.ts'

/**
 * The same relation computing only what `needed` columns (hidden ones too) depend on.
 * Sources keep their column list, so positions of source columns never move.
 */
export function prune(rel: Rel, needed: Iterable<string>): Rel {
  const names = new Set(needed)
  switch (rel.kind) {
    case 'source': return rel
    case 'keep': return { ...rel, input: prune(rel.input, [...names, ...columnsRead(rel.keep)]) }
    case 'distinct': return { ...rel, input: prune(rel.input, [...names, ...rel.keys]) }
    case 'project': {
      const columns = rel.columns.filter(column => names.has(column.name))
      return { ...rel, columns, input: prune(rel.input, columns.flatMap(column => columnsRead(column.expr))) }
    }
  }
}

/** The source columns a relation reads when only `needed` is asked of it. */
export function sourceColumnsRead(rel: Rel, needed: Iterable<string>): readonly string[] {
  const names = new Set(needed)
  switch (rel.kind) {
    case 'source': return columnsOf(rel).map(column => column.name).filter(name => names.has(name))
    case 'keep': return sourceColumnsRead(rel.input, [...names, ...columnsRead(rel.keep)])
    case 'distinct': return sourceColumnsRead(rel.input, [...names, ...rel.keys])
    case 'project': return sourceColumnsRead(rel.input, rel.columns.filter(column => names.has(column.name)).flatMap(column => columnsRead(column.expr)))
  }
}
