import { expect, test } from 'vitest'
import { editedText } from '../../../app/grid/cell-edit.ts'

test('an untouched editor changes nothing, not even line ends', () => {
  expect(editedText('a\r\nb', 'a\nb', false)).toBeUndefined()
  expect(editedText(null, '', false)).toBeUndefined()
})

test('typing and taking it back changes nothing', () => {
  expect(editedText('a\r\nb', 'a\nb', true)).toBeUndefined()
})

test('an empty text is not a null', () => {
  expect(editedText(null, '', true)).toBe('')
  expect(editedText('x', '', true)).toBe('')
})

test('line ends stay what they were, one by one; new ones are of the last kind', () => {
  expect(editedText('a\r\nb\rc', 'A\nb\nc', true)).toBe('A\r\nb\rc')
  expect(editedText('a\r\nb', 'a\nb\nc', true)).toBe('a\r\nb\r\nc')
  expect(editedText('a', 'a\nb', true)).toBe('a\nb')
})
