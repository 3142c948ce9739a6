import { expect, test } from 'vitest'
import { findTable, footerRows, labelsOf, shapeOf, tellingColumns, usedColumns } from '../../../engine/formats/excel/structure.ts'
import { areaOf, columnLetters, type MergedArea, type SheetRow } from '../../../engine/formats/excel/sheet-rows.ts'

/** Rows from lines of cells between `|`; an empty line is a blank row, an empty cell none. */
const sheet = (text: string): SheetRow[] => text.split('\n').flatMap((line, i) => line.trim() === '' ? [] : [{ line: i + 1, cells: line.split('|').map(cell => cell.trim() || null) }])
const merged = (...references: string[]): MergedArea[] => references.map(reference => areaOf(reference)!)
const found = (text: string, hints: Parameters<typeof findTable>[1] = {}): string => {
  const rows = sheet(text)
  const { start, firstRow } = findTable(rows, hints)
  const table = rows.slice(start)
  return `${start} above, ${labelsOf(rows.slice(start, firstRow), usedColumns(table), hints.mergedAreas ?? []).join(', ')}, data from ${rows[firstRow]?.line ?? 'none'}`
}
const BODY = 'Ada | 36 | 2024-01-01\nGrace | 85 | 2024-01-02\nEdsger | 72 | 2024-01-03\nAlan | 41 | 2024-01-04'

test.each([
  ['labels first', `name | age | day\n${BODY}`, '0 above, name, age, day, data from 2'],
  ['one row of data', 'name | age\nAda | 36', '0 above, name, age, data from 2'],
  ['only labels', 'name | age', '0 above, name, age, data from none'],
  ['only text', 'name | city\nAda | London\nGrace | New York', '0 above, name, city, data from 2'],
  ['no labels', BODY, '0 above, , , , data from 1'],
  ['no labels among texts', 'x | y\nx | z\nx | y', '0 above, , , data from 1'],
  ['a title', `People of note\nname | age | day\n${BODY}`, '1 above, name, age, day, data from 3'],
  ['a title, a date, a blank line', `People of note\nas of | 2024-01-01\n\nname | age | day\n${BODY}`, '2 above, name, age, day, data from 5'],
  ['a title without a column of its own', `| | People\n\nname | age | day\n${BODY}`, '1 above, name, age, day, data from 4'],
  ['notes of names and values', 'Author | Ada\nDate | 2024\na | b | c | d | e\n1 | 2 | 3 | 4 | 5\n6 | 7 | 8 | 9 | 10\n1 | 2 | 3 | 4 | 5', '2 above, a, b, c, d, e, data from 4'],
  ['labels of years', 'region | 2019 | 2020 | 2021\nNorth | 12 | 13 | 14\nSouth | 22 | 23 | 24\nEast | 1 | 2 | 3', '0 above, region, 2019, 2020, 2021, data from 2'],
  ['a first row of data with a gap', 'name | age | day\nAda | | 2024-01-01\nGrace | 85 |\nEdsger | 72 | 2024-01-03', '0 above, name, age, day, data from 2'],
  ['a row of data with words for numbers', 'name | age | size\nAda | unknown | 3\nGrace | 85 | 4\nEdsger | 72 | 5\nA | 1 | 1\nB | 2 | 1\nC | 3 | 1', '0 above, name, age, size, data from 2'],
  ['two rows of labels', `Person | | Date\nname | age | day\n${BODY}\n${BODY}`, '0 above, Person name, Person age, Date day, data from 3'],
  ['a column that is empty at first', `name | age | day | \n${BODY}`, '0 above, name, age, day, data from 2'],
  ['labels, a blank line, data', `name | age | day\n\n${BODY}`, '0 above, name, age, day, data from 3'],
  ['one column', 'name\nAda\nGrace', '0 above, name, data from 2'],
  ['one column of numbers', '1\n2\n3', '0 above, , data from 1'],
  ['nothing', '', '0 above, , data from none'],
])('%s', (_, text, expected) => expect(found(text)).toBe(expected))

test('merged areas tell titles from labels over several columns', () => {
  const text = `| People |\nname | age | day\n${BODY}\n${BODY}`
  expect(found(text, { mergedAreas: merged('A1:C1') })).toBe('1 above, name, age, day, data from 3')
  expect(found(text, { mergedAreas: merged('B1:C1') })).toBe('0 above, name, People age, People day, data from 3')
})

test('hints are followed', () => {
  const text = `title\nname | age | day\n${BODY}`
  expect(found(text, { headerRows: 0 })).toBe('1 above, , , , data from 2')
  expect(found(text, { skipRows: 1, headerRows: 1 })).toBe('1 above, name, age, day, data from 3')
  expect(found(text, { skipRows: 2, headerRows: 0 })).toBe('2 above, , , , data from 3')
  expect(found(text, { skipRows: 99 })).toBe('6 above, , data from none')
})

const footer = (text: string): number => {
  const rows = sheet(text)
  const [, ...body] = rows
  return footerRows(body, shapeOf(body, usedColumns(rows)))
}
const TABLE = `name | age | day\n${BODY}`

test.each([
  ['nothing', TABLE, 0],
  ['a total', `${TABLE}\nTotal | 234 |`, 1],
  ['a total in words of another tongue', `${TABLE}\n\nSumme: | 234 |`, 1],
  ['a name that begins like one', `${TABLE}\nTotal Wine | 12 | 2024-01-01\nTotal Recall | 13 | 2024-01-01`, 0],
  ['a total that is a record', `${TABLE}\nTotal | word | word`, 0],
  ['a note behind a blank line', `${TABLE}\n\nThese are made up.`, 1],
  ['notes', `${TABLE}\nTotal | 234\n\nSource: a book\n* estimated`, 3],
  ['a note at once', `${TABLE}\nSource: a book`, 1],
  ['a record with most cells missing', `${TABLE}\nDonald | |`, 0],
  ['records with most cells missing', `${TABLE}\nDonald\nEdgar`, 0],
  ['notes all over the columns', `${TABLE}\nsome\n | more |\n | | of it`, 3],
  ['words where records begin with a number', 'id | a | b\n1 | 1 | 2\n2 | 1 | 2\n3 | 1 | 2\nchecked by Ada', 1],
  ['a series without its last values', 'day | a | b\n2024-01-01 | 1 | 2\n2024-01-02 | 1 | 2\n2024-01-03 | 1 | 2\n2024-01-04', 0],
  ['one column', 'name\nAda\nGrace\nTotal', 0],
])('below the table: %s', (_, text, count) => expect(footer(text)).toBe(count))

test('columns', () => {
  expect(usedColumns(sheet('| a | | b\n| 1'))).toEqual([1, 2, 3])
  expect(usedColumns([{ line: 1, cells: ['a', ...Array.from({ length: 21 }, () => null), 'b'] }])).toEqual([0, 22])
  expect(usedColumns([{ line: 1, cells: ['a', ...Array.from({ length: 20 }, () => null), 'b'] }])).toHaveLength(22)
  expect(tellingColumns(sheet(BODY), [0, 1, 2])).toEqual([1, 2])
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD'])
  expect(areaOf('$B$2:AA10')).toEqual({ firstLine: 2, lastLine: 10, firstColumn: 1, lastColumn: 26 })
  expect(areaOf('1:2')).toBeUndefined()
})
