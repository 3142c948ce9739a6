import { describe, expect, test } from 'vitest'
import { listSheets, previewSheet } from '../../../engine/formats/excel/index.ts'
import { memorySource } from '../../support/memory-source.ts'
import { CollectingSink, escapeXml, excelReader, readCells, readSheet, rowsXml, xlsxFiles, xlsxOf, zipOf } from './make-workbook.ts'

const PEOPLE = [['name', 'age'], ['Ada', 36], ['Grace', 85], ['Edsger', 72]] as const
const TEXTS = [['Ada', '36'], ['Grace', '85'], ['Edsger', '72']]

describe('cells', () => {
  test('of every type', async () => {
    const { texts, notes } = await readCells([
      '<c><v>0.10000000000000001</v></c>', '<c t="n"><v>42</v></c>', '<c t="s"><v>0</v></c>', '<c t="b"><v>0</v></c>', '<c t="str"><f>A1&amp;"x"</f><v>a &lt; b</v></c>', '<c t="e"><v>#N/A</v></c>', '<c t="d"><v>2024-02-29T00:00:00</v></c>',
      '<c t="inlineStr"><is><t>in line</t></is></c>', '<c s="1"><v>45351</v></c>', '<c><f>1+1</f></c>', '<c s="1"/>', '<c t="str"><f>""</f><v></v></c>', '<c t="s"><v>1</v></c>', '<c t="s"><v>7</v></c>', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c t="e"><v>#N/A</v></c>',
    ], { strings: ['<t>shared</t>', '<t></t>'], formats: ['yyyy-mm-dd'] })
    expect(texts).toEqual(['0.1', '42', 'shared', 'false', 'a < b', '#N/A', '2024-02-29T00:00:00', 'in line', '2024-02-29', null, null, '', '', null, '#DIV/0!', '#N/A'])
    expect(notes).toEqual([
      '3 cells hold errors, read as text: 2 #N/A, 1 #DIV/0!',
      '1 formula has no stored value and is read as missing; open the workbook in a spreadsheet program and save it to store them',
      '1 cell refers to a text that the workbook lacks, and is read as missing',
    ])
  })

  test('rich text without its phonetic runs, escapes, references', async () => {
    const strings = [
      '<r><t>rich </t></r><r><rPr><b/></rPr><t xml:space="preserve">text </t></r>', '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>', '<t>a_x000D_b_x005F_x000D_c_x0041_</t>', '<t>&lt;&amp;&gt;&quot;&apos;&#233;&#x1F600;&unknown;</t>',
      '<t><![CDATA[<raw> &amp;]]></t>', '<t xml:space="preserve"> 007 </t>', '<t>a\r\nb</t>', '<t>&#xD800;</t>', '<t>\uFEFFx</t>',
    ]
    const { texts } = await readCells([...strings.map((_, i) => `<c t="s"><v>${i}</v></c>`), '<c t="inlineStr"><is><r><t>in</t></r><r><t> line</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>'], { strings })
    expect(texts).toEqual(['rich text ', '東京', 'a\rb_x000D_cA', '<&>"\'é😀&unknown;', '<raw> &amp;', ' 007 ', 'a\nb', '\uFFFD', '\uFEFFx', 'in line'])
  })

  test('percentages, currencies and scientific numbers stay numbers; text stays text', async () => {
    const { texts } = await readCells(['<c s="1"><v>0.5</v></c>', '<c s="2"><v>1234.5</v></c>', '<c s="3"><v>1.5E-9</v></c>', '<c t="str"><v>0042</v></c>', '<c t="str"><v>1e3</v></c>'], { formats: ['0%', '"$"#,##0.00', '0.00E+00'] })
    expect(texts).toEqual(['0.5', '1234.5', '1.5e-9', '0042', '1e3'])
  })

  test('dates of 1904, and style 0 of the styles of styles is none', async () => {
    expect((await readCells(['<c s="1"><v>0</v></c>', '<c><v>5</v></c>'], { formats: ['yyyy-mm-dd'], date1904: true })).texts).toEqual(['1904-01-01', '5'])
  })

  test('an extension does not undo the system of 1904', async () => {
    const files = xlsxFiles({ sheets: [{ rows: rowsXml([['day', 'x'], ['<c s="1"><v>0</v></c>', 1]]) }], formats: ['yyyy-mm-dd'], date1904: true })
    files['xl/workbook.xml'] = String(files['xl/workbook.xml']).replace('</workbook>', '<extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>')
    expect((await readSheet(zipOf(files))).rows).toEqual([['1904-01-01', '1']])
  })
})

