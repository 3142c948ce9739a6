import { describe, expect, test } from 'vitest'
import { profileSource } from '../../engine/profile/index.ts'
import { load, useProfiler, type Cells } from './load.ts'
import { factsIn, factsOf } from './reference.ts'

const { backend, profile } = useProfiler()

/** The profile of one column. */
const profileOf = async (cells: Cells, name = 'column') => {
  const { [name]: found } = await profile({ [name]: cells })
  if (!found) throw new Error(`no profile of ${name}`)
  return found
}
/** Type and format, as `date %d/%m/%Y`. */
const typeOf = async (cells: Cells, name?: string): Promise<string> => {
  const { type, dateFormat } = await profileOf(cells, name)
  return dateFormat === undefined ? type : `${type} ${dateFormat}`
}

describe('types', () => {
  const cases: readonly (readonly [type: string, cells: Cells])[] = [
    ['boolean', ['true', 'False', ' TRUE', null]],
    ['boolean', ['yes', 'no', 'y', 'n']],
    ['string', ['yes', 'no', 'maybe']],
    ['integer', ['1', '-20', '+3', ' 7\t', '0']],
    ['number', ['1', '2.5', '.5', '1e-3', '-4.']],
    ['number', ['1.5', '2', '3']],
    ['date', ['2024-01-31', '1999-12-01']],
    ['date %Y/%m/%d', ['2024/01/31', '1999/12/01']],
    ['date %Y-%-m-%-d', ['2024-1-31', '1999-12-01']],
    ['date %d/%m/%Y', ['31/01/2024', '02/03/2024']],
    ['date %m/%d/%Y', ['01/31/2024', '02/03/2024']],
    ['date %m/%d/%Y', ['01/02/2024', '02/03/2024']],
    ['date %-d/%-m/%Y', ['31/1/2024', '02/03/2024']],
    ['date %-m/%-d/%y', ['1/31/24', '2/3/24']],
    ['date %d.%m.%Y', ['31.01.2024', '02.03.2024']],
    ['date %-d.%-m.%Y', ['31.1.2024', '2.3.2024']],
    ['date %d-%b-%Y', ['31-Jan-2024', '02-MAR-2024']],
    ['date %b %d, %Y', ['Jan 31, 2024', 'Mar 02, 2024']],
    ['date %B %-d, %Y', ['January 31, 2024', 'March 2, 2024']],
    ['date %-d %B %Y', ['31 January 2024', '2 March 2024']],
    ['date %Y%m%d', ['20240131', '19991201', '20240229']],
    ['integer', ['20240131', '19991201', '20240230', '12345678']],
    ['integer', ['12000131', '12991201']],
    ['datetime', ['2024-01-31T14:00', '2024-01-31 14:00:00.123456']],
    ['datetime', ['2024-01-31T14:00:00.1234560', '2024-01-31T14:00:01.0000000']],
    ['datetime %m/%d/%Y %H:%M', ['01/31/2024 14:00', '02/03/2024 00:30']],
    ['datetime %d/%m/%Y %H:%M:%S', ['31/01/2024 14:00:59', '02/03/2024 00:30:00']],
    ['datetime %-m/%-d/%Y %-I:%M %p', ['1/31/2024 2:00 PM', '2/3/2024 12:30 am']],
    ['timestamp', ['2024-01-31T14:00:00Z', '2024-01-31 14:00+02:00', '2024-01-31T14:00:00.123456000-0130']],
    ['time', ['14:00', '00:30:59.5']],
    ['time %-I:%M %p', ['2:00 PM', '12:30 am']],
    ['string', ['2024-01-31T14:00:00.123456789', '2024-01-31T14:00:01.123456781']],
    ['string', ['2024-02-30', '2023-02-29']],
    ['number', ['1,234.50', '2,000.00']],
    ['string', ['NaN', 'Infinity', '1e400']],
    ['string', ['', ' ', '\t']],
    ['string', [null, null]],
    ['string', []],
  ]
  test.each(cases)('%s: %j', async (type, cells) => { expect(await typeOf(cells)).toBe(type) })

  test('digits that would lose something as numbers stay text', async () => {
    const integers = Array.from({ length: 40 }, (_, index) => String(index + 10))
    expect(await typeOf([...integers, '007'])).toBe('string')
    expect(await typeOf([...integers, '-07'])).toBe('string')
    expect(await typeOf([...integers, '1.5', ' 07 '])).toBe('string')
    expect(await typeOf([...integers, '0'])).toBe('integer')
    expect(await typeOf([...integers, '0.5'])).toBe('number')
    expect(await typeOf([...integers, '999999999999999'])).toBe('integer')
    expect(await typeOf([...integers, '1234567890123456'])).toBe('string')
    expect(await typeOf([...integers, '-1234567890123456'])).toBe('string')
    expect(await typeOf(['12345678901234567890', '22345678901234567890'])).toBe('string')
    expect(await typeOf(['+33612345678', '+33612345679', '+4915112345678'])).toBe('string')
    expect(await typeOf(integers, 'mobilePhone')).toBe('string')
    expect(await typeOf(integers, 'zip_code')).toBe('string')
    expect(await typeOf(integers, 'headphones')).toBe('integer')
  })

  test('a tenth of a column may be of another type, no more', async () => {
    const integers = Array.from({ length: 9 }, (_, index) => String(index))
    expect(await typeOf([...integers, 'ten'])).toBe('integer')
    expect(await typeOf([...integers, 'ten', 'eleven'])).toBe('string')
    expect(await typeOf([...integers, 'ten', null, null, null])).toBe('integer')
  })

  test('the format that explains more cells wins', async () => {
    const ambiguous = Array.from({ length: 30 }, () => '03/04/2024')
    expect(await typeOf([...ambiguous, '25/12/2024', '26/12/2024', '12/27/2024'])).toBe('date %d/%m/%Y')
    expect(await typeOf([...ambiguous, '25/12/2024', '12/26/2024', '12/27/2024'])).toBe('date %m/%d/%Y')
    expect(await typeOf([...ambiguous, '25/12/2024', '12/27/2024'])).toBe('date %m/%d/%Y')
  })
})

