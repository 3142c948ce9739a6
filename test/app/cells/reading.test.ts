import { expect, test } from 'vitest'
import { readingRate, remainingMs } from '../../../app/cells/reading.ts'

test('a rate needs time to pass and bytes to be read', () => {
  expect(readingRate({ atMs: 0, bytes: 0 }, { atMs: 100, bytes: 5_000_000 })).toBeNull()
  expect(readingRate({ atMs: 0, bytes: 10 }, { atMs: 500, bytes: 10 })).toBeNull()
  expect(readingRate({ atMs: 1000, bytes: 0 }, { atMs: 3000, bytes: 100 })).toBe(50)
})

test('the time left follows from rate and rest, and is never negative', () => {
  expect(remainingMs(500, 100)).toBe(5000)
  expect(remainingMs(-1, 100)).toBe(0)
  expect(remainingMs(500, null)).toBeNull()
})
