import { expect, test } from 'vitest'
import { describeColumns, holdTexts, modeOf, uniqueColumns } from '../../../app/cells/forms/columns.ts'
import { findKinds, type KindChoice } from '../../../app/cells/specs/kinds.ts'

const kinds: readonly KindChoice[] = [
  { kind: 'not_null', title: 'Not missing', doc: 'The cell has a value.', group: 'completeness' },
  { kind: 'between', title: 'In a range', doc: 'The value lies between min and max.', group: 'validity' },
  { kind: 'unique', title: 'Unique', doc: 'No two rows have the same value.', group: 'uniqueness' },
]
const found = (search: string) => findKinds(kinds, search).flatMap(group => group.kinds.map(({ kind }) => kind))

test('kinds stand in their groups until one searches', () => {
  expect(findKinds(kinds, ' ').map(({ name }) => name)).toEqual(['completeness', 'validity', 'uniqueness'])
  expect(findKinds(kinds, 'value').map(({ name }) => name)).toEqual([''])
})

test('every word has to be found; titles count more than descriptions', () => {
  expect(found('range')).toEqual(['between'])
  expect(found('not_null')).toEqual(['not_null'])
  expect(found('value min')).toEqual(['between'])
  expect(found('uniq')).toEqual(['unique'])
  expect(found('value')).toEqual(['not_null', 'between', 'unique'])
  expect(found('spaceship')).toEqual([])
})

test('columns in words', () => {
  expect(describeColumns('*')).toBe('all columns')
  expect(describeColumns('id')).toBe('id')
  expect(describeColumns(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
  expect(describeColumns({ matches: 'amount_.*' })).toBe('columns named like amount_.*')
  expect(describeColumns({ type: 'date' })).toBe('all date columns')
  expect([modeOf('*'), modeOf('id'), modeOf(undefined), modeOf({ matches: 'a' }), modeOf({ type: 'date' })]).toEqual(['all', 'names', 'names', 'matches', 'type'])
})

test('values are texts only when every named column is known to be written so', () => {
  const columns = [{ name: 'age', type: 'integer' }, { name: 'zip', type: 'string' }, { name: 'day', type: 'date' }, { name: 'new' }]
  expect(holdTexts(['zip', 'day'], columns)).toBe(true)
  expect(holdTexts(['zip', 'age'], columns)).toBe(false)
  expect(holdTexts(['new'], columns)).toBe(false)
  expect(holdTexts('*', columns)).toBe(false)
  expect(uniqueColumns([{ name: 'a', type: 'x' }, { name: 'b' }, { name: 'a', type: 'y' }])).toEqual([{ name: 'a', type: 'x' }, { name: 'b' }])
})