describe('how values are written', () => {
  const formOf = async (cells: Cells) => {
    const { type, numberForm, min, max } = await profileOf(cells)
    return [type, numberForm, min, max]
  }

  test('numbers that the type itself cannot read', async () => {
    expect(await formOf(['1.234,50', '0,5', '-17'])).toEqual(['number', { decimal: ',' }, '-17', '1234.5'])
    expect(await formOf(['1 234,50 €', '7,00 €'])).toEqual(['number', { decimal: ',', thousands: 'space', currency: true }, '7', '1234.5'])
    expect(await formOf(['($1,234.50)', '$7.00'])).toEqual(['number', { decimal: '.', currency: true, accounting: true }, '-1234.5', '7'])
    expect(await formOf(['12.5%', '7%'])).toEqual(['number', { decimal: '.', percent: 'ignore' }, '7', '12.5'])
    expect(await formOf(['CHF 1\'234', 'CHF 7'])).toEqual(['number', { decimal: '.', thousands: 'apostrophe', symbols: ['CHF'] }, '7', '1234'])
    expect(await formOf(['1.234.567', '2.000.000'])).toEqual(['integer', { decimal: ',' }, '1234567', '2000000'])
    expect(await formOf(['1.5', '2'])).toEqual(['number', undefined, '1.5', '2'])
    expect((await formOf(['600 123 456', '600 123 457'])).slice(0, 2)).toEqual(['string', undefined])
  })

  test('words for true and false, small and in order', async () => {
    expect(await profileOf(['Ja', 'nein', 'JA', 'j'])).toMatchObject({ type: 'boolean', trueValues: ['j', 'ja'], falseValues: ['nein'], min: 'false', max: 'true' })
    expect(await profileOf(['1', '0', '1'], 'is_active')).toMatchObject({ type: 'boolean', trueValues: ['1'], falseValues: ['0'] })
    expect((await profileOf(['1', '0', '1'], 'children')).type).toBe('integer')
    expect((await profileOf(['yes', 'yes'])).type).toBe('string')
  })

  test('several formats with the shares of their dates', async () => {
    const { dateFormats, valid } = await profileOf(['31.01.2024', '2024-01-31', '32.01.2024', ...Array.from({ length: 9 }, () => '01.02.2024')])
    expect([valid, dateFormats]).toEqual([11, [{ format: '%d.%m.%Y', share: expect.closeTo(10 / 12) as number }, { format: '%Y-%m-%d', share: expect.closeTo(1 / 12) as number }]])
  })

  test('day and month that could be either way round', async () => {
    expect(await profileOf(['01/02/2024', '02/03/2024'])).toMatchObject({ dateFormat: '%m/%d/%Y', isDayMonthOpen: true })
    expect((await profileOf(['31/01/2024', '02/03/2024'])).isDayMonthOpen ?? false).toBe(false)
    expect((await profileOf(['01.02.2024'])).isDayMonthOpen ?? false).toBe(false)
  })

  test('words for missing do not stand in the way of a type', async () => {
    const integers = Array.from({ length: 30 }, (_, index) => String(index))
    expect(await profileOf([...integers, ...integers.map(() => 'N/A')])).toMatchObject({ type: 'integer', share: 0.5, valid: 30, mismatched: 30, nullWords: ['N/A'] })
    expect((await profileOf(['N/A', 'unknown', '-'])).type).toBe('string')
  })

  test('JSON, strictly read', async () => {
    expect((await profileOf(['{"a": 1}', '[1]', ' {} '])).type).toBe('json')
    expect((await profileOf(['[1, 2]', '[]', 'N/A'])).type).toBe('array')
    expect((await profileOf(['{"a": 1, "a": 2}', '[1,]', '{}'])).type).toBe('string')
    const objects = Array.from({ length: 30 }, (_, index) => `{"a": ${index}}`)
    expect(await profileOf([...objects, '\ufeff{}'])).toMatchObject({ type: 'json', valid: 30, mismatched: 1, counterExamples: ['\ufeff{}'] })
  })
})

