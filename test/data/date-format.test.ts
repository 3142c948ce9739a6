import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinDatetime } from '../../engine/data/calendar.ts'
import { compileDateFormat, type DateFormat } from '../../engine/data/date-format.ts'
import { formatDate, formatTime, toInstant } from '../../engine/data/date-text.ts'
import { compilePattern, matchesWhole } from '../../engine/data/pattern.ts'
import { trimBlanks } from '../../engine/data/text.ts'
import { useDuckDB } from './duckdb.ts'
import { sample } from './nasty.ts'

const duckdb = useDuckDB()

const FORMATS = [
  '%d/%m/%Y', '%m/%d/%y', '%-d.%-m.%Y', '%Y%m%d', '%Y%m%d%H%M%S', '%d-%b-%Y', '%d %B %Y', '%B %-d, %Y', '%a, %d %b %Y %H:%M:%S %z', '%A %-d %B %y', '%Y-%j', '%y%j', '%j/%Y',
  '%Y-%m-%d %I:%M %p', '%-m/%-d/%Y %-I:%M:%S %p', '%Y-%m-%dT%H:%M:%S.%f', '%Y-%m-%d %-H:%M', '%H:%M', '%H%M%S.%f', '%I %p', '%Y', '%m/%Y', '%b%y', '%d%%%m%%%Y', 'le %d.%m.%Y à %Hh%M', '%Y年%m月%d日',
  '%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%d %H:%M%z', '(%Y)[%m]{%d}', '%d. %m. %Y', '%y-%m-%d %H', '%Y.%m.%d|%H*%M+%S?',
]

function compiled(format: string): DateFormat {
  const result = compileDateFormat(format)
  if (!result.ok) throw new Error(`${format}: ${result.message}`)
  return result
}

/** What a directive may read or nearly so. */
const WORDS: Record<string, readonly string[]> = {
  '%Y': ['2024', '1900', '0001', '9999', '0000', '2023', '24', '2000'], '%y': ['00', '24', '68', '69', '99', '7'], '%m': ['01', '02', '12', '2', '13', '00'], '%-m': ['1', '02', '12', '0', '13'],
  '%b': ['Jan', 'feb', 'SEP', 'ſep', 'May', 'Sept', 'December'], '%B': ['January', 'fEBRUARY', 'May', 'Feb', 'september'], '%d': ['01', '28', '29', '30', '31', '3', '00', '32'],
  '%-d': ['1', '01', '29', '31', '0', '32'], '%j': ['001', '060', '365', '366', '000', '367', '60'], '%a': ['Mon', 'sun', 'Xyz'], '%A': ['Monday', 'TUESDAY', 'Mon'],
  '%H': ['00', '12', '23', '24', '9'], '%-H': ['0', '9', '09', '23', '24'], '%I': ['01', '12', '00', '13', '1'], '%-I': ['1', '12', '012', '0'], '%p': ['AM', 'pm', 'Pm', 'a', 'xm'],
  '%M': ['00', '59', '60', '5'], '%S': ['00', '59', '60', '5'], '%f': ['1', '000001', '123456', '1234567', '5', ''], '%z': ['+00', '+02:00', '-0530', '-00:30', 'Z', '+15:59', '+16', '+2'], '%%': ['%'],
}

const textsOf = (format: string): fc.Arbitrary<string> => {
  const parts = format.match(/%-?[^]|[^]/gu) ?? []
  const words = fc.tuple(...parts.map(part => {
    const [first = part, ...others] = WORDS[part] ?? [part]
    return others.length === 0 ? fc.constant(first) : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(first, others[0] ?? first, others[1] ?? first) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
  })).map(found => found.join(''))
  return fc.oneof({ weight: 8, arbitrary: words }, { weight: 1, arbitrary: words.map(text => ` ${text}\t`) }, { weight: 1, arbitrary: words.map(text => `${text}0`) })
}

function microsOf(format: DateFormat, text: string): string | null {
  const parsed = format.parse(text)
  if (parsed === undefined) return null
  const local = joinDatetime(parsed.days, parsed.micros)
  return (parsed.offsetMinutes === undefined ? local : toInstant(local, parsed.offsetMinutes))?.toString() ?? null
}

