import { automatonOf, either, isAscii, nothing, type Automaton } from './automaton.ts'
import { booleanWords, type CastSpec } from './cast.ts'
import { compileDateFormat } from './dates.ts'
import { SURE_PATTERNS } from './date-text.ts'
import { decimalPattern } from './numbers.ts'
import { compilePattern, quotePattern } from './pattern.ts'
import { automatonOfPattern } from './pattern-automaton.ts'
import { codePoints } from './text.ts'

/** Within 64 bits whatever the digits. */
const SURE_INTEGER = '[+-]?[0-9]{1,18}'
/** Finite whatever the digits, of which programs write no more: each takes a state. */
const SURE_NUMBER = '[+-]?(?:[0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?'

/** By their patterns: every condition on a column asks what its texts are read as, and columns are of few types. */
const known = new Map<string, Automaton>()
/** More types than a table has; whoever tries date formats for hours makes more. */
const MOST_KNOWN = 100

/** Texts that can surely be read under a spec: nearly all of those as most files have them, none with spaces around. */
export function automatonOfCast(spec: CastSpec): Automaton {
  const patterns = sureTexts(spec)
  const key = JSON.stringify(patterns)
  const before = known.get(key)
  if (before) return before
  const found = patterns.map(ofWhole).reduce((a, b) => either(a, b) ?? a, nothing)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, found)
  return found
}

function ofWhole(source: string): Automaton {
  const compiled = compilePattern(source)
  return (compiled.ok ? automatonOfPattern(compiled.pattern, { isAnywhere: false, isMatch: true }) : undefined) ?? nothing
}

function sureTexts(spec: CastSpec): readonly string[] {
  const { to, formats, zone } = spec
  switch (to.name) {
    case 'string': return ['(?s).*']
    case 'integer': return [SURE_INTEGER]
    case 'number': return [SURE_NUMBER]
    case 'decimal': return [decimalPattern(to.precision, to.scale)]
    case 'boolean': {
      const { yes, no } = booleanWords(spec)
      return [...yes, ...no].filter(isAscii).map(inAnyCase)
    }
    case 'json':
    case 'array': return []
    case 'date':
    case 'time':
    case 'datetime': return formats ? ofFormats(formats) : [SURE_PATTERNS[to.name]]
    case 'timestamp': return formats ? [] : [SURE_PATTERNS.timestamp, ...zone === undefined ? [] : [SURE_PATTERNS.timestampInZone]]
  }
}

/** Of ASCII letters alone: `(?i)` takes others for them, the long s for s. */
const inAnyCase = (word: string): string => codePoints(word).map(letter => /[a-z]/.test(letter) ? `[${letter}${letter.toUpperCase()}]` : quotePattern(letter)).join('')

function ofFormats(formats: readonly string[]): readonly string[] {
  return formats.flatMap(format => {
    const compiled = compileDateFormat(format)
    return compiled.ok && !compiled.hasOffset ? [compiled.sureRegex] : []
  })
}

/** ASCII texts, and texts that begin with them, are ordered by code point: those that are at most or at least `bound`, which is ASCII. */
export function automatonOfOrder(bound: string, side: 'most' | 'least'): Automaton | undefined {
  if (!isAscii(bound)) return undefined
  type State = { readonly order: -1 | 0 | 1, readonly length: number }
  return automatonOf<State>({
    start: { order: 0, length: 0 }, keyOf: ({ order, length }) => order === 0 ? `0 ${length}` : order, kindOf: byte => byte,
    step: (state, byte) => {
      if (state.order !== 0) return state
      const expected = state.length < bound.length ? bound.charCodeAt(state.length) : -1
      return byte === expected ? { order: 0, length: state.length + 1 } : { order: byte < expected ? -1 : 1, length: 0 }
    },
    accepts: ({ order, length }) => {
      const compared = order !== 0 ? order : length < bound.length ? -1 : 0
      return side === 'most' ? compared <= 0 : compared >= 0
    },
  })
}
