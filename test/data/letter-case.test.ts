import { expect, test } from 'vitest'
import { lowerText, upperText } from '../../engine/data/letter-case.ts'
import { useDuckDB } from './duckdb.ts'

const duckdb = useDuckDB()

test.each([['lower', lowerText], ['upper', upperText]] as const)('%s agrees with DuckDB on every code point', async (name, ours) => {
  const reader = await duckdb.connection().runAndReadAll(`
    select point, unicode(mapped)::int, length(mapped)::int
    from (select range::int as point, ${name}(chr(range::int)) as mapped from range(1, 1114112) where range not between 55296 and 57343)`)
  const rows = reader.getRows().map(row => row.map(Number) as [number, number, number])
  expect(rows).toHaveLength(0x110000 - 1 - 2048)
  const differing = rows.filter(([point, mapped, length]) => length !== 1 || ours(String.fromCodePoint(point)) !== String.fromCodePoint(mapped))
  expect(differing).toEqual([])
})

test('a mapping that would change the length or look at neighbours does not', () => {
  expect(upperText('straße ŉ ﬁ')).toBe('STRAẞE ŉ ﬁ')
  expect(lowerText('İSTANBUL ΣΑΣ')).toBe('istanbul σασ')
  expect(lowerText('𐐀Ω')).toBe('𐐨ω')
  expect(upperText('a\u0000z')).toBe('A\u0000Z')
})

test('whole texts agree with DuckDB, and a lone surrogate is left alone', async () => {
  const texts = ['\uFEFFÀB', 'é\u0301', 'שלום 😀 Ǆ', 'ა Ა ꭰ Ꭰ', '']
  expect(await duckdb.ask(texts.map(text => [text]), 'lower(a)', 'upper(a)')).toEqual(texts.map(text => [lowerText(text), upperText(text)]))
  expect(upperText('\ud800é')).toBe('\ud800É')
})
