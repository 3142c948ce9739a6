/** A step into a document: a key or an index. */
export type PathPart = string | number

/**
 * The recipe is wrong or doubtful at one place. Returned and shown there, never thrown.
 * `line` and `column` count from 1 and are present when the recipe came from text.
 */
export interface Issue {
  readonly severity: 'error' | 'warning'
  /** Stable, machine-readable: `unknown_key`, `type_mismatch` … */
  readonly code: string
  readonly message: string
  readonly path: readonly PathPart[]
  readonly hint?: string
  readonly line?: number
  readonly column?: number
  /** Where in the value at `path` the trouble starts, in code units, for texts that have a grammar of their own (expressions, patterns). */
  readonly offset?: number
}

/** An error-severity issue. */
export function problem(code: string, path: readonly PathPart[], message: string, hint?: string): Issue {
  return { severity: 'error', code, path, message, ...(hint === undefined ? {} : { hint }) }
}

/** A warning: the recipe runs, perhaps not as meant. */
export function doubt(code: string, path: readonly PathPart[], message: string, hint?: string): Issue {
  return { severity: 'warning', code, path, message, ...(hint === undefined ? {} : { hint }) }
}

/** The same issue seen from further out: `prefix` is put before its path. */
export function under(prefix: readonly PathPart[], issue: Issue): Issue {
  return { ...issue, path: [...prefix, ...issue.path] }
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(issue => issue.severity === 'error')
}

/** The same without repetitions: a wrong parameter of a rule for a hundred columns is said once. */
export function distinctIssues(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map(issue => [JSON.stringify([issue.path, issue.code, issue.message, issue.offset]), issue])).values()]
}

/** `transform.steps[0].columns` */
export function formatPath(path: readonly PathPart[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '')
}
