import { expect, test } from 'vitest'
import * as z from 'zod'
import { steps, stepNamed } from '../../engine/steps/index.ts'

test('every kind has a name of its own', () => {
  const kinds = steps.map(step => step.kind)
  expect(new Set(kinds).size).toBe(kinds.length)
  expect(kinds.filter(kind => !/^[a-z]+(_[a-z]+)*$/.test(kind))).toEqual([])
  expect(kinds.map(kind => stepNamed(kind)?.kind)).toEqual(kinds)
})

test.each(steps.map(step => [step.kind, step] as const))('%s: its example parses and its manual is complete', (_kind, { example, params, title, doc }) => {
  expect(z.strictObject(params.shape).safeParse(example).error?.issues ?? []).toEqual([])
  expect(title).toMatch(/^[A-Z][^.]*$/)
  expect(doc).toMatch(/\.$/)
  const schema = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' })
  const undescribed = Object.entries(schema.properties ?? {}).filter(([, property]) => typeof property === 'boolean' || !property.description).map(([key]) => key)
  expect(undescribed).toEqual([])
})

test.each(steps.map(step => [step.kind, step] as const))('%s: no parameter has a name every step has already', (_kind, { params }) => {
  expect(Object.keys(params.shape).filter(key => ['type', 'active', 'description'].includes(key))).toEqual([])
})
