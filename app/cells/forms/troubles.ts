import type { z } from 'zod'
import { parseExpression } from '../../../engine/index.ts'
import type { FormField } from './controls.ts'

/** What is wrong with one parameter, in a sentence for beside its control. */
export interface Trouble {
  readonly key: string
  readonly message: string
}

/** What keeps these parameters from being used: values that do not fit and expressions that cannot be read. One trouble a key. */
export function troublesOf(schema: z.ZodObject, fields: readonly FormField[], value: Readonly<Record<string, unknown>>): readonly Trouble[] {
  const parsed = schema.safeParse(value)
  const wrong = parsed.success ? [] : parsed.error.issues.map(issue => ({ key: String(issue.path[0] ?? ''), message: sentenceFor(issue, value) }))
  const unreadable = fields.flatMap(({ key, control }) => {
    const text = value[key]
    if (control.kind !== 'expression' || typeof text !== 'string' || text === '') return []
    const expression = parseExpression(text)
    return expression.ok ? [] : [{ key, message: expression.issue.message }]
  })
  return [...new Map([...unreadable, ...wrong].map(trouble => [trouble.key, trouble])).values()]
}

/** Zod's finding in the words of a form. */
function sentenceFor(issue: z.core.$ZodIssue, input: unknown): string {
  if (isAbsent(issue.path, input)) return 'Needs a value.'
  switch (issue.code) {
    case 'invalid_type': return `Should be ${article(issue.expected)}.`
    case 'invalid_value': return `Has to be ${list(issue.values.map(String))}.`
    case 'too_small': return issue.origin === 'string' || issue.origin === 'array' ? 'Needs a value.' : `Has to be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`
    case 'too_big': return issue.origin === 'string' || issue.origin === 'array' ? 'Is too long.' : `Has to be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.`
    case 'invalid_union': return 'Is not possible here.'
    case 'unrecognized_keys': return `Has keys that mean nothing here: ${issue.keys.join(', ')}.`
    default: return `${issue.message.charAt(0).toUpperCase()}${issue.message.slice(1)}.`
  }
}

function isAbsent(path: readonly PropertyKey[], input: unknown): boolean {
  const value = path.reduce<unknown>((at, part) => at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[part] : undefined, input)
  return value === undefined || value === ''
}

const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
const list = (values: readonly string[]): string => values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
