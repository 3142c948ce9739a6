import { replaceColumns } from '../algebra/derive.ts'
import { cast as castTo, column } from '../algebra/expr.ts'
import { resolve } from '../algebra/resolve.ts'
import { columnSelector } from '../algebra/select.ts'
import { castSpecSchema, toCastSpec, typeSchema } from '../algebra/cast-params.ts'
import { problem } from '../base/issue.ts'
import { formatType, isTextual, sameType } from '../data/type.ts'
import { defineStep } from './define.ts'
import { columnChanges } from './map-columns.ts'
import { onError, readColumns } from './read-columns.ts'

export const cast = defineStep({
  kind: 'cast',
  title: 'Change type',
  doc: 'Reads text columns as values of a type. A cell that is no such value rejects its row, or with on_error: null becomes missing. Typed columns become text, integers and decimals numbers, moments dates; nothing is ever rounded.',
  example: { columns: ['amount'], to: 'number' },
  params: castSpecSchema.extend({
    columns: columnSelector.describe('The columns to read'),
    to: typeSchema.describe('The type the cells become'),
    on_error: onError,
  }),
  lower: (params, context) => {
    const spec = toCastSpec(params, params.to)
    if ('issues' in spec) return context.report(...spec.issues)
    const isRead = ({ type }: { readonly type: typeof spec.to }): boolean => isTextual(type) && !sameType(type, spec.to)
    const changes = columnChanges(context, params.columns, (subject, path) => {
      const subjectColumn = column(subject.name)
      if (isRead(subject) || sameType(subject.type, spec.to)) return subjectColumn
      const converted = castTo(subjectColumn, spec)
      return resolve(converted, context.columns).ok ? converted
        : problem('no_cast', path, `"${subject.name}" is ${formatType(subject.type)} and cannot become ${formatType(spec.to)} by a cast`, spec.to.name === 'integer' ? 'Say how: add a column with round, floor, ceil or trunc.' : undefined)
    })
    const read = changes.filter(({ expr }) => isRead(expr))
    return readColumns(replaceColumns(context.input, changes), read.map(({ name }) => ({ name, spec })), params.to, params.on_error)
  },
})
