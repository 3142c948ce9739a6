import { describe, expect, test } from 'vitest'
import { detectDialect } from '../../../engine/formats/detect/index.ts'
import type { CsvDialect } from '../../../engine/formats/csv/index.ts'

function dialectOf(text: string): CsvDialect {
  const found = detectDialect(new TextEncoder().encode(text))
  if (found.kind !== 'csv') throw new Error(`taken for ${found.what}`)
  return found.dialect
}

const body = 'id,name,born,height\n' + Array.from({ length: 12 }, (_, i) => `${i + 1},Ann,199${i % 10}-02-03,1.${60 + i}\n`).join('')

describe('what stands above a table', () => {
  test.each<[string, number]>([
    ['', 0], ['Sales report\n', 1], ['Sales report\n\n', 2], ['Report: sales\nBy: me, you\nOn: 1, 2, 3\n\n', 4], ['Sales report,,,\n', 1], ['Sales,,,\n,,,\n', 2],
  ])('%j is %i lines', (above, lines) => {
    expect(dialectOf(above + body)).toMatchObject({ skip_rows: lines, header: 1, skip_footer: 0, delimiter: ',' })
  })

  test('a table of two columns under notes with as many commas', () => {
    expect(dialectOf('By: me, you\n\ncountry,capital\nFrance,Paris\nSpain,Madrid\nItaly,Rome\nPeru,Lima\n')).toMatchObject({ skip_rows: 2, header: 1 })
  })

  test('the separator that Excel was told', () => {
    expect(dialectOf('sep=;\na;b\n1,5;2,5\n3,5;4,5\n')).toMatchObject({ skip_rows: 1, delimiter: ';', header: 1 })
    expect(dialectOf('sep=|\r\na|b\r\n1|2\r\n')).toMatchObject({ skip_rows: 1, delimiter: '|' })
  })
})

describe('what stands below a table', () => {
  test.each<[string, number]>([
    ['', 0], ['(12 rows)\n', 1], ['12 rows\n', 1], ['Total,,,19.86\n', 1], ['Grand Total,12,,19.86', 1], ['\nSource: the office\n', 1], ['\nSource: the office\nSee also, for more, the web, and that\n', 2],
    ['\n\n* estimated\n', 1], [',,,\n,,,\n', 2], ['Summe,12,,\n\nErstellt am 3.4.2024\n', 2],
  ])('%j is %i lines', (below, lines) => {
    expect(dialectOf(body + below)).toMatchObject({ skip_footer: lines, skip_rows: 0, header: 1 })
  })

  test.each(['13,Ann,1990-02', '13,Ann', '13', '13,Total,1990-02-03,1.70\n', '13,,,\n'])('%j may be a record, whole or cut off, and stays', below => {
    expect(dialectOf(body + below).skip_footer).toBe(0)
  })

  test('a cut-off name is no footer where records begin with names', () => {
    expect(dialectOf('name,city,team\nAnn,Rome,a\nBob,Oslo,b\nCarla,Lima,c\nDora,Bonn,a\nErik').skip_footer).toBe(0)
  })
})

describe('several records of labels', () => {
  const rows = Array.from({ length: 10 }, (_, i) => `N${i},${i},${i * 2},${i + 3},${i + 4}\n`).join('')
  test.each<[string, number]>([
    ['name,a,b,c,d\n', 1], [',Sales,,Costs,\nname,net,gross,net,gross\n', 2], [',Sales,,Costs,\nname,2019,2020,2019,2020\n', 2], ['name,a,b,c,d\n,kg,kg,m,m\n', 2],
    ['name,a,b,c,d\nN99,n.d.,1,2,3\n', 1], ['name,2019,2020,2021,2022\n', 1],
  ])('%j is %i', (labels, header) => {
    expect(dialectOf(labels + rows).header).toBe(header)
  })
})

describe('delimiters that are seldom', () => {
  const table = [['id', 'title', 'note'], ['A-1', 'Nut, M4', 'said "go; now"'], ['A-2', 'Bolt: long', 'two\nlines'], ['A-3', 'Plain', ''], ['A-4', 'x', 'a, b'], ['A-5', 'y', '5" pipe']]
  const write = (delimiter: string): string => table.map(row => row.map(cell => cell.includes('"') || cell.includes('\n') || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell).join(delimiter)).join('\n') + '\n'

  test.each(['||', '::', ';;', '|~|', ' | ', '¦', '§', '#', '!', '^', '~'])('%j', delimiter => {
    expect(dialectOf(write(delimiter))).toMatchObject({ delimiter, quote: '"', header: 1 })
  })

  test('a comma and a space, where quotes follow', () => {
    expect(dialectOf('"a", "b", "c"\n"1, 2", "x", "y"\n"3", "q, r", "z"\n')).toMatchObject({ delimiter: ', ', quote: '"' })
  })

  test('one space, where numbers stand between them or quotes keep words together', () => {
    expect(dialectOf('t x y\n1 2.5 3\n2 3.5 4\n3 4.5 5\n')).toMatchObject({ delimiter: ' ' })
    expect(dialectOf('country capital\nFrance Paris\n"United Kingdom" London\nPeru Lima\n')).toMatchObject({ delimiter: ' ' })
    expect(dialectOf('name\nAnna Bell\nBob Crow\nCarl Dove\n')).toMatchObject({ delimiter: ',' })
  })
})

test.each<[string, boolean]>([
  ['a,b,c,\n1,2,3,\n4,5,6,\n', true], ['a,b,c\n1,2,3,\n4,5,6,\n', true], ['a,b,c,d\n1,2,3,\n4,5,6,\n', false], ['a,b,c,\n1,2,3,\n4,5,6,x\n', false],
])('%j: records end in a delimiter: %s', (text, isTrailing) => {
  expect(dialectOf(text).trailing_delimiter).toBe(isTrailing)
})
