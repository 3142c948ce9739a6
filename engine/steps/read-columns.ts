import * as z from 'zod'
import { castColumns, replaceColumns, type ColumnCast, type Derived } from '../algebra/derive.ts'
import { columnNamed, reference, type Rel } from '../algebra/rel.ts'
import type { Lowered } from './define.ts'

export const onError = z.enum(['reject', 'null']).default('reject').describe('What happens to a cell that cannot be read: its row is rejected, or it becomes missing')

/** Reads text columns as typed ones; `what` says what a cell that cannot be read should have been. */
export function readColumns(input: Rel, casts: readonly ColumnCast[], what: string, unreadable: 'reject' | 'null'): Lowered {
  if (unreadable === 'null') {
    return { rel: replaceColumns(input, casts.map(({ name, spec }): Derived => ({ name, expr: { kind: 'cast', input: reference(columnNamed(input, name)), spec, type: spec.to } }))) }
  }
  const { rel, flags } = castColumns(input, casts)
  return { rel, checks: [...flags].map(([column, flag]) => ({ column, flag, message: `{column} is {value}, which is no ${what}` })) }
}
