import { column, compileOver, resolve, type Rel } from '../../engine/algebra/index.ts'
import { parseCell, formatValue, type CastSpec } from '../../engine/data/cast.ts'
import { compareValues } from '../../engine/data/compare.ts'
import { compareText, leftText, textLength } from '../../engine/data/text.ts'
import { string, type Value } from '../../engine/data/type.ts'
import { castOfProfile, type ColumnProfile } from '../../engine/profile/index.ts'
import { plainNumberOf } from '../../engine/steps/parse-number.ts'
import type { Cells } from './load.ts'

/** What of a profile follows from its type alone, counted cell by cell. */
export type Facts = Pick<ColumnProfile, 'share' | 'valid' | 'mismatched' | 'missing' | 'distinct' | 'top' | 'min' | 'max' | 'minLength' | 'maxLength'>

/** Reads a cell as a profile has it; undefined when it is not of its type. */
export type Read = (cell: string) => Value | undefined

export function readerOf(found: ColumnProfile): Read {
  const spec = castOfProfile(found)
  const { numberForm } = found
  if (!numberForm) return cell => parseCell(cell, spec)
  const plain = resolve(plainNumberOf(column('cell'), numberForm), [{ name: 'cell', type: string }], string)
  if (!plain.ok) throw new Error('the form of numbers cannot be read')
  const rel: Rel = { kind: 'source', columns: [{ name: 'cell', type: string }] }
  const evaluate = compileOver(rel, plain.expr, { nowMicros: 0n })
  return cell => {
    const text = evaluate({ ordinal: 1, dropped: null, values: [cell] })
    return typeof text === 'string' ? parseCell(text, spec) : undefined
  }
}

/** The same figures by the slow way. `top` is empty where a profile leaves it out. */
export function factsOf(cells: Cells, found: ColumnProfile): Facts {
  const [spec, read] = [castOfProfile(found), readerOf(found)]
  const present = cells.filter(cell => cell !== null)
  const values = present.map(read).filter(value => value !== undefined)
  const counts = new Map<string, number>()
  for (const cell of present) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const lengths = present.map(textLength)
  const isNearlyUnique = counts.size > 1000 && counts.size > present.length / 2
  const top = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || compareText(a.value, b.value)).slice(0, 10)
  return {
    share: present.length === 0 ? 1 : values.length / present.length,
    valid: values.length, mismatched: present.length - values.length, missing: cells.length - present.length,
    distinct: counts.size, top: isNearlyUnique ? [] : top,
    min: endOf(values, spec, -1), max: endOf(values, spec, 1),
    minLength: lengths.length === 0 ? null : lengths.reduce((a, b) => Math.min(a, b)), maxLength: lengths.length === 0 ? null : lengths.reduce((a, b) => Math.max(a, b)),
  }
}

/** JSON texts have no order that tells anything. */
function endOf(values: readonly Value[], spec: CastSpec, sign: 1 | -1): string | null {
  if (values.length === 0 || spec.to.name === 'json' || spec.to.name === 'array') return null
  const end = values.reduce((a, b) => compareValues(b, a) * sign > 0 ? b : a)
  return leftText(formatValue(end, spec.to) ?? '', 200)
}

/** The figures of a profile that {@link factsOf} gives too. */
export function factsIn({ share, valid, mismatched, missing, distinct, top, min, max, minLength, maxLength }: ColumnProfile): Facts {
  return { share, valid, mismatched, missing, distinct, top, min, max, minLength, maxLength }
}
