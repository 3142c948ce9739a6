import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { readRecipe, rewriteRecipe, writeRecipe } from '../../engine/recipe/index.ts'

const TEXT = `# Orders of the branches, monthly.
schemaflow: 1
name: orders # as the branches call them

schema:
  fields:
    # The till counts from 1.
    - { name: id, type: integer, required: true }
    - { name: paid, type: date } # when the bank says so
    - name: amount
      type: number # in euros
      min: 0.50

rules:
  # Agreed with Ms Weber.
  - { type: between, column: amount, max: 10000 }
  # The bank asks for it.
  - type: matches
    column: iban
    pattern: '[A-Z]{2}[0-9]{2}.*'
`

interface Written {
  name?: string
  version?: unknown
  schema: { fields: Record<string, unknown>[] }
  rules: Record<string, unknown>[]
  gates?: unknown
}
const changed = (change: (recipe: Written) => void): string => {
  const recipe = parse(TEXT) as Written
  change(recipe)
  const text = rewriteRecipe(TEXT, recipe)
  expect(parse(text)).toEqual(recipe)
  return text
}

describe('only what differs is written anew', () => {
  test('nothing, where nothing does', () => {
    expect(rewriteRecipe(TEXT, parse(TEXT))).toBe(TEXT)
    const unusual = 'rules:   [ {type: not_null,column: a} ]   # spaced\n'
    expect(rewriteRecipe(unusual, parse(unusual))).toBe(unusual)
  })

  test('one value', () => {
    expect(changed(recipe => { recipe.schema.fields[2]!['type'] = 'integer' })).toBe(TEXT.replace('type: number #', 'type: integer #'))
    expect(changed(recipe => { recipe.name = 'orders: all' })).toBe(TEXT.replace('name: orders #', 'name: "orders: all" #'))
  })

  test('a key that comes or goes', () => {
    expect(changed(recipe => { recipe.schema.fields[0]!['unique'] = true })).toBe(TEXT.replace('required: true }', 'required: true, unique: true }'))
    expect(changed(recipe => { delete recipe.schema.fields[2]!['min'] })).toBe(TEXT.replace('      min: 0.50\n', ''))
    expect(changed(recipe => { recipe.gates = { min_rows: 1 } })).toBe(`${TEXT}gates:\n  min_rows: 1\n`)
  })

  test('an item that comes, goes, or comes to stand elsewhere, each with its comments', () => {
    expect(changed(recipe => { recipe.rules.push({ type: 'not_null', column: 'id' }) })).toBe(`${TEXT}  - type: not_null\n    column: id\n`)
    expect(changed(recipe => { recipe.schema.fields.splice(1, 1) })).toBe(TEXT.replace('    - { name: paid, type: date } # when the bank says so\n', ''))
    const turned = changed(recipe => { recipe.rules.reverse() })
    expect(turned).toContain('# The bank asks for it.\n  - type: matches')
    expect(changed(recipe => { recipe.rules.unshift({ type: 'not_null', column: 'id' }) })).toContain('# The bank asks for it.\n  - type: matches')
  })

  test('what cannot be kept is written as if nobody had: text that is no YAML, anchors', () => {
    const recipe = { schemaflow: 1, rules: [{ type: 'not_null', column: 'a' }] }
    for (const text of ['rules: [', 'a: &x 1\nb: *x\n', '', '# nothing\n', '[1, 2]']) expect(parse(rewriteRecipe(text, recipe))).toEqual(recipe)
    expect(rewriteRecipe('rules: [', recipe)).toBe(writeRecipe(recipe))
  })
})

const word = fc.constantFrom('a', 'b', 'id', 'true', '1', '', ' spaced ', 'with: colon', '# no comment', '- item', "it's", 'é', 'two\nlines', '{{ var.x }}', 'null', '0x1f', '~')
const value = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof({ depthSize: 'small' }, word, fc.integer({ min: -5, max: 5 }), fc.boolean(), fc.constant(0.5),
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('a', 'b', 'c', 'name', 'with space', '1'), tie('value'), { maxKeys: 4 })),
})).value
const recipe = fc.dictionary(fc.constantFrom('name', 'rules', 'schema', 'vars'), value, { maxKeys: 4 })

test('what is read again is the recipe, whatever both were', () => {
  fc.assert(fc.property(recipe, recipe, fc.boolean(), (before, after, isFlow) => {
    const text = `# on top\n${stringify(before, { collectionStyle: isFlow ? 'flow' : 'any' })}`
    expect(readRecipe(rewriteRecipe(text, after)).value).toEqual(after)
  }), { numRuns: 500 })
})
