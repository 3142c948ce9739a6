import { z } from 'zod'
import { castColumns, derive } from '../algebra/derive.ts'
import { reference, visibleColumns } from '../algebra/rel.ts'
import { columnSelector } from '../algebra/select.ts'
import { castSpecSchema, toCastSpec } from '../algebra/cast-params.ts'
import { defineStep } from './define.ts'

export const cast = defineStep({
  kind: 'cast',
  title: 'Change type',
  doc: 'Reads text columns as values of a type. A cell that is no such value rejects its row, or with on_error: null becomes missing.',
  example: { columns: ['amount'], to: 'number' },
  params: castSpecSchema.extend({
    columns: columnSelector,
    on_error: z.enum(['reject', 'null']).default('reject').describe('What happens to a cell that cannot be read'),
  }),
  lower: (params, context) => {
    const spec = toCastSpec(params, params.to)
    if ('issues' in spec) return context.report(...spec.issues)
    const selected = context.select(params.columns)
    const { rel, flags } = castColumns(context.input, selected.map(({ name }) => ({ name, spec })))
    if (params.on_error === 'null') return { rel: derive(rel, visibleColumns(rel).map(column => ({ name: column.name, expr: reference(column) })), new Set(flags.values())) }
    return { rel, checks: [...flags].map(([column, flag]) => ({ column, flag, message: `{value} is no ${params.to}` })) }
  },
})
