import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planOf } from '../support/verdict.ts'
import { openBench, rowEvaluator, type Bench, type DatedCase, type Judge } from './judges.ts'
import { expectedOf, readRegressions, reportDisagreement, shrink } from './regression.ts'

describe('every bug that was found stays mended', () => {
  let bench: Bench
  beforeAll(async () => { bench = await openBench() })
  afterAll(() => bench.close())

  test.each(readRegressions().map(regression => [regression.file, regression] as const))('%s', async (_file, regression) => {
    const plan = planOf(regression)
    for (const { name, judge } of bench.judges) {
      expect(expectedOf(plan, await judge(plan, regression)), `${regression.title} ${name} says something else now`).toEqual(regression.expected)
    }
    const verdicts = await Promise.all(bench.judges.map(({ judge }) => judge(plan, regression)))
    for (const verdict of verdicts) expect(verdict).toEqual(verdicts[0])
  })

  test('each says in a sentence what went wrong', () => {
    for (const { file, title } of readRegressions()) expect(title, file).toMatch(/^.{20,200}\.$/s)
  })
})

describe('a disagreement', () => {
  /** Takes sevens for eights, and cannot stand an x. */
  const forgetful: Judge = {
    name: 'the forgetful one',
    judge: (plan, testCase) => testCase.rows.flat().includes('x')
      ? Promise.reject(new Error('no x, please'))
      : rowEvaluator.judge(plan, { ...testCase, rows: testCase.rows.map(row => row.map(text => text?.replaceAll('7', '8') ?? null)) }),
  }
  const judges = [rowEvaluator, forgetful]
  const found: DatedCase = {
    columns: ['name', 'n', 'left'],
    rows: [['a', '1', null], ['b', '7', 'é'], ['c', '9', 'x'.repeat(3)]],
    recipe: {
      transform: { steps: [{ type: 'trim', columns: ['name'] }] }, schema: { fields: [{ name: 'n', type: 'integer', max: 7, min: 0 }, { name: 'name', required: true }] },
      rules: [{ type: 'not_null', column: 'name' }],
    },
  }
  const folder = mkdtempSync(join(tmpdir(), 'schemaflow-regressions-'))
  afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

  test('is made as small as can be', async () => {
    const isWrong = (smaller: DatedCase): Promise<boolean> => Promise.resolve(smaller.rows.flat().includes('7') && JSON.stringify(smaller.recipe).includes('"max":7'))
    expect(await shrink(found, isWrong)).toEqual({ columns: ['n'], rows: [['7']], recipe: { schema: { fields: [{ max: 7 }] } } })
  })

  test('is only told about, with what each says, unless it is to be kept', async () => {
    const told = await reportDisagreement(found, judges, { seed: 5, isKept: false, folder })
    expect(told).toMatch(/^the forgetful one did not say what the row evaluator says\. The smallest case of it:\n {2}\{"columns":\["n"\],"rows":\[\["7"\]\],/)
    expect(told).toMatch(/To write it to test\/differential\/regressions\/[0-9a-f]{32}\.json, run this test again with SCHEMAFLOW_KEEP_FAILURES=1 FUZZ_SEED=5\.$/)
    expect(readdirSync(folder)).toEqual([])
  })

  test('is kept as a regression under its fingerprint', async () => {
    const told = await reportDisagreement({ ...found, clock: '2024-03-01T12:00:00Z' }, judges, { seed: 5, isKept: true, folder })
    const [kept, ...others] = readRegressions(folder)
    expect(others).toEqual([])
    expect(told).toContain(`It was written to test/differential/regressions/${kept?.file ?? ''}: say there`)
    expect(kept).toMatchObject({ columns: ['n'], rows: [['7']], clock: '2024-03-01T12:00:00Z', expected: { failing: {}, dropped: {}, output: [['7']] } })
    expect(kept?.file).toMatch(/^[0-9a-f]{32}\.json$/)
    await reportDisagreement({ ...found, clock: '2024-03-01T12:00:00Z' }, judges, { seed: 6, isKept: true, folder })
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('may be an engine that gives up', async () => {
    const told = await reportDisagreement({ ...found, rows: [['x', '1', '2'], ['é', '2', '3']] }, judges, { seed: 5, isKept: false, folder })
    expect(told).toContain('"rows":[["x"]]')
    expect(told).toContain('the forgetful one: no x, please')
  })
})
