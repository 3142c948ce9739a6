import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasErrors } from '../../engine/base/issue.ts'
import { stepKinds } from '../../engine/steps/index.ts'
import { nastyText, rowsOf, wordText } from '../support/arbitrary.ts'
import { issuesOf, judgeBoth } from '../support/verdict.ts'
import { recipeOf, type Step } from './run.ts'

const COLUMNS = ['a', 'b', 'c']
const RULES = [{ id: 'there', type: 'not_null', columns: '*' }, { id: 'once', type: 'unique', columns: '*' }]

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const names = (minLength = 1): fc.Arbitrary<string[]> => fc.uniqueArray(name, { minLength, maxLength: 3 })
const columns = fc.oneof(fc.constant('*'), name, names(), fc.constant({ matches: '[a-c]' }), fc.constantFrom({ type: 'string' }, { type: 'number' }))
const shortText = fc.oneof(nastyText(4), wordText)
const someText = shortText.filter(text => text !== '')
const written = fc.oneof(shortText, fc.integer({ min: -5, max: 5 }), fc.constantFrom(0.5, -2.25, 1e21, true, '2024-02-29'))
const pattern = fc.constantFrom('[0-9]+', '(.)(.?)', '^(\\d+)-(\\d+)', '(?i)[a-zß]+', '\\s', '(?s).$', '', '\\b', '[^\\x{0}-\\x{7f}]', '(?P<d>\\p{L})(?P<e>.*)', '.*?-')
const condition = fc.constantFrom("a <> 'a'", 'b is null', "length(a) > 2 or b = ''", "contains(c, '-')", 'a > 1', 'd is not null', "a >= date '2000-01-01'", "c like '%a%'")
const expression = fc.constantFrom("a || '-' || b", 'length(a)', 'coalesce(b, c)', 'cast(a as number)', 'upper(c)', 'null', "if(a is null, 'none', a)", 'a + 1', '-(a)', 'a / 3',
  'round(a * 1.5, 1)', 'to_text(a)', 'a', "replace_regex(b, '(.)', '\\1\\1')", 'substr(a, 2, 3)', "lpad(b, 5, '*')", 'greatest(a, b)', 'cast(b as date)', 'year(a)', 'add_months(a, 1)')