describe('spellings of the same sheet', () => {
  test.each([
    ['strict', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE) }], isStrict: true })],
    ['prefixed', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE) }], prefix: 'x' })],
    ['without references', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE).replace(/ r="[A-Z0-9]+"/g, '') }] })],
    ['attributes in quotes of the other kind, with spaces', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE).replace(/ r="([A-Z0-9]+)"/g, ' cm="1" r = \'$1\'') }] })],
    ['comments and line ends between tags', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE).replaceAll('<v>', '\n<!-- <c r="Z9"> --><v>').replaceAll('<row', '\r\n  <row') }] })],
    ['UTF-16', zipOf({ ...xlsxFiles({ sheets: [{ rows: '' }] }), 'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF<worksheet><sheetData>${rowsXml(PEOPLE)}</sheetData></worksheet>`, 'utf16le') })],
    ['UTF-8 with a mark', zipOf({ ...xlsxFiles({ sheets: [{ rows: '' }] }), 'xl/worksheets/sheet1.xml': `\uFEFF<worksheet><sheetData>${rowsXml(PEOPLE)}</sheetData></worksheet>` })],
    ['paths in other case with backslashes', zipOf(Object.fromEntries(Object.entries(xlsxFiles({ sheets: [{ rows: rowsXml(PEOPLE) }] })).map(([path, content]) => [path.replaceAll('/', '\\').toUpperCase(), content])))],
    ['stored', zipOf(xlsxFiles({ sheets: [{ rows: rowsXml(PEOPLE) }] }), { method: 0 })],
    ['a wrong dimension', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE), before: '<dimension ref="A1:XFD1048576"/>' }] })],
    ['a dimension that is too small', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE), before: '<dimension ref="A1"/>' }] })],
    ['cells in any order', xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE).replace(/(<c r="A\d+".*?<\/c>)(<c r="B\d+".*?<\/c>)/g, '$2$1') }] })],
  ])('%s', async (_, bytes) => {
    const { columns, rows, lines } = await readSheet(bytes)
    expect({ columns, rows, lines }).toEqual({ columns: ['name', 'age'], rows: TEXTS, lines: [2, 3, 4] })
  })

  test('text that is cut anywhere between two pieces', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => [`näme 😀 ${i}`, i])
    const bytes = xlsxOf({ sheets: [{ rows: rowsXml([['name', 'n'], ...rows]) }] })
    for (const padding of [0, 1, 2, 3, 5, 7]) {
      const padded = xlsxOf({ sheets: [{ rows: `${' '.repeat(131_000 - 200 + padding)}${rowsXml([['name', 'n'], ...rows])}` }] })
      expect((await readSheet(padded)).rows).toEqual((await readSheet(bytes)).rows)
    }
    expect((await readSheet(bytes)).rows).toEqual(rows.map(([name, n]) => [name, String(n)]))
  })
})

