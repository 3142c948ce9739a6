import { z } from 'zod'
import { castColumns, derive, type ColumnCast } from '../algebra/derive.ts'
import { reference, visibleColumns, type Rel } from '../algebra/rel.ts'
import type { Lowered } from './define.ts'

export const onError = z.enum(['reject', 'null']).default('reject').describe('What happens to a cell that cannot be read: its row is rejected, or it becomes missing')

/** Reads text columns as typed ones; `what` says what a cell that cannot be read should have been. */
export function readColumns(input: Rel, casts: readonly ColumnCast[], what: string, unreadable: 'reject' | 'null'): Lowered {
  const { rel, flags } = castColumns(input, casts)
  if (unreadable === 'reject') return { rel, checks: [...flags].map(([column, flag]) => ({ column, flag, message: `{value} is no ${what}` })) }
  const columns = visibleColumns(rel).map(column => ({ name: column.name, expr: reference(column) }))
  return { rel: derive(rel, columns, new Set(flags.values())) }
}
