import { useMemo } from 'react'
import { useSession } from '../session/session.ts'
import type { SessionState } from '../session/state.ts'
import { uniqueColumns, type ColumnChoice } from './forms/columns.ts'

type Known = Pick<SessionState, 'verdict' | 'detected' | 'recipe'>

/** The columns rules see: those after steps and casts when the recipe has been judged, else those it declares and those of the file. */
export function columnsOfRules({ verdict, detected, recipe }: Known): readonly ColumnChoice[] {
  if (verdict && verdict.columns.length > 0) return verdict.columns.map(({ name, type }) => ({ name, type: type.name }))
  const declared = (recipe.schema?.fields ?? []).map(({ name, type = 'string' }) => ({ name, type }))
  return uniqueColumns([...declared, ...columnsOfFile(detected)])
}

/** The columns a step may see: those of the file and those steps have made. */
export function columnsOfSteps({ verdict, detected }: Known): readonly ColumnChoice[] {
  const after = (verdict?.columns ?? []).map(({ name, type }) => ({ name, type: type.name }))
  return uniqueColumns([...columnsOfFile(detected), ...after])
}

const columnsOfFile = (detected: SessionState['detected']): readonly ColumnChoice[] => (detected?.columns ?? []).map(name => ({ name, type: 'string' }))

/** The columns that can be chosen in a step or a rule. */
export function useColumns(seenBy: 'steps' | 'rules'): readonly ColumnChoice[] {
  const verdict = useSession(state => state.verdict)
  const detected = useSession(state => state.detected)
  const recipe = useSession(state => state.recipe)
  return useMemo(() => (seenBy === 'steps' ? columnsOfSteps : columnsOfRules)({ verdict, detected, recipe }), [seenBy, verdict, detected, recipe])
}
