import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createRandom } from '../../app/sample/random.ts'
import { bundleCli, folderWith, schemaflow } from './schemaflow.ts'

const people = 'id,name,age\n1,Ann,30\n2,,44\n3,Bo,200\n'
const recipe = (...lines: readonly string[]): string => ['schemaflow: 1', 'source: { path: people.csv }', ...lines, ''].join('\n')

function createRandomBytes(length: number): Uint8Array {
  const random = createRandom(7)
  return Uint8Array.from({ length }, () => random.below(256))
}

const { folder, remove } = folderWith({
  'people.csv': people,
  'empty.csv': '',
  'header.csv': 'id,name,age\n',
  'binary.csv': createRandomBytes(4096),
  'plain.yaml': recipe(),
  'people.jsonl': '{"id":1}\n{"id":2}\n',
  'says-csv.yaml': 'schemaflow: 1\nsource: { type: csv, path: people.jsonl }\nschema: { fields: [{ name: id, type: integer }] }\n',
  'wrong-key.yaml': recipe('rules:', '  - { type: in_set, column: name, valeus: [Ann, Bo] }'),
  'wrong-type.yaml': recipe('schema:', '  fields:', '    - { name: age, type: integr }'),
  'unknown-column.yaml': recipe('rules:', '  - { type: not_null, column: nmae }'),
  'bad-expression.yaml': recipe('rules:', '  - type: expression', '    expr: "age > "'),
  'bad-pattern.yaml': recipe('rules:', '  - type: matches', '    column: name', '    pattern: "[a-"'),
  'many.yaml': recipe('nmae: people', 'schema:', '  fields:', '    - { name: age, type: integr }', 'rules:', '  - { type: not_null, column: nmae }', "  - { type: expression, expr: 'name = ''Ann'' andd' }", '  - { type: matches, column: name, pattern: (Ann }', '  - type: not_null'),
  'unread-step.yaml': recipe('transform: { steps: [{ type: renam, columns: { name: nick } }] }', 'rules: [{ type: like, column: nick, pattern: "A%" }, { type: matches, column: name, pattern: "(" }]'),
  'open-step.yaml': recipe("transform: { steps: [{ type: trim, columns: ['{{ var.column }}'] }] }", 'rules: [{ type: not_null, column: nmae }, { type: not_null, column: name, where: name > }]'),
  'bad-template.yaml': recipe('description: "{{ var.regoin }}"', 'vars: { region: EU }'),
  'open-input.yaml': recipe().replace('people.csv', '"{{ var.input }}"'),
  'no-yaml.yaml': 'schemaflow: 1\nrules: [\n',
  'gate.yaml': recipe('schema: { fields: [{ name: name, required: true }] }', 'gates: { max_rejects: { ratio: 0.1 } }'),
  'few-rows.yaml': recipe('rules: [{ id: enough, type: row_count, min: 10 }]'),
  'few-rows-warn.yaml': recipe('rules: [{ id: enough, type: row_count, min: 10, severity: warn }]'),
  'mean.yaml': recipe('schema: { fields: [{ name: age, type: integer }] }', 'rules: [{ id: mean_age, type: aggregate, column: age, measure: mean, max: 50 }]'),
})
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
beforeAll(bundleCli)
afterAll(remove)

/** One line on stderr that says it (a recipe has a line for each issue), nothing on stdout, no stack trace, no output. */
async function expectError(args: readonly string[], code: number, message: string | RegExp): Promise<void> {
  const ended = await schemaflow(folder, ...args)
  expect(ended.err).toMatch(message)
  expect(ended).toMatchObject({ code, out: '' })
  const lines = ended.err.trimEnd().split('\n')
  if (ended.err.startsWith('schemaflow: ')) expect(lines).toHaveLength(1)
  else expect(lines.filter(line => !/^\S+\.yaml:\d+:\d+: (error|warning) /.test(line))).toEqual([])
  if (existsSync(join(folder, 'never'))) expect(readdirSync(join(folder, 'never'))).toEqual([])
}

