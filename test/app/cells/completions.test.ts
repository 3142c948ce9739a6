import { describe, expect, test } from 'vitest'
import { recipeJsonSchema } from '../../../engine/recipe/index.ts'
import { ruleKinds } from '../../../engine/rules/index.ts'
import { stepKinds } from '../../../engine/steps/index.ts'
import { completionsAt, type CompletionScope } from '../../../app/cells/recipe/completions.ts'

const scope: CompletionScope = {
  schema: recipeJsonSchema(),
  stepColumns: [{ name: 'id', type: 'string' }],
  ruleColumns: [{ name: 'age', type: 'integer' }, { name: 'full name', type: 'string' }, { name: 'a, b', type: 'string' }],
}

function at(marked: string) {
  const offset = marked.indexOf('|')
  return completionsAt(marked.slice(0, offset) + marked.slice(offset + 1), offset, scope)
}

const labels = (marked: string) => at(marked)?.options.map(({ label }) => label) ?? []
const option = (marked: string, label: string) => at(marked)?.options.find(found => found.label === label)

describe('keys', () => {
  test('of the recipe, without those that are there', () => {
    expect(labels('name: x\n|')).toEqual(expect.arrayContaining(['source', 'transform', 'schema', 'rules', 'gates']))
    expect(labels('name: x\n|')).not.toContain('name')
    expect(labels('|\nrules: []')).not.toContain('rules')
  })

  test('of the kind of rule or step that the place says', () => {
    const keys = labels('rules:\n  - type: between\n    |')
    expect(keys).toEqual(expect.arrayContaining(['min', 'max', 'column', 'severity', 'where']))
    expect(keys).not.toContain('expr')
    expect(labels('rules:\n  - { type: between, | }')).toEqual(expect.arrayContaining(['min', 'max']))
    expect(labels('transform:\n  steps:\n    - type: deduplicate\n      |')).toEqual(expect.arrayContaining(['columns', 'keep', 'active']))
  })

  test('even while the line is unfinished, or the type comes after', () => {
    expect(labels('rules:\n  - type: between\n    mi|\n    max: 3')).toContain('min')
    expect(labels('rules:\n  - mi|\n    type: between')).toContain('min')
  })

  test('of a field', () => {
    expect(labels('schema:\n  fields:\n    - name: age\n      |')).toEqual(expect.arrayContaining(['type', 'required', 'min', 'pattern']))
  })

  test('open what they hold', () => {
    expect(option('|', 'name')?.text).toBe('name: ')
    expect(option('|', 'rules')?.text).toBe('rules:\n  - ')
    expect(option('|', 'source')?.text).toBe('source:\n  ')
    expect(option('source:\n  |', 'dialect')?.text).toBe('dialect:\n    ')
    expect(option('source: { |', 'dialect')?.text).toBe('dialect: ')
    expect(option('n|: x', 'name')?.text).toBe('name')
  })
})

describe('values', () => {
  test('kinds of rules and steps, with what they do', () => {
    expect(labels('rules:\n  - type: |')).toEqual(expect.arrayContaining([...ruleKinds]))
    expect(labels('transform:\n  steps:\n    - { type: |')).toEqual([...stepKinds])
    expect(option('rules:\n  - type: |', 'between')).toMatchObject({ kind: 'kind', detail: 'In a range', doc: expect.stringContaining('min and max') as string })
  })

  test('a list begins with an item of a kind', () => {
    expect(option('rules:\n  |', 'unique')?.text).toBe('- type: unique')
    expect(option('schema:\n  fields:\n    |', '- name:')?.text).toBe('- name: ')
  })

  test('of a choice', () => {
    expect(labels('rules:\n  - type: between\n    severity: |')).toEqual(['error', 'warn'])
    expect(labels('schema:\n  fields:\n    - { name: a, type: |')).toEqual(expect.arrayContaining(['string', 'integer', 'date']))
    expect(labels('schema:\n  fields:\n    - { name: a, required: |')).toEqual(['true', 'false'])
  })

  test('columns, spelled as the place needs them', () => {
    expect(labels('rules:\n  - type: between\n    column: |')).toEqual(['age', 'full name', 'a, b'])
    expect(labels('rules:\n  - type: unique\n    columns: |')).toContain('*')
    expect(option('rules:\n  - type: unique\n    columns: |', '*')?.text).toBe('"*"')
    expect(labels('rules:\n  - { type: unique, columns: [|')).toEqual(['age', 'full name', 'a, b'])
    expect(option('rules:\n  - { type: unique, columns: [|', 'a, b')?.text).toBe('"a, b"')
    expect(labels('schema:\n  primary_key: [|')).toEqual(['age', 'full name', 'a, b'])
    expect(labels('transform:\n  steps:\n    - { type: trim, columns: [|')).toEqual(['id'])
  })
})

describe('expressions', () => {
  test('columns, functions and keywords where a condition stands', () => {
    const found = labels('rules:\n  - type: expression\n    expr: a|')
    expect(found).toEqual(expect.arrayContaining(['age', 'length', 'and', 'is null']))
    expect(option('rules:\n  - type: expression\n    expr: l|', 'length')).toMatchObject({ kind: 'function', text: 'length(', detail: 'length(a)', doc: 'How many code points.' })
    expect(labels('rules:\n  - type: between\n    where: "l|')).toContain('length')
    expect(labels('transform:\n  steps:\n    - { type: filter, where: "i|')).toContain('id')
  })

  test('the word at the cursor is replaced, no more', () => {
    const text = "rules:\n  - { type: expression, expr: \"age > 3 and len"
    expect(completionsAt(text, text.length, scope)?.from).toBe(text.length - 'len'.length)
  })

  test('column names are quoted so that YAML and the expression both read them', () => {
    expect(option('rules:\n  - type: expression\n    expr: age > f|', 'full name')?.text).toBe('"full name"')
    expect(option('rules:\n  - type: expression\n    expr: "f|', 'full name')?.text).toBe('`full name`')
  })

  test('nothing is offered inside a text', () => {
    expect(at("rules:\n  - type: expression\n    expr: age = 'l|")).toBeUndefined()
  })
})
