import * as z from 'zod'
import { call, text } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

/** U+0000 to U+001F and U+007F to U+009F, in pieces around tab, line feed and carriage return. */
const CONTROLS = '\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F'
const TAB = '\\t'
const LINE_ENDS = '\\n\\r'
/** Soft hyphen, zero-width and direction marks, invisible operators, byte order mark. */
const INVISIBLE = '\\x{AD}\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{2064}\\x{2066}-\\x{206F}\\x{FEFF}'

export const noControlCharacters = defineRule({
  kind: 'no_control_characters',
  title: 'No control characters',
  doc: 'The text holds no control characters (U+0000 to U+001F, U+007F to U+009F). allow makes an exception for tabs or line ends; with invisible, zero-width characters, direction marks and soft hyphens are refused as well (some scripts and emoji need them).',
  example: { column: 'comment', allow: ['line_ends'] },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    allow: z.array(z.enum(['tabs', 'line_ends'])).default([]).meta({ title: 'Allowed all the same' }).describe('Control characters that may occur'),
    invisible: z.boolean().default(false).meta({ title: 'Invisible characters too' }).describe('Refuses zero-width characters, direction marks and soft hyphens as well'),
  }),
  fails: ({ allow, invisible }, { columns }) => {
    const refused = CONTROLS + (allow.includes('tabs') ? '' : TAB) + (allow.includes('line_ends') ? '' : LINE_ENDS) + (invisible ? INVISIBLE : '')
    return ofText(columns, subject => call('contains_match', subject, text(`[${refused}]`)))
  },
  message: ({ invisible }) => `{column} is {value}, should hold no control ${invisible ? 'or invisible ' : ''}characters`,
})
