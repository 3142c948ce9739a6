import { columnFingerprint, compileOver, compileRowLocal, expressionFingerprint, withoutMarks, type Rel, type RunClock } from '../algebra/index.ts'
import type { Plan } from '../plan/index.ts'

type Cells = readonly (string | null)[]

/** A source row's output columns as text, by the row evaluator. Where no step changes anything they are the source's own cells. */
export const textOutputs = (plan: Plan, clock: RunClock): (cells: Cells) => Cells => changedOutputs(plan, clock) ?? (cells => cells)

/** Undefined where no step changes anything. */
export function changedOutputs(plan: Plan, clock: RunClock): ((cells: Cells) => Cells) | undefined {
  if (isUntouched(plan)) return undefined
  const rel = withoutMarks(plan.rel)
  const row = compileRowLocal(rel, clock)
  const texts = plan.output.map(output => compileOver(rel, output.text, clock))
  return cells => {
    const after = row({ ordinal: 0, dropped: null, values: cells })
    return texts.map(text => text(after) as string | null)
  }
}

/** Whether no step changes anything: the output columns are then the source's own cells. */
function isUntouched(plan: Plan): boolean {
  const rel = withoutMarks(plan.rel)
  return plan.output.length === plan.source.length && plan.output.every((output, index) => expressionFingerprint(rel, output.text) === columnFingerprint(sourceOf(rel), plan.source[index]?.name ?? ''))
}

const sourceOf = (rel: Rel): Rel => rel.kind === 'source' ? rel : sourceOf(rel.input)
