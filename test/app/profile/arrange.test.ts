import { expect, test } from 'vitest'
import { arrangeColumns, problemCount } from '../../../app/profile/arrange.ts'
import type { ColumnProfile } from '../../../engine/profile/profile.ts'

const column = (name: string, change: Partial<ColumnProfile> = {}): ColumnProfile => ({
  name, type: 'integer', share: 1, valid: 10, mismatched: 0, missing: 0, distinct: 10, isApproximate: false, top: [], min: null, max: null, mean: null,
  histogram: [], histogramOf: null, minLength: null, maxLength: null, counterExamples: [], suspects: [], ...change,
})

const profiles = [column('a2'), column('Amount', { mismatched: 3 }), column('a10', { missing: 9 }), column('zip', { mismatched: 7 })]
const names = (found: readonly { profile: ColumnProfile }[]) => found.map(({ profile }) => profile.name)

test('a search looks inside names and forgets case', () => {
  expect(names(arrangeColumns(profiles, { query: ' MOUN', order: 'file' }))).toEqual(['Amount'])
  expect(names(arrangeColumns(profiles, { query: '', order: 'file' }))).toEqual(['a2', 'Amount', 'a10', 'zip'])
})

test('a column keeps its place in the file however it is sorted', () => {
  expect(arrangeColumns(profiles, { query: '', order: 'problems' }).map(({ place }) => place)).toEqual([4, 2, 3, 1])
  expect(names(arrangeColumns(profiles, { query: '', order: 'name' }))).toEqual(['a2', 'a10', 'Amount', 'zip'])
})

test('signs for missing count as problems only where they are not mismatched already', () => {
  const suspects = [{ value: 'N/A', count: 4 }]
  expect(problemCount(column('a', { type: 'string', suspects }))).toBe(4)
  expect(problemCount(column('a', { type: 'integer', mismatched: 4, suspects }))).toBe(4)
})
