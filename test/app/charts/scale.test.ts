import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histogramSummary } from '../../../app/charts/Histogram.tsx'
import { barHeights, visibleShares } from '../../../app/charts/scale.ts'

test('three bad rows in a million still have a part of the bar', () => {
  expect(visibleShares([999_997, 3, 0], 0.02)).toEqual([0.98, 0.02, 0])
})

test('nothing at all takes no room', () => expect(visibleShares([0, 0], 0.02)).toEqual([0, 0]))

test('whatever the counts, the parts fill the bar, the empty ones take nothing, the others can be seen', () => {
  fc.assert(fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 }), counts => {
    const shares = visibleShares(counts, 0.02)
    const total = counts.reduce((sum, count) => sum + count, 0)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(total === 0 ? 0 : 1)
    // Lifting the small ones takes from the large, which may end a little below the mark themselves.
    counts.forEach((count, index) => count === 0 ? expect(shares[index]).toBe(0) : expect(shares[index]).toBeGreaterThan(0.018))
  }))
})

test('bars are as high as their count, and seen when it is small', () => {
  expect(barHeights([0, 1, 50, 100], 0.05)).toEqual([0, 0.05, 0.5, 1])
  expect(barHeights([0, 0], 0.05)).toEqual([0, 0])
})

test('a histogram in words says its range and its peak', () => {
  expect(histogramSummary('Values of age', [{ low: '0', high: '10', count: 4 }, { low: '10', high: '20', count: 1200 }]))
    .toBe('Values of age: from 0 to 20, most (1,200) between 10 and 20')
  expect(histogramSummary('Values of age', [])).toBe('Values of age: nothing to count')
})
