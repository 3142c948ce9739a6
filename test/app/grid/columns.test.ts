import { expect, test } from 'vitest'
import { fittingWidth, isSameColumns, movedNextTo, withSlot } from '../../../app/grid/columns.ts'
import type { GridColumn } from '../../../app/grid/data-frame.ts'

const city: GridColumn = { id: 'city', label: 'city', typeLabel: 'string' }
const rowsOf = (...texts: (string | null)[]) => texts.map((text, i) => ({ id: String(i), label: String(i), cells: [text] }))

test('a column is wide enough for its texts and its name, within bounds', () => {
  const widthFor = (...texts: (string | null)[]) => fittingWidth(city, 0, rowsOf(...texts))
  expect(widthFor('a')).toBe(fittingWidth(city, 0, []))
  expect(widthFor('San Francisco, CA')).toBeGreaterThan(widthFor('Paris'))
  expect(widthFor('San Francisco, CA', null)).toBe(widthFor('San Francisco, CA'))
  expect(widthFor('x'.repeat(1e6))).toBe(320)
  expect(fittingWidth({ ...city, label: 'a_rather_long_name' }, 0, [])).toBeGreaterThan(150)
})

test('the raw text of a malformed record widens no column', () => {
  const malformed = { id: '1', label: '1', cells: [], note: 'x'.repeat(500) }
  expect(fittingWidth(city, 0, [malformed])).toBe(fittingWidth(city, 0, []))
})

test.each([
  ['b', 'a', false, 'bacd'],
  ['a', 'b', true, 'bacd'],
  ['a', 'd', true, 'bcda'],
  ['d', 'c', false, 'abdc'],
])('%s moves next to %s', (id, neighbour, isAfter, order) => {
  expect(movedNextTo('abcd'.split(''), id, neighbour, isAfter).join('')).toBe(order)
})

test('columns are the same if everything drawn of them is', () => {
  expect(isSameColumns([city], [{ ...city }])).toBe(true)
  expect(isSameColumns([city], [{ ...city, typeLabel: 'integer' }])).toBe(false)
  expect(isSameColumns([city], [])).toBe(false)
})

test('the active column is drawn, wherever the view is', () => {
  const slot = (place: number) => ({ place, index: place, column: city, left: 0, width: 100 })
  expect(withSlot([slot(3), slot(4)], slot(9)).map(({ place }) => place)).toEqual([3, 4, 9])
  expect(withSlot([slot(3), slot(4)], slot(4)).map(({ place }) => place)).toEqual([3, 4])
  expect(withSlot([slot(3)], undefined)).toHaveLength(1)
})
