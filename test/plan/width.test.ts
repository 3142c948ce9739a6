import { expect, test } from 'vitest'
import { judgeBoth, planOf } from '../support/verdict.ts'
import { wordCount } from '../../engine/plan/index.ts'

test('a recipe of 130 checks takes five words, and both evaluators agree on every bit', async () => {
  const rules = Array.from({ length: 130 }, (_, index) => ({ id: `r${index}`, type: 'expression', expr: `a <> ${index}` }))
  const rows = Array.from({ length: 140 }, (_, index) => [String(index)])
  const { plan, rows: judged } = await judgeBoth({ columns: ['a'], rows, recipe: { schema: { fields: [{ name: 'a', type: 'integer' }] }, rules } })
  expect(wordCount(plan)).toBe(5)
  judged.forEach(({ ordinal, words }) => {
    // Bit 0 is the type check; rule i is bit i + 1 and fails the row whose value is i.
    const bit = ordinal
    const expected = Array.from({ length: 5 }, (_, word) => ordinal <= 130 && bit >>> 5 === word ? (1 << (bit & 31)) >>> 0 : 0)
    expect(words).toEqual(expected)
  })
})

test('a table of 2,000 typed columns is judged alike', async () => {
  const columns = Array.from({ length: 2000 }, (_, index) => `column ${index}`)
  const fields = columns.map((name, index) => ({ name, type: index % 2 === 0 ? 'integer' : 'date', ...(index % 5 === 0 ? { required: true } : {}) }))
  const recipe = { schema: { fields } }
  const plan = planOf({ recipe, columns })
  expect(plan.checks).toHaveLength(2400)
  const good: (string | null)[] = columns.map((_, index) => index % 2 === 0 ? '7' : '2024-02-29')
  const bad = good.with(1999, '2024-02-30').with(0, null).with(31, 'x').with(32, '1.5')
  const { rows } = await judgeBoth({ columns, rows: [good, bad], recipe })
  expect(rows[0]?.isRejected).toBe(false)
  const failing = plan.checks.flatMap(({ ruleId }, bit) => ((rows[1]?.words[bit >>> 5] ?? 0) >>> (bit & 31) & 1) === 1 ? [ruleId] : [])
  expect(failing).toEqual(['column 31.type', 'column 32.type', 'column 1999.type', 'column 0.required'])
}, 120_000)