describe('a wrong recipe is exit code 2, with the place and the nearest name', () => {
  test.concurrent.each([
    ['wrong-key.yaml', 'wrong-key.yaml:4:35: error unknown_key: "valeus" means nothing here (rules[0].valeus). Did you mean "values"?'],
    ['wrong-type.yaml', /^wrong-type\.yaml:5:20: error \w+: .*integr.* \(schema\.fields\[0\]\.type\)\. .*integer/],
    ['unknown-column.yaml', 'unknown-column.yaml:4:23: error unknown_column: there is no column "nmae" here (rules[0].column). Did you mean "name"?'],
    ['bad-expression.yaml', /^bad-expression\.yaml:5:18: error expression_syntax: .*\(rules\[0\]\.expr\)/],
    ['bad-pattern.yaml', /^bad-pattern\.yaml:6:15: error bad_pattern: .*\(rules\[0\]\.pattern\)/],
    ['bad-template.yaml', /^bad-template\.yaml:3:1: error unresolved_template: .* Did you mean "region"\?/],
    ['no-yaml.yaml', /^no-yaml\.yaml:\d:\d+: error yaml_syntax: /],
  ])('%s', async (name, message) => { await expectError(['validate', name], 2, message) })

  test.concurrent.each([
    ['wrong-key.yaml', 'wrong-key.yaml:4:35: error unknown_key'],
    ['unknown-column.yaml', 'unknown-column.yaml:4:23: error unknown_column'],
    ['says-csv.yaml', 'says-csv.yaml:2:11: warning unlikely_format: people.jsonl looks like JSON Lines, and is read as CSV (source.type). Say type: jsonl, or leave it out.\nsays-csv.yaml:3:22: error unknown_column'],
  ])('%s, when run', async (name, message) => { await expectError(['run', name, '--out', 'never'], 2, message) })

  test('one mistake hides no other', async () => {
    const { code, err } = await schemaflow(folder, 'validate', 'many.yaml')
    expect([code, err.split('\n').map(line => line.split(':', 4).join(':'))]).toEqual([2, [
      'many.yaml:6:20: error invalid_value', 'many.yaml:3:1: error unknown_key', 'many.yaml:11:5: error missing_columns', 'many.yaml:8:23: error unknown_column',
      'many.yaml:9:47: error expression_syntax', 'many.yaml:10:45: error bad_pattern', '',
    ]])
  })

  test('what a step that is not understood would do to the columns is not guessed', async () => {
    const codes = async (name: string): Promise<readonly (string | undefined)[]> => (await schemaflow(folder, 'validate', name)).err.trimEnd().split('\n').map(line => / error (\w+):/.exec(line)?.[1])
    expect(await codes('unread-step.yaml')).toEqual(['unknown_step', 'bad_pattern'])
    expect(await codes('open-step.yaml')).toEqual(['unresolved_template', 'expression_syntax'])
  })

  test('as JSON, an array of issues', async () => {
    const { code, out, err } = await schemaflow(folder, 'validate', 'unknown-column.yaml', '--json')
    expect([code, err]).toEqual([2, ''])
    expect(JSON.parse(out)).toEqual([{
      file: 'unknown-column.yaml', severity: 'error', code: 'unknown_column', path: ['rules', 0, 'column'],
      message: 'there is no column "nmae" here', hint: 'Did you mean "name"?', line: 4, column: 23,
    }])
  })

  test('an expression is checked without its input; a name is not', async () => {
    const gone = recipe('schema: { fields: [{ name: age, type: integer, min: old }] }', 'rules: [{ type: not_null, column: undeclared }]').replace('people.csv', 'gone.csv')
    const { folder: other, remove: removeOther } = folderWith({ 'gone.yaml': gone })
    const { code, err } = await schemaflow(other, 'validate', 'gone.yaml')
    removeOther()
    expect([code, err]).toEqual([2, expect.stringMatching(/^gone\.yaml:3:48: error bad_constant: .*\n$/)])
  })

  test('a recipe may leave its input to whoever runs it', async () => {
    const { code, err } = await schemaflow(folder, 'validate', 'open-input.yaml')
    expect([code, err]).toEqual([0, expect.stringContaining('warning unresolved_template')])
    expect((await schemaflow(folder, 'validate', 'open-input.yaml', '--input', 'people.csv')).out).toContain('ok, 0 checks on the 3 columns of people.csv')
  })
})

