import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { read } from './collect.ts'

describe('columns of told widths', () => {
  test('are cut out, blanks at both ends taken off; a blank cell is absence', async () => {
    expect(await read('001Ann  12.50\n002      7.00\n', { widths: [3, 5, 5] })).toMatchObject({
      columns: ['column_1', 'column_2', 'column_3'], rows: [['001', 'Ann', '12.50'], ['002', null, '7.00']], lines: [1, 2], broken: [],
    })
  })

  test('labels, and a line of dashes below them, are no records', async () => {
    expect(await read('id name\n-- ----\n 1 Ann\n-- ----\n', { widths: [3, 4], header: 1 })).toMatchObject({ columns: ['id', 'name'], rows: [['1', 'Ann'], ['--', '----']], lines: [3, 4] })
  })

  test('labels in two lines are joined', async () => {
    expect((await read('net  gross\nUSD  EUR\n1    2\n', { widths: [5, 5], header: 2 })).columns).toEqual(['net USD', 'gross EUR'])
  })

  test('columns may have names, and characters between them that nobody wants', async () => {
    const columns = [{ name: 'year', start: 0, width: 4 }, { name: 'day', start: 6, width: 2 }]
    expect(await read('20240131\n20241224', { columns })).toMatchObject({ columns: ['year', 'day'], rows: [['2024', '31'], ['2024', '24']] })
  })

  test('spaces stay when they are wanted, and short lines are filled up', async () => {
    expect((await read(' a\n  b c\n', { widths: [2, 3, 2], trim: false })).rows).toEqual([[' a', '   ', '  '], ['  ', 'b c', '  ']])
  })

  test('widths are in characters', async () => {
    expect((await read('😀é1\nab2\n', { widths: [2, 1] })).rows).toEqual([['😀é', '1'], ['ab', '2']])
  })

  test('other spaces than ASCII are data', async () => {
    expect((await read('\u00a0a \u3000b \n', { widths: [3, 3] })).rows).toEqual([['\u00a0a', '\u3000b']])
  })

  test('lines above the table and blank lines are passed, and numbered all the same', async () => {
    expect(await read('Report\n\nab\r\n\r\n  \ncd', { widths: [1, 1], skip_rows: 1 })).toMatchObject({ rows: [['a', 'b'], ['c', 'd']], lines: [3, 6] })
  })

  test('no more records than are wanted', async () => {
    expect((await read('a\nb\nc\n', { widths: [1], maxRecords: 2 })).rows).toEqual([['a'], ['b']])
    expect((await read('a\nb\nc\n', { widths: [1] }, undefined, 1)).rows).toEqual([['a']])
  })

  test('a file of labels alone is a table without records', async () => {
    expect(await read('id name', { widths: [3, 4], header: 1 })).toMatchObject({ columns: ['id', 'name'], rows: [] })
  })

  test.each([[[0]], [[3, -1]], [[1.5]]])('widths %j are refused', async widths => {
    await expect(read('abc\n', { widths })).rejects.toMatchObject({ code: 'no_layout' })
  })
})

