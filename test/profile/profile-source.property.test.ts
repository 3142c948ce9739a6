import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnProfile } from '../../engine/profile/index.ts'
import { useProfiler, type Cells } from './load.ts'
import { factsIn, factsOf, readerOf } from './reference.ts'

const { profile } = useProfiler()

const two = (value: number): string => String(value).padStart(2, '0')
/** Now and then one of the second kind, which is wrong; rarely enough for most columns to keep their type. */
const mostly = <T>(right: fc.Arbitrary<T>, wrong: T): fc.Arbitrary<T> => fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: fc.constant(wrong) })
const day = fc.record({ y: fc.integer({ min: 1, max: 9999 }), m: mostly(fc.integer({ min: 1, max: 12 }), 13), d: mostly(fc.integer({ min: 1, max: 28 }), 31) })
const clock = fc.record({
  h: mostly(fc.integer({ min: 0, max: 23 }), 24), m: fc.integer({ min: 0, max: 59 }),
  s: mostly(fc.constantFrom('', ':07', ':59.1', ':00.123456', ':00.1234560'), ':00.1234567'),
})
const year = (value: number): string => String(value).padStart(4, '0')
const iso = day.map(({ y, m, d }) => `${year(y)}-${two(m)}-${two(d)}`)
const hours = clock.map(({ h, m, s }) => `${two(h)}:${two(m)}${s}`)
const moment = fc.tuple(iso, fc.constantFrom('T', ' '), hours).map(parts => parts.join(''))

/** Columns that are mostly of one kind, so that profiles find types in them. */
const kinds: readonly fc.Arbitrary<string>[] = [
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer({ min: -999, max: 999 }), fc.nat({ max: 99 })).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom('true', 'false', 'TRUE', 'False', 'tRuE'),
  iso,
  day.map(({ y, m, d }) => `${two(d)}/${two(m)}/${year(y)}`),
  day.map(({ y, m, d }) => `${m}/${d}/${two(y % 100)}`),
  day.map(({ y, m, d }) => `${1900 + y % 200}${two(m)}${two(d)}`),
  day.map(({ y, m, d }) => `${d} ${['Jan', 'feb', 'MAR'][m % 3] ?? ''} ${year(y)}`),
  hours, moment,
  fc.tuple(moment, mostly(fc.constantFrom('Z', '+02:00', '-0130', '+15:59', '-09'), '+16')).map(parts => parts.join('')),
  fc.tuple(day.map(({ y, m, d }) => `${m}/${d}/${year(y)}`), fc.nat({ max: 13 }), fc.nat({ max: 59 }), fc.constantFrom('AM', 'pm')).map(([date, h, m, half]) => `${date} ${h}:${two(m)} ${half}`),
]
const nasty = fc.constantFrom('', ' ', '\t', '\n', '\ufeff', '\ufeff1', '1\n', '\r1', '1_000', '0x10', 'nan', 'inf', '-', '1e400', '007', '𝒳', "o'clock", '"', 'N/A', '１', '2024-1-2', '24:00', '1.', '.')
const blank = fc.oneof({ weight: 90, arbitrary: fc.constant('') }, { weight: 6, arbitrary: fc.constantFrom(' ', '\t') }, { weight: 1, arbitrary: fc.constantFrom('\u00a0', '\n') })

const cell = (kind: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.oneof(
  { weight: 36, arbitrary: fc.tuple(blank, kind, blank).map(parts => parts.join('')) },
  { weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: nasty }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }).filter(text => !text.includes('\0')) },
)
const table = fc.integer({ min: 1, max: 40 }).chain(rows =>
  fc.record(Object.fromEntries(kinds.map((kind, index) => [`c${index}`, fc.array(cell(kind), { minLength: rows, maxLength: rows })]))))

/** Always the same few tables; FUZZ_RUNS asks for so many new ones. */
const runs = Number(process.env.FUZZ_RUNS ?? 6)
const seed = process.env.FUZZ_RUNS === undefined ? 20240229 : Date.now()

test('a profile counts what reading cell by cell counts', async () => {
  const seen = new Set<string>()
  await fc.assert(fc.asyncProperty(table, async columns => {
    for (const [name, found] of Object.entries(await profile(columns))) {
      const cells = columns[name] ?? []
      seen.add(found.type)
      expect(factsIn(found)).toEqual(factsOf(cells, found))
      expect(found.valid + found.mismatched + found.missing).toBe(cells.length)
      checkDetails(found, cells)
    }
  }), { numRuns: runs, seed })
  expect([...seen].sort()).toEqual(['boolean', 'date', 'datetime', 'integer', 'number', 'string', 'time', 'timestamp'])
}, 120_000)

function checkDetails(found: ColumnProfile, cells: Cells): void {
  const read = readerOf(found)
  const present = cells.filter(each => each !== null)
  const isValid = (each: string): boolean => read(each) !== undefined
  if (found.histogramOf !== null) {
    const counted = found.histogram.reduce((sum, { count }) => sum + count, 0)
    expect(counted).toBe(found.histogramOf === 'lengths' ? present.length : found.valid)
    expect(found.histogram.length).toBeLessThanOrEqual(20)
  }
  if (found.type === 'number' || found.type === 'integer') {
    const values = present.filter(isValid).map(each => Number(read(each)))
    const mean = values.reduce((sum, value) => sum + value / values.length, 0)
    // The mean of the sizes bounds what order and rounding can do; the last term is for numbers next to 0, which have few digits.
    const size = values.reduce((sum, value) => sum + Math.abs(value) / values.length, 0)
    if (found.mean !== null) expect(Math.abs(found.mean - mean)).toBeLessThanOrEqual(size * 1e-9 + 1e-300)
  }
  expect(found.counterExamples.every(each => present.includes(each) && !isValid(each))).toBe(true)
  expect(found.counterExamples.length).toBe(Math.min(5, new Set(present.filter(each => !isValid(each))).size))
  for (const { value, count } of found.suspects) expect(present.filter(each => each === value).length).toBe(count)
  const words = present.filter(each => found.nullWords?.includes(each)).length
  expect(found.valid / Math.max(1, present.length - words)).toBeGreaterThanOrEqual(present.length === 0 ? 0 : 0.9)
}