describe('what the regular expression lets pass, DuckDB and the parser read alike', () => {
  test.each(FORMATS)('%s', async source => {
    const format = compiled(source)
    const texts = sample(textsOf(source), 300)
    const theirs = await duckdb.ask(texts.map(text => [trimBlanks(text)]),
      `case when regexp_full_match(a, '${format.regex.replaceAll("'", "''")}') then epoch_us(try_strptime(a, '${format.duckdbFormat}')) end`)
    const tooFar = (micros: string | null | undefined): boolean => micros === null || micros === undefined || BigInt(micros) < -62_135_596_800_000_000n
    expect(texts.map(text => [text, microsOf(format, text)])).toEqual(texts.map((text, i) => [text, tooFar(theirs[i]?.[0]) ? null : theirs[i]?.[0]]))
    expect(theirs.filter(([micros]) => micros !== null).length).toBeGreaterThan(5)
  })

  test('and re2js lets pass what RE2 does', async () => {
    for (const source of FORMATS) {
      const pattern = compilePattern(compiled(source).regex)
      if (!pattern.ok) throw new Error(pattern.message)
      const texts = sample(textsOf(source), 60)
      const theirs = await duckdb.ask(texts.map(text => [text, compiled(source).regex]), 'regexp_full_match(a, b)')
      expect(texts.map(text => [matchesWhole(text, pattern.pattern) ? 'true' : 'false'])).toEqual(theirs)
    }
  })
})

test.each([
  ['%d/%m/%y', '29/02/68', '2068-02-29 00:00:00'], ['%d/%m/%y', '01/01/69', '1969-01-01 00:00:00'], ['%d/%m/%Y', '31/04/2024', undefined], ['%Y-%m-%d', '2024-2-3', undefined],
  ['%Y-%m-%d', '24-02-03', undefined], ['%Y-%j', '2023-366', undefined], ['%Y-%j', '2024-366', '2024-12-31 00:00:00'], ['%Y-%m-%d %I:%M %p', '2024-01-01 12:05 am', '2024-01-01 00:05:00'],
  ['%-I%p', '3pm', '1900-01-01 15:00:00'], ['%-d %b %Y', '3 MAR 2024', '2024-03-03 00:00:00'], ['%H:%M:%S.%f', '01:02:03.5', '1900-01-01 01:02:03.5'], ['%m/%Y', '02/2024', '2024-02-01 00:00:00'],
  ['%a %d.%m.%Y', 'Mon 02.01.2024', '2024-01-02 00:00:00'], ['%Y', ' 2024\t', '2024-01-01 00:00:00'], ['%Y', '2024\n', undefined], ['%y%j', '23366', undefined],
] as const)('in %s, %j is %j', (source, text, expected) => {
  const parsed = compiled(source).parse(text)
  expect(parsed === undefined ? undefined : `${formatDate(parsed.days)} ${formatTime(parsed.micros)}`).toBe(expected)
})

test('a format says what it holds', () => {
  const { hasDate, hasTime, hasOffset, parse } = compiled('%d %b %Y %H:%M %z')
  expect({ hasDate, hasTime, hasOffset }).toEqual({ hasDate: true, hasTime: true, hasOffset: true })
  expect(parse('01 Jan 2024 10:00 -0330')?.offsetMinutes).toBe(-210)
  expect(compiled('%H:%M').hasDate).toBe(false)
  expect(compiled('%Y').hasTime).toBe(false)
})

test.each([
  ['%Q', 0, /no directive %Q/], ['%Y-%', 3, /no directive %/], ['%Y-%-Y', 3, /no directive %-Y/], ['', 0, /no part/], ['abc', 0, /no part/], ['%d/%m', 3, /year/], ['%Y %d', 3, /month/], ['%Y-%m-%m', 6, /twice/], ['%Y-%y', 3, /twice/],
  ['%m-%b-%Y', 3, /twice/], ['%I:%M', 0, /AM or PM/], ['%H:%M %p', 0, /%p goes with/], ['%Y-%m-%d %M', 9, /hour/], ['%Y-%m %j', 6, /already says/], ['%-d%-m%Y', 3, /cannot follow/], ['%-m0%Y', 3, /cannot follow/],
  ['%H:%M%z:%Y', 7, /cannot follow|year/], [' %Y', 0, /spaces/], ['%Y ', 2, /spaces/], ['%a', 0, /year/],
] as const)('%j is refused', (format, offset, message) => {
  expect(compileDateFormat(format)).toMatchObject({ ok: false, message: expect.stringMatching(message) as string })
  const result = compileDateFormat(format)
  expect(result.ok ? undefined : result.offset).toBe(offset)
})