test('negative numbers in brackets are seen, though in the alphabet they come after all others', async () => {
  const amounts = Array.from({ length: 2400 }, (_, index) => index % 4 === 0 ? `($${1000 + index}.50)` : `$${1000 + index}.50`)
  expect(await profileOf(amounts)).toMatchObject({ type: 'number', valid: 2400, min: '-3396.5', numberForm: { decimal: '.', currency: true, accounting: true } })
})

describe('figures', () => {
  test('of integers with gaps and slips', async () => {
    const cells = [...Array.from({ length: 20 }, (_, index) => String(index)), '19', 'x', null, null]
    expect(await profileOf(cells)).toEqual({
      name: 'column', type: 'integer', share: 21 / 22, valid: 21, mismatched: 1, missing: 2, distinct: 21, isApproximate: false,
      top: [{ value: '19', count: 2 }, ...['0', '1', '10', '11', '12', '13', '14', '15', '16'].map(value => ({ value, count: 1 }))],
      min: '0', max: '19', mean: (190 + 19) / 21,
      histogram: Array.from({ length: 20 }, (_, index) => ({ low: String(index), high: String(Math.min(index + 1, 19)), count: index === 19 ? 2 : 1 })), histogramOf: 'values',
      minLength: 1, maxLength: 2, counterExamples: ['x'], suspects: [],
    })
  })

  test('of numbers: twenty bins, the last with its upper end', async () => {
    const { histogram, mean, min, max } = await profileOf(['0.5', '10.5', '5.5', '0.75'])
    expect(histogram).toHaveLength(20)
    expect(histogram[0]).toEqual({ low: '0.5', high: '1', count: 2 })
    expect(histogram[10]).toEqual({ low: '5.5', high: '6', count: 1 })
    expect(histogram.at(-1)).toEqual({ low: '10', high: '10.5', count: 1 })
    expect([mean, min, max]).toEqual([17.25 / 4, '0.5', '10.5'])
  })

  test('of one number only', async () => {
    expect(await profileOf(['2.5', '2.5'])).toMatchObject({ histogram: [{ low: '2.5', high: '2.5', count: 2 }], min: '2.5', max: '2.5', mean: 2.5 })
  })

  test('of numbers at the ends of what a double can say', async () => {
    expect(await profileOf(['1.7e308', '-1.7e308', '5e-324'])).toMatchObject({ type: 'number', min: '-1.7e+308', max: '1.7e+308', histogram: [], histogramOf: null, valid: 3 })
    expect((await profileOf(['1.7e308', '1.7e308'])).mean).toBeNull()
  })

  test('of dates, whatever their format', async () => {
    const { min, max, mean, histogram } = await profileOf(['31/01/2024', '01/02/2024', '10/02/2024'])
    expect([min, max, mean]).toEqual(['2024-01-31', '2024-02-10', null])
    expect(histogram).toHaveLength(11)
    expect(histogram.slice(0, 2)).toEqual([{ low: '2024-01-31', high: '2024-02-01', count: 1 }, { low: '2024-02-01', high: '2024-02-02', count: 1 }])
    expect(histogram.at(-1)).toEqual({ low: '2024-02-10', high: '2024-02-10', count: 1 })
  })

  test('of instants in UTC, and of the ends of the calendar', async () => {
    expect(await profileOf(['2024-01-31T14:00:00+02:00', '2024-01-31T12:30:00Z'])).toMatchObject({ min: '2024-01-31T12:00:00Z', max: '2024-01-31T12:30:00Z' })
    expect((await profileOf(['0001-01-01T00:00:00.123456-0130', '0001-01-01T00:00:00.123456Z'])).histogram.map(({ count }) => count)).toEqual([1, ...Array<number>(18).fill(0), 1])
    const { min, max, histogram } = await profileOf(['0001-01-01T00:00:00', '9999-12-31T23:59:59.999999'])
    expect([min, max]).toEqual(['0001-01-01T00:00:00', '9999-12-31T23:59:59.999999'])
    expect(histogram.map(({ count }) => count)).toEqual([1, ...Array<number>(18).fill(0), 1])
    expect(histogram.at(-1)?.high).toMatch(/^9999-12-31T23:59/)
  })

  test('of booleans', async () => {
    expect(await profileOf(['true', 'FALSE', 'true'])).toMatchObject({ min: 'false', max: 'true', histogram: [], histogramOf: null, values: [{ value: 'true', count: 2 }, { value: 'FALSE', count: 1 }] })
  })

  test('of text, by code point', async () => {
    const cells = ['\ufeffa', 'a', '𝒳𝒳', '\uffff', 'line\nend', "it's", '"', null, '']
    expect(await profileOf(cells)).toMatchObject({
      type: 'string', valid: 8, missing: 1, distinct: 8, min: '', max: '𝒳𝒳', minLength: 0, maxLength: 8, histogramOf: 'lengths', counterExamples: [],
      top: ['', '"', 'a', "it's", 'line\nend', '\ufeffa', '\uffff', '𝒳𝒳'].map(value => ({ value, count: 1 })),
    })
    expect((await profileOf(['\ufeffb', '\ufeffa'])).min).toBe('\ufeffa')
    expect((await profileOf(['𝒳'.repeat(300), 'a'])).max).toBe('𝒳'.repeat(200))
  })

  test('counter-examples are the most frequent mismatches, U+FEFF and all', async () => {
    const integers = Array.from({ length: 100 }, (_, index) => String(index))
    const { counterExamples, mismatched } = await profileOf([...integers, 'x', '\ufeff1', '\ufeff1', 'a', 'b', 'c', 'd'])
    expect([mismatched, counterExamples]).toEqual([7, ['\ufeff1', 'a', 'b', 'c', 'd']])
  })

  test('suspects with their counts', async () => {
    expect((await profileOf(['red', 'N/A', 'N/A', 'unknown', '-', 'n/a ', 'Unknown thing'])).suspects)
      .toEqual([{ value: 'N/A', count: 2 }, { value: '-', count: 1 }, { value: 'unknown', count: 1 }])
    expect((await profileOf(['1', '-999', '-999', '2', '3'])).suspects).toEqual([{ value: '-999', count: 2 }])
    expect((await profileOf(['2024-01-01', '9999-12-31', '1900-01-01'])).suspects.map(({ value }) => value)).toEqual(['1900-01-01', '9999-12-31'])
  })

  test('every value of a column that has few, ten of one that has more', async () => {
    const letters = (count: number): string[] => Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index))
    const few = await profileOf([...letters(20), 'a'])
    expect([few.values?.length, few.top.length, few.top[0]]).toEqual([20, 10, { value: 'a', count: 2 }])
    const more = await profileOf(letters(21))
    expect([more.values, more.top.length]).toEqual([undefined, 10])
  })

  test('the bounds of a name, where it has any', async () => {
    expect((await profileOf(['1', '-1', '130'], 'age')).usual).toEqual({ min: 0, outside: 1 })
    expect((await profileOf(['1.5', '-91', '130'], 'Start Latitude')).usual).toEqual({ min: -90, max: 90, outside: 2 })
    expect((await profileOf(['1', '-1', '130'], 'page')).usual).toBeUndefined()
    expect((await profileOf(['old', 'young'], 'age')).usual).toBeUndefined()
  })

  test('named formats', async () => {
    const { formats } = await profileOf(['ada@example.com', 'bob@example.org', 'nobody', null], 'contact')
    expect(formats).toEqual([{ name: 'email', share: 2 / 3 }])
    expect((await profileOf(['192.168.0.1', '10.0.0.7'])).formats).toEqual([{ name: 'ipv4', share: 1 }])
  })
})

