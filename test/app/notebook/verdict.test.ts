import { expect, test } from 'vitest'
import { droppedTotal, verdictParts } from '../../../app/notebook/verdict.ts'

const counts = { physical: 1000, blank_lines: 2, valid: 900, rejected: 88, warned: 5, dropped: { dedupe: 10, test_rows: 2 } }

test('the parts that divide the file add up to it', () => {
  const of = (rows: string) => verdictParts(counts).find(part => part.rows === rows)!.count
  expect(of('valid') + of('rejected') + of('dropped')).toBe(of('all'))
  expect(droppedTotal(counts)).toBe(12)
})

test('every step that drops rows is named', () => {
  expect(verdictParts(counts).at(-1)!.detail).toBe('Dropped by steps: dedupe: 10, test_rows: 2')
})

test('an empty file has shares of nothing', () => {
  const parts = verdictParts({ physical: 0, blank_lines: 0, valid: 0, rejected: 0, warned: 0, dropped: {} })
  expect(parts[1]!.detail).toBe('0% of the records pass every rule of severity error')
})
