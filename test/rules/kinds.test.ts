import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { formats } from '../../engine/rules/formats/index.ts'
import { DIMENSIONS, ruleNamed, rules } from '../../engine/rules/index.ts'
import { recipeJsonSchema } from '../../engine/recipe/index.ts'
import { formatMessage } from '../../engine/plan/index.ts'
import { issuesOf, planOf } from '../support/verdict.ts'

/** The columns that examples name and that are no text. */
const TYPES: Readonly<Record<string, string>> = {
  age: 'integer', price: 'number', amount: 'number', quantity: 'integer', net: 'decimal', tax: 'decimal', gross: 'decimal',
  signup_date: 'date', last_seen: 'timestamp', delivery_date: 'date', ordered_on: 'date', shipped_on: 'date', delivered_on: 'date',
}
const TEXT_COLUMNS = [
  'email', 'name', 'closed_on', 'status', 'state', 'country', 'order_number', 'comment', 'sku', 'invoice', 'file_name', 'plate', 'password_hash', 'city', 'login', 'currency', 'id',
  'email_again', 'person_id', 'company_id', 'phone', 'latitude', 'longitude', 'order_id', 'line',
]
const columns = [...Object.keys(TYPES), ...TEXT_COLUMNS]
const fields = Object.entries(TYPES).map(([name, type]) => ({ name, type }))
/** `type` is about a text that could be a number: its example's column stays text. */
const recipeFor = (kind: string, example: Readonly<Record<string, unknown>>) =>
  ({ schema: { fields: kind === 'type' ? [] : fields }, rules: [{ ...example, type: kind }] })

test('every kind has a name of its own', () => {
  expect(new Set(rules.map(rule => rule.kind)).size).toBe(rules.length)
  expect(ruleNamed('in_set')?.title).toBe('One of a list')
  expect(ruleNamed('in-set')).toBeUndefined()
})

describe.each(rules.map(rule => [rule.kind, rule] as const))('%s', (kind, rule) => {
  test('its example makes a plan', () => {
    const recipe = recipeFor(kind, rule.example)
    expect(issuesOf(recipe, columns)).toEqual([])
    const plan = planOf({ columns, recipe })
    expect(plan.checks.filter(check => check.stage === 'rule').length + plan.batch.length).toBeGreaterThan(0)
  })

  test('its words are whole sentences and its parameters are described', () => {
    expect(rule.doc).toMatch(/^[A-Z].*[.)]$/s)
    expect(rule.title).toMatch(/^[A-Z]/)
    expect(DIMENSIONS).toContain(rule.dimension)
    const undescribed = Object.entries<z.ZodType>(rule.params.shape).filter(([, param]) => !param.description && !(param.meta() ?? {}).title).map(([name]) => name)
    expect(undescribed).toEqual([])
  })

  test('its message has no blanks but column and value', () => {
    const plan = planOf({ columns, recipe: recipeFor(kind, rule.example) })
    const messages = [...plan.checks.filter(check => check.stage === 'rule'), ...plan.batch].map(({ message, columns: about }) => formatMessage({ message, columns: about }, 'seen'))
    for (const message of messages) expect(message).not.toMatch(/undefined|\[object|\{(?![0-9])/)
  })

  test('its parameters are plain enough for JSON Schema', () => {
    expect(() => z.toJSONSchema(rule.params, { io: 'input' })).not.toThrow()
  })

  test('a parameter it does not know is an issue', () => {
    expect(issuesOf({ rules: [{ ...rule.example, type: kind, nonsense: 1 }] }, columns).map(issue => issue.code)).toContain('unknown_key')
  })
})

test('the recipe schema lists every kind with its parameters', () => {
  const { rules: listed } = recipeJsonSchema().properties as { rules: { items: { oneOf: readonly { properties: Record<string, { const?: string, enum?: readonly string[] }> }[] } } }
  expect(listed.items.oneOf.map(each => each.properties.type?.const)).toEqual(rules.map(rule => rule.kind))
  const format = listed.items.oneOf.find(each => each.properties.type?.const === 'format')
  expect(format?.properties.format?.enum).toEqual(formats.map(each => each.name))
})
