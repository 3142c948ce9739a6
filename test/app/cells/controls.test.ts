import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { columnSelector } from '../../../engine/algebra/select.ts'
import { rules } from '../../../engine/rules/index.ts'
import { steps } from '../../../engine/steps/index.ts'
import { controlFor, formFields, humanize, readScalar, showScalar, toJsonSchema, withValue } from '../../../app/cells/forms/controls.ts'

const control = (schema: z.ZodType) => controlFor(toJsonSchema(schema))

describe('the control for a schema', () => {
  test.each([
    ['a text', z.string().min(1), { kind: 'text', isCode: false }],
    ['a pattern', z.string().meta({ format: 'pattern' }), { kind: 'text', isCode: true }],
    ['a number', z.number().min(0).max(1), { kind: 'number', isInteger: false, min: 0, max: 1 }],
    ['an integer, whose safe bounds say nothing', z.number().int().min(0), { kind: 'number', isInteger: true, min: 0 }],
    ['a boolean', z.boolean(), { kind: 'switch' }],
    ['an enum', z.enum(['first', 'last']), { kind: 'choice', options: ['first', 'last'] }],
    ['a union of literals', z.union([z.literal(0), z.literal(1)]), { kind: 'choice', options: [0, 1] }],
    ['a list of an enum', z.array(z.enum(['a', 'b'])), { kind: 'choices', options: ['a', 'b'] }],
    ['number or text', z.union([z.number(), z.string()]), { kind: 'scalar', of: ['number', 'string'] }],
    ['a list of texts', z.array(z.string()), { kind: 'values', of: ['string'] }],
    ['a list of numbers', z.array(z.number()), { kind: 'values', of: ['number'] }],
    ['a list of anything simple', z.array(z.union([z.string(), z.number(), z.boolean()])), { kind: 'values', of: ['string', 'number', 'boolean'] }],
    ['one text or several', z.union([z.string(), z.array(z.string())]), { kind: 'values', of: ['string'] }],
    ['a record', z.record(z.string(), z.union([z.string(), z.null()])), { kind: 'record', of: ['string', 'null'] }],
    ['columns', columnSelector, { kind: 'columns' }],
    ['columns with a default', columnSelector.default('*'), { kind: 'columns' }],
    ['an expression', z.string().min(1).meta({ format: 'expression' }), { kind: 'expression' }],
    ['a type', z.enum(['string', 'integer']).meta({ format: 'type' }), { kind: 'type', options: ['string', 'integer'] }],
    ['several of a group', z.array(z.object({ n: z.number() })), { kind: 'list', fields: [{ key: 'n', label: 'N', isRequired: true, control: { kind: 'number', isInteger: false } }] }],
    ['what has no control', z.array(z.array(z.string())), { kind: 'json' }],
    ['text or object', z.union([z.string(), z.object({ a: z.string() })]), { kind: 'json' }],
  ] as const)('%s', (_name, schema, expected) => {
    expect(control(schema)).toEqual(expected)
  })
})

test('fields carry label, hint, default and whether they are required; columns come first, then what is required', () => {
  const fields = formFields(z.object({
    keep: z.enum(['first', 'last']).default('first').describe('Which of equal rows stays'),
    where: z.string().meta({ title: 'Condition', format: 'expression' }),
    columns: columnSelector.default('*'),
  }))
  expect(fields).toEqual([
    { key: 'columns', label: 'Columns', isRequired: false, fallback: '*', control: { kind: 'columns' } },
    { key: 'where', label: 'Condition', isRequired: true, control: { kind: 'expression' } },
    { key: 'keep', label: 'Keep', hint: 'Which of equal rows stays', isRequired: false, fallback: 'first', control: { kind: 'choice', options: ['first', 'last'] } },
  ])
})

test('no parameter of any step or rule needs to be written as JSON', () => {
  const written = [...steps, ...rules].flatMap(({ kind, params }) => formFields(params).filter(field => field.control.kind === 'json').map(({ key }) => `${kind}.${key}`))
  expect(written).toEqual([])
})

describe('a text read as a simple value', () => {
  test.each([
    ['12', 12], ['-1.5', -1.5], ['0', 0],
    // Written otherwise than a number prints itself, it was meant as text.
    ['02134', '02134'], ['1e5', '1e5'], ['1.50', '1.50'], ['+1', '+1'], ['', ''], [' ', ' '], ['Infinity', 'Infinity'], ['2024-01-31', '2024-01-31'],
  ])('%j beside texts is %j', (text, expected) => {
    expect(readScalar(text, ['number', 'string'])).toBe(expected)
  })

  test('stays a text for columns that hold texts', () => {
    expect(readScalar('12', ['string', 'number', 'boolean'], true)).toBe('12')
    expect(readScalar('true', ['string', 'number', 'boolean'], true)).toBe('true')
  })

  test('is more generous where no text is possible', () => {
    expect(readScalar('1.50', ['number'])).toBe(1.5)
    expect(readScalar('x', ['number'])).toBe('x')
    expect(readScalar('1.5', ['integer', 'string'])).toBe('1.5')
  })

  test('knows true, false and null where they are possible', () => {
    expect(readScalar('true', ['string', 'boolean'])).toBe(true)
    expect(readScalar('null', ['string', 'null'])).toBe(null)
    expect(readScalar('null', ['string'])).toBe('null')
  })

  test('is shown as it is read', () => {
    for (const value of [12, 'x', true, null]) expect(readScalar(showScalar(value), ['string', 'number', 'boolean', 'null'])).toBe(value)
    expect(showScalar(undefined)).toBe('')
  })
})

test('a key is left out when it says nothing or what holds anyway', () => {
  const keep = { key: 'keep', fallback: 'first' }
  expect(withValue({ type: 'deduplicate' }, keep, 'last')).toEqual({ type: 'deduplicate', keep: 'last' })
  expect(withValue({ type: 'deduplicate', keep: 'last' }, keep, 'first')).toEqual({ type: 'deduplicate' })
  expect(withValue({ type: 'x', min: 1 }, { key: 'min' }, undefined)).toEqual({ type: 'x' })
})

test('keys become labels', () => {
  expect(humanize('min_length')).toBe('Min length')
  expect(humanize('exclusive_min')).toBe('Greater than')
  expect(humanize('exclusive_min')).toBe('Greater than')
})
