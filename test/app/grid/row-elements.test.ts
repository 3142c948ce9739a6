import fc from 'fast-check'
import { expect, test } from 'vitest'
import { elementsFor, noElements } from '../../../app/grid/row-elements.ts'

const range = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, i) => start + i)

test('rows that stay keep their elements, and those that come take what others left', () => {
  const first = elementsFor(noElements, range(0, 4))
  expect([...first]).toEqual([[0, 0], [1, 1], [2, 2], [3, 3]])
  expect([...elementsFor(first, range(2, 6))]).toEqual([[2, 2], [3, 3], [4, 0], [5, 1]])
  expect([...elementsFor(first, [...range(100, 103), 1])]).toEqual([[100, 0], [101, 2], [102, 3], [1, 1]])
  expect(elementsFor(first, range(0, 4))).toBe(first)
})

test('no two rows share an element, and none is made while one is free', () => {
  const draws = fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 12 }), { maxLength: 10 })
  fc.assert(fc.property(draws, drawn => {
    let before = noElements
    for (const rows of drawn) {
      const after = elementsFor(before, rows)
      expect([...after.keys()].sort()).toEqual([...rows].sort())
      expect(new Set(after.values()).size).toBe(rows.length)
      for (const row of rows) if (before.has(row)) expect(after.get(row)).toBe(before.get(row))
      const made = [...after.values()].filter(element => ![...before.values()].includes(element))
      expect(made.length).toBe(Math.max(0, rows.length - before.size))
      before = after
    }
  }))
})
