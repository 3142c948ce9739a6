import * as z from 'zod'
import { call, column, text } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { TRIM_CHARACTERS } from '../data/text.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'
import { characterClass } from './patterns.ts'

const RUN = `${characterClass(TRIM_CHARACTERS)}+`

export const collapseWhitespace = defineStep({
  kind: 'collapse_whitespace',
  title: 'Collapse spaces',
  doc: 'Makes every run of white space (Unicode spaces, tabs, line ends) inside the texts in columns one space, and with trim removes it at both ends.',
  example: { columns: '*' },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    trim: z.boolean().default(true).describe('Whether white space at both ends goes altogether'),
  }),
  lower: ({ columns, trim }, context) => mapText(context, columns, name => {
    const collapsed = call('replace_regex', column(name), text(RUN), text(' '))
    return trim ? call('trim', collapsed) : collapsed
  }),
})
