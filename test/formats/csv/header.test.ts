import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnNames } from '../../../engine/formats/csv/index.ts'

test.each([
  [['a', 'b'], ['a', 'b']],
  [['a', 'a', 'a'], ['a', 'a_2', 'a_3']],
  [['a', 'a', 'a_2'], ['a', 'a_3', 'a_2']],
  [['', ' ', '\t'], ['column_1', 'column_2', 'column_3']],
  [['column_2', ''], ['column_2', 'column_2_2']],
  [['a', 'A', ' a'], ['a', 'A', ' a']],
])('names of %j', (labels, names) => {
  expect(columnNames(labels)).toEqual(names)
})

test('names are unique, and the first of each label keeps it', () => {
  const label = fc.constantFrom('a', 'b', 'a_2', 'a_3', '', ' ', 'column_1', 'column_2', 'column_2_2')
  fc.assert(fc.property(fc.array(label, { maxLength: 12 }), (labels) => {
    const names = columnNames(labels)
    expect(new Set(names).size).toBe(labels.length)
    labels.forEach((label, i) => {
      if (label.trim() !== '' && labels.indexOf(label) === i) expect(names[i]).toBe(label)
    })
  }))
})

test('regression: many equal labels take linear time', () => {
  const names = columnNames(new Array<string>(300_000).fill('a'))
  expect(names.at(-1)).toBe('a_300000')
})
