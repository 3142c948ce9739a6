import { problem, type PathPart } from '../base/issue.ts'
import { codePoints } from '../data/text.ts'
import { compilePattern, type Pattern } from '../data/pattern.ts'
import type { StepContext } from './define.ts'

/** A pattern compiled; undefined when RE2 has none such, which is then an issue at `path`. */
export function patternAt(context: StepContext, source: string, path: readonly PathPart[]): Pattern | undefined {
  const compiled = compilePattern(source)
  if (compiled.ok) return compiled.pattern
  return context.report({ ...problem('bad_pattern', path, compiled.message), ...(compiled.offset === undefined ? {} : { offset: compiled.offset }) })
}

/** The RE2 class of exactly these characters. */
export function characterClass(characters: string): string {
  return `[${codePoints(characters).map(character => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`).join('')}]`
}