describe('a line that cannot be read is one reject, with its place', () => {
  test('characters behind the last column; spaces there are nothing', async () => {
    expect(await read('ab  \nabcd\nab c\nab\n', { widths: [1, 1] })).toMatchObject({
      rows: [['a', 'b'], ['a', 'b']], lines: [1, 4],
      broken: [
        { code: 'line_too_long', message: 'the line goes on behind the last column: character 3 is not blank, and the columns take 2', line: 2, byteOffset: 5, raw: 'abcd' },
        { code: 'line_too_long', message: 'the line goes on behind the last column: character 4 is not blank, and the columns take 2', line: 3, byteOffset: 10, raw: 'ab c' },
      ],
    })
  })

  test('bytes that are no characters, but not a U+FFFD that stands there', async () => {
    const bytes = Buffer.concat([Buffer.from('\uFEFFa\uFFFD\nx'), Buffer.of(0xff), Buffer.from('\nab\n')])
    expect(await read(bytes, { widths: [1, 1], encoding: 'utf-8' })).toMatchObject({ rows: [['a', '\uFFFD'], ['a', 'b']], broken: [{ code: 'invalid_bytes', line: 2, byteOffset: 8 }] })
  })

  test('a NUL', async () => {
    expect((await read('a\0\nbc\n', { widths: [1, 1], encoding: 'utf-8' })).broken).toMatchObject([{ code: 'nul_byte', line: 1 }])
  })

  test('a value that runs from one found column into the next', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${String(i).padStart(3)}  name${String(i % 10)}  ${String(i * 7).padStart(4)}`)
    lines[20] = ' 20  name_too_long 140'
    lines[30] = ' 30  name0   210 more'
    const { rows, broken } = await read(lines.join('\n'), { header: 0 })
    expect(rows).toHaveLength(58)
    expect(broken).toMatchObject([{ code: 'line_too_long', line: 21 }, { code: 'line_too_long', line: 31 }])
    lines[20] = ' 20  name_lon140'
    lines[30] = ' 30  name0   210'
    expect((await read(lines.join('\n'), { header: 0 })).broken).toEqual([{ code: 'column_overflow', message: 'a value runs from one column into the next', line: 21, byteOffset: 340, raw: ' 20  name_lon140' }])
  })

  test('its place is a byte of the file in any encoding', async () => {
    const utf16 = await read(Buffer.from('\uFEFFé😀\nxyz!\n', 'utf16le'), { widths: [1, 2] })
    expect(utf16).toMatchObject({ rows: [['é', '😀']], broken: [{ line: 2, byteOffset: 10 }] })
    const latin = await read(Uint8Array.from('\xe9a\nxyz!\n', character => character.charCodeAt(0)), { widths: [1, 2], encoding: 'windows-1252' })
    expect(latin).toMatchObject({ rows: [['é', 'a']], broken: [{ line: 2, byteOffset: 3 }] })
  })
})

describe('columns that are found', () => {
  test('are read with their labels, and it is said how', async () => {
    const { columns, rows, notes } = await read('id   name        amount\n---- ----------- ------\n   1 Ann Lee      12.50\n   2 Bob         100.00\n')
    expect({ columns, rows }).toEqual({ columns: ['id', 'name', 'amount'], rows: [['1', 'Ann Lee', '12.50'], ['2', 'Bob', '100.00']] })
    expect(notes).toEqual(['the columns were found by the spaces between them; their widths are 5, 12, 6'])
  })

  test('the last of lines that are not filled up may grow', async () => {
    const many = Array.from({ length: 12_000 }, (_, i) => `${String(i).padStart(5)}  ${'word '.repeat(i % 3 + 1).trim()}\n`)
    many.push('99999  one that is longer than all that were seen before\n')
    const { rows, broken } = await read(many.join(''))
    expect(rows.at(-1)).toEqual(['99999', 'one that is longer than all that were seen before'])
    expect(broken).toEqual([])
  })

  test('are asked for where there are none', async () => {
    await expect(read('prose that has no\ncolumns of any kind\nin all of its lines\n')).rejects.toMatchObject({ code: 'no_layout', message: 'the lines of data.txt have no columns that stand below each other' })
  })

  test('a lone \\r ends lines where nothing else does', async () => {
    expect(await read('ab\rcd\r', { widths: [1, 1] })).toMatchObject({ rows: [['a', 'b'], ['c', 'd']], lines: [1, 2] })
  })
})

test('however the bytes are cut, the table is the same, and it is what was laid out', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '0', 'é', '😀', '\u3000', '"', ',', '\uFEFF', ' '), maxLength: 4 }).map(text => text.trim())
  const made = fc.integer({ min: 1, max: 4 }).chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  await fc.assert(fc.asyncProperty(made, fc.integer({ min: 1, max: 20 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('utf-8' as const, 'utf-16le' as const), async (rows, pieceBytes, lineEnd, encoding) => {
    const filled = rows.filter(row => row.some(text => text !== ''))
    // A line that stands first may not begin with what would be the file's mark.
    const text = `\uFEFF${filled.map(row => row.map(text => text + ' '.repeat(5 - Array.from(text).length)).join('') + lineEnd).join('')}`
    const widths = (rows[0] ?? []).map(() => 5)
    const { rows: read_, broken } = await read(Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le'), { widths, encoding }, pieceBytes)
    expect({ rows: read_, broken }).toEqual({ rows: filled.map(row => row.map(text => text === '' ? null : text)), broken: [] })
  }), { numRuns: 200 })
})

test('any bytes are read to their end: every line that is not blank is a record or a reject', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 64 }), async (bytes, pieceBytes) => {
    fc.pre(!bytes.includes(0x0d))
    const { rows, broken } = await read(bytes, { widths: [2, 3], encoding: 'utf-8' }, pieceBytes)
    const lines = Buffer.from(bytes).toString().replace(/^\uFEFF/, '').split('\n').filter(line => /[^ \t]/.test(line))
    expect(rows.length + broken.length).toBe(lines.length)
    expect(await read(bytes, { widths: [2, 3], encoding: 'utf-8' })).toMatchObject({ rows, broken })
  }), { numRuns: 500 })
})

test('a file without line ends is refused, not held', async () => {
  await expect(read(new Uint8Array(17_000_000).fill(0x61), { widths: [4] })).rejects.toMatchObject({ code: 'record_too_long' })
})
