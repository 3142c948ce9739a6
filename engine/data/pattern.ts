import { RE2JS, RE2JSSyntaxException } from 're2js'
import { checkSyntax } from './pattern-syntax.ts'
import { wellFormed } from './text.ts'

/**
 * Regular expressions are RE2's (https://github.com/google/re2/wiki/Syntax): linear time, `.` and classes by code point, `\d \s \w \b`
 * ASCII only. They run here on re2js, elsewhere on the RE2 inside DuckDB; what only one of the two understands is refused.
 * Known difference: `\p{…}` of characters newer than Unicode 15, which DuckDB's tables do not have.
 */
export interface Pattern {
  readonly source: string
  readonly caseInsensitive: boolean
  /** Capturing groups, not counting group 0, the whole match. */
  readonly groupCount: number
  readonly groupNames: Readonly<Record<string, number>>
  readonly compiled: RE2JS
}

/** `offset` is where in the source the trouble starts, in code units, when that is known. */
export type PatternResult =
  | { readonly ok: true, readonly pattern: Pattern }
  | { readonly ok: false, readonly message: string, readonly offset?: number }

export interface PatternOptions {
  readonly caseInsensitive?: boolean
}

const MAX_CACHED = 128

/**
 * RE2 refuses programs above 87,381 instructions (its max_mem of 8 MB; Compiler::Setup in re2/compile.cc). One of ours may stand for
 * many of its byte instructions: measured on DuckDB 1.5.6, large classes take 0.17 to 0.29 for each range.
 */
const MAX_INSTRUCTIONS = 87_381
const INSTRUCTIONS_PER_RANGE = 0.3

/** The results of the last patterns asked for, oldest first. */
const cache = new Map<string, PatternResult>()

/** Compiles a pattern, or says why RE2 has no such pattern. The last {@link MAX_CACHED} results are kept. */
export function compilePattern(source: string, { caseInsensitive = false }: PatternOptions = {}): PatternResult {
  const key = (caseInsensitive ? 'i' : 'c') + source
  const result = cache.get(key) ?? compile(source, caseInsensitive)
  cache.delete(key)
  cache.set(key, result)
  for (const oldest of cache.keys()) {
    if (cache.size <= MAX_CACHED) break
    cache.delete(oldest)
  }
  return result
}

/** True when the pattern describes the whole text. */
export function matchesWhole(text: string, pattern: Pattern): boolean {
  return pattern.compiled.testExact(text)
}

/** True when the pattern describes some part of the text. */
export function matchesPart(text: string, pattern: Pattern): boolean {
  return pattern.compiled.test(text)
}

/**
 * The text with every match replaced, from left to right, as RE2::GlobalReplace does: an empty match right after a match does not count.
 * In `replacement` `\0` is the match, `\1` … `\9` a group (empty when it took no part), `\\` a backslash.
 * Undefined when {@link replacementProblem} has something to say.
 */
export function replaceAll(text: string, pattern: Pattern, replacement: string): string | undefined {
  const parts = parseReplacement(pattern, replacement)
  if ('message' in parts) return undefined
  const matcher = pattern.compiled.matcher(text)
  let replaced = ''
  let position = 0
  let lastEnd = -1
  while (position <= text.length && matcher.find(position)) {
    const [start, end] = [matcher.start(), matcher.end()]
    replaced += text.slice(position, start)
    if (start === end && start === lastEnd) {
      const skipped = codePointAt(text, position)
      replaced += skipped
      position += Math.max(1, skipped.length)
    } else {
      for (const part of parts) replaced += typeof part === 'string' ? part : (matcher.group(part) ?? '')
      position = end
      lastEnd = end
    }
  }
  return replaced + text.slice(position)
}

/** What is wrong with a replacement for this pattern; undefined when nothing is. */
export function replacementProblem(pattern: Pattern, replacement: string): { readonly message: string, readonly offset: number } | undefined {
  const parts = parseReplacement(pattern, replacement)
  return 'message' in parts ? parts : undefined
}

/**
 * What a group of the first match holds; group 0 is the match. A group that took no part in the match holds ''.
 * Undefined when nothing matches or there is no such group. (DuckDB's regexp_extract gives '' then.)
 */
export function extractGroup(text: string, pattern: Pattern, group = 0): string | undefined {
  if (!Number.isInteger(group) || group < 0 || group > pattern.groupCount) return undefined
  const matcher = pattern.compiled.matcher(text)
  return matcher.find() ? (matcher.group(group) ?? '') : undefined
}

/** The pattern that describes exactly this text, for RE2, JavaScript and Java alike. */
export function quotePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

function compile(source: string, caseInsensitive: boolean): PatternResult {
  if (wellFormed(source).replaced > 0) return { ok: false, message: 'a pattern cannot hold half a character (a lone surrogate)' }
  const syntax = checkSyntax(source)
  if (!syntax.ok) return syntax
  const flags = caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0
  try {
    const asWritten = RE2JS.compile(source, flags)
    const compiled = syntax.rewritten === source ? asWritten : RE2JS.compile(syntax.rewritten, flags)
    if (instructionsOf(compiled) > MAX_INSTRUCTIONS) {
      return { ok: false, message: 'the pattern is too large: repeat its character classes fewer times' }
    }
    return { ok: true, pattern: { source, caseInsensitive, groupCount: compiled.groupCount(), groupNames: compiled.namedGroups(), compiled } }
  } catch (error) {
    return explain(error, source)
  }
}

/** A reason from re2js in our words, with the place where its fragment stands if that is the only one. */
function explain(error: unknown, source: string): PatternResult {
  if (!(error instanceof RE2JSSyntaxException)) return { ok: false, message: error instanceof Error ? error.message : String(error) }
  const fragment = error.getPattern() ?? ''
  const message = `${error.getDescription()}${fragment === '' ? '' : `: ${fragment}`}`
  const offset = fragment === '' ? -1 : source.indexOf(fragment)
  return offset === -1 || source.includes(fragment, offset + 1) ? { ok: false, message } : { ok: false, message, offset }
}

/** What we read of re2js's compiled program; `runes` holds the two ends of each range of a class. */
interface Program {
  readonly numInst: () => number
  readonly getInst: (index: number) => { readonly runes: { readonly length: number } }
}

/** How large RE2's program is likely to be. */
function instructionsOf(compiled: RE2JS): number {
  const program = compiled.re2().prog as Program
  let instructions = 0
  for (let i = 0; i < program.numInst(); i++) instructions += Math.max(1, INSTRUCTIONS_PER_RANGE * program.getInst(i).runes.length / 2)
  return instructions
}

/** Literal texts and group numbers, in order. */
function parseReplacement(pattern: Pattern, replacement: string): (string | number)[] | { message: string, offset: number } {
  const parts: (string | number)[] = []
  let from = 0
  for (let at = replacement.indexOf('\\'); at !== -1; at = replacement.indexOf('\\', from)) {
    const next = replacement.charAt(at + 1)
    if (next !== '\\' && !/^[0-9]$/.test(next)) {
      return { message: `a backslash in a replacement stands before a digit or a backslash; write \\\\ for a backslash`, offset: at }
    }
    if (next !== '\\' && Number(next) > pattern.groupCount) {
      return { message: `there is no group ${next}: the pattern has ${pattern.groupCount}`, offset: at }
    }
    parts.push(replacement.slice(from, at), next === '\\' ? next : Number(next))
    from = at + 2
  }
  return [...parts, replacement.slice(from)]
}

function codePointAt(text: string, offset: number): string {
  const point = text.codePointAt(offset)
  return point === undefined ? '' : String.fromCodePoint(point)
}
