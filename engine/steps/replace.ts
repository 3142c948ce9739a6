import * as z from 'zod'
import { call, column, text } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { replacementProblem } from '../data/pattern.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'
import { patternAt } from './patterns.ts'

export const replace = defineStep({
  kind: 'replace',
  title: 'Find and replace',
  doc: 'Replaces every occurrence of find in the texts in columns with replacement: a literal text, or with regex an RE2 pattern whose groups the replacement can use, \\1 for the first and \\0 for the whole match.',
  example: { columns: ['phone'], find: '-', replacement: '' },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    find: z.string().min(1).describe('What to look for, any part of a text; (?i) at the start of a pattern ignores case'),
    replacement: z.string().default('').describe('What takes its place; nothing when left out'),
    regex: z.boolean().default(false).meta({ title: 'Pattern' }).describe('Whether find is an RE2 pattern'),
  }),
  lower: ({ columns, find, replacement, regex }, context) => {
    if (!regex) return mapText(context, columns, name => call('replace', column(name), text(find), text(replacement)))
    const pattern = patternAt(context, find, ['find'])
    if (!pattern) return undefined
    const trouble = replacementProblem(pattern, replacement)
    if (trouble) return context.report({ ...problem('bad_replacement', ['replacement'], trouble.message), offset: trouble.offset })
    return mapText(context, columns, name => call('replace_regex', column(name), text(find), text(replacement)))
  },
})
