import { describe, expect, test } from 'vitest'
import { createScanner, defaultDialect } from '../../../engine/formats/csv/index.ts'
import { encode } from './arbitraries.ts'
import { readSegments, scanFile, utf8, withDialect } from './scan-file.ts'

const codes = (file: Parameters<typeof scanFile>[0], options?: Parameters<typeof scanFile>[1]) =>
  scanFile(file, options).malformed.map(({ code, ordinal, line }) => [code, ordinal, line])

describe('records', () => {
  test('a cell is quoted only if its first character is the quote', () => {
    expect(scanFile('a,b,c\n1,5" pipe,3\n').text).toBe('1,1,"5"" pipe",3\n')
  })

  test('quotedness is kept, doubled quotes and line ends in quotes too', () => {
    const { text } = scanFile('a,b,c\r\n"x","","say ""hi"", then\r\ngo"\r\n,y,\r\n')
    expect(text).toBe('1,"x","","say ""hi"", then\r\ngo"\n2,,y,\n')
  })

  test('the end of input ends a record, and adds none behind a line end', () => {
    expect(scanFile('a,b\n1,2').text).toBe('1,1,2\n')
    expect(scanFile('a,b\n1,2\n').text).toBe('1,1,2\n')
    expect(scanFile('a,b\n1,"2"').text).toBe('1,1,"2"\n')
  })

  test('line counts physical lines, byteOffset bytes of the file, byteLength no line end', () => {
    const { malformed } = scanFile('\uFEFFid,né\r\n1,"a\nb"\r\n\r\nx\r\n2,é,3\r\n')
    expect(malformed).toEqual([
      { code: 'too_few_cells', ordinal: 2, line: 5, byteOffset: 22, byteLength: 1, cells: 1 },
      { code: 'too_many_cells', ordinal: 3, line: 6, byteOffset: 25, byteLength: 6, cells: 3 },
    ])
  })

  test('a blank line is no record, except in a one-column file', () => {
    const two = scanFile('\na,b\n\n1,2\r\n\r\n')
    expect(two.text).toBe('1,1,2\n')
    expect(two.scanner.counts.blankLines).toBe(3)
    const one = scanFile('\na\n\n1\n\n')
    expect(one.text).toBe('1,\n2,1\n3,\n')
    expect(one.scanner.counts).toMatchObject({ blankLines: 1, physical: 3, lines: 5 })
  })

  test('a lone \\r ends lines only in a file that has no \\n', () => {
    expect(scanFile('a,b\r1,2\r\r3,"4\r5"\r').text).toBe('1,1,2\n2,3,"4\r5"\n')
    expect(scanFile('a,b\r1,2\r\r3,"4\r5"\r').scanner.counts).toMatchObject({ blankLines: 1, lines: 5 })
    expect(scanFile('a,b\n1,2\r3\n').text).toBe('1,1,"2\r3"\n')
  })

  test('a lone \\r is decided from the first mebibyte of text', () => {
    const many = 'a,b\r'.repeat(1 << 18)
    expect(scanFile(`${many}1,2\r\n3,4\n`).scanner.counts.physical).toBe((1 << 18) + 1)
    expect(scanFile(`\n${many}`).scanner.counts).toMatchObject({ blankLines: 1, physical: 0, lines: 2 })
  })

  test('U+FEFF is dropped at the start of the file and nowhere else', () => {
    const { text, scanner } = scanFile('\uFEFFa,b\n\uFEFF1,"\uFEFF2"\n')
    expect(scanner.header).toEqual(['a', 'b'])
    expect(text).toBe('1,\uFEFF1,"\uFEFF2"\n')
  })

  test('comment lines and preamble belong to no record; a comment character elsewhere is text', () => {
    const { text, scanner } = scanFile('made by x "\n\n# c "\na,b\n1,#2\n#3,4\n"\n#5",6\n', { dialect: withDialect({ skip_rows: 2, comment: '#' }) })
    expect(scanner.header).toEqual(['a', 'b'])
    expect(text).toBe('1,1,#2\n2,"\n#5",6\n')
    expect(scanner.counts).toMatchObject({ comments: 2, blankLines: 0, lines: 8 })
  })
})

