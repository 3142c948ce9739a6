import { describe, expect, test } from 'vitest'
import { formatPath } from '../../engine/base/issue.ts'
import { compilePlan } from '../../engine/plan/index.ts'
import { checkRecipe } from '../../engine/recipe/index.ts'

const columns = ['name', 'age', 'born'].map(name => ({ name, type: { name: 'string' } as const }))

/** `place: code` of everything one pass finds, on an input with these columns. */
function found(document: unknown): readonly string[] {
  const { readable, issues } = checkRecipe(document)
  return [...issues, ...readable ? compilePlan(readable, columns).issues : []].map(({ path, code }) => `${formatPath(path)}: ${code}`)
}

/** Everything that can be wrong at once, each in a place of its own. */
const wrong = {
  schemaflow: 1,
  nmae: 'people',
  source: { dialect: { delimeter: ';' } },
  transform: { steps: [{ type: 'trim', colums: ['name'], columns: ['name'] }, { type: 'filter', where: 'age >' }] },
  schema: { fields: [{ name: 'age', type: 'integr' }, { name: 'born', type: 'date', formats: ['%d/%m/%Y', '%Q'] }, { name: 'name', pattern: '[a-' }, { name: 'nick', requierd: true }] },
  rules: [
    { type: 'not_null', column: 'nmae', severity: 'fatal' }, { type: 'expression', expr: 'born = ' }, { type: 'matches', column: 'name', pattern: '(' },
    { type: 'betwen', column: 'age' }, { type: 'unique' }, { type: 'in_set', column: 'name', where: 'agee = 1', values: [] }, { type: 'like', column: 'nobody', where: 'name >', pattern: 'a%' },
  ],
  gates: { min_quality: 'high' },
}

describe('one mistake hides no other', () => {
  test('keys, values, kinds, columns, expressions and patterns are all told in one pass', () => {
    expect(found(wrong).toSorted()).toEqual([
      'gates.min_quality: wrong_type', 'nmae: unknown_key',
      'rules[0].column: unknown_column', 'rules[0].severity: invalid_value', 'rules[1].expr: expression_syntax', 'rules[2].pattern: bad_pattern',
      'rules[3].type: unknown_rule', 'rules[4]: missing_columns', 'rules[5].values: invalid_value', 'rules[6].column: unknown_column', 'rules[6].where: expression_syntax',
      'schema.fields[0].type: invalid_value', 'schema.fields[1].formats[1]: bad_date_format', 'schema.fields[2].pattern: bad_pattern',
      'schema.fields[3].name: unknown_column', 'schema.fields[3].requierd: unknown_key',
      'source.dialect.delimeter: unknown_key', 'transform.steps[0].colums: unknown_key', 'transform.steps[1].where: expression_syntax',
    ])
  })

  test('each is still told when it is the only one left', () => {
    const { nmae: _, source: _source, gates: _gates, transform: _transform, schema: _schema, ...rest } = wrong
    const alone = wrong.rules.map((rule, index) => found({ ...rest, rules: wrong.rules.map((other, at) => at === index ? rule : { type: 'row_count', min: 1 }) }))
    expect(alone.flat().toSorted()).toEqual(found({ ...rest }).toSorted())
  })

  test('a document of another shape than a recipe has issues and nothing readable', () => {
    for (const document of [[], 'text', 5, [{ rules: [] }]]) {
      expect(checkRecipe(document)).toEqual({ issues: [expect.objectContaining({ code: 'wrong_type', path: [] })] })
    }
    expect(found({ schemaflow: 1, rules: 'none', schema: { fields: { name: 'age' } }, transform: null })).toEqual(['transform: wrong_type', 'schema.fields: wrong_type', 'rules: wrong_type'])
  })

  test('what is no step, rule or field keeps its place', () => {
    expect(found({ schemaflow: 1, transform: { steps: ['trim'] }, schema: { fields: [null, { type: 'date' }, { name: 'age', min_length: -1, max_length: 'x' }] }, rules: [3, { column: 'age' }, { type: 'not_null', column: ['age'] }, { id: '', type: 'like', column: 'name', pattern: 5 }] })).toEqual([
      'transform.steps[0]: wrong_type', 'schema.fields[0]: wrong_type', 'schema.fields[1].name: missing_key', 'schema.fields[2].min_length: invalid_value', 'schema.fields[2].max_length: wrong_type',
      'rules[0]: wrong_type', 'rules[1].type: missing_key', 'rules[2].column: wrong_type', 'rules[3].id: invalid_value', 'rules[3].pattern: wrong_type',
    ])
  })
})

describe('no mistake is invented', () => {
  test('after a step of no known kind, columns it may have made are not missed', () => {
    const document = { schemaflow: 1, transform: { steps: [{ type: 'renam', columns: { name: 'nick' } }] }, schema: { fields: [{ name: 'nick' }], extra: 'reject' }, rules: [{ type: 'not_null', column: 'nick' }, { type: 'like', column: 'nick', pattern: 'x\\' }] }
    expect(found(document)).toEqual(['transform.steps[0].type: unknown_step'])
    expect(found({ ...document, rules: [{ type: 'expression', expr: 'nick =' }, { type: 'expression', expr: 'lenght(nick) > 1' }] })).toEqual(['transform.steps[0].type: unknown_step', 'rules[0].expr: expression_syntax', 'rules[1].expr: unknown_function'])
  })

  test('a step that is switched off may be of any kind', () => {
    expect(found({ schemaflow: 1, transform: { steps: [{ type: 'trim', columns: ['nobody'], active: false }] }, rules: [{ type: 'not_null', column: 'nick' }] })).toEqual(['rules[0].column: unknown_column'])
  })

  test('where a field cannot be read, nothing is said about what columns hold', () => {
    const fields = [{ name: 'age', type: 'integr', min: 0 }, { name: 'name' }]
    expect(found({ schemaflow: 1, schema: { fields }, rules: [{ type: 'expression', expr: 'age > 18' }, { type: 'expression', expr: 'agee > 18' }] })).toEqual(['schema.fields[0].type: invalid_value', 'rules[1].expr: unknown_column'])
    expect(found({ schemaflow: 1, schema: { fields: [{ nmae: 'age' }, ...fields.slice(1)], extra: 'reject' } })).toEqual(['schema.fields[0].name: missing_key', 'schema.fields[0].nmae: unknown_key'])
  })

  test('such a recipe makes no plan', () => {
    const { recipe, readable } = checkRecipe({ schemaflow: 1, transform: { steps: [{ type: 5 }] }, schema: { fields: [{ name: 'age', type: 'integr' }] } })
    expect(recipe).toBeUndefined()
    expect(readable && compilePlan(readable, columns).plan).toBeUndefined()
    expect(readable && compilePlan({ ...readable, schema: {} }, columns).plan).toBeUndefined()
    expect(readable && compilePlan({ ...readable, transform: {} }, columns).plan).toBeUndefined()
  })

  test('what is wrong with a rule for many columns is said once', () => {
    expect(found({ schemaflow: 1, rules: [{ type: 'matches', columns: '*', pattern: '(' }] })).toEqual(['rules[0].pattern: bad_pattern'])
  })
})
