import * as z from 'zod'
import { call, column, int, text } from '../algebra/expr.ts'
import { quotePattern } from '../data/pattern.ts'
import { defineStep } from './define.ts'
import { notText } from './map-columns.ts'
import { areFree, columnAt, columnName, insertColumns, newColumnName } from './new-columns.ts'

/** RE2 repeats nothing more than a thousand times; far more names than anyone writes. */
const MAX_PARTS = 200

export const splitColumn = defineStep({
  kind: 'split_column',
  title: 'Split a column',
  doc: 'Cuts the text of column at each separator, taken literally, and puts the parts into new columns called into, after it. Of more parts than names the last column takes all the rest, separators included, or rest: drop leaves them out. A part that is empty or not there is missing.',
  example: { column: 'full_name', separator: ' ', into: ['first', 'last'] },
  params: z.object({
    column: columnName.describe('The column to cut'),
    separator: z.string().min(1).describe('The text between two parts'),
    into: z.array(newColumnName).min(1).max(MAX_PARTS).meta({ title: 'New columns' }).describe('What the parts are called, from the first'),
    rest: z.enum(['last', 'drop']).default('last').describe('What becomes of more parts than names: in the last column, or dropped'),
    drop_original: z.boolean().default(false).describe('Whether the column itself is removed'),
  }),
  lower: ({ column: name, separator, into, rest, drop_original: dropsOriginal }, context) => {
    const subject = columnAt(context, name, ['column'])
    const removed = new Set(dropsOriginal ? [name] : [])
    const isFree = areFree(context, into, index => ['into', index], removed)
    if (!subject || !isFree) return undefined
    const wrongType = notText(subject, ['column'])
    if (wrongType) return context.report(wrongType)
    const added = into.flatMap((part, index) => {
      const takesRest = rest === 'last' && index === into.length - 1
      const expr = context.resolve(call('nullif', call('extract', column(name), text(partPattern(separator, index, takesRest)), int(1)), text('')), ['column'])
      return expr ? [{ name: part, expr }] : []
    })
    return { rel: insertColumns(context.input, added, { after: name, removed }) }
  },
})

/** Group 1 is the part after `index` separators, each the nearest there is; nothing matches when there are fewer. */
function partPattern(separator: string, index: number, takesRest: boolean): string {
  const quoted = quotePattern(separator)
  const before = index === 0 ? '' : `(?:.*?${quoted}){${index}}`
  return takesRest ? `(?s)^${before}(.*)` : `(?s)^${before}(.*?)(?:${quoted}|\\z)`
}
