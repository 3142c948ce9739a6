import { describe, expect, test } from 'vitest'
import { checkRecipe, type RuleSpec } from '../../../engine/recipe/index.ts'
import { ruleNamed, rules } from '../../../engine/rules/index.ts'
import { stepNamed, steps } from '../../../engine/steps/index.ts'
import { changeEntry, addEntry } from '../../../app/cells/forms/entries.ts'
import { formFields } from '../../../app/cells/forms/controls.ts'
import { duplicateRule, formToRule, formToStep, ruleForm, ruleToForm, stepForm } from '../../../app/cells/forms/spec.ts'
import { specTroubles } from '../../../app/cells/forms/spec-troubles.ts'
import { summarize } from '../../../app/cells/forms/summary.ts'
import { troublesOf } from '../../../app/cells/forms/troubles.ts'

const between = ruleNamed('between')!
const unique = ruleNamed('unique')!
const expression = ruleNamed('expression')!

describe('every kind has a form that takes its own example', () => {
  test.each(rules.map(rule => [rule.kind, rule] as const))('rule %s', (kind, definition) => {
    const spec = { type: kind, ...definition.example } as RuleSpec
    const value = ruleToForm(spec, definition)
    expect(specTroubles(ruleForm(definition), value)).toEqual([])
    const written = formToRule(value, definition)
    expect(checkRecipe({ schemaflow: 1, rules: [written] }).issues).toEqual([])
    expect(ruleToForm(written, definition)).toEqual(value)
  })

  test.each(steps.map(step => [step.kind, step] as const))('step %s', (kind, definition) => {
    const value = { type: kind, ...definition.example }
    expect(specTroubles(stepForm(definition), value)).toEqual([])
    expect(checkRecipe({ schemaflow: 1, transform: { steps: [formToStep(value, definition)] } }).issues).toEqual([])
  })
})

describe('a rule and its form', () => {
  test('one column is written as column, several as columns', () => {
    expect(ruleToForm({ type: 'between', column: 'age', min: 0 }, between)).toEqual({ type: 'between', columns: ['age'], min: 0 })
    expect(formToRule({ columns: ['age'], min: 0 }, between)).toEqual({ type: 'between', column: 'age', min: 0 })
    expect(formToRule({ columns: ['a', 'b'] }, unique)).toEqual({ type: 'unique', columns: ['a', 'b'] })
    expect(formToRule({ columns: '*' }, between)).toEqual({ type: 'between', columns: '*' })
    expect(formToRule({ columns: { type: 'integer' }, min: 0 }, between)).toEqual({ type: 'between', columns: { type: 'integer' }, min: 0 })
  })

  test('id and kind come first', () => {
    expect(Object.keys(formToRule({ severity: 'warn', columns: ['age'], min: 0, id: 'ages' }, between))).toEqual(['id', 'type', 'column', 'severity', 'min'])
  })

  test('a rule about rows does not ask for columns', () => {
    expect(formFields(ruleForm(expression).own).map(({ key }) => key)).toEqual(['expr'])
    expect(formFields(ruleForm(between).own)[0]?.key).toBe('columns')
  })

  test('a copy gets an id that is free', () => {
    expect(duplicateRule({ type: 'unique', id: 'ids' }, ['ids'])).toEqual({ type: 'unique', id: 'ids_copy' })
    expect(duplicateRule({ type: 'unique', id: 'ids_copy' }, ['ids', 'ids_copy'])).toEqual({ type: 'unique', id: 'ids_copy_2' })
    expect(duplicateRule({ type: 'unique' }, [])).toEqual({ type: 'unique' })
  })
})

describe('troubles', () => {
  const of = (definition: typeof between, value: Record<string, unknown>) => specTroubles(ruleForm(definition), value)

  test('a missing parameter', () => {
    expect(of(between, { min: 0 })).toEqual([{ key: 'columns', message: 'Needs a value.' }])
    expect(of(expression, { expr: '' })).toEqual([{ key: 'expr', message: 'Needs a value.' }])
  })

  test('an expression that cannot be read', () => {
    expect(of(expression, { expr: 'age >' })).toEqual([{ key: 'expr', message: expect.stringMatching(/\w/) as string }])
    expect(of(between, { columns: ['age'], where: 'age >' })).toEqual([{ key: 'where', message: expect.stringMatching(/\w/) as string }])
  })

  test('a number out of bounds', () => {
    expect(of(between, { columns: ['age'], min: 0, mostly: 2 })).toEqual([{ key: 'mostly', message: 'Has to be at most 1.' }])
  })

  test('an impossible choice', () => {
    const deduplicate = stepNamed('deduplicate')!
    expect(troublesOf(deduplicate.params, formFields(deduplicate.params), { keep: 'middle' })).toEqual([{ key: 'keep', message: 'Has to be first or last.' }])
  })
})

describe('summaries', () => {
  const textOf = (parts: ReturnType<typeof summarize>) => parts.map(({ text, isCode }) => isCode ? `<${text}>` : text).join(' · ')
  const step = (kind: string, value: Record<string, unknown>) => textOf(summarize(stepForm(stepNamed(kind)!), value))
  const rule = (kind: string, value: Record<string, unknown>) => textOf(summarize(ruleForm(ruleNamed(kind)!), value))

  test('say which columns and what is not as it is anyway', () => {
    expect(step('trim', { columns: '*' })).toBe('all columns')
    expect(step('trim', { columns: ['a', 'b'], side: 'start' })).toBe('a, b · side start')
    expect(step('deduplicate', {})).toBe('all columns')
    expect(step('filter', { where: "country <> 'DE'" })).toBe("<country <> 'DE'>")
    expect(rule('between', { columns: ['age'], min: 0, max: 120 })).toBe('age · min 0 · max 120')
    expect(rule('unique', { columns: ['a', 'b', 'c', 'd', 'e', 'f'] })).toBe('a, b, c and 3 more')
  })
})

describe('entries of a record', () => {
  const entries = [['a', '1'], ['b', '2']] as const

  test('change in their place', () => {
    expect(changeEntry(entries, 0, 'c', '1')).toEqual([['c', '1'], ['b', '2']])
    expect(changeEntry(entries, 0, '', '1')).toEqual([['b', '2']])
  })

  test('a key is there once', () => {
    expect(changeEntry(entries, 0, 'b', '3')).toEqual([['b', '3']])
    expect(addEntry(entries, 'a', '9')).toEqual([['a', '9'], ['b', '2']])
    expect(addEntry(entries, 'c', '3')).toEqual([...entries, ['c', '3']])
  })
})
