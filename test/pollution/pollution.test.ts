import { describe, expect, test } from 'vitest'
import { markdownTable, measure, worst, type Measurement } from './measure.ts'
import { readWithPapaParse } from './papaparse-reader.ts'
import { readWithSchemaflow } from './schemaflow-reader.ts'
import { pairs, singles } from './variants.ts'

/** Of all pairs so many, drawn evenly. */
const PAIRS = 400
/** About five times what it takes on two idle cores: a failure is to be about the shares, not about a busy machine. */
const TIMEOUT_MS = 120_000

/** What to look at first when a share is too low. */
const told = ({ overall, byFault, faults }: Measurement): string => `\n${markdownTable([overall, byFault, ...worst(faults, 15)])}\n`

describe('messy files are read as they are meant', () => {
  test('with one fault', async () => {
    const measured = await measure(singles(), readWithSchemaflow)
    expect(measured.overall.overall, told(measured)).toBeGreaterThanOrEqual(0.98)
  }, TIMEOUT_MS)

  test('with two', async () => {
    const measured = await measure(pairs(PAIRS), readWithSchemaflow)
    expect(measured.overall.overall, told(measured)).toBeGreaterThanOrEqual(0.95)
  }, TIMEOUT_MS)
})

test('the measure tells readers apart', async () => {
  const variants = singles()
  const clean = variants.filter(({ faults: [fault] }) => fault?.id === 'clean')
  expect((await measure(clean, readWithPapaParse)).overall.overall).toBe(1)
  const { overall } = await measure(variants, readWithPapaParse)
  expect(overall.overall).toBeGreaterThan(0.5)
  expect(overall.overall).toBeLessThan(0.9)
  const failing = await measure(variants.slice(0, 3), () => Promise.reject(new Error('no')))
  expect(failing.outcomes.map(({ error, score }) => [error, score.overall])).toEqual(Array.from({ length: 3 }, () => ['no', 0]))
}, TIMEOUT_MS)
