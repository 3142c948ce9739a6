import { problem } from '../base/issue.ts'
import { all, bool, call, cast, column, isNotNull } from '../algebra/expr.ts'
import { castSpecSchema, toCastSpec } from '../algebra/cast-params.ts'
import { formatType, isTextual, sameType } from '../data/type.ts'
import { defineRule } from './define.ts'
import { only } from './target.ts'

export const readableAs = defineRule({
  kind: 'type',
  title: 'Readable as a type',
  doc: 'The text can be read as a value of the type to, with the same formats and words that a field takes; the column stays text. To work with the values, declare the type in the schema, or use the step cast.',
  example: { column: 'amount', to: 'number' },
  dimension: 'validity',
  target: 'column',
  params: castSpecSchema,
  fails: (params, { columns }) => {
    const { name, type } = only(columns)
    const spec = toCastSpec(params, params.to)
    if ('issues' in spec) return spec.issues
    if (sameType(type, spec.to)) return { kind: 'row', breaks: bool(false) }
    if (!isTextual(type)) return [problem('not_text', [], `"${name}" is ${formatType(type)} already, this rule asks whether a text can be read as ${formatType(spec.to)}`)]
    return { kind: 'row', breaks: all(isNotNull(column(name)), call('is_null', cast(column(name), spec))) }
  },
  message: ({ to, format, date_format, formats = [] }) => {
    const written = [format, date_format, ...formats].filter(each => each !== undefined)
    return `{column} is {value}, should be readable as ${to}${written.length > 0 ? ` written ${written.join(' or ')}` : ''}`
  },
})
