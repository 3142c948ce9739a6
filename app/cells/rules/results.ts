import { ruleId, type RuleSpec } from '../../../engine/recipe/index.ts'
import { ruleNamed, type RuleResult } from '../../../engine/index.ts'
import type { CellId } from '../cell-view.ts'

/** A rule of the recipe with its place, id and, once judged, its result. */
export interface ListedRule {
  readonly rule: RuleSpec
  readonly index: number
  readonly id: string
  readonly result: RuleResult | undefined
}

export function listRules(rules: readonly RuleSpec[], results: readonly RuleResult[]): readonly ListedRule[] {
  const byId = new Map(results.map(result => [result.id, result]))
  return rules.map((rule, index) => {
    const id = ruleId(rule, index)
    return { rule, index, id, result: rule.active === false ? undefined : byId.get(id) }
  })
}

/** A check that is not written as a rule, and the cell in which it is. */
export interface ImpliedCheck {
  readonly result: RuleResult
  readonly title: string
  readonly cell: CellId
}

/** The checks that fields, keys, steps and the reader imply: most failing rows first. */
export function impliedChecks(results: readonly RuleResult[], written: Iterable<string>, stepIds: Iterable<string>): readonly ImpliedCheck[] {
  const own = new Set(written)
  const steps = new Set(stepIds)
  return results
    .filter(({ id }) => !own.has(id))
    .map((result): ImpliedCheck => ({ result, title: titleOf(result), cell: result.id === 'parse' ? 'source' : steps.has(result.id) ? 'clean' : 'schema' }))
    .toSorted((a, b) => b.result.failed - a.result.failed)
}

function titleOf({ id, kind }: RuleResult): string {
  if (id === 'parse') return 'Readable record'
  if (kind === 'type') return 'Readable as its type'
  return ruleNamed(kind)?.title ?? kind.replaceAll('_', ' ')
}

/** The share of the rows looked at that fail, 0..1. */
export const failedShare = ({ failed, checked }: RuleResult): number => checked === 0 ? 0 : failed / checked