describe('what belongs to the table', () => {
  test('a million empty rows cost neither records nor time', async () => {
    let empty = ''
    for (let r = 5; r <= 1_048_576; r++) empty += `<row r="${r}"><c r="A${r}" s="1"/></row>`
    const started = performance.now()
    const { rows, facts } = await readSheet(xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE) + empty }], formats: ['0'] }))
    expect(rows).toEqual(TEXTS)
    expect(facts.notes).toEqual([])
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  test('rows carry their numbers, blank ones are counted', async () => {
    const { rows, lines, facts } = await readSheet(xlsxOf({ sheets: [{ rows: `<row r="2"/>${rowsXml([['a', 'b']], 3)}${rowsXml([[1, 2], [null, null], ['<c t="str"><v></v></c>'], [3, 4]], 4)}${rowsXml([[5, 6]], 1_000_000)}` }] }), { skipFooter: 0 })
    expect({ rows, lines }).toEqual({ rows: [['1', '2'], ['3', '4'], ['5', '6']], lines: [4, 7, 1_000_000] })
    expect(facts.notes).toEqual(['999994 blank rows between the records are left out'])
  })

  test('columns that have nothing before and behind the table are cut', async () => {
    const { columns, rows } = await readSheet(xlsxOf({ sheets: [{ rows: rowsXml([[null, null, 'a', null, 'b', '<c s="1"/>'], [null, null, 1, null, 2, '<c t="str"><v></v></c>']], 4) }], formats: ['0'] }))
    expect({ columns, rows }).toEqual({ columns: ['a', '', 'b'], rows: [['1', null, '2']] })
  })

  test('a row with cells outside of the columns that are settled is broken, not cut', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => i === 2500 ? [i, i, null, 'far off'] : [i, i])
    const { columns, broken, lines, facts } = await readSheet(xlsxOf({ sheets: [{ rows: rowsXml([['a', 'b'], ...rows]) }] }))
    expect(columns).toEqual(['a', 'b'])
    expect(broken).toEqual([{ code: 'too_many_cells', line: 2502, byteOffset: 0, raw: '2500\t2500\t\tfar off', message: 'cell D2502 stands outside of the table, whose columns are A to B' }])
    expect(lines).toHaveLength(3000)
    expect(facts.notes).toEqual(['1 row has cells outside of the table\'s columns'])
  })

  test('a cell in the last column does not make 16,384 of them', async () => {
    const { columns, rows } = await readSheet(xlsxOf({ sheets: [{ rows: `${rowsXml([['a', 'b'], [1, 2]])}<row r="3"><c r="A3"><v>3</v></c><c r="XFD3"><v>4</v></c></row>` }] }), { skipFooter: 0 })
    expect({ columns, rows }).toEqual({ columns: ['a', 'b', ''], rows: [['1', '2', null], ['3', null, '4']] })
  })

  test('16,384 columns', async () => {
    const wide = Array.from({ length: 16_384 }, (_, i) => i)
    const { columns, rows } = await readSheet(xlsxOf({ sheets: [{ rows: rowsXml([wide.map(i => `c${i}`), wide, wide]) }] }))
    expect(columns).toHaveLength(16_384)
    expect(rows.map(row => row.at(-1))).toEqual(['16383', '16383'])
    await expect(readSheet(xlsxOf({ sheets: [{ rows: '<row r="1"><c r="XFE1"><v>1</v></c></row>' }] }))).rejects.toMatchObject({ code: 'damaged_workbook' })
  })

  test('a cell of 20 MB', async () => {
    const long = 'ä'.repeat(10_000_000)
    const { rows } = await readSheet(xlsxOf({ sheets: [{ rows: rowsXml([['a', 'b'], [long, 1]]) }] }))
    expect(rows[0]?.[0] === long).toBe(true)
  })

  test('a table that the workbook declares', async () => {
    const rows = rowsXml([['Some title', 'and more', 'of it'], ['a', 'b', 'c'], ['x', 'y', 'z'], ['p', 'q', 'r'], ['Sum', 'of', 'all'], ['w', 'e', 'below']])
    const files = {
      'xl/worksheets/_rels/sheet1.xml.rels': '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="../tables/table1.xml"/></Relationships>',
      'xl/tables/table1.xml': '<table ref="A2:C5" totalsRowCount="1"/>',
    }
    const { columns, rows: records, facts } = await readSheet(xlsxOf({ sheets: [{ rows }], files }))
    expect({ columns, records }).toEqual({ columns: ['a', 'b', 'c'], records: [['x', 'y', 'z'], ['p', 'q', 'r']] })
    expect(facts.notes).toEqual(['row 1 above the table is left out: "Some title and more of it"', 'rows 5 to 6 below the table are left out: "Sum of all / w e below"'])
  })

  test('merged labels over two rows', async () => {
    const rows = rowsXml([['Sales by region'], ['Region', 'North', null, 'South'], [null, 'Q1', 'Q2', 'Q1', 'Q2'], ['x', 1, 2, 3, 4], ['y', 5, 6, 7, 8], ['z', 5, 6, 7, 8], ['w', 5, 6, 7, 8]])
    const after = '<mergeCells count="4"><mergeCell ref="A1:E1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="D2:E2"/></mergeCells>'
    const { columns, rows: records, facts } = await readSheet(xlsxOf({ sheets: [{ rows, after }] }))
    expect(columns).toEqual(['Region', 'North Q1', 'North Q2', 'South Q1', 'South Q2'])
    expect(records).toHaveLength(4)
    expect(facts.notes).toEqual([
      'row 1 above the table is left out: "Sales by region"', 'the labels stand in rows 2 to 3 and are joined', '4 areas are merged: the value stands in the first cell, the others are missing',
    ])
  })

  test('header rows, rows above and rows below by number', async () => {
    const bytes = xlsxOf({ sheets: [{ rows: rowsXml([['a', 'b'], ['c', 'd'], [1, 2], ['Total', 2]]) }] })
    expect((await readSheet(bytes, { header: 0 })).columns).toEqual(['', ''])
    expect((await readSheet(bytes, { header: 2 })).columns).toEqual(['a c', 'b d'])
    expect(await readSheet(bytes, { skipRows: 1, header: 1, skipFooter: 0 })).toMatchObject({ columns: ['c', 'd'], rows: [['1', '2'], ['Total', '2']] })
    expect((await readSheet(bytes, { header: 2 })).rows).toEqual([['1', '2']])
  })

  test('maxRecords, and a sink that wants no more', async () => {
    const bytes = xlsxOf({ sheets: [{ rows: rowsXml([['a', 'b'], ...Array.from({ length: 5000 }, (_, i) => [i, '<c t="s"><v>0</v></c>'])]) }], strings: ['<t>x</t>'] })
    expect((await readSheet(bytes, { maxRecords: 7 })).rows).toHaveLength(7)
    expect((await readSheet(bytes, { maxRecords: 3000 })).rows.at(-1)).toEqual(['2999', 'x'])
    const sink = new CollectingSink(3)
    await excelReader(memorySource(bytes), { kind: 'xlsx' }, sink)
    expect(sink.rows).toHaveLength(3)
  })

  test('no cells at all', async () => {
    const { columns, rows, facts } = await readSheet(xlsxOf({ sheets: [{ rows: '<row r="1"><c r="A1" s="0"/></row>' }] }))
    expect({ columns, rows, notes: facts.notes }).toEqual({ columns: [], rows: [], notes: ['none of the sheets has a cell with something in it'] })
  })
})

