import type { Issue, PathPart } from '../../engine/base/issue.ts'
import type { SessionState } from '../session/state.ts'
import type { Trouble } from './forms/troubles.ts'

const none: readonly Issue[] = []

/** What the check found wrong with the recipe in force; nothing while its verdict is still to come. */
export const currentIssues = ({ verdict, revision }: SessionState): readonly Issue[] => verdict?.revision === revision && verdict.issues.length > 0 ? verdict.issues : none

/** The issues below a place in the recipe, with their paths from there. */
export function issuesUnder(issues: readonly Issue[], prefix: readonly PathPart[]): readonly Issue[] {
  return issues.filter(({ path }) => prefix.every((part, index) => path[index] === part)).map(issue => ({ ...issue, path: issue.path.slice(prefix.length) }))
}

/** Issues of a step or rule as remarks beside the controls of its form. */
export function toTroubles(issues: readonly Issue[]): readonly Trouble[] {
  return issues.map(({ path, message, hint }) => ({ key: path[0] === 'column' ? 'columns' : String(path[0] ?? ''), message: hint === undefined ? message : `${message}. ${hint}` }))
}
