import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectDialect, type Detection } from '../../../engine/formats/detect/index.ts'
import { encode } from '../csv/arbitraries.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

function detect(text: string | Uint8Array): Extract<Detection, { kind: 'csv' }> {
  const found = detectDialect(typeof text === 'string' ? utf8(text) : text)
  if (found.kind !== 'csv') throw new Error(`taken for ${found.what}`)
  return found
}

const people = [
  ['id', 'name', 'born', 'height', 'city'],
  ['1', 'Anna Müller', '1990-02-03', '1,72', 'Köln'],
  ['2', "Sean O'Brien", '1985-12-24', '1,80', 'Dublin, IE'],
  ['3', 'Zoë', '2001-07-15', '1,65', ''],
  ['4', 'Jean-Luc', '1979-01-31', '1,78', 'Saint-Étienne'],
]
const write = (rows: readonly (readonly string[])[], delimiter: string, quote = '"') =>
  rows.map(row => row.map(cell => (cell.includes(delimiter) || cell.includes(quote) ? quote + cell.replaceAll(quote, quote + quote) + quote : cell)).join(delimiter)).join('\n') + '\n'

describe('delimiter and quote', () => {
  test.each([',', ';', '\t', '|', ':', '^', '~'])('%j', (delimiter) => {
    expect(detect(write(people, delimiter)).dialect).toMatchObject({ delimiter, quote: '"', escape: '"', header: 1, encoding: 'utf-8' })
  })

  test('decimal commas between semicolons', () => {
    expect(detect('a;b;c\n1,5;2,7;3,1\n2,5;3,7;4,1\n').dialect.delimiter).toBe(';')
  })

  test('no half of a character is taken for a delimiter', () => {
    expect(detect('a;b\n"";"🇫🇷"\n').dialect.delimiter).toBe(';')
    expect(() => detect('🇫🇷🇫🇷🇫🇷\n🇫🇷🇫🇷\n')).not.toThrow()
    // The characters that are looked at end within one.
    expect(() => detect(`${'x'.repeat(99_998)}|😀`)).not.toThrow()
  })

  test('single quotes, and apostrophes that are none', () => {
    expect(detect(write(people, ',', "'").replaceAll('Zoë', "'Zoë'")).dialect).toMatchObject({ delimiter: ',', quote: "'" })
    expect(detect("id,name\n1,O'Brien\n2,D'Arcy\n3,'t Hooft\n").dialect.quote).toBe('"')
  })

  test('escaped quotes', () => {
    expect(detect('id,note\n1,"he said \\"go, now\\" twice"\n2,"a, \\"b\\""\n3,"plain, text"\n').dialect).toMatchObject({ quote: '"', escape: '\\' })
  })

  test('line ends and delimiters in quotes', () => {
    expect(detect('id;note\n1;"a, b\nc, d; e"\n2;"x, y\n\nz; w"\n3;"p"\n').dialect).toMatchObject({ delimiter: ';', quote: '"' })
  })

  test('clock times and addresses in one column are not split at their colons', () => {
    expect(detect('time,url\n10:30:00,http://a.example/x\n11:45:30,http://b.example/y\n12:00:10,http://c.example/z\n').dialect.delimiter).toBe(',')
    expect(detect('started\n10:30:00\n11:45:30\n12:00:10\n13:10:20\n')).toMatchObject({ dialect: { delimiter: ',', header: 1 } })
  })

  test('one column of words', () => {
    const { dialect, notes, confidence } = detect('name\nAnna\nBert\nCarla\n')
    expect(dialect).toMatchObject({ delimiter: ',', header: 1 })
    expect(notes).toContain('No delimiter found: one column.')
    expect(confidence).toBeLessThan(0.7)
  })

  test('a few ragged records do not change the verdict, and are told', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},text ${i},${i % 7 === 3 ? '1:2,extra' : i}`)
    const { dialect, notes } = detect(`a,b,c\n${rows.join('\n')}\n`)
    expect(dialect.delimiter).toBe(',')
    expect(notes).toContain('7 of the first 51 records do not have 3 cells.')
  })

  test('alternatives name the runner-up', () => {
    const { dialect, alternatives, confidence } = detect('a,b;c\n1,2;3\n4,5;6\n')
    expect([dialect, ...alternatives.map(({ dialect }) => dialect)].map(({ delimiter }) => delimiter).sort()).toEqual([',', ';'])
    expect(confidence).toBeLessThan(0.8)
  })
})

describe('header, preamble, comments', () => {
  test.each([
    ['id,n\n1,2\n3,4\n', 1], ['1,2\n3,4\n5,6\n', 0], ['a,b\n', 1], ['name,city\nAnna,Paris\nBert,Rome\n', 1],
    ['2024-01-01,x,5\n2024-01-02,y,6\n2024-01-03,z,7\n', 0], ['id,,x\n1,2,3\n4,5,6\n', 1], ['12,7,31\n1.5,2.5,3.5\n', 0],
    ['code\nDE01\nFR02\nGB03\nES04\nIT05\nPT06\n', 1],
  ])('%j has %i header records', (text, header) => {
    expect(detect(text).dialect.header).toBe(header)
  })

  test('title lines above the table', () => {
    const { dialect, notes } = detect(`Sales report\nmade on 2024-01-01\n\n${write(people, ',')}`)
    expect(dialect).toMatchObject({ skip_rows: 3, header: 1, delimiter: ',' })
    expect(notes).toContain('The first 3 lines stand above the table and are skipped.')
    expect(detect(`Sales report,,,,\n,,,,\n${write(people, ',')}`).dialect.skip_rows).toBe(2)
  })

  test('a header that is merely short is no title', () => {
    expect(detect('id,name\n1,a,x\n2,b,y\n3,c,z\n').dialect.skip_rows).toBe(0)
  })

  test('comment lines, and labels that start like one', () => {
    expect(detect('# made by x, y and z\n# v2\nid,name\n1,a\n2,b\n').dialect).toMatchObject({ comment: '#', skip_rows: 0, header: 1 })
    expect(detect('#id,name\n1,a\n2,b\n').dialect).toMatchObject({ comment: null, header: 1 })
  })

  test('null spellings are told, not taken', () => {
    const { dialect, notes } = detect('id,n\n1,NULL\n2,N/A\n3,N/A\n4,5\n')
    expect(dialect.null_tokens).toEqual([''])
    expect(notes.join(' ')).toContain('"N/A" stands in 2 of the 8 cells')
    expect(notes.join(' ')).toContain('"NULL" stands in 1 of the 8 cells')
  })

  test('null spellings that are known already are not told', () => {
    const found = detectDialect(utf8('id,n\n1,NULL\n2,N/A\n'), { knownNulls: ['', 'N/A'] })
    expect(found.kind === 'csv' && found.notes.join(' ')).toMatch(/^"NULL" stands in/)
  })
})

describe('encoding', () => {
  const text = write(people, ',')
  test.each(['utf-16le', 'utf-16be'] as const)('%s, with a byte order mark and without', (encoding) => {
    expect(detect(encode(`\uFEFF${text}`, encoding)).dialect).toMatchObject({ encoding, delimiter: ',', header: 1 })
    expect(detect(encode(text, encoding)).dialect).toMatchObject({ encoding, delimiter: ',' })
  })

  test('UTF-8, windows-1252, and UTF-8 with a stray byte', () => {
    expect(detect(`\uFEFF${text}`).dialect.encoding).toBe('utf-8')
    expect(detect(text).dialect.encoding).toBe('utf-8')
    const western = detect(encode(text, 'windows-1252'))
    expect(western).toMatchObject({ dialect: { encoding: 'windows-1252', delimiter: ',' } })
    expect(western.notes.join()).toContain('windows-1252')
    const stray = Uint8Array.of(...utf8(text.repeat(3)), 0x39, 0x2c, 0xff, 0x0a)
    expect(detect(stray)).toMatchObject({ dialect: { encoding: 'utf-8' } })
  })

  test('a character cut off at the end of the head is no fault', () => {
    const head = utf8('a,é\n'.repeat(400_000)).subarray(0, 1_000_000 - 2)
    expect(detectDialect(head, { isWhole: false })).toMatchObject({ kind: 'csv', dialect: { encoding: 'utf-8' } })
  })
})

describe('what is no CSV', () => {
  const bytes = (start: string) => Uint8Array.from([...Array.from(start, c => c.charCodeAt(0)), ...new Array<number>(50).fill(0)])
  test.each([
    ['PK\x03\x04....[Content_Types].xml....xl/workbook.xml', 'an Excel workbook (.xlsx)'],
    ['PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'an OpenDocument spreadsheet (.ods)'],
    ['PK\x03\x04....data.csv', 'a ZIP archive'],
    ['%PDF-1.7', 'a PDF document'], ['\x89PNG\r\n\x1a\n', 'a PNG image'], ['\x1f\x8b\x08', 'a gzip file'], ['PAR1', 'a Parquet file'],
    ['\x01\x02\x03\x04\x05', 'binary data: too many control characters for text'],
  ])('%j', (start, what) => {
    expect(detectDialect(bytes(start))).toEqual({ kind: 'binary', what })
  })

  test.each([
    ['<!DOCTYPE html><html><body>Not found</body></html>', 'web page'], ['{"a": 1, "b": [2]}', 'JSON'], ['<?xml version="1.0"?><a/>', 'XML'],
  ])('text of another kind is told: %j', (text, what) => {
    expect(detect(text).notes.join()).toContain(what)
  })
})

test('whatever the bytes, there is an answer', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(utf8)), (head) => {
    const found = detectDialect(head)
    if (found.kind === 'binary') return
    expect(found.confidence).toBeGreaterThanOrEqual(0)
    expect(found.confidence).toBeLessThanOrEqual(1)
  }), { numRuns: 300 })
})

test('what is written with a dialect is read with it', () => {
  const cell = fc.oneof(fc.nat(99999).map(String), fc.constantFrom('Paris', 'New York', 'a b', 'x-1', '2024-05-06', '3.14', 'Zoë'))
  const table = fc.integer({ min: 2, max: 6 }).chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 20 }))
  fc.assert(fc.property(table, fc.constantFrom(',', ';', '\t', '|', '^', '~'), (rows, delimiter) => {
    expect(detect(write(rows, delimiter)).dialect.delimiter).toBe(delimiter)
  }), { numRuns: 100 })
})

describe('real files', () => {
  const folder = join(import.meta.dirname, '../../../../shared/data')
  const real = join(folder, 'real')
  const files = existsSync(real) ? readdirSync(real).filter(name => name.endsWith('.csv')) : []
  if (files.length === 0) test.skip('the folder of real files is not here', () => undefined)
  test.each(files)('%s', (name) => {
    const { dialect, confidence } = detect(readFileSync(join(real, name)))
    expect(dialect).toMatchObject({ encoding: 'utf-8', delimiter: ',', quote: '"', header: 1, skip_rows: 0, comment: null })
    expect(confidence).toBeGreaterThan(0.5)
  })

  const excel = join(folder, 'excel')
  const workbooks = existsSync(excel) ? readdirSync(excel) : []
  test.each(workbooks)('%s is a workbook', (name) => {
    expect(detectDialect(readFileSync(join(excel, name)))).toMatchObject({ kind: 'binary', what: expect.stringContaining('Excel') as string })
  })
})