describe('a wrong command is exit code 2', () => {
  test.concurrent.each<[string, string[], string | RegExp]>([
    ['an unknown command', ['rnu'], "schemaflow: unknown command 'rnu'. Did you mean run?"],
    ['an unknown option', ['run', 'plain.yaml', '--inptu', 'x'], "unknown option '--inptu'. Did you mean --input?"],
    ['no recipe of that name', ['run', 'gone.yaml'], 'schemaflow: there is no recipe gone.yaml.'],
    ['an unknown engine', ['run', 'plain.yaml', '--engine', 'sparc'], 'there is no engine "sparc" here'],
    ['a variable without a value', ['run', 'plain.yaml', '--var', 'region'], 'Write --var name=value.'],
    ['a size that is none', ['run', 'plain.yaml', '--memory', 'lots', '--out', 'never'], '"lots" is no size'],
    ['no threads', ['run', 'plain.yaml', '--threads', '0'], 'Write a number from 1 on.'],
    ['nowhere to write to', ['run', 'plain.yaml'], 'the recipe says nowhere where the valid rows go. Pass a folder with --out DIR'],
  ])('%s', async (_what, args, message) => { await expectError(args, 2, message) })
})

describe('a world that fails is exit code 3', () => {
  test.concurrent.each<[string, string[], string | RegExp]>([
    ['a missing input', ['run', 'plain.yaml', '--input', 'gone.csv', '--out', 'never'], /there is no file \S*gone\.csv\. Check the path/],
    ['an empty input', ['run', 'plain.yaml', '--input', 'empty.csv', '--out', 'never'], 'empty.csv is empty: it has no bytes at all.'],
    ['a binary input', ['run', 'plain.yaml', '--input', 'binary.csv', '--out', 'never'], 'binary.csv cannot be read: it looks like'],
    ['a folder as input', ['profile', '.'], '. is no file'],
    ['an empty file to profile', ['profile', 'empty.csv'], 'empty.csv is empty'],
    ['a binary file to suggest from', ['suggest', 'binary.csv', '-o', 'never/made.yaml'], 'binary.csv cannot be read: it looks like'],
    ['a file where the output folder should be', ['run', 'plain.yaml', '--out', 'people.csv'], 'people.csv cannot be written'],
    ['a file above the output folder', ['run', 'plain.yaml', '--out', 'people.csv/out'], 'people.csv/out cannot be written'],
  ])('%s', async (_what, args, message) => {
    await expectError(args, 3, message)
    expect(readFileSync(join(folder, 'people.csv'), 'utf8')).toBe(people)
  })
})

test('a header without rows is a table without rows', async () => {
  const { code, out } = await schemaflow(folder, 'run', 'plain.yaml', '--input', 'header.csv', '--out', 'no-rows')
  expect([code, out]).toEqual([0, expect.stringMatching(/^0 records in .*: 0 valid, 0 rejected\n/)])
  expect(readFileSync(join(folder, 'no-rows/valid.csv'), 'utf8').trimEnd()).toBe('id,name,age')
  expect(readFileSync(join(folder, 'no-rows/rejects.jsonl'), 'utf8')).toBe('')
  expect((await schemaflow(folder, 'profile', 'header.csv')).out).toContain('header.csv: 0 records of 3 columns')
})

describe('gates and rules about the table are exit code 1, with all outputs written', () => {
  test.concurrent.each([
    ['gate.yaml', 'gate max_rejects.ratio failed: 0.3333 where 0.1 is the limit', 1],
    ['few-rows.yaml', 'rule enough failed', 1],
    ['mean.yaml', 'rule mean_age failed', 1],
    ['few-rows-warn.yaml', '3 valid, 0 rejected', 0],
  ])('%s', async (name, message, expected) => {
    const ended = await schemaflow(folder, 'run', name, '--out', `out-${name}`)
    expect(ended.out).toContain(message)
    expect([ended.code, ended.err]).toEqual([expected, ''])
    expect(readdirSync(join(folder, `out-${name}`))).toHaveLength(4)
  })
})

test('--verbose says the causes', async () => {
  const { code, err } = await schemaflow(folder, 'run', 'plain.yaml', '--input', 'gone.csv', '--out', 'never', '--verbose')
  expect([code, err.split('\n')[1]]).toEqual([3, expect.stringMatching(/^ {2}because: ENOENT/)])
})
