import { leftText } from '../data/text.ts'
import type { Check } from './plan.ts'

/** Values longer than this are cut in sentences; the record holds them whole. */
const MAX_SHOWN = 80

type Spoken = Pick<Check, 'message' | 'columns'>

/** A check's sentence about one row; `value` is the text of its first column. */
export const formatMessage = (check: Spoken, value: string | null): string => messageParts(check).join(saidValue(value))

/** What a check says of every row: between each two of these stands the row's value, as {@link saidValue} has it. */
export function messageParts({ message, columns }: Spoken): readonly string[] {
  // Split first: a column may well be called "{value}".
  return message.split('{value}').map(part => part.replaceAll('{column}', () => columns.join(', ')))
}

/** A value in a sentence. */
export function saidValue(value: string | null): string {
  if (value === null) return 'missing'
  if (value === '') return 'empty'
  return `"${value.length > MAX_SHOWN ? `${leftText(value, MAX_SHOWN - 1)}…` : value}"`
}
