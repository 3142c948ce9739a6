import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectFixedWidth } from '../../../engine/formats/fixed-width/index.ts'

const lines = (...texts: string[]): string => texts.map(text => `${text}\n`).join('')
const starts = (text: string): readonly number[] | undefined => detectFixedWidth(text)?.columns.map(({ start }) => start)

describe('columns that stand below each other', () => {
  const table = lines(
    'id  name        city            amount',
    ' 1  Ann         New York         12.50',
    ' 2  Bob         Los Angeles    1000.00',
    '10  Christina   San Jose          3.00',
  )

  test('are found by what is blank: text begins a column, a number ends one', () => {
    expect(detectFixedWidth(table)).toMatchObject({
      columns: [{ start: 0, width: 4 }, { start: 4, width: 12 }, { start: 16, width: 13 }, { start: 29, width: 9 }], header: 1, skipRows: 0, isOpenEnded: false,
    })
    expect(detectFixedWidth(table)?.confidence).toBeGreaterThan(0.6)
  })

  test('by any line end, with a mark or without, with or without labels', () => {
    expect(starts(`\uFEFF${table.replaceAll('\n', '\r\n')}`)).toEqual([0, 4, 16, 29])
    expect(starts(table.replaceAll('\n', '\r'))).toEqual([0, 4, 16, 29])
    expect(detectFixedWidth(table.slice(table.indexOf('\n') + 1))).toMatchObject({ header: 0, columns: [{}, {}, {}, {}] })
  })

  test('in characters, of which some take two code units', () => {
    expect(starts(lines('id  name  n', ' 1  😀😀    5', ' 2  Bob   6', ' 3  é     7'))).toEqual([0, 4, 10])
  })

  test('words that have a space at the same place by chance are one text', () => {
    expect(detectFixedWidth(lines('name  city', 'Ann   New York', 'Bob   San Jose', 'Cid   Los Gato'))).toMatchObject({ columns: [{ start: 0 }, { start: 6 }], isOpenEnded: true })
  })

  test('nor are a word and a number below one label', () => {
    const body = Array.from({ length: 30 }, (_, i) => `${String(i).padStart(4)}  No ${String(i * 37 % 100).padEnd(4)} x`)
    expect(starts(lines('  id  name    f', ...body))).toEqual([0, 6, 14])
  })

  test('a column that is hardly ever filled is one, and a line that crosses all of them makes none go away', () => {
    const made = (special: (line: string, at: number) => string): string => lines(...Array.from({ length: 200 }, (_, i) => special(`${String(i).padStart(5)}  ${'n'.repeat(i % 7 + 1).padEnd(10)}     ${String(i * i).padStart(8)}`, i)))
    expect(starts(made((line, at) => at === 150 ? `${line.slice(0, 19)}X${line.slice(20)}` : line))).toHaveLength(4)
    expect(starts(made((line, at) => at === 77 ? '*** page break *** totals so far 1234 and so on and on' : line))).toHaveLength(3)
  })

  test('below titles', () => {
    const text = lines('SALES REPORT 2024 FOR ALL REGIONS OF THE WORLD', 'printed 2024-01-01', '', 'id    name     total', '0001  Ann         12', '0002  Bob       1000', '0003  Cid          9')
    expect(detectFixedWidth(text)).toMatchObject({ skipRows: 3, header: 1, columns: [{ start: 0 }, { start: 6 }, { start: 13 }] })
  })
})

describe('a line of dashes says where columns are', () => {
  test('what stands below the table does not count', () => {
    const text = lines('', 'id          name                 total', '----------- -------------------- -----------', '          1 Ann Lee                       12', '          2 Bob                         1000', '', '(2 rows affected)')
    expect(detectFixedWidth(text)).toMatchObject({ columns: [{ start: 0, width: 12 }, { start: 12, width: 21 }, { start: 33, width: 11 }], skipRows: 1, header: 1 })
  })

  test('even below one record', () => {
    expect(detectFixedWidth(lines('a    b', '==== ====', 'x    y'))).toMatchObject({ columns: [{ start: 0 }, { start: 5 }], header: 1 })
  })

  test('one that values run across is none', () => {
    expect(detectFixedWidth(lines('Title of it', '---- ---- ----', 'prose that does not care', 'about any of the positions'))).toBeUndefined()
  })
})

describe('no columns', () => {
  test.each([
    ['nothing', ''], ['one line', 'a  b\n'], ['two lines', 'a  b\nc  d\n'], ['one column', 'a\nb\nc\n'], ['commas', 'a,b,c\n1,2,3\n4,5,6\n'],
    ['prose', lines('this is some prose that runs', 'over several lines and has no', 'columns at all, only words and', 'spaces between them, one each.')],
    ['an indented block', lines('if x:', '    do()', '    return 1', 'else:', '    stop()')],
    ['blank lines', '\n\n   \n\n'],
  ])('%s', (_, text) => {
    expect(detectFixedWidth(text)).toBeUndefined()
  })
})

test('any table that is padded with two spaces or more is found as it was laid out', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', 'é', '😀', '-'), minLength: 1, maxLength: 6 }).filter(text => !/^-+$/.test(text))
  const cell = fc.oneof(word, fc.integer({ min: 0, max: 99_999 }).map(String))
  const made = fc.integer({ min: 2, max: 5 }).chain(width => fc.tuple(fc.array(fc.boolean(), { minLength: width, maxLength: width }), fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 })))
  fc.assert(fc.property(made, ([right, rows]) => {
    const length = (text: string): number => Array.from(text).length
    const widths = right.map((_, column) => Math.max(...rows.map(row => length(row[column] ?? ''))))
    const text = rows.map(row => row.map((cell, i) => {
      const padding = ' '.repeat((widths[i] ?? 0) - length(cell))
      return right[i] === true ? padding + cell : cell + padding
    }).join('  ')).map(line => `${line}\n`).join('')
    const found = detectFixedWidth(text)
    expect(found).toBeDefined()
    const read = text.trimEnd().split('\n').map(line => found?.columns.map(({ start, width }) => Array.from(line).slice(start, start + width).join('').trim()))
    expect(read).toEqual(rows)
  }), { numRuns: 500 })
})

test('no text makes it hang or throw, and what it finds is sound', () => {
  const text = fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: fc.constantFrom(' ', '-', '=', 'a', '1', '\t', '😀', '\ud800', '\r', '\n'), maxLength: 60 })), { maxLength: 12 }).map(all => all.join('\n'))
  fc.assert(fc.property(text, made => {
    const found = detectFixedWidth(made)
    if (found === undefined) return
    expect(found.columns.length).toBeGreaterThanOrEqual(2)
    expect(found.confidence).toBeGreaterThanOrEqual(0)
    expect(found.confidence).toBeLessThanOrEqual(1)
    let end = 0
    for (const { start, width } of found.columns) {
      expect(start).toBe(end)
      expect(width).toBeGreaterThan(0)
      end = start + width
    }
  }), { numRuns: 1000 })
})

test('lines of thousands of columns take no time to speak of', () => {
  const line = `${'a1 b2  '.repeat(2800)}\n`
  const start = performance.now()
  expect(detectFixedWidth(line.repeat(2000))?.columns).toHaveLength(5600)
  expect(performance.now() - start).toBeLessThan(5000)
})
