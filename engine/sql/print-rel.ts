import { columnsOf, type Rel } from '../algebra/rel.ts'
import type { PrintContext } from './dialect.ts'
import { printExpr, type ColumnSql } from './print-expr.ts'

/**
 * In SQL, columns go by position (`c0`, `c1` …), because engines fold the case of names and ours may be anything.
 * Beside them stand `ord`, the ordinal, and `dropped`, the number of the step that dropped the row, or null.
 */
export const positional = (rel: Rel, prefix = ''): ColumnSql => {
  const positions = new Map(columnsOf(rel).map((column, index) => [column.name, `${prefix}c${index}`]))
  return name => positions.get(name) ?? 'null'
}

/** A relation as one SELECT over `source`, a table with the columns ord, c0, c1 … */
export function printRel(rel: Rel, source: string, context: PrintContext): string {
  switch (rel.kind) {
    case 'source': {
      const columns = rel.columns.map((_, index) => `c${index}`)
      const marks = rel.marks === undefined ? 'cast(null as integer)' : positional(rel)(rel.marks)
      return `select ${['ord', `${marks} as dropped`, ...columns].join(', ')} from ${source}`
    }
    case 'project': {
      const columnSql = positional(rel.input)
      const columns = rel.columns.map(({ expr }, index) => `${printExpr(expr, columnSql, context)} as c${index}`)
      return `select ${['ord', 'dropped', ...columns].join(', ')} from (${printRel(rel.input, source, context)})`
    }
    case 'keep': {
      const dropped = `case when dropped is not null then dropped when not coalesce(${printExpr(rel.keep, positional(rel.input), context)}, false) then ${rel.by} end`
      return replaceDropped(rel.input, dropped, source, context)
    }
    case 'distinct': {
      const columnSql = positional(rel.input)
      const order = rel.keep === 'first' ? 'ord' : 'ord desc'
      const partition = [...rel.keys.map(columnSql), 'dropped is null'].join(', ')
      const dropped = `case when dropped is not null then dropped when row_number() over (partition by ${partition} order by ${order}) > 1 then ${rel.by} end`
      return replaceDropped(rel.input, dropped, source, context)
    }
  }
}

function replaceDropped(input: Rel, dropped: string, source: string, context: PrintContext): string {
  const columns = columnsOf(input).map((_, index) => `c${index}`)
  return `select ${['ord', `${dropped} as dropped`, ...columns].join(', ')} from (${printRel(input, source, context)})`
}
