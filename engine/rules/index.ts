import { between } from './between.ts'
import type { RuleDefinition } from './define.ts'
import { expression } from './expression.ts'
import { notNull } from './not-null.ts'
import { unique } from './unique.ts'

export * from './define.ts'

/** Every rule kind there is. A new one is a file beside this and a line here. */
export const rules = [
  notNull,
  between,
  unique,
  expression,
] as const satisfies readonly RuleDefinition[]

const byKind = new Map<string, RuleDefinition>(rules.map(rule => [rule.kind, rule]))

export const ruleNamed = (kind: string): RuleDefinition | undefined => byKind.get(kind)
export const ruleKinds: readonly string[] = rules.map(rule => rule.kind)