describe('malformed records', () => {
  test('text behind a closing quote: the record ends at the first line end behind the opening quote', () => {
    const { text, malformed } = scanFile('a,b\n1,"x\ny" z\n3,4\n')
    expect(malformed).toEqual([
      { code: 'text_after_quote', ordinal: 1, line: 2, byteOffset: 4, byteLength: 4, cells: 0 },
      { code: 'too_few_cells', ordinal: 2, line: 3, byteOffset: 9, byteLength: 4, cells: 1 },
    ])
    expect(text).toBe('3,3,4\n')
  })

  test('a quote that is never closed costs its own line only', () => {
    const { text, malformed } = scanFile('a,b\n1,"x\n3,4\n5,6\n')
    expect(malformed).toEqual([{ code: 'unclosed_quote', ordinal: 1, line: 2, byteOffset: 4, byteLength: 4, cells: 0 }])
    expect(text).toBe('2,3,4\n3,5,6\n')
  })

  test('lines that an earlier, good cell of a bad record spans are counted', () => {
    expect(codes('a,b,c\n"1\n2\n3","4"5,6\nx\n')).toEqual([['text_after_quote', 1, 2], ['too_few_cells', 2, 5]])
  })

  test.each([
    ['an overlong form', [0xc0, 0x80]], ['a surrogate', [0xed, 0xa0, 0x80]], ['past U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]], ['a sequence cut short', [0xe2, 0x82]], ['0xFF', [0xff]],
  ])('invalid bytes: %s', (_, bytes) => {
    const file = Uint8Array.of(...utf8('a\n1\n'), ...bytes, ...utf8('\n2\n'))
    expect(codes(file)).toEqual([['invalid_bytes', 2, 3]])
  })

  test('of several troubles the gravest is named: NUL, bytes, quotes, length, count', () => {
    const limits = { maxCellBytes: 5, maxRecordBytes: 100 }
    const bad = (...parts: (string | number)[]) => Uint8Array.of(...utf8('a,b\n'), ...parts.flatMap(p => (typeof p === 'string' ? [...utf8(p)] : [p])))
    expect(codes(bad('"x"y,123456,3', 0xff, '\0'), limits)).toEqual([['nul_byte', 1, 2]])
    expect(codes(bad('"x"y,123456,3', 0xff), limits)).toEqual([['invalid_bytes', 1, 2]])
    expect(codes(bad('"x"y,123456,3'), limits)).toEqual([['text_after_quote', 1, 2]])
    expect(codes(bad('x,123456,3'), limits)).toEqual([['cell_too_long', 1, 2]])
    expect(codes(bad('x,12345,3'), limits)).toEqual([['too_many_cells', 1, 2]])
  })

  test('a quote whose partner is farther away than a cell may be long counts as never closed', () => {
    const limits = { maxCellBytes: 5, maxRecordBytes: 100 }
    expect(scanFile('a,b\n1,"12\n45"\n', limits).malformed).toEqual([])
    expect(codes('a,b\n1,"12\n456"\n', limits)).toEqual([['unclosed_quote', 1, 2], ['too_few_cells', 2, 3]])
  })

  test('a record longer than a record may be', () => {
    const limits = { maxCellBytes: 5, maxRecordBytes: 10 }
    expect(scanFile('a,b,c\n123,123,12\n123,123,123\n1,2,3\n', limits)).toMatchObject({
      malformed: [{ code: 'record_too_long', ordinal: 2, line: 3, byteOffset: 17, byteLength: 11, cells: 0 }],
      text: '1,123,123,12\n3,1,2,3\n',
    })
  })

  test('a file of nothing else comes in bounded segments', () => {
    const { segments, malformed } = scanFile(`a,b\n${'x\n'.repeat(40_000)}1,2\n`)
    expect(segments.map(s => [s.firstOrdinal, s.malformed.length, s.records])).toEqual([[1, 16384, 0], [16385, 16384, 0], [32769, 7232, 1]])
    expect(malformed).toHaveLength(40_000)
  })
})

describe('header', () => {
  test('names are unique, labels stay as read', () => {
    const { scanner } = scanFile('id, ,id,"na,me",\n')
    expect(scanner.header).toEqual(['id', 'column_2', 'id_2', 'na,me', 'column_5'])
    expect(scanner.rawHeader).toEqual(['id', ' ', 'id', 'na,me', ''])
  })

  test('without labels the first well-formed record settles the columns', () => {
    const { scanner, text, malformed } = scanFile('"a"x,b,c\n1,2\n3,4,5\n', { dialect: withDialect({ header: 0 }) })
    expect(scanner.header).toEqual(['column_1', 'column_2'])
    expect(scanner.rawHeader).toEqual([])
    expect(text).toBe('2,1,2\n')
    expect(malformed.map(m => [m.code, m.ordinal])).toEqual([['text_after_quote', 1], ['too_many_cells', 3]])
  })

  test('a malformed header is read as well as it can be, and said', () => {
    const { scanner, text } = scanFile('"a"x,"b\n1,2\n')
    expect(scanner.headerTrouble).toBe('text_after_quote')
    expect(scanner.header).toEqual(['ax', 'b'])
    expect(text).toBe('1,1,2\n')
  })

  test.each(['', '\uFEFF', '\n\r\n', '# only this'])('a file without records: %j', (file) => {
    const { scanner, segments } = scanFile(file, { dialect: withDialect({ comment: '#' }) })
    expect(scanner).toMatchObject({ header: [], isHeaderKnown: true })
    expect(scanner.counts.physical).toBe(0)
    expect(segments).toEqual([])
  })
})

describe('segments', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => `${i},row number ${i}`)

  test('no longer than asked for, whole records, contiguous ordinals, bytes read', () => {
    const file = `a,b\n${rows.join('\n')}\n`
    const { segments, text } = scanFile(file, { segmentBytes: 500 })
    expect(segments.length).toBeGreaterThan(40)
    expect(Math.max(...segments.map(s => s.text.length))).toBeLessThanOrEqual(500)
    expect(text).toBe(rows.map((row, i) => `${i + 1},${row}\n`).join(''))
    const read = segments.map(s => s.bytesRead)
    expect(read).toEqual([...read].sort((a, b) => a - b))
    expect(read.at(-1)).toBe(file.length)
  })

  test('flush gives the first rows while the file is still being read', () => {
    const scanner = createScanner({ dialect: defaultDialect })
    expect(scanner.push(utf8('a,b\n1,2\n3,4\n5,'))).toEqual([])
    expect(scanner.header).toEqual(['a', 'b'])
    const first = scanner.flush()
    expect(first).toMatchObject({ records: 2, firstOrdinal: 1, bytesRead: 12 })
    expect(new TextDecoder().decode(first?.text)).toBe('1,1,2\n2,3,4\n')
    expect(scanner.flush()).toBeUndefined()
    scanner.push(utf8('6\n'))
    expect(scanner.end()).toMatchObject([{ records: 1, firstOrdinal: 3 }])
  })

  test('a text is alone in its buffer, so that it can be transferred', () => {
    for (const { text } of scanFile(`a,b\n${rows.join('\n')}`, { segmentBytes: 1000 }).segments) {
      expect(text.byteOffset).toBe(0)
      structuredClone(text, { transfer: [text.buffer] })
      expect(text.length).toBe(0)
    }
  })
})

