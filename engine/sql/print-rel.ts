import { columnsOf, type Rel } from '../algebra/rel.ts'
import { columnsRead } from '../algebra/walk.ts'
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

/** A table with the columns ord, c0, c1 …, by name or as a query; a function is told which of them are read. */
export type SourceSql = string | ((columns: readonly number[]) => string)

/** The source's columns, by position, that what is printed reads. */
export function columnsOfSource(print: (source: SourceSql) => void): readonly number[] {
  const read = new Set<number>()
  print(columns => {
    for (const column of columns) read.add(column)
    return 'source'
  })
  return [...read]
}

/** A relation as one SELECT over `source`. Each level names only the columns that the next one reads: tables may have thousands. */
export function printRel(rel: Rel, source: SourceSql, context: PrintContext): string {
  return print(rel, new Set(columnsOf(rel).map(column => column.name)), source, context)
}

function print(rel: Rel, needed: ReadonlySet<string>, source: SourceSql, context: PrintContext): string {
  switch (rel.kind) {
    case 'source': {
      const isRead = (name: string): boolean => needed.has(name) || name === rel.marks
      const read = rel.columns.flatMap(({ name }, index) => isRead(name) ? [index] : [])
      const marks = rel.marks === undefined ? 'cast(null as integer)' : positional(rel)(rel.marks)
      const table = typeof source === 'string' ? source : source(read)
      return `select ${['ord', `${marks} as dropped`, ...read.map(index => `c${index}`)].join(', ')} from ${table}`
    }
    case 'project': {
      const columnSql = positional(rel.input)
      const read = rel.columns.flatMap(({ name, expr }, index) => needed.has(name) ? [{ expr, index }] : [])
      const columns = read.map(({ expr, index }) => `${printExpr(expr, columnSql, context)} as c${index}`)
      const inner = print(rel.input, new Set(read.flatMap(({ expr }) => columnsRead(expr))), source, context)
      return `select ${['ord', 'dropped', ...columns].join(', ')} from (${inner})`
    }
    case 'keep': {
      const dropped = `case when dropped is not null then dropped when not coalesce(${printExpr(rel.keep, positional(rel.input), context)}, false) then ${rel.by} end`
      return replaceDropped(rel.input, dropped, new Set([...needed, ...columnsRead(rel.keep)]), source, context)
    }
    case 'distinct': {
      const columnSql = positional(rel.input)
      const order = rel.keep === 'first' ? 'ord' : 'ord desc'
      const partition = [...rel.keys.map(columnSql), 'dropped is null'].join(', ')
      const dropped = `case when dropped is not null then dropped when row_number() over (partition by ${partition} order by ${order}) > 1 then ${rel.by} end`
      return replaceDropped(rel.input, dropped, new Set([...needed, ...rel.keys]), source, context)
    }
  }
}

function replaceDropped(input: Rel, dropped: string, needed: ReadonlySet<string>, source: SourceSql, context: PrintContext): string {
  const columns = columnsOf(input).flatMap(({ name }, index) => needed.has(name) ? [`c${index}`] : [])
  return `select ${['ord', `${dropped} as dropped`, ...columns].join(', ')} from (${print(input, needed, source, context)})`
}
