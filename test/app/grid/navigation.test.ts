import { expect, test } from 'vitest'
import { inside, placeAfterKey } from '../../../app/grid/navigation.ts'

const bounds = { numRows: 1000, numColumns: 12, rowsPerPage: 20 }
const at = { row: 50, column: 5 }
const stroke = (keys: string) => ({ key: keys.replace(/.*\+/, ''), ctrlKey: keys.includes('Ctrl+'), metaKey: keys.includes('Meta+'), altKey: keys.includes('Alt+') })

test.each([
  ['ArrowLeft', { row: 50, column: 4 }],
  ['ArrowRight', { row: 50, column: 6 }],
  ['ArrowUp', { row: 49, column: 5 }],
  ['ArrowDown', { row: 51, column: 5 }],
  ['PageUp', { row: 30, column: 5 }],
  ['PageDown', { row: 70, column: 5 }],
  ['Home', { row: 50, column: 0 }],
  ['End', { row: 50, column: 11 }],
  ['Ctrl+Home', { row: 0, column: 0 }],
  ['Ctrl+End', { row: 999, column: 11 }],
  ['Ctrl+ArrowUp', { row: 0, column: 5 }],
  ['Ctrl+ArrowDown', { row: 999, column: 5 }],
  ['Ctrl+ArrowLeft', { row: 50, column: 0 }],
  ['Ctrl+ArrowRight', { row: 50, column: 11 }],
  ['Meta+ArrowDown', { row: 999, column: 5 }],
])('%s leads to %o', (keys, place) => {
  expect(placeAfterKey(at, stroke(keys), bounds)).toEqual(place)
})

test.each(['a', 'Enter', 'Ctrl+c', 'Ctrl+PageDown', 'Alt+ArrowLeft', 'Tab'])('%s does not move', keys => {
  expect(placeAfterKey(at, stroke(keys), bounds)).toBeUndefined()
})

test('the header row and the row header are reached by arrows, and nothing is beyond', () => {
  expect(placeAfterKey({ row: 0, column: 0 }, stroke('ArrowUp'), bounds)).toEqual({ row: -1, column: 0 })
  expect(placeAfterKey({ row: -1, column: 0 }, stroke('ArrowUp'), bounds)).toEqual({ row: -1, column: 0 })
  expect(placeAfterKey({ row: 0, column: 0 }, stroke('ArrowLeft'), bounds)).toEqual({ row: 0, column: -1 })
  expect(placeAfterKey({ row: 999, column: 11 }, stroke('PageDown'), bounds)).toEqual({ row: 999, column: 11 })
  expect(placeAfterKey({ row: 10, column: 3 }, stroke('PageUp'), bounds)).toEqual({ row: 0, column: 3 })
})

test('without rows and columns only the corner is left', () => {
  expect(inside(at, { numRows: 0, numColumns: 0 })).toEqual({ row: -1, column: -1 })
})
