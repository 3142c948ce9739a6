import { expect, test } from 'vitest'
import { formatCounted, formatDuration, formatFigure, formatShare } from '../../../app/charts/format.ts'

test.each([
  [0, '0%'], [1, '100%'], [0.5, '50%'], [0.1234, '12.3%'], [0.0009, '<0.1%'], [0.9999999, '>99.9%'], [0.999, '99.9%'],
])('a share of %d is %s', (share, text) => expect(formatShare(share)).toBe(text))

test.each([
  [7.6, '8 ms'], [99.4, '99 ms'], [312, '0.3 s'], [9_949, '9.9 s'], [9_999, '10 s'], [59_400, '59 s'], [59_600, '1 min'], [125_000, '2 min 5 s'], [3_725_000, '1 h 2 min'],
])('%d ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

test.each([
  [0, '0'], [1234.5, '1,234.5'], [0.333333333, '0.333333'], [1e15, '1.000e+15'], [-0.00001, '-1.000e-5'],
])('the figure %d is %s', (value, text) => expect(formatFigure(value)).toBe(text))

test('one is singular', () => {
  expect(formatCounted(1, 'row')).toBe('1 row')
  expect(formatCounted(0, 'row')).toBe('0 rows')
  expect(formatCounted(1204, 'entry', 'entries')).toBe('1,204 entries')
})