const flag = fc.boolean()
const params = (model: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<object> =>
  fc.record({ ...model, ...optional }, { requiredKeys: Object.keys(model) })

/** Parameters for each kind of step; those that do not fit the columns at hand are left out of a chain. */
const PARAMS: Readonly<Record<string, fc.Arbitrary<object>>> = {
  select: params({ columns }),
  drop: params({ columns }),
  rename_columns: fc.oneof(
    params({ mapping: fc.dictionary(name, fc.oneof(name, fc.constantFrom('A', '😀', 'x y')), { minKeys: 1, maxKeys: 3 }) }),
    params({ pattern: fc.constantFrom('^', '(.)', '[ab]'), replacement: fc.constantFrom('x', '\\0\\0', 'd') }), params({ style: fc.constantFrom('snake_case', 'lower') })),
  reorder: params({ columns }, { to: fc.constantFrom('start', 'end') }),
  add_column: fc.oneof(params({ name, value: written }, { after: name }), params({ name, expr: expression }), params({ name, template: fc.constantFrom('{a} {b}', '<{c}>', '\\{{a}', "it's {d}", '{e}') })),
  duplicate: params({ column: name, into: name }),
  merge_columns: params({ columns, into: name }, { separator: shortText, drop_originals: flag }),
  split_column: params({ column: name, separator: fc.oneof(someText, fc.constantFrom(',', '-', '.', ' ')), into: names() }, { rest: fc.constantFrom('last', 'drop'), drop_original: flag }),
  extract: fc.oneof(params({ column: name, pattern, into: names() }, { drop_original: flag }), params({ column: name, pattern: fc.constant('(?P<d>\\p{L})(?P<e>.*)') })),
  trim: params({ columns }, { side: fc.constantFrom('both', 'start', 'end') }),
  collapse_whitespace: params({ columns }, { trim: flag }),
  case: params({ columns, to: fc.constantFrom('lower', 'upper', 'sentence') }),
  replace: fc.oneof(params({ columns, find: someText, replacement: shortText }), params({ columns, find: pattern, replacement: fc.constantFrom('', '<\\0>', '\\1', '\\2\\1', '-'), regex: fc.constant(true) })),
  pad: params({ columns, length: fc.integer({ min: 1, max: 20 }), fill: someText }, { side: fc.constantFrom('start', 'end') }),
  substring: params({ columns, start: fc.integer({ min: -14, max: 14 }) }, { length: fc.integer({ min: 1, max: 14 }) }),
  strip_control_characters: params({ columns }, { keep_layout: flag, invisible: flag }),
  cast: params({ columns, to: fc.constantFrom('integer', 'number', 'decimal', 'boolean', 'date', 'datetime', 'timestamp', 'time', 'string') }, { on_error: fc.constantFrom('reject', 'null'), scale: fc.integer({ min: 0, max: 6 }) }),
  parse_number: params({ columns }, {
    to: fc.constantFrom('number', 'integer', 'decimal'), decimal: fc.constantFrom('.', ','), thousands: fc.constantFrom(',', '.', 'space', 'apostrophe', 'none'), currency: flag, symbols: fc.array(someText, { maxLength: 2 }),
    percent: fc.constantFrom('error', 'ignore', 'divide'), accounting: flag, on_error: fc.constantFrom('reject', 'null'),
  }),
  null_tokens: params({ columns, tokens: fc.array(shortText, { minLength: 1, maxLength: 4 }) }, { ignore_case: flag }),
  map_values: params({ columns, mapping: fc.dictionary(shortText, fc.oneof(written, fc.constant(null)), { minKeys: 1, maxKeys: 4 }) }, { ignore_case: flag, otherwise: fc.constantFrom('keep', 'null') }),
  fill_null: fc.oneof(params({ columns, value: written }), params({ columns, expr: expression })),
  null_if: fc.oneof(params({ columns, value: written }, { where: condition }), params({ columns, where: condition })),
  coalesce: params({ columns, into: name }, { drop_originals: flag }),
  clip: params({ columns }, { min: fc.integer({ min: -10, max: 0 }), max: fc.constantFrom(1, 2.5, 1e20) }),
  round: params({ columns }, { digits: fc.integer({ min: -15, max: 12 }) }),
  filter: params({ where: condition }),
  drop_nulls: params({ columns }, { when: fc.constantFrom('any', 'all') }),
  deduplicate: params({ columns }, { keep: fc.constantFrom('first', 'last') }),
}

const step = fc.constantFrom(...Object.keys(PARAMS)).chain(type => PARAMS[type]!.map((given): Step => ({ type, ...given })))

/** The first steps of a list that can follow each other, at most four. */
function chained(candidates: readonly Step[]): readonly Step[] {
  return candidates.reduce<readonly Step[]>((chain, next) =>
    chain.length < 4 && !hasErrors(issuesOf(recipeOf(...chain, next), COLUMNS)) ? [...chain, next] : chain, [])
}

const runs = Number(process.env.FUZZ_RUNS ?? 150)
const seed = process.env.FUZZ_RUNS === undefined ? 20240229 : Date.now()

test('every kind of step takes part', () => {
  expect(Object.keys(PARAMS).sort()).toEqual([...stepKinds].sort())
})

test('chains of steps have one meaning', { timeout: 3_600_000 }, async () => {
  const used = new Set<string>()
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), rowsOf(COLUMNS.length), async (candidates, rows) => {
    const chain = chained(candidates)
    for (const { type } of chain) used.add(type)
    await judgeBoth({ columns: COLUMNS, rows, recipe: { ...recipeOf(...chain), rules: RULES } })
  }), { numRuns: runs, seed })
  expect(stepKinds.filter(kind => !used.has(kind))).toEqual([])
})
