import { compileOver, evaluateRel, keyOf, type RelRow, type RunClock } from '../algebra/index.ts'
import { columnsOf } from '../algebra/rel.ts'
import type { Value } from '../data/type.ts'
import { rejectMasks, wordCount, type BatchCheck, type Check, type Plan } from './plan.ts'

/** A source row: its ordinal and one text a column, null for missing. */
export interface SourceRow {
  readonly ordinal: number
  readonly cells: readonly (string | null)[]
}

export interface JudgedRow {
  readonly ordinal: number
  readonly dropped: number | null
  /** The verdict's words: check i is bit i % 32 of word i / 32. */
  readonly words: readonly number[]
  readonly isRejected: boolean
  /** The output columns typed, and as text. */
  readonly typed: readonly Value[]
  readonly text: readonly (string | null)[]
}

/** The verdict on rows, computed in plain TypeScript: what every engine has to agree with. */
export function judgeRows(plan: Plan, source: readonly SourceRow[], clock: RunClock): readonly JudgedRow[] {
  const rows = evaluateRel(plan.rel, source.map(({ ordinal, cells }) => ({ ordinal, dropped: null, values: cells })), clock)
  const verdicts = plan.checks.map(check => failing(plan, check, rows, clock))
  const masks = rejectMasks(plan)
  const typed = plan.output.map(output => compileOver(plan.rel, output.typed, clock))
  const text = plan.output.map(output => compileOver(plan.rel, output.text, clock))
  return rows.map((row, index) => {
    const words = new Array<number>(wordCount(plan)).fill(0)
    verdicts.forEach((fails, bit) => {
      if (row.dropped === null && fails[index] === true) words[bit >>> 5] = ((words[bit >>> 5] ?? 0) | 1 << (bit & 31)) >>> 0
    })
    return {
      ordinal: row.ordinal, dropped: row.dropped, words,
      isRejected: words.some((word, i) => (word & (masks[i] ?? 0)) !== 0),
      typed: typed.map(expr => expr(row)), text: text.map(expr => expr(row) as string | null),
    }
  })
}

/** For each row, whether it fails a check. */
function failing(plan: Plan, { fails }: Check, rows: readonly RelRow[], clock: RunClock): readonly boolean[] {
  if (fails.kind === 'row') {
    const expr = compileOver(plan.rel, fails.expr, clock)
    return rows.map(row => expr(row) === true)
  }
  const among = compileOver(plan.rel, fails.among, clock)
  const positions = fails.columns.map(name => columnsOf(plan.rel).findIndex(column => column.name === name))
  const keys = rows.map(row => row.dropped === null && among(row) === true ? keyOf(positions.map(position => row.values[position] ?? null)) : null)
  const groups = new Map<string, { first: number, size: number }>()
  keys.forEach((key, index) => {
    if (key === null) return
    const group = groups.get(key)
    if (group) group.size++
    else groups.set(key, { first: index, size: 1 })
  })
  return keys.map((key, index) => {
    const group = key === null ? undefined : groups.get(key)
    return group !== undefined && group.size > 1 && (fails.attribution === 'whole_group' || index > group.first)
  })
}

/** The figure each batch rule measures over the accepted rows; null when it has none (the mean of nothing). */
export function measureRows(plan: Plan, source: readonly SourceRow[], clock: RunClock): readonly (number | null)[] {
  const judged = judgeRows(plan, source, clock)
  const rows = evaluateRel(plan.rel, source.map(({ ordinal, cells }) => ({ ordinal, dropped: null, values: cells })), clock)
    .filter((_, index) => judged[index]?.dropped === null && !judged[index].isRejected)
  return plan.batch.map(({ measure, expr }) => {
    const values = expr ? rows.map(compileOver(plan.rel, expr, clock)) : rows.map((): Value => true)
    return measured(measure, values)
  })
}

function measured(measure: BatchCheck['measure'], values: readonly Value[]): number | null {
  const present = values.filter(value => value !== null)
  const numbers = present.map(Number)
  switch (measure) {
    case 'count': return values.length
    case 'null_ratio': return values.length === 0 ? null : (values.length - present.length) / values.length
    case 'distinct_count': return new Set(present.map(value => keyOf([value]))).size
    case 'sum': return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0)
    case 'mean': return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0) / numbers.length
    case 'min': return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.min(a, b))
    case 'max': return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b))
  }
}

/** Whether a batch rule holds: its figure is within its bounds; a figure that does not exist breaks none. */
export function holds({ min, max }: BatchCheck, figure: number | null): boolean {
  return figure === null || ((min === null || figure >= min) && (max === null || figure <= max))
}
