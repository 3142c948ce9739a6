import { describe, expect, test } from 'vitest'
import { yamlContextAt } from '../../../app/cells/recipe/yaml-context.ts'

/** The context at the `|` of a text. */
function at(marked: string) {
  const offset = marked.indexOf('|')
  const context = yamlContextAt(marked.slice(0, offset) + marked.slice(offset + 1), offset)
  return context && { at: `${context.kind} ${context.path.join('.')}`, typed: context.typed, from: offset - context.from, siblings: context.siblings }
}

const where = (marked: string) => at(marked)?.at

describe('in block style', () => {
  test.each([
    ['|', 'key '],
    ['na|', 'key '],
    ['schemaflow: 1\n|', 'key '],
    ['source:\n  |', 'any source'],
    ['source:\n  type: csv\n  |', 'key source'],
    ['source:\n  type: |', 'value source.type'],
    ['source:\n  dialect:\n    delimiter: ","\n  |', 'key source'],
    ['source:\n  dialect:\n    delimiter: ","\n|', 'key '],
    ['rules:\n  - |', 'any rules.0'],
    ['rules:\n  - type: |', 'value rules.0.type'],
    ['rules:\n  - type: between\n    |', 'key rules.0'],
    ['rules:\n  - type: between\n    column: age\n  - |', 'any rules.1'],
    ['rules:\n  - type: between\n  |', 'any rules'],
    ['rules:\n- type: between\n  m|', 'key rules.0'],
    ['rules:\n- type: between\n- type: unique\n  columns: |', 'value rules.1.columns'],
    ['rules:\n- type: between\nna|', 'key '],
    ['rules:\n  - type: unique\n    columns:\n      - a\n      - |', 'any rules.0.columns.1'],
    ['transform:\n  steps:\n    - type: trim\n      columns: "*"\n    - |', 'any transform.steps.1'],
    ['schema:\n  fields:\n    - name: id\n      |\nrules: []', 'key schema.fields.0'],
    ['# a comment\nname: x\n\n|', 'key '],
    ['"quoted key":\n  |', 'any quoted key'],
    ['rules:\n  - - |', 'any rules.0.0'],
  ])('%j', (text, expected) => {
    expect(where(text)).toBe(expected)
  })

  test('says what is being typed and what stands beside it', () => {
    expect(at('rules:\n  - type: between\n    min: 0\n    ma|')).toMatchObject({ typed: 'ma', from: 2, siblings: { type: 'between', min: '0' } })
    expect(at('source:\n  type: c|')).toMatchObject({ typed: 'c', from: 1 })
    expect(at('expr: "age > a|')).toMatchObject({ at: 'value expr', typed: 'age > a', from: 7 })
  })

  test('nothing is offered in comments and block texts', () => {
    expect(at('name: x # a|')).toBeUndefined()
    expect(at('description: >\n  some t|ext')).toBeUndefined()
    expect(where('description: >\n  some text\n|')).toBe('key ')
    expect(where("name: 'a # b|'")).toBe('value name')
  })
})

describe('in flow style', () => {
  test.each([
    ['rules:\n  - { |', 'key rules.0'],
    ['rules:\n  - { type: |', 'value rules.0.type'],
    ['rules:\n  - { type: between, |', 'key rules.0'],
    ['rules:\n  - { type: between, m| }', 'key rules.0'],
    ['rules:\n  - { type: unique, columns: [|', 'any rules.0.columns.0'],
    ['rules:\n  - { type: unique, columns: [a, |', 'any rules.0.columns.1'],
    ['rules:\n  - { type: unique, columns: [a], |', 'key rules.0'],
    ['rules: [{ type: unique }, { |', 'key rules.1'],
    ['source: { type: csv,\n  |', 'key source'],
    ['source: { type: csv }\n|', 'key '],
    ['source:\n  dialect: { delimiter: ",", |', 'key source.dialect'],
    ['a: { "b, c": 1, |', 'key a'],
  ])('%j', (text, expected) => {
    expect(where(text)).toBe(expected)
  })

  test('says what is being typed and what stands beside it', () => {
    expect(at('rules:\n  - { type: expression, expr: "country <> \'US\' and a|')).toMatchObject({
      at: 'value rules.0.expr', typed: "country <> 'US' and a", siblings: { type: 'expression' },
    })
  })

  test('a bracket closed on a later line ends with it', () => {
    expect(where('source: {\n  type: csv\n}\nrules:\n  - |')).toBe('any rules.0')
  })
})
