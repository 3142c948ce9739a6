import type { Recipe } from '../recipe/index.ts'
import type { GateResult } from './run-result.ts'
import type { Counts } from './workspace-api.ts'

/** The recipe's gates against what a run counted. */
export function passGates({ gates }: Recipe, { physical, rejected, valid }: Counts, score: number): readonly GateResult[] {
  const { ratio, count, min_rows: from = 0 } = gates?.max_rejects ?? {}
  const share = physical === 0 ? 0 : rejected / physical
  return [
    ...ratio === undefined ? [] : [{ id: 'max_rejects.ratio', limit: ratio, actual: share, passed: physical < from || share <= ratio }],
    ...count === undefined ? [] : [{ id: 'max_rejects.count', limit: count, actual: rejected, passed: rejected <= count }],
    ...gates?.min_quality === undefined ? [] : [{ id: 'min_quality', limit: gates.min_quality, actual: score, passed: score >= gates.min_quality }],
    ...gates?.min_rows === undefined ? [] : [{ id: 'min_rows', limit: gates.min_rows, actual: valid, passed: valid >= gates.min_rows }],
  ]
}
