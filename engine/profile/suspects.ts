import { parseCell } from '../data/cast.ts'
import type { Reading } from './choose.ts'

/**
 * Texts that stand for "no value" in real files: the words people write, what programs print for it, and the numbers and days that
 * old systems used for want of a null. Compared with the whole cell, exactly, as null tokens are.
 */
export const SUSPECTS: readonly string[] = [
  'N/A', 'n/a', 'NA', 'na', 'N.A.', 'n.a.', '#N/A', '<NA>', 'NaN', 'nan', 'NULL', 'null', 'Null', '\\N', 'nil', 'None', 'none', 'NONE', '-', '--', '---', '.', '?', '??',
  'unknown', 'Unknown', 'UNKNOWN', 'missing', 'Missing', 'MISSING', 'TBD', 'tbd', 'undefined', ' ', '',
  '-999', '-9999', '-99999', '-999.0', '9999-12-31', '1900-01-01', '0000-00-00', '12/31/9999', '31/12/9999', '01/01/1900',
]

/** Those that are no value of any type: a column of dates and these is a column of dates. */
export const NULL_WORDS: readonly string[] = SUSPECTS.filter(text => !/[0-9]/.test(text))

/** Those that can stand in a column of which every cell is a value of the reading: numbers, where numbers are, within their range. */
export function suspectsAmong({ candidate: { spec, form }, low, high }: Reading): readonly string[] {
  // Of numbers written otherwise -999 and -9,999 are the same: nobody has to be told of one spelling.
  if (form !== undefined) return []
  return SUSPECTS.filter(text => {
    const value = parseCell(text, spec)
    if (value === undefined) return false
    return spec.to.name !== 'integer' && spec.to.name !== 'number' || low !== null && high !== null && Number(value) >= low && Number(value) <= high
  })
}
