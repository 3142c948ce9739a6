import { leftText } from '../data/text.ts'
import type { Check } from './plan.ts'

/** Values longer than this are cut in sentences; the record holds them whole. */
const MAX_SHOWN = 80

type Spoken = Pick<Check, 'message' | 'columns'>

/** A check's sentence about one row; `value` is the text of its first column. */
export const formatMessage = (check: Spoken, value: string | null): string => messageWriter(check)(value)

/** The same for many rows: what they have in common is put together once. */
export function messageWriter({ message, columns }: Spoken): (value: string | null) => string {
  // Split first: a column may well be called "{value}".
  const [before = '', ...parts] = message.split('{value}').map(part => part.replaceAll('{column}', () => columns.join(', ')))
  return value => parts.length === 0 ? before : before + parts.map(part => shown(value) + part).join('')
}

function shown(value: string | null): string {
  if (value === null) return 'missing'
  if (value === '') return 'empty'
  return `"${value.length > MAX_SHOWN ? `${leftText(value, MAX_SHOWN - 1)}…` : value}"`
}