describe('tables', () => {
  test('without rows or columns', async () => {
    expect(await profile({})).toEqual({})
    const { a, b } = await profile({ a: [], b: [] })
    const nothing = {
      type: 'string', share: 1, valid: 0, mismatched: 0, missing: 0, distinct: 0, isApproximate: false, top: [], min: null, max: null, mean: null,
      histogram: [], histogramOf: null, minLength: null, maxLength: null, counterExamples: [], suspects: [],
    }
    expect([a, b]).toEqual([{ name: 'a', ...nothing }, { name: 'b', ...nothing }])
  })

  test('with a column that is always missing', async () => {
    expect((await profile({ id: ['1', '2'], gone: [null, null] })).gone).toMatchObject({ type: 'string', share: 1, valid: 0, missing: 2, distinct: 0, top: [] })
  })

  test('with more columns than are asked about at once, in the order of the file', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `column ${index}`)
    const table = Object.fromEntries(names.map((name, index) => [name, index % 2 === 0 ? ['1', '2', null] : ['a', 'b', 'b']]))
    const profiles = await profile(table)
    expect(Object.keys(profiles)).toEqual(names)
    expect(Object.values(profiles).map(({ type, missing }) => [type, missing])).toEqual(names.map((_, index) => index % 2 === 0 ? ['integer', 1] : ['string', 0]))
  })

  test('with two columns of one name', async () => {
    await load(backend(), { a: ['1', '2'], b: ['x', 'y'] })
    const profiles = await profileSource({ backend: backend(), columns: ['same', 'same'], numRows: 2 })
    expect(profiles.map(({ name, type }) => [name, type])).toEqual([['same', 'integer'], ['same', 'string']])
  })
})

