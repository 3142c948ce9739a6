import { bool, call, isNotNull, not, text, when, type Expr } from '../../algebra/expr.ts'

/** A well-known way to write something, exactly as its standard says: no format here is a guess. */
export interface NamedFormat {
  /** As recipes say it. */
  readonly name: string
  /** Two or three words for menus. */
  readonly title: string
  /** With its article, for sentences: `an e-mail address`. */
  readonly noun: string
  /** What is accepted and what is not, and the standard it comes from. */
  readonly doc: string
  /** RE2, of the whole text. */
  readonly pattern: string
  /** What a text of that pattern has to fulfil besides: a condition that counts as false when it is null. */
  readonly holds?: (text: Expr) => Expr
  /** Texts that are of the format, the first of them shown in messages; run by the tests. */
  readonly examples: readonly [string, ...string[]]
  /** Texts that are not, each for a reason of its own; run by the tests. */
  readonly counterExamples: readonly [string, ...string[]]
}

/** True for the texts that are not of a format, never for null. `holds` is only asked about texts of the pattern. */
export function breaksFormat({ pattern, holds }: NamedFormat, subject: Expr): Expr {
  const hasPattern = call('matches', subject, text(pattern))
  return holds ? when(hasPattern, not(call('coalesce', holds(subject), bool(false))), isNotNull(subject)) : not(hasPattern)
}
