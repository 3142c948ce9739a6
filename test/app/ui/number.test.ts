import { expect, test } from 'vitest'
import { readNumber, step } from '../../../app/ui/number.ts'

const free = { min: -Infinity, max: Infinity, isInteger: false }

test.each([
  ['', null],
  ['  ', null],
  ['12', 12],
  [' -1.5 ', -1.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['1,000', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['1e999', undefined],
  ['twelve', undefined],
])('%j reads as %j', (text, value) => expect(readNumber(text, free)).toBe(value))

test('what is out of bounds or not whole is no value', () => {
  expect(readNumber('121', { ...free, max: 120 })).toBeUndefined()
  expect(readNumber('-1', { ...free, min: 0 })).toBeUndefined()
  expect(readNumber('1.5', { ...free, isInteger: true })).toBeUndefined()
})

test('stepping stays in bounds and free of binary noise', () => {
  expect(step(0.1, 0.2, free)).toBe(0.3)
  expect(step(119, 10, { ...free, max: 120 })).toBe(120)
  expect(step(0, -1, { ...free, min: 0 })).toBe(0)
})
