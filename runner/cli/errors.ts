import { EngineError, formatPath, type Issue } from '../../engine/node.ts'
import { printable } from './printable.ts'

/** Exit codes: 0 done, 1 a gate or batch rule failed, 2 the recipe or command is wrong, 3 the world failed, 4 our bug, 130 interrupted. */
export const EXIT = { done: 0, gate: 1, recipe: 2, world: 3, bug: 4, interrupted: 130 } as const

/** The command or the recipe is wrong: every issue, already located. */
export class IssuesFound extends Error {
  constructor(readonly file: string, readonly issues: readonly Issue[]) {
    super('the recipe has errors')
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof IssuesFound) return EXIT.recipe
  if (!(error instanceof EngineError)) return EXIT.bug
  if (error.code === 'interrupted') return EXIT.interrupted
  if (error.stage === 'recipe') return EXIT.recipe
  return error.code === 'query_failed' || error.code === 'internal' ? EXIT.bug : EXIT.world
}

/** One line on stderr: what happened, where, and what to do. */
export function reportError(error: unknown, isVerbose: boolean): void {
  if (error instanceof IssuesFound) {
    reportIssues(error.file, error.issues)
    return
  }
  const message = error instanceof Error ? error.message : String(error)
  const hint = error instanceof EngineError && error.hint !== undefined ? ` ${error.hint}` : ''
  const bug = exitCodeOf(error) === EXIT.bug ? ' This is a bug in SchemaFlow: please report it.' : ''
  process.stderr.write(`${printable(`schemaflow: ${sentence(message)}${hint}${bug}`)}\n`)
  if (!isVerbose) return
  for (let cause = error instanceof Error ? error.cause : undefined; cause; cause = cause instanceof Error ? cause.cause : undefined) {
    process.stderr.write(`${printable(`  because: ${cause instanceof Error ? cause.message : JSON.stringify(cause)}`)}\n`)
  }
}

export function reportIssues(file: string, issues: readonly Issue[]): void {
  for (const issue of issues) process.stderr.write(`${formatIssue(file, issue)}\n`)
}

/** `recipe.yaml:12:5: error unknown_column: there is no column "emial" here (schema.fields[3].name). Did you mean "email"?` */
export function formatIssue(file: string, { severity, code, path, message, hint, line, column }: Issue): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`
  const where = path.length === 0 ? '' : ` (${formatPath(path)})`
  return printable(`${place}: ${severity} ${code}: ${message}${where}.${hint === undefined ? '' : ` ${hint}`}`)
}

const sentence = (text: string): string => /[.!?]$/.test(text) ? text : `${text}.`
