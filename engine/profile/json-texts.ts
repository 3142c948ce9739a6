import { parseCell } from '../data/cast.ts'
import type { Candidate } from './candidates.ts'
import { countCells, type Counted } from './cells.ts'

const JSON_TEXTS: Candidate = { spec: { to: { name: 'json' } } }
const ARRAYS: Candidate = { spec: { to: { name: 'array' } } }

const OPENS = /^[ \t\r\n]*[[{]/

/** Whether some of the texts begin as objects or arrays do. */
export const looksStructured = (values: readonly Counted[]): boolean => values.some(({ value }) => OPENS.test(value))

/** JSON where enough of the cells are objects or arrays; arrays where all of those are. A number or a word is JSON as well, but is better taken for itself. */
export function jsonCandidate(values: readonly Counted[], present: number, plausibleShare: number): Candidate | undefined {
  const structured = values.filter(({ value }) => OPENS.test(value) && parseCell(value, JSON_TEXTS.spec) !== undefined)
  const cells = countCells(structured)
  if (cells === 0 || cells < present * plausibleShare) return undefined
  return structured.every(({ value }) => parseCell(value, ARRAYS.spec) !== undefined) ? ARRAYS : JSON_TEXTS
}
