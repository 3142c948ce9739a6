import { useMemo } from 'react'
import type { FieldSpec, Verdict } from '../../engine/index.ts'
import { useSession } from '../session/session.ts'
import type { SessionState } from '../session/state.ts'
import { uniqueColumns, type ColumnChoice } from './forms/columns.ts'

interface Known {
  /** As the latest verdict has them. */
  readonly judged: Verdict['columns'] | undefined
  readonly detected: SessionState['detected']
  readonly fields: readonly FieldSpec[] | undefined
}

/** The columns rules see: those after steps and casts when the recipe has been judged, else those it declares and those of the file. */
export function columnsOfRules({ judged, detected, fields }: Known): readonly ColumnChoice[] {
  if (judged && judged.length > 0) return judged.map(({ name, type }) => ({ name, type: type.name }))
  const declared = (fields ?? []).map(({ name, type = 'string' }) => ({ name, type }))
  return uniqueColumns([...declared, ...columnsOfFile(detected)])
}

/** The columns a step may see: those of the file and those steps have made. */
export function columnsOfSteps({ judged, detected }: Known): readonly ColumnChoice[] {
  const after = (judged ?? []).map(({ name, type }) => ({ name, type: type.name }))
  return uniqueColumns([...columnsOfFile(detected), ...after])
}

const columnsOfFile = (detected: SessionState['detected']): readonly ColumnChoice[] => (detected?.columns ?? []).map(name => ({ name, type: 'string' }))

/** The columns that can be chosen in a step or a rule. */
export function useColumns(seenBy: 'steps' | 'rules'): readonly ColumnChoice[] {
  const judged = useSession(state => state.verdict?.columns)
  const detected = useSession(state => state.detected)
  const fields = useSession(state => state.recipe.schema?.fields)
  return useMemo(() => (seenBy === 'steps' ? columnsOfSteps : columnsOfRules)({ judged, detected, fields }), [seenBy, judged, detected, fields])
}
