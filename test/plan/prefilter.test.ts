import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Recipe } from '../../engine/recipe/index.ts'
import { rowsOf } from '../support/arbitrary.ts'
import { judgeBoth, planOf, surenessOf } from '../support/verdict.ts'

const columns = ['a', 'b']
const rule = (spec: Record<string, unknown>): Recipe => ({ schemaflow: 1, rules: [{ column: 'a', ...spec }] } as Recipe)
const field = (spec: Record<string, unknown>, steps: readonly Record<string, unknown>[] = []): Recipe =>
  ({ schemaflow: 1, transform: { steps }, schema: { fields: [{ name: 'a', ...spec }] } } as Recipe)

/** Recipes with cells of column a of which each has to be sure, and others of which none is. */
const CASES: readonly (readonly [name: string, recipe: Recipe, sure: readonly (string | null)[], open: readonly (string | null)[]])[] = [
  ['required', field({ required: true }), ['x', '', 'é'], [null]],
  ['integers in a range', field({ type: 'integer', min: 0, max: 120 }), ['0', '120', '007', null], ['-1', '121', 'x', ' 5', '1.0', '']],
  ['integers up to a fraction', field({ type: 'integer', max: 2.5 }), ['2', '-9'], ['3']],
  ['numbers in a range', field({ type: 'number', min: 0, max: 0.5, required: true }), ['0', '0.37', '.5', '0.50'], ['0.51', '-0.1', '1e-3', null]],
  ['numbers strictly within', field({ type: 'number', exclusive_min: 0, exclusive_max: 100 }), ['0.1', '99.9'], ['0', '100', '100.0', '0.0']],
  ['dates from a day on', field({ type: 'date', min: '2000-01-01', max: '2020-12-31' }), ['2000-01-01', '2020-12-31', null], ['1999-12-31', '2021-01-01', '2004-02-29']],
  ['dates of a format', field({ type: 'date', date_format: '%d.%m.%Y' }), ['28.02.2024'], ['2024-02-28', '31.02.2024']],
  ['booleans', field({ type: 'boolean', required: true }), ['true', 'FALSE'], ['yes', null]],
  ['a pattern', field({ pattern: '[A-Z]{2}[0-9]+' }), ['AB1', null], ['A1', 'AB']],
  ['words', field({ enum: ['US', 'FR'] }), ['US', null], ['us', 'USA']],
  ['other words', rule({ type: 'not_in_set', values: ['x', 'é'] }), ['y', null], ['x', 'é', 'ü']],
  ['lengths', field({ min_length: 2, max_length: 4 }), ['éé', '😀😀😀😀', null], ['é', 'abcde']],
  ['lengths in bytes where they are long', field({ max_length: 100 }), ['x'.repeat(100), 'é'.repeat(50), null], ['x'.repeat(101), 'é'.repeat(51)]],
  ['an e-mail address', field({ format: 'email' }), ['ada@example.com', null], ['ada@example', `${'a'.repeat(65)}@example.com`]],
  ['not blank', rule({ type: 'not_blank' }), ['x', 'x y'], [null, '', '  ', ' x']],
  ['beginnings, ends and parts', { schemaflow: 1, rules: [{ type: 'starts_with', column: 'a', text: 'a.' }, { type: 'ends_with', column: 'a', text: 'z' }, { type: 'contains', column: 'a', text: '(' }] }, ['a.(z', null], ['ab(z', 'a.(', 'a.z']],
  ['a template', rule({ type: 'like', pattern: '_%-\\%' }), ['é-%', null], ['-%', 'ab-x']],
  ['text that can be read', rule({ type: 'type', to: 'number' }), ['1.5', null], ['x']],
  ['a condition', { schemaflow: 1, rules: [{ type: 'expression', expr: "a = 'x' or length(a) > 3 and not (a like 'z%') or a is null" }] }, ['x', 'abcd', null], ['y', 'zzzz']],
  ['spaces that are trimmed', field({ type: 'integer' }, [{ type: 'trim', columns: '*' }]), ['5'], ['x', ' 5']],
  ['words for missing', field({ type: 'integer', required: true }, [{ type: 'null_tokens', columns: ['a'], tokens: ['-'] }]), ['5'], ['-', null]],
  ['what is replaced', field({ type: 'integer' }, [{ type: 'replace', columns: ['a'], find: ',', replacement: '' }]), ['5'], ['1,000']],
  ['nothing, for null is put in the place of some', { schemaflow: 1, rules: [{ type: 'expression', expr: "replace(a, 'x', nullif(a, 'y')) is not null or a = 'z'" }] }, ['z'], ['y', 'v']],
  ['booleans of words that are not folded', field({ type: 'boolean', true_values: ['ſ', ' yes', 'k'] }), ['k', 'K', 'True', 'yes'], ['s', 'ſ', ' yes', '\u212a']],
  ['what is filled in', field({ required: true }, [{ type: 'fill_null', columns: ['a'], value: 'x' }]), ['y'], []],
  ['another name', { schemaflow: 1, transform: { steps: [{ type: 'rename_columns', mapping: { a: 'c' } }] }, schema: { fields: [{ name: 'c', type: 'integer' }] } }, ['5'], ['x']],
]

