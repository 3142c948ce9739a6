import { expect, test } from 'vitest'
import { outlineOf } from '../../../app/notebook/outline.ts'
import { emptyState, type SessionState } from '../../../app/session/state.ts'
import type { Verdict } from '../../../engine/runtime/workspace-api.ts'
import { problem } from '../../../engine/base/issue.ts'

const verdict: Verdict = {
  revision: 1, issues: [], columns: [], counts: { physical: 2000, blank_lines: 0, valid: 1990, rejected: 10, warned: 0, dropped: {} },
  rules: [{ id: 'parse', kind: 'parse', columns: [], severity: 'error', dimension: 'validity', checked: 2000, failed: 3, status: 'failed', ms: 0 }],
  quality: { score: 1, dimensions: {} }, ms: 1, evaluated: 1,
}
const ready: SessionState = { ...emptyState, phase: 'ready', profiles: [], verdict, recipe: { rules: [{ type: 'unique', column: 'id' }], transform: { steps: [] } } }
const entry = (state: SessionState, id: string) => outlineOf(state).find(one => one.id === id)!

test('cells are numbered in reading order', () => {
  expect(outlineOf(ready).map(({ number, id }) => `${number} ${id}`)).toEqual(['1 source', '2 profile', '3 clean', '4 schema', '5 rules', '6 review', '7 recipe'])
})

test('while the file is read, its share done stands for the count', () => {
  const progress = { bytesRead: 419, totalBytes: 1000, records: 1, malformed: 0 }
  expect(entry({ ...ready, phase: 'reading', progress, verdict: null }, 'source')).toMatchObject({ count: '41%', status: 'busy' })
})

test('malformed records are the matter of the source, not of the rules', () => {
  expect(entry(ready, 'source').status).toBe('attention')
  expect(entry(ready, 'rules')).toMatchObject({ count: '1', detail: '1 rule', status: 'idle' })
})

test('an issue marks the cell it lies in, and the recipe', () => {
  const stuck = { ...ready, verdict: { ...verdict, issues: [problem('unknown_column', ['transform', 'steps', 0, 'columns'], 'no such column')] } }
  expect(entry(stuck, 'clean').status).toBe('failed')
  expect(entry(stuck, 'schema').status).toBe('idle')
  expect(entry(stuck, 'recipe')).toMatchObject({ count: '1', status: 'failed' })
})
