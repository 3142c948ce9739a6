import { leftText } from '../data/text.ts'
import type { Check } from './plan.ts'

/** Values longer than this are cut in sentences; the record holds them whole. */
const MAX_SHOWN = 80

/** A check's sentence about one row; `value` is the text of its first column. */
export function formatMessage({ message, columns }: Pick<Check, 'message' | 'columns'>, value: string | null): string {
  const shown = value === null ? 'missing' : value === '' ? 'empty' : `"${value.length > MAX_SHOWN ? `${leftText(value, MAX_SHOWN - 1)}…` : value}"`
  return message.replace(/\{(column|value)\}/g, (_, name: string) => name === 'column' ? columns.join(', ') : shown)
}
