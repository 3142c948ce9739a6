import * as z from 'zod'
import { call, column, text } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'

/** Category Cc: C0, DEL and C1. */
const CONTROL = '\\x{0}-\\x{1f}\\x{7f}-\\x{9f}'
const CONTROL_BUT_LAYOUT = '\\x{0}-\\x{8}\\x{b}\\x{c}\\x{e}-\\x{1f}\\x{7f}-\\x{9f}'
/** Of category Cf those that no script needs: soft hyphen, zero-width space, word joiner, byte order mark, marks of direction and their kin. The joiners U+200C and U+200D change how letters and emoji are drawn. */
const INVISIBLE = '\\x{ad}\\x{61c}\\x{180e}\\x{200b}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{2066}-\\x{206f}\\x{feff}'

export const stripControlCharacters = defineStep({
  kind: 'strip_control_characters',
  title: 'Strip control characters',
  doc: 'Removes control characters (U+0000 to U+001F, U+007F to U+009F) from the texts in columns; tabs and line ends only when keep_layout is false. With invisible also characters that show nothing: byte order marks, zero-width spaces, soft hyphens, marks of direction.',
  example: { columns: '*' },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    keep_layout: z.boolean().default(true).describe('Whether tabs and line ends stay'),
    invisible: z.boolean().default(false).describe('Whether invisible format characters go too'),
  }),
  lower: ({ columns, keep_layout: keepsLayout, invisible }, context) => {
    const pattern = `[${keepsLayout ? CONTROL_BUT_LAYOUT : CONTROL}${invisible ? INVISIBLE : ''}]+`
    return mapText(context, columns, name => call('replace_regex', column(name), text(pattern), text('')))
  },
})