describe('dialects become segment text', () => {
  test('another delimiter: cells with a comma or a quote get quotes, others stay as they are', () => {
    const dialect = withDialect({ delimiter: ';' })
    expect(scanFile('a;b;c\n1;2;\n1,5;x "y";""\n;"p;q";"r""s"\n', { dialect }).text).toBe('1,1,2,\n2,"1,5","x ""y""",""\n3,,"p;q","r""s"\n')
  })

  test('another quote and another escape', () => {
    expect(scanFile("a,b\n'it''s','say \"hi\"'\n\"x,y\n", { dialect: withDialect({ quote: "'", escape: "'" }) }).text)
      .toBe('1,"it\'s","say ""hi"""\n2,"""x",y\n')
    expect(scanFile('a,b\n"say \\"hi\\"","c:\\\\d\\e"\n"x\\y",\\\n', { dialect: withDialect({ escape: '\\' }) }).text)
      .toBe('1,"say ""hi""","c:\\d\\e"\n2,"x\\y",\\\n')
  })

  test('without quotes a quote is text', () => {
    expect(scanFile('a,b\n"x,y"\n', { dialect: withDialect({ quote: null, escape: null }) }).text).toBe('1,"""x","y"""\n')
  })

  test('regression: text shorter than a word, tab separated', () => {
    expect(scanFile('a\tb\n\t\n', { dialect: withDialect({ delimiter: '\t' }) }).text).toBe('1,,\n')
  })

  test('regression: a delimiter of several bytes shares its first byte with text', () => {
    // ¦ is C2 A6, § is C2 A7.
    expect(scanFile('a¦b\n§¦¦\n§¦"¦"\n', { dialect: withDialect({ delimiter: '¦' }) }).text).toBe('2,§,"¦"\n')
  })

  test('regression: of an overlapping delimiter the first one ends the cell, also at the end of a record', () => {
    const { segments } = scanFile(';;;', { dialect: withDialect({ delimiter: ';;', header: 0, trailing_delimiter: true }) })
    expect(readSegments(segments).map(({ cells }) => cells)).toEqual([['', ';']])
  })

  test('regression: the delimiter is a digit, ordinals are not', () => {
    expect(scanFile('a1b\nx1y\nz1w\n', { dialect: withDialect({ delimiter: '1' }) }).text).toBe('1,x,y\n2,z,w\n')
  })
})

