import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { call, column } from '../algebra/expr.ts'
import { formatType, isNumeric, isTextual } from '../data/type.ts'
import { present } from '../base/assert.ts'
import { defineRule } from './define.ts'
import { breaksFormat, formatNamed, formatNames } from './formats/index.ts'
import { only } from './target.ts'

export const format = defineRule({
  kind: 'format',
  title: 'Named format',
  doc: 'The whole text is of a well-known format: an e-mail address, an IBAN with its check digits, a country code. Spaces around it are not forgiven. A column of numbers is looked at as it would be written.',
  example: { column: 'email', format: 'email' },
  dimension: 'validity',
  target: 'column',
  params: z.object({ format: z.enum(formatNames).describe('Which format') }),
  fails: ({ format: name }, { columns }) => {
    const subject = only(columns)
    const wanted = present(formatNamed(name), 'a format of the list')
    if (isTextual(subject.type)) return { kind: 'row', breaks: breaksFormat(wanted, column(subject.name)) }
    if (isNumeric(subject.type)) return { kind: 'row', breaks: breaksFormat(wanted, call('to_text', column(subject.name))) }
    return [problem('not_text', [], `"${subject.name}" is ${formatType(subject.type)}, a format is of text`)]
  },
  message: ({ format: name }) => {
    const { noun, examples } = present(formatNamed(name), 'a format of the list')
    return `{column} is {value}, should be ${noun} such as ${examples[0]}`
  },
})
