import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { problem } from '../../engine/base/issue.ts'
import { compilePlan } from '../../engine/plan/index.ts'
import { checkRecipe, readRecipe } from '../../engine/recipe/index.ts'

/** The rest of its line from where an issue with that offset into `rules[0].expr` is said to be. */
function rest(text: string, offset: number): string {
  const { line = 0, column = 0 } = readRecipe(text).locate({ ...problem('x', ['rules', 0, 'expr'], 'm'), offset })
  return (text.split('\n')[line - 1] ?? '').slice(column - 1)
}

describe('an issue inside a text is at its character', () => {
  test.each([
    ['plain', 'rules: [{ type: x, expr: age > }]', 4, '> }]'],
    ['plain, at its end', 'rules:\n  - expr: age >', 5, ''],
    ['in double quotes', 'rules:\n  - expr: "age >"', 4, '>"'],
    ['in double quotes, at its end', 'rules:\n  - expr: "age >"', 5, '"'],
    ['after escapes', 'rules:\n  - expr: "\\"\\x61\\u0061\\U0001F600\\t\\\\" > 5', 7, '" > 5'],
    ['in single quotes', "rules:\n  - expr: 'age >'", 4, ">'"],
    ['after a doubled quote', "rules:\n  - expr: 'a=''b'' >'", 6, ">'"],
    ['of JSON', '{"rules": [{"expr": "age >"}]}', 4, '>"}]}'],
    ['behind characters of two code units', 'rules:\n  - expr: "😀" > 5', 2, '" > 5'],
    ['on the first of several lines', 'rules:\n  - expr: age >\n      5 and', 4, '>'],
  ])('%s', (_style, text, offset, expected) => { expect(rest(text, offset)).toBe(expected) })

  test.each([
    ['on a later line', 'rules:\n  - expr: age >\n      5 and', 8, 'expr: age >'],
    ['on a later line of a quoted text', 'rules:\n  - expr: "age\\\n      > 5"', 5, 'expr: "age\\'],
    ['in a block', 'rules:\n  - expr: |\n      age >', 4, 'expr: |'],
    ['in a folded block', 'rules:\n  - expr: >-\n      age >', 4, 'expr: >-'],
    ['behind a template', "rules:\n  - expr: '{{ var.column }} > '", 8, "expr: '{{ var.column }} > '"],
    ['in what is no text', 'rules:\n  - expr: [age]', 1, 'expr: [age]'],
    ['beyond the text', 'rules:\n  - expr: age', 9, 'expr: age'],
    ['in an alias', 'name: &e "age >"\nrules:\n  - expr: *e', 4, 'expr: *e'],
    ['of a key that is missing', 'rules:\n  - type: x', 4, 'type: x'],
  ])('or at its key: %s', (_style, text, offset, expected) => { expect(rest(text, offset)).toBe(expected) })

  test('before a template it is at its character', () => {
    expect(rest("rules:\n  - expr: 'a > > {{ var.b }}'", 4)).toBe("> {{ var.b }}'")
  })

  test('every character of every text that YAML writes on one line', () => {
    const written = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', '\t', '\u0001', 'é', '\u2028', '😀', ':', '#', '-', '>', '\ufeff'), maxLength: 12 })
    fc.assert(fc.property(written, fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'), (text, defaultStringType) => {
      const line = stringify({ expr: text }, { lineWidth: 0, defaultStringType, defaultKeyType: 'PLAIN' }).slice(0, -1)
      const { value, locate } = readRecipe(line)
      expect(value).toEqual({ expr: text })
      const start = 'expr: '.length
      const [quote] = /^['"]/.exec(line.slice(start)) ?? []
      for (let offset = 0; offset < text.length; offset++) {
        if (/[\udc00-\udfff]/.test(text.charAt(offset))) continue
        const { column = 0 } = locate({ ...problem('x', ['expr'], 'm'), offset })
        const before = line.slice(start, column - 1)
        expect(quote === undefined ? before : parse(before + quote)).toBe(text.slice(0, offset))
      }
    }), { numRuns: 500 })
  })
})

test('a syntax error, an unknown name and a pattern are each at their character', () => {
  const text = `schemaflow: 1
transform:
  steps:
    - { type: filter, where: "name = 'x' andd" }
    - { type: add_column, name: twice, expr: 'concat(name, nmae)' }
schema:
  fields:
    - { name: name, pattern: "ab(?=c)" }
    - { name: age, type: date, format: "%d/%Q" }
rules:
  - type: expression
    expr: name = 'it''s' and
  - { type: required_if, column: name, expr: 'agee = ''1''' }
  - { type: not_null, column: name, where: lenght(name) > 1 }
`
  const { value, locate } = readRecipe(text)
  const { readable, issues } = checkRecipe(value)
  const all = [...issues, ...readable ? compilePlan(readable, ['name', 'age'].map(name => ({ name, type: { name: 'string' } as const }))).issues : []].map(locate)
  const lines = text.split('\n')
  expect(all.map(({ code, line = 0, column = 0 }) => `${code} ${line}: ${(lines[line - 1] ?? '').slice(column - 1)}`)).toEqual([
    'expression_syntax 4: andd" }',
    "unknown_column 5: nmae)' }",
    'bad_date_format 9: %Q" }',
    'bad_pattern 8: (?=c)" }',
    'expression_syntax 12: ',
    "unknown_column 13: agee = ''1''' }",
    'unknown_function 14: lenght(name) > 1 }',
  ])
})
