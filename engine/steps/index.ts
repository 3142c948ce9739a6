import { cast } from './cast.ts'
import { deduplicate } from './deduplicate.ts'
import type { StepDefinition } from './define.ts'
import { filter } from './filter.ts'
import { trim } from './trim.ts'

export * from './define.ts'

/** Every step kind there is. A new one is a file beside this and a line here. */
export const steps = [
  trim,
  cast,
  filter,
  deduplicate,
] as const satisfies readonly StepDefinition[]

const byKind = new Map<string, StepDefinition>(steps.map(step => [step.kind, step]))

export const stepNamed = (kind: string): StepDefinition | undefined => byKind.get(kind)
export const stepKinds: readonly string[] = steps.map(step => step.kind)