describe('sheets', () => {
  const book = xlsxOf({
    sheets: [
      { name: 'Secret', state: 'hidden', rows: rowsXml([['s', 't'], [1, 2]]) }, { name: 'Cover', rows: '' }, { name: 'R&amp;D &quot;x&quot;', rows: rowsXml(PEOPLE) }, { name: 'Deep', state: 'veryHidden', rows: rowsXml([['d', 'e'], [1, 2]]) },
    ],
  })

  test('are listed with what hides them', async () => {
    expect(await listSheets(memorySource(book), 'xlsx')).toEqual([
      { name: 'Secret', visibility: 'hidden', isHidden: true }, { name: 'Cover', visibility: 'visible', isHidden: false }, { name: 'R&D "x"', visibility: 'visible', isHidden: false }, { name: 'Deep', visibility: 'very hidden', isHidden: true },
    ])
  })

  test('the first that is shown and has cells is read unless one is named', async () => {
    const { facts, rows } = await readSheet(book)
    expect({ facts, rows }).toEqual({ facts: { sheet: 'R&D "x"', notes: ['sheet "R&D "x"" is read; the workbook also has "Secret" (hidden), "Cover", "Deep" (very hidden)'] }, rows: TEXTS })
    expect((await readSheet(book, { sheet: 'Secret' })).columns).toEqual(['s', 't'])
    expect((await readSheet(book, { sheet: 4 })).columns).toEqual(['d', 'e'])
    expect((await readSheet(book, { sheet: 'secret' })).facts.sheet).toBe('Secret')
  })

  test('one that is not there is named with those that are', async () => {
    const error = { code: 'no_such_sheet', message: 'book.xlsx has no sheet "Nope"; its sheets are 1 "Secret", 2 "Cover", 3 "R&D "x"", 4 "Deep"' }
    await expect(readSheet(book, { sheet: 'Nope' })).rejects.toMatchObject(error)
    await expect(readSheet(book, { sheet: 5 })).rejects.toMatchObject({ code: 'no_such_sheet' })
    await expect(readSheet(book, { sheet: 0 })).rejects.toMatchObject({ code: 'no_such_sheet' })
  })

  test('a preview has the rows as they stand, and reads no more texts than it needs', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [`<c t="s"><v>${i}</v></c>`, i])
    const bytes = xlsxOf({ sheets: [{ rows: rowsXml([['Title']]) + rowsXml([['a', 'b'], ...rows], 4) }], strings: rows.map((_, i) => `<t>text number ${i} ${'x'.repeat(100)}${Math.sin(i)}</t>`) })
    let bytesRead = 0
    const source = memorySource(bytes)
    const counting = { ...source, read: async (start: number, end: number) => { const piece = await source.read(start, end); bytesRead += piece.length; return piece } }
    const preview = await previewSheet(counting, 'xlsx', 1, 6)
    expect(preview.map(row => row.map(cell => cell.slice(0, 15)))).toEqual([['Title'], [], [], ['a', 'b'], ['text number 0 x', '0'], ['text number 1 x', '1']])
    expect(bytesRead).toBeLessThan(bytes.length * 3)
  })
})