describe('a run', () => {
  test('tells how far it is and leaves nothing behind', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `c${index}`)
    await load(backend(), Object.fromEntries(names.map(name => [name, ['1']])))
    const told: unknown[] = []
    await profileSource({ backend: backend(), columns: names, numRows: 1, onProgress: progress => told.push(progress) })
    expect(told).toEqual([{ columnsDone: 50, columns: 60 }, { columnsDone: 60, columns: 60 }])
    expect(await backend().query("select count(*)::integer from duckdb_tables() where temporary")).toMatchObject({ columns: [[0]] })
  })

  test('stops when it is told to, and leaves nothing behind', async () => {
    await load(backend(), { a: ['1'] })
    const stop = new AbortController()
    let asked = 0
    const counting = { query: (sql: string, signal?: AbortSignal) => { if (++asked === 3) stop.abort(); return backend().query(sql, signal) } }
    await expect(profileSource({ backend: counting, columns: ['a'], numRows: 1, signal: stop.signal })).rejects.toThrow()
    expect(await backend().query("select count(*)::integer from duckdb_tables() where temporary")).toMatchObject({ columns: [[0]] })
  })

  test('two at once do not meet', async () => {
    await load(backend(), { a: ['1', '2'], b: ['x', 'y'] })
    const run = () => profileSource({ backend: backend(), columns: ['a', 'b'], numRows: 2 })
    const [one, other] = await Promise.all([run(), run()])
    expect(one).toEqual(other)
  })
})

