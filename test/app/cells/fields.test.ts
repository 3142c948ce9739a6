import { describe, expect, test } from 'vitest'
import { expandFields, recipeSchema, type FieldSpec, type Recipe } from '../../../engine/recipe/index.ts'
import type { RuleResult } from '../../../engine/runtime/workspace-api.ts'
import { TYPE_NAMES } from '../../../engine/data/type.ts'
import { apply } from '../../../app/session/apply.ts'
import { emptyState } from '../../../app/session/state.ts'
import { impliedChecks, listRules } from '../../../app/cells/rules/results.ts'
import {
  checksOfFields, constraintsOf, dateFormatChange, dateFormatOf, fieldsOf, findingsByField, keysFor, removeField, renameField, typeChange, withExtra, withPrimaryKey, type FieldChange,
} from '../../../app/cells/schema/fields.ts'

const recipe: Recipe = recipeSchema.parse({
  schemaflow: 1,
  schema: {
    primary_key: ['id', 'part'],
    fields: [{ name: 'id', type: 'integer', required: true }, { name: 'part' }, { name: 'age', type: 'integer', min: 0, severity: 'warn' }],
  },
  rules: [{ type: 'unique', column: 'id' }, { id: 'off', type: 'unique', column: 'part', active: false }],
})

const result = (id: string, failed: number, severity: 'error' | 'warn' = 'error'): RuleResult =>
  ({ id, kind: 'x', columns: [], severity, dimension: 'validity', checked: 10, failed, status: failed > 0 ? 'failed' : 'passed', ms: 1 })

describe('what fails, by field', () => {
  test('goes by the ids that the recipe gives its checks', () => {
    const found = findingsByField(fieldsOf(recipe), [result('id.type', 2), result('id.required', 1), result('age.range', 3, 'warn'), result('part.type', 0), result('id.unique_1', 9), result('parse', 4)])
    expect([...found]).toEqual([
      ['id', [{ ruleId: 'id.type', check: 'type', failed: 2, severity: 'error' }, { ruleId: 'id.required', check: 'required', failed: 1, severity: 'error' }]],
      ['age', [{ ruleId: 'age.range', check: 'range', failed: 3, severity: 'warn' }]],
    ])
  })

  test('knows every check that a field expands to', () => {
    const expanded = expandFields({ ...recipe, rules: [] }).map(({ id }) => id).filter(id => id !== 'primary_key')
    expect([...checksOfFields(fieldsOf(recipe)).keys()]).toEqual(expect.arrayContaining(expanded))
  })
})

describe('rules and their results', () => {
  test('a rule that is off has none', () => {
    expect(listRules(recipe.rules ?? [], [result('id.unique_1', 9), result('off', 1)]).map(({ id, result: found }) => [id, found?.failed])).toEqual([['id.unique_1', 9], ['off', undefined]])
  })

  test('the others are implied by fields, steps and the reader; most failing rows first', () => {
    const implied = impliedChecks([result('id.type', 1), result('id.unique_1', 9), result('parse', 4), result('cast_1', 2)], ['id.unique_1'], ['cast_1'])
    expect(implied.map(({ result: { id }, cell }) => [id, cell])).toEqual([['parse', 'source'], ['cast_1', 'clean'], ['id.type', 'schema']])
  })
})

describe('changes', () => {
  const changed = (field: FieldSpec, change: FieldChange) =>
    apply({ ...emptyState, recipe: { schema: { fields: [field] } } }, { op: 'changeField', name: field.name, change })[0].recipe.schema?.fields?.[0]

  test('another type leaves behind what only the old one reads', () => {
    const date: FieldSpec = { name: 'd', type: 'date', date_format: '%d/%m/%Y', required: true }
    expect(changed(date, typeChange(date, 'integer'))).toEqual({ name: 'd', type: 'integer', required: true })
    expect(changed(date, typeChange(date, 'datetime'))).toEqual({ name: 'd', type: 'datetime', date_format: '%d/%m/%Y', required: true })
    const email: FieldSpec = { name: 'e', format: 'email' }
    expect(changed(email, typeChange(email, 'date'))).toEqual({ name: 'e', type: 'date' })
    const decimal: FieldSpec = { name: 'x', type: 'decimal', precision: 9, scale: 2, min: 0 }
    expect(changed(decimal, typeChange(decimal, 'number'))).toEqual({ name: 'x', type: 'number', min: 0 })
  })

  test('a date format replaces however the old one was written', () => {
    for (const field of [{ name: 'd', type: 'date', format: '%Y%m%d' }, { name: 'd', type: 'date', formats: ['%Y%m%d', '%d.%m.%Y'] }, { name: 'd', type: 'date', date_format: '%Y%m%d' }] as FieldSpec[]) {
      expect(dateFormatOf(field)).toBe('%Y%m%d')
      expect(changed(field, dateFormatChange(field, '%d/%m/%Y'))).toEqual({ name: 'd', type: 'date', date_format: '%d/%m/%Y' })
      expect(changed(field, dateFormatChange(field, undefined))).toEqual({ name: 'd', type: 'date' })
    }
  })

  test('names change in the primary key too', () => {
    expect(renameField(recipe, 'id', 'key').schema).toMatchObject({ primary_key: ['key', 'part'], fields: [{ name: 'key' }, {}, {}] })
    expect(removeField(recipe, 'id').schema?.primary_key).toEqual(['part'])
    expect(removeField(withPrimaryKey(recipe, ['id']), 'id').schema).not.toHaveProperty('primary_key')
  })

  test('what holds anyway is not written', () => {
    expect(withExtra(recipe, 'reject').schema?.extra).toBe('reject')
    expect(withExtra(withExtra(recipe, 'reject'), 'keep')).toEqual(recipe)
    expect(withPrimaryKey(recipe, []).schema).not.toHaveProperty('primary_key')
  })
})

test('constraints in a few words', () => {
  expect(constraintsOf({ name: 'a', min: 0, max: 120 })).toEqual(['0 to 120'])
  expect(constraintsOf({ name: 'a', min: 0, exclusive_max: 1 })).toEqual(['≥ 0', '< 1'])
  expect(constraintsOf({ name: 'a', min_length: 2, max_length: 2, pattern: '[A-Z]+', severity: 'warn' })).toEqual(['2 characters', 'matches [A-Z]+', 'only warns'])
  expect(constraintsOf({ name: 'a', enum: ['FR', 'DE'], format: 'email' })).toEqual(['one of FR, DE', 'format email'])
  expect(constraintsOf({ name: 'a', required: true, format: '%Y' })).toEqual([])
})

test('every type has keys of its own', () => {
  for (const type of TYPE_NAMES) expect(keysFor(type)).toEqual(expect.arrayContaining(['enum', 'severity', 'description']))
  expect(keysFor('timestamp')).toContain('zone')
  expect(keysFor('boolean')).not.toContain('min')
})
