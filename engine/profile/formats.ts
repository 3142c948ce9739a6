import { resolve } from '../algebra/index.ts'
import { string } from '../data/type.ts'
import { ruleNamed } from '../rules/index.ts'
import { printExpr } from '../sql/print-expr.ts'
import { context } from './context.ts'

/** The named formats worth looking for in any column of text, the strictest first. */
export const SOUGHT_FORMATS = ['uuid', 'ipv4', 'email', 'url'] as const

/** Whether the rule `format` knows a format of this name. */
export const isFormat = (name: string): boolean => ruleNamed('format')?.params.safeParse({ format: name }).success ?? false

/** SQL for "the text `v` breaks the format", by the rule's own judgement; undefined for a format the rule does not know or a dialect cannot say. */
export function breaksFormatSql(name: string): string | undefined {
  const rule = ruleNamed('format')
  const params = rule?.params.safeParse({ format: name })
  if (!rule || !params?.success) return undefined
  const subject = { name: 'v', type: string }
  const found = rule.fails(params.data, { columns: [subject], all: [subject] })
  const breaks = 'kind' in found && found.kind === 'row' ? resolve(found.breaks, [subject], { name: 'boolean' }) : undefined
  return breaks?.ok ? printExpr(breaks.expr, column => column, context) : undefined
}