describe('a table too large to look at whole', () => {
  const rows = 60_000
  const cellsOf = (make: (row: number) => string | null): Cells => Array.from({ length: rows }, (_, row) => make(row))
  const table = {
    id: cellsOf(row => String(row + 1)),
    other_id: cellsOf(row => `k${row}`),
    twice_id: cellsOf(row => `k${row === 59_999 ? 0 : row}`),
    amount: cellsOf(row => row % 1000 === 7 ? 'none' : `${row * 7919 % 100_003}.${row % 100}`),
    late: cellsOf(row => row < 11_000 ? String(row) : row % 500 === 499 ? `${row}.5` : String(row)),
    when: cellsOf(row => `${row % 28 + 1}/${row % 12 + 1}/2024 ${row % 24}:${String(row % 60).padStart(2, '0')}`),
    moment: cellsOf(row => `2024-01-${String(row % 28 + 1).padStart(2, '0')}T${String(row % 24).padStart(2, '0')}:00:00.${String(row).padStart(6, '0')}Z`),
    category: cellsOf(row => row % 10 === 3 ? null : `group ${row % 7}`),
    // Different in every sampled row: the head, and the last 640 rows of each sixteenth of the rest.
    price: cellsOf(row => row % 100 === 7 ? '-' : `${row % 900 + 100}.${String(row * 7919 % 1000).padStart(3, '0')},${row % 90 + 10} €`),
    paid: cellsOf(row => row % 3 === 0 ? 'oui' : row % 1000 === 1 ? '?' : 'non'),
    day: cellsOf(row => row % 5 === 0 ? `2024-01-${String(row % 28 + 1).padStart(2, '0')}` : `${String(row % 28 + 1).padStart(2, '0')}.01.${2000 + row % 24}`),
    object: cellsOf(row => row % 2000 === 1999 ? '{"row": }' : `{"row": ${row}}`),
    settling: cellsOf(row => row < 10_000 || (row - 10_000) % 3125 >= 3125 - 640 ? `text ${row}` : `text ${row % 40}`),
  }

  test('agrees with counting cell by cell', async () => {
    const profiles = await profile(table)
    for (const [name, cells] of Object.entries(table)) {
      const found = profiles[name]!
      const facts = factsOf(cells, found)
      if (found.isApproximate) expect(Math.abs(found.distinct / facts.distinct - 1), name).toBeLessThan(0.15)
      expect(factsIn(found), name).toEqual(found.isApproximate ? { ...facts, distinct: found.distinct } : facts)
      if (found.histogramOf === 'values') expect(found.histogram.reduce((sum, { count }) => sum + count, 0), name).toBe(found.valid)
    }
    expect(Object.entries(profiles).map(([name, { type, dateFormat = '' }]) => `${name}: ${type} ${dateFormat}`.trimEnd())).toEqual([
      'id: integer', 'other_id: string', 'twice_id: string', 'amount: number', 'late: number', 'when: datetime %-d/%-m/%Y %-H:%M', 'moment: timestamp', 'category: string',
      'price: number', 'paid: boolean', 'day: date', 'object: json', 'settling: string',
    ])
    expect(['id', 'twice_id', 'category', 'settling'].map(name => profiles[name]?.isApproximate)).toEqual([false, true, false, false])
    expect(profiles.amount?.counterExamples).toEqual(['none'])
    expect(profiles.amount?.suspects).toEqual([{ value: 'none', count: 60 }])
  })

  test('of columns that are all different', async () => {
    const { stamp, code } = await profile({ stamp: cellsOf(row => new Date(row * 61_000).toISOString().slice(0, 19)), code: cellsOf(row => `x${row}`) })
    expect([stamp?.type, stamp?.valid, stamp?.isApproximate, stamp?.distinct]).toEqual(['datetime', rows, false, rows])
    expect([code?.type, code?.distinct, code?.top]).toEqual(['string', rows, []])
  })

  test('proves that a key is one', async () => {
    const { id, other_id, twice_id } = await profile(table)
    expect([id?.distinct, id?.isApproximate]).toEqual([rows, false])
    expect([other_id?.distinct, other_id?.isApproximate]).toEqual([rows, false])
    expect(twice_id?.isApproximate).toBe(true)
  })
})