describe('encodings', () => {
  test('offsets and lengths are those of the file', () => {
    const text = '\uFEFFa,b\né,😀\nx\n'
    for (const encoding of ['utf-16le', 'utf-16be'] as const) {
      const { scanner, malformed, text: segment } = scanFile(encode(text, encoding), { dialect: withDialect({ encoding }) })
      expect(segment).toBe('1,é,😀\n')
      expect(malformed).toEqual([{ code: 'too_few_cells', ordinal: 2, line: 3, byteOffset: 20, byteLength: 2, cells: 1 }])
      expect(scanner.counts.bytes).toBe(24)
    }
  })

  test('regression: windows-1252 is not Latin-1, whatever the decoder of the host says', () => {
    const file = Uint8Array.of(...utf8('a,b\n'), 0x80, 0x2c, 0x92, 0x9d, 0x0a)
    expect(scanFile(file, { dialect: withDialect({ encoding: 'windows-1252' }) }).text).toBe('1,€,’\x9d\n')
    expect(scanFile(file, { dialect: withDialect({ encoding: 'iso-8859-1' }) }).text).toBe('1,\x80,\x92\x9d\n')
  })

  test('a lone surrogate and an odd byte at the end are invalid bytes', () => {
    const dialect = withDialect({ encoding: 'utf-16le' })
    const file = Uint8Array.of(...encode('a\nx\ud800\ny\n\udc00\nz', 'utf-16le'), 0x41)
    expect(scanFile(file, { dialect }).malformed.map(({ code, ordinal, byteOffset, byteLength }) => [code, ordinal, byteOffset, byteLength]))
      .toEqual([['invalid_bytes', 1, 4, 4], ['invalid_bytes', 3, 14, 2], ['invalid_bytes', 4, 18, 3]])
  })
})

test.each([
  [{ delimiter: '' }, 'delimiter'], [{ delimiter: 'a delimiter of words' }, 'delimiter'], [{ delimiter: '|"|' }, 'delimiter'], [{ delimiter: '\n' }, 'delimiter'], [{ delimiter: '"' }, 'delimiter'],
  [{ quote: '""' }, 'quote'], [{ escape: ',' }, 'delimiter'], [{ comment: '"' }, 'comment'], [{ header: 33 }, 'header'], [{ header: 1.5 }, 'header'], [{ skip_rows: -1 }, 'skip_rows'],
] as const)('a dialect that cannot be told apart is refused: %j', (change, part) => {
  expect(() => createScanner({ dialect: withDialect(change) })).toThrow(expect.objectContaining({ code: 'bad_dialect', details: { part } }))
})

describe('the first records only', () => {
  const file = 'a,b\n1,2\n\nbad\n3,"4\n5"\n6,7\n8,9\n'

  test.each([1, 2, 3, 4])('%i of them are those of the whole file', count => {
    const whole = scanFile(file)
    for (const chunks of [undefined, [...utf8(file)].map(byte => Uint8Array.of(byte))]) {
      const part = scanFile(file, { maxRecords: count }, chunks)
      expect(part.scanner.counts).toMatchObject({ physical: count, malformed: count > 1 ? 1 : 0 })
      expect(part.scanner.isDone).toBe(true)
      expect(whole.text.startsWith(part.text)).toBe(true)
      expect(part.malformed).toEqual(whole.malformed.slice(0, part.malformed.length))
    }
  })

  test('more than there are is all of them', () => {
    const { scanner, text } = scanFile(file, { maxRecords: 100 })
    expect(scanner.isDone).toBe(false)
    expect(text).toBe(scanFile(file).text)
  })
})
