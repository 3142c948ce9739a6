import { describe, expect, test } from 'vitest'
import { problem } from '../../../engine/base/issue.ts'
import { checkRecipe, readRecipe } from '../../../engine/recipe/index.ts'
import { diagnosticsOf } from '../../../app/cells/recipe/diagnostics.ts'
import { textChange } from '../../../app/cells/recipe/text-change.ts'

const marked = (text: string, issues: Parameters<typeof diagnosticsOf>[1]) => diagnosticsOf(text, issues).map(({ from, to, line }) => [line, text.slice(from, to)])

describe('where an issue is shown', () => {
  test('unknown keys are marked as keys, wrong values as values', () => {
    const text = 'schemaflow: 1\nrules:\n  - type: betwen\n    colum: age\nname: x\nsorce: {}\n'
    const document = readRecipe(text)
    const { issues } = checkRecipe(document.value)
    expect(marked(text, issues.map(document.locate))).toEqual([[3, 'betwen'], [6, 'sorce']])
    const rest = text.replace('sorce: {}\n', '')
    expect(marked(rest, checkRecipe(readRecipe(rest).value).issues)).toEqual([[3, 'betwen']])
    const known = rest.replace('betwen', 'between')
    expect(marked(known, checkRecipe(readRecipe(known).value).issues)).toEqual([[3, 'type'], [4, 'colum']])
  })

  test('a mistake in an expression is marked where it starts', () => {
    const issue = { ...problem('expression_syntax', ['rules', 0, 'expr'], 'unexpected'), offset: 4 }
    expect(marked('rules:\n  - expr: age >\n', [issue])).toEqual([[2, '>']])
    expect(marked('rules:\n  - expr: "age >"\n', [issue])).toEqual([[2, '>']])
    expect(marked("rules:\n  - expr: 'a=''> b'\n", [issue])).toEqual([[2, ' b']])
    expect(marked('rules:\n  - expr: "\\u0061=\\">b"\n', [issue])).toEqual([[2, 'b']])
  })

  test('a mistake at the very end marks the last character, one in a text over several lines the text', () => {
    const issue = { ...problem('expression_syntax', ['rules', 0, 'expr'], 'unexpected'), offset: 5 }
    expect(marked('rules:\n  - expr: "age >"\n', [issue])).toEqual([[2, '>']])
    expect(marked('rules:\n  - expr: age >\n', [issue])).toEqual([[2, '>']])
    expect(marked('rules:\n  - expr: |\n      age >\n', [issue])).toEqual([[2, '|\n      age >\n']])
    expect(marked('rules:\n  - expr: age\n      + >\n', [issue])).toEqual([[2, 'age\n      + >']])
  })

  test('a syntax error is marked from its line and column on', () => {
    const text = 'name: x\nrules: [\n'
    const issues = readRecipe(text).issues
    expect(issues.length).toBeGreaterThan(0)
    expect(diagnosticsOf(text, issues)[0]).toMatchObject({ line: issues[0]!.line, code: 'yaml_syntax' })
  })

  test('the nearest place that exists stands for one that does not', () => {
    expect(marked('schema:\n  fields: []\n', [problem('x', ['schema', 'primary_key', 0], 'm')])).toEqual([[1, 'schema']])
    expect(marked('name: x\n', [problem('x', ['rules'], 'm')])).toEqual([[1, 'name: x']])
  })
})

test('one replacement turns a text into another', () => {
  for (const [before, after] of [['abc', 'abc'], ['abc', 'abXc'], ['aaa', 'aa'], ['', 'x'], ['x', ''], ['abab', 'ab'], ['a: 1\nb: 2\n', 'a: 3\nb: 2\n']] as const) {
    const change = textChange(before, after)
    expect(change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before).toBe(after)
  }
  expect(textChange('a: 1\nb: 2\n', 'a: 3\nb: 2\n')).toEqual({ from: 3, to: 4, insert: '3' })
  expect(textChange('same', 'same')).toBeUndefined()
})
