import { expect, test } from 'vitest'
import { cellOfIssue, errorsAmong } from '../../../app/review/issues.ts'

test.each([
  [['source', 'dialect', 'delimiter'], 'source'], [['transform', 'steps', 0], 'clean'], [['schema', 'fields', 2, 'type'], 'schema'], [['rules', 1], 'rules'],
  [['gates'], 'recipe'], [[], 'recipe'], [[0], 'recipe'], [['constructor'], 'recipe'],
] as const)('an issue at %j is mended in the cell %s', (path, cell) => {
  expect(cellOfIssue({ path })).toBe(cell)
})

test('only errors keep a recipe from being run', () => {
  const issue = { code: 'c', message: 'm', path: [] }
  expect(errorsAmong([{ ...issue, severity: 'warning' }, { ...issue, severity: 'error', code: 'e' }]).map(({ code }) => code)).toEqual(['e'])
})