describe('records that need no look', () => {
  test.each(CASES)('%s', (_, recipe, sure, open) => {
    const isSure = surenessOf(planOf({ recipe, columns }))
    expect(sure.filter(cell => isSure?.([cell, 'any']) !== true)).toEqual([])
    expect(open.filter(cell => isSure?.([cell, 'any']) !== false)).toEqual([])
  })

  test.each([
    ['several columns', { rules: [{ type: 'expression', expr: 'a < b' }] }],
    ['dropped rows', { transform: { steps: [{ type: 'filter', where: "a <> 'x'" }] }, rules: [{ type: 'not_null', column: 'a' }] }],
    ['what is computed', { transform: { steps: [{ type: 'add_column', name: 'c', expr: 'a || b' }] }, rules: [{ type: 'not_null', column: 'c' }] }],
  ])('nothing is said of %s', (_, recipe) => {
    expect(surenessOf(planOf({ recipe: recipe, columns }))).toBeUndefined()
  })

  test('of thousands of columns about which the same is asked it is found out once', () => {
    const wide = Array.from({ length: 2_000 }, (_, i) => `c${i}`)
    const plan = planOf({ columns: wide, recipe: { schemaflow: 1, schema: { fields: wide.map((name, i) => ({ name, type: i % 2 === 0 ? 'integer' : 'date', min: i % 2 === 0 ? 0 : '2000-01-01', required: true })) } } })
    const isSure = surenessOf(plan)
    expect(isSure?.(wide.map((_, i) => i % 2 === 0 ? '5' : '2020-01-01'))).toBe(true)
  })

  const steps = (count: number, step: Record<string, unknown>): Recipe => ({ schemaflow: 1, transform: { steps: Array.from({ length: count }, () => step) }, rules: [{ type: 'not_blank', column: 'a' }] } as unknown as Recipe)
  const words = (count: number, length: number): readonly string[] => Array.from({ length: count }, (_, i) => `${i}`.padEnd(length, 'x'))
  test.each([
    ['many steps on one column', steps(14, { type: 'map_values', columns: ['a'], mapping: { x: 'y', z: 'w' } })],
    ['tokens again and again', steps(9, { type: 'null_tokens', columns: ['a'], tokens: ['-', 'N/A'] })],
    ['a step with many words', steps(1, { type: 'map_values', columns: ['a'], mapping: Object.fromEntries(words(20_000, 6).map(word => [word, 'y'])) })],
    ['a pattern of a thousand optional parts', rule({ type: 'matches', pattern: '(?:a?b?c?){1000}' })],
    ['patterns in patterns', rule({ type: 'matches', pattern: '([a-z]{1,200}|[0-9]{1,200}){1,4}' })],
    ['a list of long words', rule({ type: 'in_set', values: words(5_000, 1_000) })],
    ['a list of many long words for many columns', { schemaflow: 1, rules: [{ type: 'in_set', columns: ['a', 'b'], values: words(300_000, 6) }] } as unknown as Recipe],
  ])('nothing is said where it would take too long: %s', (_, recipe) => {
    expect(surenessOf(planOf({ recipe, columns }))).toBeUndefined()
  }, 60_000)

  test('and none of them breaks a rule, whatever the cells', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...CASES.map(([, recipe]) => recipe)), rowsOf(2, { maxRows: 25 }), async (recipe, rows) => {
      // A reader hands over no NUL: such a record is malformed.
      await judgeBoth({ recipe, columns, rows: rows.map(row => row.map(cell => cell?.replaceAll('\0', '') ?? null)) })
    }), { numRuns: 150 })
  }, 120_000)
})
