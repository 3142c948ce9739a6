import { compile, resolve, type Evaluator } from '../algebra/index.ts'
import { string } from '../data/type.ts'
import { ruleNamed } from '../rules/index.ts'
import { context } from './context.ts'
import { countCells, type Counted } from './cells.ts'
import type { SampledColumn } from './sample.ts'

/** The named formats worth looking for in any column of text, the strictest first. */
const SOUGHT_FORMATS = ['uuid', 'ipv4', 'email', 'url'] as const

/** Whether the rule `format` knows a format of this name. */
export const isFormat = (name: string): boolean => ruleNamed('format')?.params.safeParse({ format: name }).success ?? false

/** How many of a column's cells are of a format, as a sample has it. */
export interface FoundFormat {
  readonly name: string
  readonly share: number
}

/** A format that fits none of so few texts is not looked for any further. */
const GLANCED_AT = 30
/** So many show whether it is worth a look at more of them … */
const PROBED = 100
/** … which it is not where it fits fewer of these. */
const PROBED_SHARE = 0.1
/** So many say how many cells it fits. */
const LOOKED_AT = 1_000

/** The formats that a good part of a column's sampled cells is of, in their order. */
export function formatsAmong(sampled: SampledColumn): readonly FoundFormat[] {
  return SOUGHT_FORMATS.flatMap(name => {
    const breaks = breaksFormat(name)
    if (!breaks) return []
    if (sampled.some(GLANCED_AT).every(({ value }) => breaks(() => value) !== false)) return []
    const shareOf = (texts: readonly Counted[]): number => countCells(texts.filter(({ value }) => breaks(() => value) === false)) / countCells(texts)
    if (!(shareOf(sampled.some(PROBED)) >= PROBED_SHARE)) return []
    return [{ name, share: shareOf(sampled.some(LOOKED_AT)) }]
  })
}

/** By name: every column of text is asked about each. */
const known = new Map<string, Evaluator | undefined>()

/** Whether a text breaks the format, by the rule's own judgement; undefined for a format the rule does not know. */
function breaksFormat(name: string): Evaluator | undefined {
  if (!known.has(name)) known.set(name, compiledFormat(name))
  return known.get(name)
}

function compiledFormat(name: string): Evaluator | undefined {
  const rule = ruleNamed('format')
  const params = rule?.params.safeParse({ format: name })
  if (!rule || !params?.success) return undefined
  const subject = { name: 'v', type: string }
  const found = rule.fails(params.data, { columns: [subject], all: [subject] })
  const breaks = 'kind' in found && found.kind === 'row' ? resolve(found.breaks, [subject], { name: 'boolean' }) : undefined
  return breaks?.ok ? compile(breaks.expr, context.clock) : undefined
}