describe('refused', () => {
  const good = xlsxFiles({ sheets: [{ rows: rowsXml(PEOPLE) }] })
  const sheet = 'xl/worksheets/sheet1.xml'
  test.each([
    ['nothing', new Uint8Array(0), 'not_a_workbook'],
    ['text', new TextEncoder().encode('a,b\n1,2\n'), 'not_a_workbook'],
    ['another zip archive', zipOf({ 'readme.txt': 'hello' }), 'not_a_workbook'],
    ['a document', zipOf({ '[Content_Types].xml': '<Types/>', '_rels/.rels': '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>', 'word/document.xml': '<w:document/>' }), 'not_a_workbook'],
    ['a workbook without a beginning', zipOf({ '[Content_Types].xml': '<Types/>' }), 'damaged_workbook'],
    ['one without its sheet', zipOf(Object.fromEntries(Object.entries(good).filter(([path]) => path !== sheet))), 'damaged_workbook'],
    ['one that ends early', zipOf(good).slice(0, -300), 'damaged_workbook'],
    ['one that ends in its first half', zipOf(good).slice(0, 900), 'damaged_workbook'],
    ['XML that ends in the middle', zipOf({ ...good, [sheet]: '<worksheet><sheetData><row r="1"><c r="A1"><v>1' }), 'damaged_workbook'],
    ['XML with tags that are not closed', zipOf({ ...good, [sheet]: '<worksheet><sheetData><row r="1"></sheetData></worksheet>' }), 'damaged_workbook'],
    ['a row number that is none', zipOf({ ...good, [sheet]: '<worksheet><sheetData><row r="-5"></row></sheetData></worksheet>' }), 'damaged_workbook'],
    ['entities', zipOf({ ...good, [sheet]: `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(100)}">]><worksheet><sheetData>${rowsXml(PEOPLE)}</sheetData></worksheet>` }), 'damaged_workbook'],
  ])('%s', async (_, bytes, code) => {
    await expect(readSheet(bytes)).rejects.toMatchObject({ name: 'ConnectorError', code, message: expect.stringContaining('book.xlsx') as string, hint: expect.any(String) as string })
  })

  test('one with a changed byte', async () => {
    const bytes = zipOf(good, { method: 0 })
    const at = Buffer.from(bytes).indexOf('Grace')
    bytes[at] = 0x58
    await expect(readSheet(bytes)).rejects.toMatchObject({ code: 'damaged_workbook' })
  })

  test('bombs', async () => {
    const ratio = zipOf({ ...good, [sheet]: { piece: '<!-- -->'.repeat(1 << 17), times: 260 } })
    await expect(readSheet(ratio)).rejects.toMatchObject({ code: 'workbook_too_large', message: expect.stringContaining('sheet1.xml') as string })
    const text = zipOf({ ...good, [sheet]: { piece: 'x'.repeat(1 << 20), times: 80 } })
    await expect(readSheet(text)).rejects.toMatchObject({ code: 'damaged_workbook', message: expect.stringContaining('million characters') as string })
  }, 60_000)

  test('a signal that says stop', async () => {
    const bytes = xlsxOf({ sheets: [{ rows: rowsXml(PEOPLE) }] })
    await expect(excelReader(memorySource(bytes), { kind: 'xlsx' }, new CollectingSink(), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})

test('names are XML too', async () => {
  expect(await listSheets(memorySource(xlsxOf({ sheets: [{ name: escapeXml('Ä & <b> "c"'), rows: '' }] })), 'xlsx')).toMatchObject([{ name: 'Ä & <b> "c"' }])
})
