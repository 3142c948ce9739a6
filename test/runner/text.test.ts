import { expect, test } from 'vitest'
import { printable, tableLines, wrapped } from '../../runner/cli/printable.ts'
import { layOutSql } from '../../runner/cli/sql-layout.ts'

test('text from files cannot act on the terminal', () => {
  expect(printable('a\nb\tc\u001b[31m\u202Ed\u2028')).toBe('a\\nb\\tc\\u001b[31m\\u202ed\\u2028')
  expect(printable('żółć 😀')).toBe('żółć 😀')
  expect(printable('😀😀😀😀', 3)).toBe('😀😀…')
})

test('a table stands in columns', () => {
  expect(tableLines(['name', 'rows'], [['a', '1,000'], ['longer', '7']], ['left', 'right'])).toEqual(['name     rows', 'a       1,000', 'longer      7'])
})

test('a paragraph keeps its words', () => {
  expect(wrapped('one two three unbreakable', 9)).toEqual(['one two', 'three', 'unbreakable'])
})

test('short SQL stays on a line; long SQL keeps its tokens', () => {
  expect(layOutSql("select  a from t where b = '('")).toBe("select a from t where b = '('")
  const list = Array.from({ length: 30 }, (_, index) => `cast(c${index} as varchar) as "the column ${index}"`)
  const sql = `select ${list.join(', ')} from (select * from t where x = 'it''s  (a, b' and y in (1, 2)) t left join u on t.a = u.a where (((a | b)|c) | d) > 0`
  const laidOut = layOutSql(sql)
  const squeezed = (text: string): string => text.replace(/('(?:[^']|'')*')|\s+/g, '$1')
  // Only the brackets inside a chain of | may go.
  expect(squeezed(laidOut)).toBe(squeezed(sql).replace('(((a|b)|c)|d)', '(a|b|c|d)'))
  expect(laidOut.split('\n').length).toBeGreaterThan(30)
  expect(laidOut).toMatch(/\nfrom \(select \* from t where x = 'it''s {2}\(a, b' and y in \(1, 2\)\) t\nleft join u/)
})
